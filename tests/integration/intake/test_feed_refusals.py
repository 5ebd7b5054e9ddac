"""Followed feeds: sources that refuse, moved or fell silent say so."""

from datetime import timedelta

import pytest

from hub.extensions.clock import now
from hub.services import intake_status, sources
from tests.integration.intake.press import (
    Story,
    day,
    follow,
    items_of,
    look_again,
    look_due_in_s,
    source_of,
    whole,
)


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
    assert source_of(newsroom).reason_code == "followed-feed-busy-again"
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
