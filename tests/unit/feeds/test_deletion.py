"""What was taken back is told to those who keep what they read, and gone from the rest."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import feedparser
import pytest
from defusedxml.ElementTree import fromstring

from feeds.atom import atom
from feeds.check import check
from feeds.deletion import Deletion
from feeds.entry import Person
from feeds.errors import FeedError
from feeds.json_feed import json_feed
from feeds.rss import rss
from tests.unit.feeds.rules import ATOM, assert_atom, assert_json, assert_rss
from tests.unit.feeds.samples import ENTRY, HOME, LATER, feed_of

AT = "{http://purl.org/atompub/tombstones/1.0}"
GONE = Deletion(
    id="01B",
    when=LATER,
    by=Person(name="Ban biên tập", email="bbt@lc.example", url=HOME),
    comment="Số liệu sai.\n Đã có bản mới.",
)
BARE = Deletion(id="urn:uuid:1", when=LATER - timedelta(days=1))
FEED = feed_of(ENTRY, deleted=(BARE, GONE))


def test_atom_tells_what_was_taken_back_when_by_whom_and_why():
    gone, bare = assert_atom(atom(FEED), FEED).findall(f"{AT}deleted-entry")
    assert gone.attrib == {"ref": replace(ENTRY, id="01B").urn, "when": "2026-11-21T00:00:00Z"}
    assert [(part.tag, part.text) for part in gone.find(f"{AT}by")] == [
        (f"{ATOM}name", "Ban biên tập"),
        (f"{ATOM}uri", HOME),
        (f"{ATOM}email", "bbt@lc.example"),
    ]
    assert gone.findtext(f"{AT}comment") == "Số liệu sai. Đã có bản mới."
    assert (bare.attrib, list(bare)) == ({"ref": "urn:uuid:1", "when": "2026-11-20T00:00:00Z"}, [])


def test_json_tells_it_in_an_extension_and_keeps_its_rules():
    assert assert_json(json_feed(FEED), FEED)["_hub_deleted"] == {
        "about": "https://www.rfc-editor.org/rfc/rfc6721",
        "entries": [
            {
                "id": "01B",
                "when": "2026-11-21T00:00:00Z",
                "by": "Ban biên tập",
                "comment": "Số liệu sai. Đã có bản mới.",
            },
            {"id": "urn:uuid:1", "when": "2026-11-20T00:00:00Z"},
        ],
    }


def test_from_rss_it_is_only_gone_and_all_formats_stay_valid():
    assert rss(FEED) == rss(replace(FEED, deleted=()))
    assert_rss(rss(FEED), FEED)
    assert (check(atom(FEED), "atom"), check(json_feed(FEED), "json")) == ((), ())
    read = feedparser.parse(atom(FEED))
    assert (read.bozo, [entry.id for entry in read.entries]) == (False, [ENTRY.urn])


def test_a_feed_that_never_took_anything_back_says_nothing_of_it():
    plain = replace(FEED, deleted=())
    assert b"tombstones" not in atom(plain)
    assert "_hub_deleted" not in json.loads(json_feed(plain))


def test_what_was_taken_back_twice_is_told_once_with_the_last_moment():
    again = replace(GONE, when=LATER + timedelta(days=2))
    assert feed_of(deleted=(GONE, again, BARE)).deleted == (again, BARE)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: feed_of(ENTRY, deleted=(replace(GONE, id=ENTRY.id),)), "deleted-stands"),
        (lambda: replace(GONE, id="01 B"), "bad-id"),
        (lambda: replace(GONE, when=datetime(2026, 1, 1)), "naive-date"),  # noqa: DTZ001  the fault that is meant
    ],
)
def test_what_cannot_have_been_taken_back_is_not_told(make, code):
    with pytest.raises(FeedError) as caught:
        make()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (b'ref="urn:hub:item:01B"', b'ref="01B"', "no IRI"),
        (b'ref="urn:hub:item:01B"', b'ref="urn:hub:item:01A"', "stands in the feed"),
        (b'when="2026-11-21T00:00:00Z"', b'when="21/11/2026"', "when is no RFC 3339"),
    ],
)
def test_a_broken_tombstone_is_found(good, bad, told):
    assert good in atom(FEED)
    assert any(told in fault for fault in check(atom(FEED).replace(good, bad), "atom"))
    assert fromstring(atom(FEED)).tag == f"{ATOM}feed"
