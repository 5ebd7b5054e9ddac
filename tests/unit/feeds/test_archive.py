"""A feed's whole history: the current document and the archive documents behind it."""

import json
from dataclasses import replace

import feedparser
import pytest
from defusedxml.ElementTree import fromstring

from feeds.archive import Archive
from feeds.atom import atom
from feeds.check import check
from feeds.errors import FeedError
from feeds.json_feed import json_feed
from feeds.rss import rss
from tests.unit.feeds.rules import ATOM, assert_atom, assert_rss
from tests.unit.feeds.samples import FEED, HOME

ARCHIVED = "{http://purl.org/syndication/history/1.0}archive"
CURRENT = replace(FEED, next_url=None, previous_archive_url=f"{HOME}feeds/all.2.rss")
PAGE = replace(
    FEED,
    next_url=None,
    self_url=f"{HOME}feeds/all.1.rss",
    previous_archive_url=f"{HOME}feeds/all.0.rss",
    archive=Archive(current_url=FEED.self_url, next_url=f"{HOME}feeds/all.2.rss"),
    id="",
)
FORMATS = {"rss": rss, "atom": atom}
EACH_XML = pytest.mark.parametrize("kind", FORMATS)


def links_of(kind, feed):
    root = fromstring(FORMATS[kind](feed))
    return {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}


@EACH_XML
def test_the_current_document_leads_to_the_newest_archive_document_and_is_none_itself(kind):
    links = links_of(kind, CURRENT)
    assert links["prev-archive"] == f"{HOME}feeds/all.2.rss"
    assert not {"next", "current", "next-archive"} & set(links)
    assert list(fromstring(FORMATS[kind](CURRENT)).iter(ARCHIVED)) == []
    assert b"syndication/history" not in FORMATS[kind](CURRENT)


@EACH_XML
def test_an_archive_document_says_that_it_is_one_and_leads_back_on_and_to_the_current_one(kind):
    links = links_of(kind, PAGE)
    assert (links["prev-archive"], links["next-archive"], links["current"]) == (
        f"{HOME}feeds/all.0.rss",
        f"{HOME}feeds/all.2.rss",
        FEED.self_url,
    )
    assert len(list(fromstring(FORMATS[kind](PAGE)).iter(ARCHIVED))) == 1


@EACH_XML
def test_archive_documents_keep_the_rules_of_their_format(kind):
    {"rss": assert_rss, "atom": assert_atom}[kind](FORMATS[kind](PAGE), PAGE)
    assert check(FORMATS[kind](PAGE), kind) == ()
    assert not feedparser.parse(FORMATS[kind](PAGE)).bozo


def test_the_oldest_archive_document_leads_to_none_before_it():
    links = links_of("rss", replace(PAGE, previous_archive_url=None))
    assert "prev-archive" not in links
    newest = replace(PAGE, archive=Archive(current_url=FEED.self_url))
    assert "next-archive" not in links_of("atom", newest)


def test_all_documents_of_a_feed_have_one_id():
    assert PAGE.id == replace(CURRENT, id="").id


def test_json_goes_on_with_the_archive_unless_there_are_pages():
    assert json.loads(json_feed(CURRENT))["next_url"] == CURRENT.previous_archive_url
    assert json.loads(json_feed(replace(CURRENT, next_url=f"{HOME}2.json")))["next_url"] == f"{HOME}2.json"
    assert "next_url" not in json.loads(json_feed(replace(CURRENT, previous_archive_url=None)))


@pytest.mark.parametrize(
    "changes",
    [
        {"self_url": FEED.self_url},
        {"previous_archive_url": PAGE.self_url},
        {"previous_archive_url": FEED.self_url},
        {"archive": Archive(current_url=FEED.self_url, next_url=PAGE.self_url)},
        {"archive": Archive(current_url=FEED.self_url, next_url=PAGE.previous_archive_url)},
    ],
)
def test_a_history_that_runs_in_a_circle_is_not_made(changes):
    with pytest.raises(FeedError) as caught:
        replace(PAGE, **changes)
    assert caught.value.code == "archive-circle"


@pytest.mark.parametrize(
    ("kind", "good", "bad", "told"),
    [
        ("rss", b'rel="current"', b'rel="via"', "no link with rel current"),
        ("atom", b"<fh:archive/>", b"", "not marked as an archive document"),
        ("rss", b'rel="next-archive"', b'rel="prev-archive"', "2 links with rel prev-archive"),
        ("atom", b'href="https://lc.example/feeds/all.0.rss"', b'href="all.0.rss"', "prev-archive link"),
        ("rss", b"feeds/all.2.rss", b"feeds/all.1.rss", "next-archive link leads to this document itself"),
        ("atom", b"<fh:archive/>", b"<fh:archive/><fh:complete/>", "marked as complete"),
    ],
)
def test_a_broken_rule_of_the_history_is_found_and_told(kind, good, bad, told):
    document = FORMATS[kind](PAGE)
    assert good in document
    faults = check(document.replace(good, bad), kind)
    assert any(told in fault for fault in faults), faults


def test_a_json_feed_that_goes_on_with_itself_is_found():
    document = json_feed(FEED).replace(FEED.next_url.encode(), FEED.self_url.encode())
    assert check(document, "json") == ("feed: next_url leads to this document itself.",)
    assert "not an absolute" in check(json_feed(FEED).replace(FEED.next_url.encode(), b"2.json"), "json")[0]
