"""Followed feeds: what a publisher changes afterwards."""

from hub.models import ArrivalState, ItemState
from hub.services import publishing
from tests.integration.intake.press import (
    Story,
    arrivals_of,
    assets_of,
    day,
    follow,
    items_of,
    look_again,
    picture,
    whole,
)


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
