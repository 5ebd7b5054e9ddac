from dataclasses import replace

from feeds.json_feed import json_feed
from tests.unit.feeds.rules import assert_json
from tests.unit.feeds.samples import ENTRY, FEED, HLS, MP3, OPUS, feed_of


def read(feed):
    return assert_json(json_feed(feed), feed)


def test_a_feed_tells_who_where_and_in_what_language():
    told = read(feed_of())
    assert told == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Thời sự Lai Châu",
        "home_page_url": FEED.home_url,
        "feed_url": FEED.self_url,
        "description": "Tin trong ngày",
        "next_url": FEED.next_url,
        "authors": [{"name": "Báo Lai Châu (điện tử)"}],
        "language": "vi",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [],
    }


def test_an_item_has_its_texts_times_people_and_files():
    item = read(feed_of(replace(ENTRY, enclosures=(MP3, HLS))))["items"][0]
    assert item == {
        "id": "01A",
        "url": ENTRY.url,
        "title": ENTRY.title,
        "content_html": ENTRY.content_html,
        "summary": ENTRY.summary,
        "image": ENTRY.image_url,
        "date_published": "2026-11-20T05:00:00Z",
        "date_modified": "2026-11-20T06:00:00Z",
        "authors": [{"name": "Lò Thị Mai"}],
        "tags": ["Kinh tế", "Mường Tè"],
        "language": "vi",
        "attachments": [
            {
                "url": MP3.url,
                "mime_type": "audio/mpeg",
                "title": "Bản đầy đủ",
                "size_in_bytes": 4_800_000,
                "duration_in_seconds": 600,
            },
            {"url": HLS.url, "mime_type": HLS.media_type},
        ],
    }


def test_an_item_without_html_has_its_summary_as_text_or_else_its_title():
    items = read(feed_of(replace(ENTRY, content_html="")))["items"]
    assert items[0]["content_text"] == ENTRY.summary
    assert "content_html" not in items[0]
    items = read(feed_of(replace(ENTRY, content_html="<p></p>", summary="")))["items"]
    assert items[0]["content_text"] == ENTRY.title
    assert "content_html" not in items[0]


def test_vietnamese_is_written_as_it_is_and_without_waste():
    document = json_feed(feed_of(replace(ENTRY, enclosures=(OPUS,))))
    assert "Mường Tè vào vụ".encode() in document
    assert b", " not in document.replace("thảo quả, ".encode(), b"")
    assert b"\n" not in document
