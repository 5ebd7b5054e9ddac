"""Followed feeds: each entry becomes an item once, whole, with its dates."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.clock import now
from hub.models import ArrivalState, ItemState, Work
from tests.integration.intake.press import (
    PARAGRAPH,
    Story,
    arrivals_of,
    day,
    follow,
    items_of,
    look_again,
    source_of,
    whole,
)


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


def test_the_same_article_of_two_feeds_is_one_item_with_two_sources(newsroom, press, do_work):
    story = Story(title="Tin", content=whole(), at=day(1))
    press.print_feed(story)
    press.print_feed(story, path="/chuyen-muc")
    follow(newsroom, f"{press.url}/rss")
    follow(newsroom, f"{press.url}/chuyen-muc", slug="chuyen-muc")
    look_again(newsroom, do_work)
    assert len(items_of(newsroom)) == 1
    assert sorted(one.state for one in arrivals_of(newsroom)) == [ArrivalState.JOINED, ArrivalState.TAKEN]
    assert {one.name for one in arrivals_of(newsroom)} == {"Tin"}


def test_a_fetch_that_was_killed_after_it_wrote_makes_no_second_item(newsroom, press, do_work):
    press.print_feed(Story(title="Tin", content=whole(), at=day(1)))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    with newsroom.database.writing() as session:
        for one in session.scalars(select(Work).where(Work.kind == "fetch")):
            one.state, one.due_at = "due", now()
    assert do_work("fetch", "intake")[0] == "ok"
    assert len(items_of(newsroom)) == 1


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
