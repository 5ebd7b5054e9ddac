"""Feeds of the hub's items."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from feeds.check import check
from feeds.entry import Person
from hub.services.errata import Erratum
from hub.services.syndication import Channel, Document, Entries, feed_files, podcast_files
from tests.unit.hub.reader_samples import URL, item, media

CHANNEL = Channel(
    listing="all", name="all", title="Tin mới", description="", language="vi", home_path="", organisation="Đài Lai Châu"
)
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(view, ending, *, lite=False):
    """The one entry of the feed, which has no fault."""
    made = feed_files(Entries(URL), CHANNEL, [view], lite_too=lite, document=Document())[
        f"feeds/all{'-lite' if lite else ''}.{ending}"
    ]
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


@pytest.mark.parametrize(("language", "tongue"), [("vi", ""), ("hmn", ' lang="vi"')])
@pytest.mark.parametrize("lite", [False, True])
def test_an_entry_begins_with_its_last_correction_in_vietnamese_and_stays_the_same_entry(language, tongue, lite):
    view = item(5, body_html="<p>Chữ.</p>", ai_label="Giọng máy", language=language)
    made_at = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    errata = [
        Erratum(made_at=made_at, parts=("tiêu đề", "nội dung"), note="Giá ngô < 8.000 đồng."),
        Erratum(made_at=made_at - timedelta(hours=1), parts=("tác giả",), note="Sai tên."),
    ]
    corrected = replace(view, revision=3, updated_at=made_at, errata=errata)
    told = "<strong>Đã sửa tiêu đề, nội dung (23/11/2026, 08:30).</strong> Giá ngô &lt; 8.000 đồng."
    html = f"<p{tongue}>{told}</p><p><em>Giọng máy</em></p>" + (f"<p>{view.summary}</p>" if lite else "<p>Chữ.</p>")
    (entry,) = json.loads(entries(corrected, "json", lite=lite))["items"]
    assert entry["content_html"] == html
    assert ET.fromstring(entries(corrected, "rss", lite=lite)).findtext(f"channel/item/{CONTENT}") == html
    before, after = (ET.fromstring(entries(one, "atom", lite=lite)).find(f"{ATOM}entry") for one in (view, corrected))
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")
    assert datetime.fromisoformat(after.findtext(f"{ATOM}updated")) == made_at
    assert after.findtext(f"{ATOM}content") == html


def test_an_item_with_text_has_it_as_content():
    view = item(5, body_html="<p>Chữ.</p>", ai_label="")
    assert json.loads(entries(view, "json"))["items"][0]["content_html"] == "<p>Chữ.</p>"


def test_an_item_is_made_an_entry_once_for_all_feeds_and_once_for_their_lite_twins():
    view, made = item(5, body_html="<p>Chữ.</p>", ai_label=""), Entries(URL)
    whole, lite = made.of([view], lite=False), made.of([view], lite=True)
    assert (whole[0].content_html, lite[0].content_html) == ("<p>Chữ.</p>", "")
    assert made.of([view, item(6)], lite=False)[0] is whole[0]
    assert made.of([view, item(6)], lite=True)[0] is lite[0]


def test_a_podcast_names_captions_and_transcripts_of_every_language_that_is_held():
    view = item(0)
    named = [
        (f"{form}-{language}.{ending}", kind, language)
        for form, ending, kind in (("captions", "vtt", "text/vtt"), ("transcript", "txt", "text/plain"))
        for language in ("vi", "hmn")
    ]
    words = [replace(media(view.id, "captions", name, kind, 900), language=tongue) for name, kind, tongue in named]
    view = replace(view, captions=tuple(words[:2]), transcripts=tuple(words[2:]))
    owner = Person(name="Đài Lai Châu", email="dai@lc.example")
    for path, made in podcast_files(Entries(URL), CHANNEL, [view], owner=owner, document=Document()).items():
        assert check(made, kind="podcast") == (), path
        found = ET.fromstring(made).iter("{https://podcastindex.org/namespace/1.0}transcript")
        told = [(one.get("url").rpartition("/")[2], one.get("type"), one.get("language")) for one in found]
        assert told == named
