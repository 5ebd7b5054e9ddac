"""Followed feeds: taken once, whole, with their pictures and dates; corrected by their publisher; told when silent."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.clock import now
from hub.models import ArrivalState, ItemState, Work
from hub.services import arrivals, intake_status, publishing, sources
from tests.integration.egress.site import Site, running
from tests.integration.intake.press import (
    PARAGRAPH,
    Press,
    Story,
    arrivals_of,
    assets_of,
    day,
    follow,
    items_of,
    look_again,
    look_due_in_s,
    picture,
    sound,
    source_of,
    whole,
)


@pytest.fixture
def press() -> Iterator[Press]:
    site = Site()
    with running(site):
        yield Press(site=site)


def test_each_entry_becomes_an_item_with_its_date_its_authors_and_a_credit(newsroom, press, do_work):
    press.print_feed(
        Story(title="Thảo quả được mùa", number=1, content=whole(), at=day(1), inside="<category>Kinh tế</category>"),
        Story(
            title="Đường mới",
            number=2,
            content=whole("Đường vào bản đã xong."),
            at=day(2),
            inside="<author>a@bao.vn (Lò Văn A)</author>",
        ),
    )
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    first, second = sorted(items_of(newsroom), key=lambda item: item.published_at)
    assert (first.title, first.published_at, first.tags) == ("Thảo quả được mùa", day(1), ["Kinh tế"])
    assert first.body.startswith("Đoạn 1: Bà con")
    assert first.language == "vi"
    assert first.credit == f"Báo bạn – {press.url}/tin/1"
    assert second.authors == ["Lò Văn A"]
    assert first.state == ItemState.DRAFT
    assert [one.state for one in arrivals_of(newsroom)] == [ArrivalState.TAKEN] * 2


def test_a_second_look_asks_only_whether_anything_changed_and_finds_nothing(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert look_again(newsroom, do_work) == ["ok"]
    assert "If-None-Match" in press.asked("/rss")[1]
    assert len(items_of(newsroom)) == len(arrivals_of(newsroom)) == 1
    assert source_of(newsroom).failures == 0


def test_a_feed_that_is_published_publishes_itself(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    assert [(item.state, item.published_at) for item in items_of(newsroom)] == [(ItemState.PUBLISHED, day(1))]


def test_an_entry_without_date_has_none_and_one_from_the_future_is_of_today(newsroom, press, do_work):
    later = now() + timedelta(days=30)
    press.print_feed(
        Story(title="Không ngày", number=1, content=whole()),
        Story(title="Mai sau", number=2, content=whole(), at=later),
    )
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    dates = {item.title: item.published_at for item in items_of(newsroom)}
    assert dates["Không ngày"] is None
    assert dates["Mai sau"] <= now()


def test_a_summary_is_completed_from_the_articles_page(newsroom, press, do_work):
    press.print_feed(Story(title="Thảo quả được mùa", summary="Bà con thu hoạch sớm…", at=day(1)))
    press.print_page(
        "/tin/1", "Thảo quả được mùa", PARAGRAPH, "Giá năm nay cao hơn hẳn năm ngoái, theo hợp tác xã ở xã."
    )
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert PARAGRAPH in item.body
    assert "Giá năm nay" in item.body
    assert "Trang chủ" not in item.body
    assert "Bản quyền" not in item.body
    assert item.body.count("Thảo quả được mùa") == 0
    assert item.summary == "Bà con thu hoạch sớm…"


@pytest.mark.parametrize("status", [404, 500])
def test_where_the_page_cannot_be_read_the_summary_stands_and_a_remark_says_so(newsroom, press, do_work, status):
    press.print_feed(Story(title="Tin", summary="Bà con thu hoạch thảo quả sớm.", at=day(1)))
    press.say("/tin/1", "", status)
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert [item.body for item in items_of(newsroom)] == ["Bà con thu hoạch thảo quả sớm."]
    [arrival] = arrivals_of(newsroom)
    assert (arrival.state, arrival.reason_code) == (ArrivalState.TAKEN, "feed-summary-only")


def test_a_page_is_left_alone_where_full_text_is_not_wanted(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", summary="Bà con thu hoạch thảo quả sớm.", at=day(1)))
    follow(newsroom, f"{press.url}/rss", full_text=False)
    look_again(newsroom, do_work)
    assert press.asked("/tin/1") == []
    assert [item.body for item in items_of(newsroom)] == ["Bà con thu hoạch thảo quả sớm."]


def test_pictures_are_kept_here_and_small_ones_lost_ones_and_those_inside_are_left_out(newsroom, press, do_work):
    press.say("/anh/lon.jpg", picture())
    press.say("/anh/dem.gif", picture(1, 1))
    press.say("/anh/mat.jpg", "", 404)
    inside = (
        f'<figure><img src="{press.url}/anh/lon.jpg" alt="Ruộng"><figcaption>Ruộng bậc thang</figcaption></figure>'
        f'<img src="/anh/dem.gif"><img src="/anh/mat.jpg"><img src="http://10.0.0.1/kin.jpg">'
    )
    press.print_feed(Story(title="Tin", content=whole() + inside, at=day(1)))
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert item.body_html.count("<img") == 1
    assert f"../../media/{item.id}/picture-001-large.jpg" in item.body_html
    assert "<figcaption>Ruộng bậc thang</figcaption>" in item.body_html
    assert press.url not in item.body_html
    assert arrivals_of(newsroom)[0].reason_code == "feed-pictures-lost"
    assert arrivals_of(newsroom)[0].reason_facts == {"count": 2}


def test_the_entrys_own_picture_stands_above_a_text_without_one(newsroom, press, do_work):
    press.say("/anh/dau.jpg", picture())
    media = f'<media:content url="{press.url}/anh/dau.jpg" medium="image" type="image/jpeg"/>'
    press.print_feed(Story(title="Tin", content=whole(), at=day(1), inside=media))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert items_of(newsroom)[0].body_html.startswith("<p><img")


def test_a_changed_guid_is_the_same_story_by_its_link_or_by_title_and_day(newsroom, press, do_work):
    press.print_feed(
        Story(title="Thảo quả được mùa", number=1, guid="ma-cu-mot", content=whole(), at=day(1)),
        Story(title="Đường mới", number=2, guid="ma-cu-hai", content=whole(), at=day(2)),
    )
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    press.print_feed(
        Story(title="Thảo quả được mùa lớn", number=1, guid="ma-moi-mot", content=whole(), at=day(1)),
        Story(title="Đường mới", number=3, guid="ma-moi-hai", content=whole(), at=day(2, 9)),
    )
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == len(arrivals_of(newsroom)) == 2
    assert {one.key for one in arrivals_of(newsroom)} == {"guid:ma-moi-mot", "guid:ma-moi-hai"}


def test_two_stories_of_one_title_and_day_in_one_feed_are_two(newsroom, press, do_work):
    morning = Story(title="Giá nông sản", number=1, content=whole("Giá chè buổi sáng."), at=day(1, 1))
    noon = Story(title="Giá nông sản", number=2, content=whole("Giá ngô buổi trưa."), at=day(1, 5))
    press.print_feed(morning)
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    press.print_feed(noon, morning)
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == 2


def test_what_the_publisher_changes_corrects_the_published_item(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    press.say("/anh/moi.jpg", picture())
    press.print_feed(
        Story(title="Tin đã sửa", content=whole("Chữ mới.", 20) + f'<img src="{press.url}/anh/moi.jpg">', at=day(1))
    )
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert (item.title, item.revision, item.state) == ("Tin đã sửa", 2, ItemState.PUBLISHED)
    assert "Chữ mới." in item.body
    assert item.body_html.count("<img") == 1
    assert len(assets_of(newsroom, item)) == 2


def test_other_markup_alone_is_no_change(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    press.print_feed(Story(title="Tin", content=whole().replace("<p>", "<p class='x'>"), at=day(1)))
    assert look_again(newsroom, do_work) == ["ok"]


def test_an_item_that_a_person_edited_is_kept_and_its_arrival_tells_of_the_change(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    publishing.correct(newsroom, items_of(newsroom)[0].id, {"body": "Đã biên tập."}, by="bien-tap@hub.example")
    press.print_feed(Story(title="Tin đã sửa", content=whole("Chữ mới.", 20), at=day(1)))
    look_again(newsroom, do_work)
    assert [(item.title, item.body) for item in items_of(newsroom)] == [("Tin", "Đã biên tập.")]
    [arrival] = arrivals_of(newsroom)
    assert (arrival.state, arrival.reason_code) == (ArrivalState.TAKEN, "source-changed")


def test_an_entry_that_vanishes_means_nothing(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    press.print_feed()
    look_again(newsroom, do_work)
    assert [item.state for item in items_of(newsroom)] == [ItemState.PUBLISHED]


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


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>Báo bạn</title><entry><id>tag:bao,2025:tin</id>'
    "<title>Tin</title><published>2025-03-01T15:00:00+07:00</published>"
    '<content type="html">{html}</content></entry></feed>'
)
JSON_FEED = (
    '{{"version": "https://jsonfeed.org/version/1.1", "title": "Báo bạn", "language": "vi", "items": [{{"id": "tag:tin"'
    ', "title": "Tin", "date_published": "2025-03-01T15:00:00+07:00", "content_html": "{html}"}}]}}'
)


@pytest.mark.parametrize("document", [ATOM, JSON_FEED], ids=["atom", "json"])
def test_atom_and_json_feeds_are_followed_alike(newsroom, press, do_work, document):
    html = whole() if document.startswith("{") else whole().replace("<", "&lt;")
    press.say("/rss", document.format(html=html))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert (item.title, item.published_at, item.language) == ("Tin", day(1), "vi")
    assert item.body.startswith("Đoạn 1: Bà con")


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


def test_a_radio_programme_takes_the_recording_and_passes_over_what_has_none(newsroom, press, do_work):
    press.say("/am/so-1.wav", sound(), Content_Type="audio/wav")
    enclosure = f'<enclosure url="{press.url}/am/so-1.wav" type="audio/wav" length="16044"/>'
    press.print_feed(
        Story(title="Số 1", number=1, summary="Nội dung số 1", at=day(1), inside=enclosure),
        Story(title="Thông báo", number=2, summary="Nghỉ Tết", at=day(2)),
    )
    follow(newsroom, f"{press.url}/rss", programme="phat-thanh")
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    assert (item.title, item.summary, item.published_at) == ("Số 1", "Nội dung số 1", day(1))
    assert {one.name: (one.state, one.reason_code) for one in arrivals_of(newsroom)} == {
        "Số 1": (ArrivalState.TAKEN, ""),
        "Thông báo": (ArrivalState.SKIPPED, "feed-no-media"),
    }


def test_a_recording_that_is_gone_fails_with_a_sentence_and_loses_nothing(newsroom, press, do_work):
    press.say("/am/so-1.wav", "", 404)
    enclosure = f'<enclosure url="{press.url}/am/so-1.wav" type="audio/wav" length="9"/>'
    press.print_feed(Story(title="Số 1", at=day(1), inside=enclosure))
    follow(newsroom, f"{press.url}/rss", programme="phat-thanh")
    with pytest.raises(Exception, match="instead of the recording"):
        look_again(newsroom, do_work)
    assert [one.state for one in arrivals_of(newsroom)] == [ArrivalState.WAITING]


def test_the_same_article_of_two_feeds_is_one_item_with_two_sources(newsroom, press, do_work):
    story = Story(title="Tin", content=whole(), at=day(1))
    press.print_feed(story)
    press.print_feed(story, path="/chuyen-muc")
    follow(newsroom, f"{press.url}/rss")
    follow(newsroom, f"{press.url}/chuyen-muc", slug="chuyen-muc")
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == 1
    assert sorted(one.state for one in arrivals_of(newsroom)) == [ArrivalState.JOINED, ArrivalState.TAKEN]


def test_a_fetch_that_was_killed_after_it_wrote_makes_no_second_item(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    with newsroom.database.writing() as session:
        for one in session.scalars(select(Work).where(Work.kind == "fetch")):
            one.state, one.due_at = "due", now()
    assert do_work("fetch", "intake")[0] == "ok"
    assert len(items_of(newsroom)) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(newsroom, press, do_work, status):
    press.say("/rss", "", status, Retry_After="7200")
    follow(newsroom, f"{press.url}/rss")
    assert look_again(newsroom, do_work) == ["ok"]
    assert 7100 < look_due_in_s(newsroom) <= 7200


@pytest.mark.parametrize("told", [None, "lúc khác"])
def test_a_busy_server_that_does_not_say_for_how_long_is_a_fault(newsroom, press, do_work, told):
    headers = {"Retry_After": told.encode().decode("latin-1")} if told else {}
    press.say("/rss", "", 503, **headers)
    follow(newsroom, f"{press.url}/rss")
    assert look_again(newsroom, do_work) == ["failed"]
    assert look_due_in_s(newsroom) > 900


def test_a_feed_that_fails_is_asked_less_and_less_often_and_says_why(newsroom, press, do_work):
    press.say("/rss", "", 500)
    follow(newsroom, f"{press.url}/rss")
    pauses = []
    for _ in range(3):
        assert look_again(newsroom, do_work) == ["failed"]
        pauses.append(look_due_in_s(newsroom))
    assert pauses[0] < pauses[1] < pauses[2]
    assert source_of(newsroom).reason_code == "followed-feed-status"


def test_a_feed_that_is_gone_says_so(newsroom, press, do_work):
    press.say("/rss", "", 410)
    follow(newsroom, f"{press.url}/rss")
    assert look_again(newsroom, do_work) == ["failed"]
    with newsroom.database.reading() as session:
        [line] = intake_status.silent_sources(session)
    assert "410" in line.sentence[0]


def test_a_page_in_the_place_of_a_feed_tells_the_feeds_that_it_names(newsroom, press, do_work):
    link = '<link rel="alternate" type="application/rss+xml" href="/tin-moi.rss">'
    press.say("/rss", f"<html><head><title>Báo</title>{link}</head><body></body></html>")
    follow(newsroom, f"{press.url}/rss")
    assert look_again(newsroom, do_work) == ["failed"]
    source = source_of(newsroom)
    assert source.reason_code == "followed-feed-page-names-feeds"
    assert f"{press.url}/tin-moi.rss" in source.reason_facts["links"]


def test_a_feed_that_moved_for_good_is_read_and_told_and_its_address_is_left_to_a_person(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)), path="/moi")
    press.site.redirect("/rss", "/moi", 301)
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == 1
    assert source_of(newsroom).address == f"{press.url}/rss"
    with newsroom.database.reading() as session:
        [line] = intake_status.silent_sources(session)
    assert f"{press.url}/moi" in line.sentence[0]


def test_a_feed_that_is_redirected_for_now_is_no_news(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)), path="/moi")
    press.site.redirect("/rss", "/moi", 302)
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    with newsroom.database.reading() as session:
        assert intake_status.silent_sources(session) == []


def test_an_address_inside_the_network_is_not_opened(newsroom, press, do_work):
    follow(newsroom, "http://10.0.0.1/rss")
    assert look_again(newsroom, do_work) == ["failed"]
    assert source_of(newsroom).reason_code == "address-inside"


def test_a_source_that_brings_nothing_for_longer_than_it_may_is_said_to_be_quiet(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    with newsroom.database.writing() as session:
        sources.find(session, "bao-ban").new_at = now() - timedelta(hours=49)
    with newsroom.database.reading() as session:
        assert [line.state for line in intake_status.silent_sources(session)] == ["quiet"]


FEEDS = Path(__file__).parents[4] / "shared" / "samples" / "print" / "feeds"
SAMPLES = sorted(path.name for path in FEEDS.glob("*") if path.suffix != ".opml")


@pytest.mark.parametrize("name", SAMPLES)
def test_real_feeds_are_noted_once(newsroom, press, do_work, name):
    press.say("/rss", (FEEDS / name).read_bytes())
    follow(newsroom, f"{press.url}/rss", newest=10)
    assert do_work("look") == ["ok"]
    noted = {one.id for one in arrivals_of(newsroom)}
    assert noted or name == "reader_empty.rss"
    with newsroom.database.writing() as session:
        for look in session.scalars(select(Work).where(Work.kind == "look")):
            look.due_at = now()
    assert do_work("look") == ["ok"]
    assert {one.id for one in arrivals_of(newsroom)} >= noted
    assert len({one.key for one in arrivals_of(newsroom)}) == len(arrivals_of(newsroom))
