from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds.entry import Person
from feeds.errors import FeedError
from feeds.feed import MAX_ENTRIES, Funding, playable_enclosure, podcast_guid
from tests.unit.feeds.samples import ENTRY, FEED, HLS, LATER, MP3, OPUS, PODCAST, feed_of


def refused(record, **changes):
    with pytest.raises(FeedError) as caught:
        replace(record, **changes)
    return caught.value.code


def many(count):
    return tuple(replace(ENTRY, id=f"{number:03}") for number in range(count))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "missing-text"),
        ({"language": "Vietnamese language"}, "bad-language"),
        ({"home_url": "/"}, "bad-url"),
        ({"self_url": "feeds/all.rss"}, "bad-url"),
        ({"hub_url": "hub"}, "bad-url"),
        ({"next_url": "?page=2"}, "bad-url"),
        ({"updated": datetime(2026, 1, 1)}, "naive-date"),  # noqa: DTZ001  the fault that is meant
        ({"ttl_minutes": 0}, "bad-number"),
        ({"entries": (ENTRY, ENTRY)}, "duplicate-id"),
        ({"entries": many(MAX_ENTRIES + 1)}, "too-many-entries"),
    ],
)
def test_a_feed_that_readers_would_not_take_is_not_made(changes, code):
    assert refused(FEED, **changes) == code


def test_a_feed_may_be_full_and_may_be_empty():
    assert len(feed_of(*many(MAX_ENTRIES)).entries) == MAX_ENTRIES
    assert feed_of().entries == ()


def test_entries_stand_newest_first_and_those_of_one_moment_keep_their_order():
    older = replace(ENTRY, id="older", published=LATER - timedelta(days=9))
    twins = replace(ENTRY, id="b", published=LATER), replace(ENTRY, id="a", published=LATER)
    assert [entry.id for entry in feed_of(older, ENTRY, *twins).entries] == ["b", "a", "01A", "older"]


def test_the_title_stands_in_for_a_missing_description():
    assert feed_of(description=" \x00").description == FEED.title


def test_the_id_of_a_feed_follows_from_its_address_unless_it_is_given():
    assert FEED.id == feed_of(title="Tên mới").id
    assert FEED.id != feed_of(self_url="https://lc.example/feeds/tv.atom", id="").id
    assert feed_of(id="urn:hub:feed:all").id == "urn:hub:feed:all"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cover_url": "cover.jpg"}, "bad-url"),
        ({"cover_url": "https://lc.example/cover.webp"}, "bad-cover"),
        ({"owner": Person(name="Báo Lai Châu")}, "missing-owner-email"),
        ({"itunes_categories": ()}, "missing-category"),
        ({"itunes_categories": (("Tin tức",),)}, "unknown-category"),
        ({"itunes_categories": (("News", "Fitness"),)}, "unknown-category"),
        ({"itunes_categories": (("News", "Politics", "Daily News"),)}, "unknown-category"),
        ({"itunes_categories": ((),)}, "unknown-category"),
        ({"kind": "daily"}, "unknown-show-kind"),
        ({"medium": "radio"}, "unknown-medium"),
        ({"guid": "01A"}, "bad-podcast-guid"),
        ({"feed": feed_of(replace(ENTRY, enclosures=()))}, "no-playable-enclosure"),
        ({"feed": feed_of(replace(ENTRY, enclosures=(OPUS, HLS)))}, "no-playable-enclosure"),
        ({"feed": feed_of(replace(ENTRY, enclosures=(replace(MP3, size_bytes=0),)))}, "no-playable-enclosure"),
    ],
)
def test_a_podcast_that_directories_would_refuse_is_not_made(changes, code):
    assert refused(PODCAST, **changes) == code


def test_funding_needs_words_for_its_button():
    with pytest.raises(FeedError, match="funding text"):
        Funding(url="https://lc.example/", text="")


@pytest.mark.parametrize(
    "url",
    [
        "https://mp3s.nashownotes.com/pc20rss.xml",
        "http://mp3s.nashownotes.com/pc20rss.xml/",
        "mp3s.nashownotes.com/pc20rss.xml",
    ],
)
def test_the_guid_of_a_show_is_the_one_that_the_podcast_namespace_gives_as_its_example(url):
    assert podcast_guid(url) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_a_podcast_without_a_guid_takes_the_one_of_its_address_and_a_given_one_stays():
    assert PODCAST.guid == podcast_guid(FEED.self_url)
    assert replace(PODCAST, guid="917393E3-1B1E-5CEF-ACE4-EDAA54E1F810").guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_an_mp3_is_played_before_a_video_and_the_first_mp3_before_another():
    video = replace(MP3, media_type="video/mp4")
    lite = replace(MP3, url="https://lc.example/lite.mp3")
    assert playable_enclosure(replace(ENTRY, enclosures=(OPUS, video, lite, MP3))) is lite
    assert playable_enclosure(replace(ENTRY, enclosures=(OPUS, video))) is video
