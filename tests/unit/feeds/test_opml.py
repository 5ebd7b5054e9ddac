from dataclasses import replace
from datetime import datetime

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from feeds.errors import FeedError
from feeds.opml import Outline, OutlineGroup, opml
from feeds.text import one_line
from tests.unit.feeds.samples import HOME, NOON
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
