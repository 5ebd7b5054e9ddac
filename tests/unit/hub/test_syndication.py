"""Feeds of the hub's items."""

import json
from xml.etree import ElementTree as ET

import pytest

from feeds.check import check
from hub.services.syndication import Channel, feed_files
from tests.unit.hub.reader_samples import URL, item

CHANNEL = Channel(name="all", title="Tin mới", description="", language="vi", home_path="", organisation="Đài Lai Châu")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(view, ending, *, lite=False):
    """The one entry of the feed, which has no fault."""
    made = feed_files(URL, CHANNEL, [view], lite_too=lite)[f"feeds/all{'-lite' if lite else ''}.{ending}"]
    assert check(made, kind=ending) == ()
    return made


@pytest.mark.parametrize("summary", ["Tóm tắt.", "", "  "])
@pytest.mark.parametrize("lite", [False, True])
def test_an_item_without_text_has_no_content_but_its_summary_or_title(summary, lite):
    view = item(5, body_html="<p>Chữ.</p>" if lite else "", summary=summary)
    rss = ET.fromstring(entries(view, "rss", lite=lite)).find("channel/item")
    assert rss.find(CONTENT) is None
    assert rss.findtext("description") == (summary.strip() or view.title)
    atom = ET.fromstring(entries(view, "atom", lite=lite)).find(f"{ATOM}entry")
    assert atom.find(f"{ATOM}content") is None
    (entry,) = json.loads(entries(view, "json", lite=lite))["items"]
    assert entry["content_text"] == (summary.strip() or view.title)
    assert "content_html" not in entry


@pytest.mark.parametrize("summary", ["Tóm tắt <1>.", " "])
def test_the_label_on_what_a_machine_made_stands_in_every_feed(summary):
    view = item(5, body_html="", summary=summary, ai_label="Giọng đọc tổng hợp")
    shown = "Tóm tắt &lt;1&gt;." if summary.strip() else view.title
    html = f"<p><em>Giọng đọc tổng hợp</em></p><p>{shown}</p>"
    for lite in (False, True):
        assert json.loads(entries(view, "json", lite=lite))["items"][0]["content_html"] == html
        rss = ET.fromstring(entries(view, "rss", lite=lite)).find("channel/item")
        assert rss.findtext(CONTENT) == html


def test_an_item_with_text_has_it_as_content():
    view = item(5, body_html="<p>Chữ.</p>", ai_label="")
    assert json.loads(entries(view, "json"))["items"][0]["content_html"] == "<p>Chữ.</p>"
