"""Followed feeds: what is older than the following, and whole archives."""

from hub.models import ArrivalState
from hub.services import arrivals, intake_status, sources
from tests.integration.intake.press import (
    Story,
    arrivals_of,
    day,
    follow,
    items_of,
    look_again,
    look_due_in_s,
    source_of,
    whole,
)


def test_the_first_look_takes_the_newest_and_leaves_the_older_ones_to_a_person(newsroom, press, do_work):
    stories = [Story(title=f"Tin {n}", number=n, content=whole(f"Chữ số {n}."), at=day(n)) for n in range(1, 6)]
    press.print_feed(*stories)
    follow(newsroom, f"{press.url}/rss", newest=2)
    look_again(newsroom, do_work)
    assert {item.title for item in items_of(newsroom)} == {"Tin 4", "Tin 5"}
    left = [one for one in arrivals_of(newsroom) if one.state == ArrivalState.SKIPPED]
    assert [(one.name, one.reason_code) for one in left] == [(f"Tin {n}", "older-than-follow") for n in (1, 2, 3)]
    press.print_feed(*stories, Story(title="Tin 6", number=6, content=whole("Chữ số 6."), at=day(6)))
    look_again(newsroom, do_work)
    assert {item.title for item in items_of(newsroom)} == {"Tin 4", "Tin 5", "Tin 6"}


def test_a_person_can_have_an_older_entry_taken_all_the_same(newsroom, press, do_work):
    press.print_feed(*(Story(title=f"Tin {n}", number=n, content=whole(f"Chữ {n}."), at=day(n)) for n in (1, 2)))
    follow(newsroom, f"{press.url}/rss", newest=1)
    look_again(newsroom, do_work)
    left = next(one for one in arrivals_of(newsroom) if one.state == ArrivalState.SKIPPED)
    with newsroom.database.writing() as session:
        arrivals.take_again(session, left.id, by="bien-tap@hub.example")
    assert do_work("fetch", "intake") == ["ok", "ok"]
    assert {item.title for item in items_of(newsroom)} == {"Tin 1", "Tin 2"}


def test_more_than_one_look_can_note_is_noted_by_the_next_ones(newsroom, press, do_work, monkeypatch):
    monkeypatch.setattr("hub.services.followed.following.MOST_AT_ONCE", 2)
    press.print_feed(*(Story(title=f"Tin {n}", number=n, content=whole(f"Chữ {n}."), at=day(n)) for n in range(1, 6)))
    follow(newsroom, f"{press.url}/rss")
    for expected in (2, 4, 5, 5):
        look_again(newsroom, do_work)
        assert len(items_of(newsroom)) == expected


def test_an_archive_waits_while_enough_of_it_is_still_to_be_fetched(newsroom, press, do_work, monkeypatch):
    monkeypatch.setattr("hub.services.followed.following.MOST_WAITING", 3)
    press.print_feed(*(Story(title=f"Tin {n}", number=n, content=whole(f"Chữ {n}."), at=day(n)) for n in range(1, 6)))
    follow(newsroom, f"{press.url}/rss", archive=True)
    do_work("look")
    assert len(arrivals_of(newsroom)) == 3
    assert 50 < look_due_in_s(newsroom) <= 60
    look_again(newsroom, do_work)
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == 5


def test_the_archive_is_followed_page_by_page_with_its_dates(newsroom, press, do_work):
    for page in (1, 2, 3):
        older = f'<atom:link rel="prev-archive" href="{press.url}/rss{page + 1}"/>' if page < 3 else ""
        story = Story(title=f"Trang {page}", number=page, content=whole(f"Chữ trang {page}."), at=day(10 - page))
        press.print_feed(story, path="/rss" if page == 1 else f"/rss{page}", channel=older)
    follow(newsroom, f"{press.url}/rss", archive=True)
    for _ in range(4):
        look_again(newsroom, do_work)
    assert {(item.title, item.published_at) for item in items_of(newsroom)} == {
        (f"Trang {page}", day(10 - page)) for page in (1, 2, 3)
    }
    assert len(press.asked("/rss3")) == 1
    assert source_of(newsroom).memory["archived"]


def test_the_archive_of_a_wordpress_site_is_counted_to_its_last_page(newsroom, press, do_work):
    generator = "<generator>https://wordpress.org/?v=6.4</generator>"
    pages = {}
    for page in (1, 2):
        story = Story(title=f"Trang {page}", number=page, content=whole(f"Chữ trang {page}."), at=day(10 - page))
        press.print_feed(story, path=f"/trang{page}", channel=generator)
        pages[page] = press.site.answers[f"/trang{page}"]

    def answer(to):
        page = int(to.path.partition("paged=")[2] or 1)
        pages[page](to) if page in pages else to.say(404)

    press.site.answers["/feed/"] = answer
    follow(newsroom, f"{press.url}/feed/", archive=True)
    for _ in range(3):
        look_again(newsroom, do_work)
    assert {item.title for item in items_of(newsroom)} == {"Trang 1", "Trang 2"}
    assert source_of(newsroom).memory["archived"]


def test_a_page_of_an_archive_that_cannot_be_had_is_told_and_holds_nothing_new_up(newsroom, press, do_work):
    older = f'<atom:link rel="next" href="{press.url}/cu"/>'
    press.print_feed(Story(title="Tin 2", number=2, content=whole(), at=day(2)), channel=older)
    press.say("/cu", "", 500)
    follow(newsroom, f"{press.url}/rss", archive=True)
    look_again(newsroom, do_work)
    assert [item.title for item in items_of(newsroom)] == ["Tin 2"]
    with newsroom.database.reading() as session:
        [line] = intake_status.silent_sources(session)
    assert "500" in line.sentence[0]
    press.print_feed(Story(title="Tin 1", number=1, content=whole("Chữ cũ."), at=day(1)), path="/cu")
    look_again(newsroom, do_work)
    assert {item.title for item in items_of(newsroom)} == {"Tin 1", "Tin 2"}
    with newsroom.database.reading() as session:
        assert intake_status.silent_sources(session) == []


def test_an_archive_that_is_wanted_later_brings_what_was_left_alone(newsroom, press, do_work):
    press.print_feed(*(Story(title=f"Tin {n}", number=n, content=whole(f"Chữ {n}."), at=day(n)) for n in (1, 2, 3)))
    follow(newsroom, f"{press.url}/rss", newest=1)
    look_again(newsroom, do_work)
    with newsroom.database.writing() as session:
        sources.change(session, "bao-ban", {"options": {"archive": True}}, by="t")
    look_again(newsroom, do_work)
    assert {item.title for item in items_of(newsroom)} == {"Tin 1", "Tin 2", "Tin 3"}
