"""Whatever the data, the formats parse and tell the same."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser
from hypothesis import given, settings
from lxml import etree

from feeds.atom import atom
from feeds.check import check
from feeds.feed import Feed
from feeds.json_feed import json_feed
from feeds.media_rss import media_rss
from feeds.rss import rss
from tests.unit.feeds.rules import ATOM, DC, MEDIA, XML_LANG, assert_atom, assert_json, assert_rss
from tests.unit.feeds.strategies import feeds


@given(feed=feeds)
@settings(max_examples=150)
def test_any_feed_keeps_the_rules_of_each_format(feed: Feed):
    assert_rss(rss(feed), feed)
    assert_atom(atom(feed), feed)
    assert_json(json_feed(feed), feed)
    faults = (check(rss(feed), "rss"), check(atom(feed), "atom"), check(json_feed(feed), "json"))
    with_script = tuple(
        f"entry {number}: the text has a script."
        for number, entry in enumerate(feed.entries, start=1)
        if "<script" in entry.content_html.lower()
    )
    assert faults == (with_script, with_script, with_script)


@given(feed=feeds)
@settings(max_examples=150)
def test_the_formats_agree_on_ids_titles_dates_languages_links_texts_and_enclosures(feed: Feed):
    of_rss = [_item(item, feed) for item in assert_rss(rss(feed), feed).findall("item")]
    of_atom = [_entry(entry, feed) for entry in assert_atom(atom(feed), feed).findall(f"{ATOM}entry")]
    of_json = [_json_item(item) for item in assert_json(json_feed(feed), feed)["items"]]
    assert of_rss == of_json
    assert [{**told, "id": None} for told in of_atom] == [{**told, "id": None} for told in of_json]
    assert [told["id"] for told in of_atom] == [entry.urn for entry in feed.entries]
    assert [told["id"] for told in of_rss] == [entry.id for entry in feed.entries]


@given(feed=feeds)
@settings(max_examples=40)
def test_feedparser_reads_rss_and_atom_without_complaint(feed: Feed):
    for document in (rss(feed), atom(feed), media_rss(feed)):
        read = feedparser.parse(document)
        assert not read.bozo, read.get("bozo_exception")
        assert len(read.entries) == len(feed.entries)
        for told, entry in zip(read.entries, feed.entries, strict=True):
            assert told.id in {entry.id, entry.urn}
            assert told.link == entry.url
            assert told.published_parsed[:6] == entry.published.timetuple()[:6]


@given(feed=feeds)
@settings(max_examples=20)
def test_the_same_data_give_the_same_bytes(feed: Feed):
    assert (rss(feed), atom(feed), json_feed(feed)) == (rss(feed), atom(feed), json_feed(feed))


def _item(item: etree._Element, feed: Feed) -> dict:
    return {
        "id": item.findtext("guid"),
        "title": item.findtext("title"),
        "url": item.findtext("link"),
        "date": parsedate_to_datetime(item.findtext("pubDate")),
        "language": item.findtext(f"{DC}language") or feed.language,
        "html": item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "",
        "enclosures": [
            (content.get("url"), content.get("type"), content.get("fileSize"))
            for content in item.findall(f"{MEDIA}group/{MEDIA}content")
        ],
        "categories": [category.text for category in item.findall("category")],
    }


def _entry(entry: etree._Element, feed: Feed) -> dict:
    return {
        "id": entry.findtext(f"{ATOM}id"),
        "title": entry.findtext(f"{ATOM}title"),
        "url": entry.find(f"{ATOM}link[@rel='alternate']").get("href"),
        "date": datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
        "language": entry.get(XML_LANG) or feed.language,
        "html": entry.findtext(f"{ATOM}content") or "",
        "enclosures": [
            (link.get("href"), link.get("type"), link.get("length"))
            for link in entry.findall(f"{ATOM}link[@rel='enclosure']")
        ],
        "categories": [category.get("term") for category in entry.findall(f"{ATOM}category")],
    }


def _json_item(item: dict) -> dict:
    return {
        "id": item["id"],
        "title": item["title"],
        "url": item["url"],
        "date": datetime.fromisoformat(item["date_published"]),
        "language": item["language"],
        "html": item.get("content_html", ""),
        "enclosures": [
            (file["url"], file["mime_type"], str(file["size_in_bytes"]) if "size_in_bytes" in file else None)
            for file in item.get("attachments", [])
        ],
        "categories": item.get("tags", []),
    }
