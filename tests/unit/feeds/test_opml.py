from dataclasses import replace
from datetime import datetime

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from feeds.entry import Person
from feeds.errors import FeedError
from feeds.opml import Outline, OutlineGroup, opml
from feeds.text import one_line
from tests.unit.feeds.samples import HOME, LATER, NOON
from tests.unit.feeds.strategies import anything, visible

RADIO = Outline(
    title="Tiếng Mông", xml_url=f"{HOME}podcasts/mong.rss", html_url=HOME, description="Mỗi ngày", language="hmn"
)
GROUP = OutlineGroup(title="Phát thanh", outlines=(RADIO,))


def test_feeds_stand_under_their_headings_with_all_that_a_reader_takes_in():
    root = fromstring(opml("Nguồn tin", [GROUP], NOON))
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Nguồn tin"
    assert root.findtext("head/dateCreated") == "Fri, 20 Nov 2026 05:00:00 GMT"
    heading = root.find("body/outline")
    assert heading.attrib == {"text": "Phát thanh", "title": "Phát thanh"}
    assert heading[0].attrib == {
        "type": "rss",
        "text": "Tiếng Mông",
        "title": "Tiếng Mông",
        "xmlUrl": f"{HOME}podcasts/mong.rss",
        "htmlUrl": HOME,
        "description": "Mỗi ngày",
        "language": "hmn",
    }


def test_a_heading_without_feeds_is_left_out():
    assert fromstring(opml("Nguồn tin", [replace(GROUP, outlines=())], NOON)).findall("body/outline") == []


def test_groups_stand_in_groups_after_the_feeds_of_their_own_and_empty_ones_nowhere():
    inner = OutlineGroup(title="Xã Mường Tè", outlines=(RADIO,))
    empty = OutlineGroup(title="Trống", groups=(OutlineGroup(title="Cũng trống"),))
    outer = OutlineGroup(title="Theo nơi", outlines=(RADIO,), groups=(inner, empty))
    body = fromstring(opml("Nguồn tin", [outer, empty, OutlineGroup(title="Ngoài", groups=(inner,))], NOON)).find(
        "body"
    )
    assert [[outline.get("text") for outline in heading.iter("outline")] for heading in body] == [
        ["Theo nơi", "Tiếng Mông", "Xã Mường Tè", "Tiếng Mông"],
        ["Ngoài", "Xã Mường Tè", "Tiếng Mông"],
    ]


def test_a_feed_is_filed_under_its_categories():
    filed = replace(RADIO, categories=("/radio/hmn", "Nông, lâm", "/radio/hmn", " "))
    outline = fromstring(opml("Nguồn tin", [replace(GROUP, outlines=(filed,))], NOON)).find("body/outline/outline")
    assert outline.get("category") == "/radio/hmn,Nông lâm"


def test_the_list_says_when_it_changed_and_whose_it_is():
    owner = Person(name="Báo Lai Châu", email="toasoan@lc.example", url=HOME)
    head = fromstring(opml("Nguồn tin", [], NOON, LATER, owner)).find("head")
    assert [(part.tag, part.text) for part in head] == [
        ("title", "Nguồn tin"),
        ("dateCreated", "Fri, 20 Nov 2026 05:00:00 GMT"),
        ("dateModified", "Sat, 21 Nov 2026 00:00:00 GMT"),
        ("ownerName", "Báo Lai Châu"),
        ("ownerEmail", "toasoan@lc.example"),
        ("ownerId", HOME),
    ]
    assert [part.tag for part in fromstring(opml("Nguồn tin", [], NOON)).find("head")] == ["title", "dateCreated"]


@given(title=visible, description=anything)
def test_any_text_gives_a_list_that_parses(title, description):
    group = replace(GROUP, title=title, outlines=(replace(RADIO, title=title, description=description),))
    outline = fromstring(opml(title, [group], NOON)).find("body/outline/outline")
    assert outline.get("text") == one_line(title)
    assert outline.get("description", "") == one_line(description)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: replace(RADIO, xml_url="/a.rss"), "bad-url"),
        (lambda: replace(RADIO, title=""), "missing-text"),
        (lambda: replace(GROUP, title=" "), "missing-text"),
        (lambda: opml("", [], NOON), "missing-text"),
        (lambda: opml("Nguồn tin", [], datetime(2026, 1, 1)), "naive-date"),  # noqa: DTZ001  the fault that is meant
    ],
)
def test_a_list_that_readers_would_not_take_is_refused(make, code):
    with pytest.raises(FeedError) as caught:
        make()
    assert caught.value.code == code
