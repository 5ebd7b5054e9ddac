import locale
from dataclasses import replace

import feedparser

from feeds.entry import Person
from feeds.rss import rss
from tests.unit.feeds.rules import ATOM, CONTENT, DC, MEDIA, assert_rss
from tests.unit.feeds.samples import ENTRY, FEED, HLS, HOME, LATER, MP3, OPUS, feed_of


def channel_of(feed):
    return assert_rss(rss(feed), feed)


def item_of(**changes):
    return channel_of(feed_of(replace(ENTRY, **changes))).find("item")


def test_the_channel_links_to_the_site_although_it_also_links_to_itself_its_hub_and_its_next_page():
    channel = channel_of(FEED)
    assert channel.findtext("link") == HOME
    assert {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")} == {
        "self": FEED.self_url,
        "hub": "https://hub.example/",
        "next": f"{HOME}feeds/all-2.rss",
    }


def test_the_editor_is_an_address_with_a_name_without_brackets_of_its_own():
    assert channel_of(FEED).findtext("managingEditor") == "toasoan@lc.example (Báo Lai Châu [điện tử])"


def test_an_editor_without_an_address_is_not_named():
    assert channel_of(feed_of(author=Person(name="Báo Lai Châu"))).find("managingEditor") is None


def test_the_build_date_is_that_of_the_data():
    assert channel_of(FEED).findtext("lastBuildDate") == "Fri, 20 Nov 2026 06:00:00 GMT"


def test_the_locale_of_the_process_is_left_alone(monkeypatch):
    def refuse(*_):
        raise AssertionError("the locale was switched")

    monkeypatch.setattr(locale, "setlocale", refuse)
    channel_of(FEED)


def test_an_item_has_its_summary_as_html_and_its_text_apart():
    item = item_of()
    assert item.findtext("description") == "Giá &lt; 100.000 đồng &amp; còn giảm."
    assert item.findtext(CONTENT) == ENTRY.content_html


def test_an_item_without_text_and_summary_is_described_by_its_title():
    item = item_of(summary="", content_html="", title="Giá < 5")
    assert item.findtext("description") == "Giá &lt; 5"
    assert item.find(CONTENT) is None


def test_the_first_file_with_a_length_is_the_enclosure_and_all_forms_are_in_the_group():
    item = item_of(enclosures=(HLS, MP3, OPUS))
    assert item.find("enclosure").attrib == {"url": MP3.url, "length": "4800000", "type": "audio/mpeg"}
    contents = item.findall(f"{MEDIA}group/{MEDIA}content")
    assert [content.get("url") for content in contents] == [HLS.url, MP3.url, OPUS.url]
    assert [content.get("isDefault") for content in contents] == [None, "true", None]
    assert (contents[0].get("fileSize"), contents[0].get("medium")) == (None, None)
    assert (contents[2].get("bitrate"), contents[2].get("duration"), contents[2].get("medium")) == (
        "16",
        "600",
        "audio",
    )


def test_an_item_with_only_a_stream_has_no_enclosure():
    assert item_of(enclosures=(HLS,)).find("enclosure") is None


def test_authors_are_named_without_their_addresses():
    document = rss(feed_of(ENTRY, author=None))
    assert b"mai@lc.example" not in document
    assert item_of().findtext(f"{DC}creator") == "Lò Thị Mai"


def test_an_item_in_another_language_says_so():
    assert item_of(language="hmn").findtext(f"{DC}language") == "hmn"
    assert item_of().find(f"{DC}language") is None


def test_a_correction_keeps_the_date_of_publication_and_tells_its_own():
    item = item_of(updated=LATER)
    assert item.findtext("pubDate") == "Fri, 20 Nov 2026 05:00:00 GMT"
    assert item.findtext("{http://purl.org/dc/terms/}modified") == "2026-11-21T00:00:00Z"
    assert item_of(updated=ENTRY.published).find("{http://purl.org/dc/terms/}modified") is None


def test_the_picture_is_the_thumbnail():
    assert item_of().find(f"{MEDIA}thumbnail").get("url") == ENTRY.image_url
    assert item_of(image_url=None).find(f"{MEDIA}thumbnail") is None


def test_entries_keep_their_order():
    entries = [replace(ENTRY, id=name) for name in ("c", "a", "b")]
    assert [guid.text for guid in channel_of(feed_of(*entries)).findall("item/guid")] == ["c", "a", "b"]


def test_what_ends_a_cdata_section_does_no_harm():
    assert item_of(content_html="<p>a]]>b</p>").findtext(CONTENT) == "<p>a]]>b</p>"


def test_nothing_names_the_library_that_wrote_it():
    assert b"feedgen" not in rss(FEED)
    assert channel_of(feed_of(generator="Hub 1")).findtext("generator") == "Hub 1"


def test_a_feed_reader_sees_vietnamese_the_enclosure_and_the_media():
    read = feedparser.parse(rss(FEED))
    entry = read.entries[0]
    assert not read.bozo
    assert (read.feed.language, read.feed.title, entry.title) == ("vi", FEED.title, "Mường Tè vào vụ thảo quả")
    assert [(file.href, file.length, file.type) for file in entry.enclosures] == [(MP3.url, "4800000", "audio/mpeg")]
    assert [media["url"] for media in entry.media_content] == [MP3.url, OPUS.url]
