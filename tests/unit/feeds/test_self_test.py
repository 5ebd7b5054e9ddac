"""A feed is compared with what is really there."""

from dataclasses import replace

import pytest
from hypothesis import given

from feeds.archive import Archive
from feeds.atom import atom
from feeds.entry import Transcript
from feeds.json_feed import json_feed
from feeds.podcast import podcast
from feeds.rss import rss
from feeds.self_test import Answer, self_test
from tests.unit.feeds.samples import ENTRY, FEED, HLS, HOME, MP3, OPUS, PODCAST, feed_of
from tests.unit.feeds.strategies import feeds

WHOLE = replace(
    feed_of(replace(ENTRY, enclosures=(MP3, OPUS, HLS), transcripts=(Transcript(url=f"{HOME}a.vtt", language="vi"),))),
    next_url=None,
    previous_archive_url=f"{HOME}feeds/all.0.rss",
    archive=Archive(current_url=f"{HOME}feeds/new.rss", next_url=f"{HOME}feeds/all.2.rss"),
)
WRITERS = {
    "rss": rss,
    "atom": atom,
    "json": json_feed,
    "podcast": lambda feed: podcast(replace(PODCAST, feed=feed)),
}
FILES = {file.url: file for file in (MP3, OPUS, HLS)}


def there(url):
    """A server that has everything and gives parts of it."""
    file = FILES.get(url)
    headers = {"Content-Type": file.media_type if file else "text/plain"}
    return Answer(status=206, headers=headers, length=file.size_bytes if file else 9, accepts_ranges=True)


def told(kind, ask=there, feed=WHOLE, self_url=WHOLE.self_url):
    return [(one.code, one.facts.get("url")) for one in self_test(WRITERS[kind](feed), kind, self_url, ask)]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_feed_whose_files_are_all_there_has_no_faults(kind):
    assert told(kind) == []


@pytest.mark.parametrize("kind", WRITERS)
def test_a_feed_that_is_published_elsewhere_than_it_says_is_told(kind):
    assert told(kind, self_url=f"{HOME}x.rss") == [("self-test-other-address", WHOLE.self_url)]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"status": 404}, ["self-test-unreachable"]),
        ({"status": 0, "length": None, "headers": {}}, ["self-test-unreachable"]),
        ({"status": 301}, ["self-test-unreachable"]),
        ({"accepts_ranges": False}, ["self-test-no-ranges"]),
        ({"length": 4_799_999}, ["self-test-other-length"]),
        ({"length": None}, ["self-test-other-length"]),
        ({"headers": {"content-type": "text/html; charset=utf-8"}}, ["self-test-other-type"]),
        ({"headers": {"content-type": "Audio/MPEG; x=1"}}, []),
        ({"headers": {}, "accepts_ranges": False}, ["self-test-other-type", "self-test-no-ranges"]),
    ],
)
def test_a_file_that_is_not_as_the_feed_says_is_told_once(kind, changes, codes):
    def ask(url):
        return replace(there(url), **changes) if url == MP3.url else there(url)

    assert told(kind, ask) == [(code, MP3.url) for code in codes]


def test_a_stream_has_neither_length_nor_parts():
    def ask(url):
        return replace(there(url), length=None, accepts_ranges=False) if url == HLS.url else there(url)

    assert told("rss", ask) == told("podcast", ask) == []


def test_two_names_of_one_type_are_one():
    m4a = replace(MP3, url=f"{HOME}a.m4a", media_type="audio/x-m4a")
    feed = replace(WHOLE, entries=(replace(ENTRY, enclosures=(m4a,)),))

    def ask(url):
        is_file = url == m4a.url
        kind = "audio/mp4" if is_file else "text/plain"
        return replace(there(url), headers={"content-type": kind}, length=m4a.size_bytes if is_file else 9)

    assert told("podcast", ask, feed) == []


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("rss", WHOLE.previous_archive_url),
        ("rss", WHOLE.archive.current_url),
        ("atom", WHOLE.archive.next_url),
        ("json", WHOLE.previous_archive_url),
        ("podcast", f"{HOME}a.vtt"),
        ("podcast", PODCAST.cover_url),
        ("rss", ENTRY.image_url),
    ],
)
def test_a_document_or_companion_that_the_feed_leads_to_and_is_gone_is_told(kind, url):
    def ask(asked):
        return Answer(status=410, headers={}) if asked == url else there(asked)

    assert told(kind, ask) == [("self-test-unreachable", url)]


def test_each_address_is_asked_for_once():
    asked = []
    picture = replace(MP3, url=ENTRY.image_url, media_type="image/jpeg")
    feed = replace(WHOLE, entries=(replace(ENTRY, enclosures=(MP3, OPUS, HLS, picture)),))
    self_test(WRITERS["podcast"](feed), "podcast", feed.self_url, lambda url: asked.append(url) or there(url))
    assert len(asked) == len(set(asked))
    assert {MP3.url, OPUS.url, HLS.url, picture.url} < set(asked)


def test_ids_that_come_twice_and_entries_out_of_order_are_told_with_the_rest():
    document = rss(feed_of(ENTRY, replace(ENTRY, id="01B"))).replace(b">01B<", b">01A<")
    document = document.replace(b"<pubDate>Fri, 20 Nov 2026 05:00:00", b"<pubDate>Thu, 19 Nov 2026 05:00:00", 1)
    found = [one.code for one in self_test(document, "rss", FEED.self_url, there)]
    assert found == ["feed-repeated-id", "feed-not-newest-first"]


@pytest.mark.parametrize("document", [b"", b"{}", b"[1]", b"<?xml version='1.0' encoding='UTF-8'?><rss/>"])
@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_no_feed_is_told_and_nothing_is_asked_for(document, kind):
    def ask(url):
        raise AssertionError(url)

    assert self_test(document, kind, FEED.self_url, ask)


def test_every_fault_of_a_file_says_in_both_languages_what_to_do():
    def ask(url):
        return Answer(status=200, headers={}, length=1)

    faults = self_test(rss(WHOLE), "rss", HOME, ask)
    assert {one.code for one in faults} == {
        "self-test-other-address",
        "self-test-other-type",
        "self-test-no-ranges",
        "self-test-other-length",
    }
    assert all("Hãy" in one.sentence("vi") and "Hãy" not in one.sentence("en") for one in faults)


@given(feed=feeds)
def test_any_feed_is_tested_without_a_crash(feed):
    for kind in ("rss", "atom", "json"):
        self_test(WRITERS[kind](feed), kind, feed.self_url, there)
