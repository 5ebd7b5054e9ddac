from dataclasses import replace

import feedparser

from feeds.atom import atom
from tests.unit.feeds.rules import ATOM, MEDIA, XML_LANG, assert_atom
from tests.unit.feeds.samples import ENTRY, FEED, HLS, MP3, OPUS, feed_of


def root_of(feed):
    return assert_atom(atom(feed), feed)


def entry_of(**changes):
    return root_of(feed_of(replace(ENTRY, **changes))).find(f"{ATOM}entry")


def test_every_file_is_a_link_with_its_type_and_length():
    links = entry_of(enclosures=(MP3, OPUS, HLS)).findall(f"{ATOM}link[@rel='enclosure']")
    assert [(link.get("href"), link.get("type"), link.get("length"), link.get("title")) for link in links] == [
        (MP3.url, MP3.media_type, "4800000", "Bản đầy đủ"),
        (OPUS.url, OPUS.media_type, "1200000", None),
        (HLS.url, HLS.media_type, None, None),
    ]


def test_an_entry_is_known_by_its_urn_and_the_feed_by_its_own():
    root = root_of(FEED)
    assert root.findtext(f"{ATOM}id") == FEED.id
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "urn:hub:item:01A"


def test_the_feed_links_to_itself_its_hub_its_next_page_and_the_site():
    assert {link.get("rel"): link.get("href") for link in root_of(FEED).findall(f"{ATOM}link")} == {
        "self": FEED.self_url,
        "hub": FEED.hub_url,
        "next": FEED.next_url,
        "alternate": FEED.home_url,
    }


def test_the_last_page_without_a_hub_links_only_to_itself_and_the_site():
    links = root_of(feed_of(hub_url=None, next_url=None)).findall(f"{ATOM}link")
    assert [link.get("rel") for link in links] == ["self", "alternate"]


def test_rights_and_logo_are_told():
    root = root_of(feed_of(copyright="© Báo Lai Châu", image_url="https://lc.example/logo.png"))
    assert root.findtext(f"{ATOM}rights") == "© Báo Lai Châu"
    assert root.findtext(f"{ATOM}logo") == "https://lc.example/logo.png"


def test_the_text_is_html_and_the_summary_plain():
    entry = entry_of()
    assert (entry.find(f"{ATOM}content").get("type"), entry.findtext(f"{ATOM}content")) == ("html", ENTRY.content_html)
    assert (entry.find(f"{ATOM}summary").get("type"), entry.findtext(f"{ATOM}summary")) == (None, ENTRY.summary)


def test_an_entry_without_text_still_has_its_page():
    entry = entry_of(content_html="", summary="")
    assert entry.find(f"{ATOM}content") is None
    assert entry.find(f"{ATOM}summary") is None
    assert entry.find(f"{ATOM}link").get("href") == ENTRY.url


def test_a_feed_without_an_author_is_signed_with_its_title():
    assert root_of(feed_of(ENTRY, author=None)).findtext(f"{ATOM}author/{ATOM}name") == FEED.title


def test_only_an_entry_in_another_language_is_marked():
    assert root_of(FEED).get(XML_LANG) == "vi"
    assert entry_of().get(XML_LANG) is None
    assert entry_of(language="blt-Tavt").get(XML_LANG) == "blt-Tavt"


def test_the_picture_is_the_thumbnail():
    assert entry_of().find(f"{MEDIA}thumbnail").get("url") == ENTRY.image_url


def test_a_feed_reader_sees_all_enclosures_and_the_author():
    entry = feedparser.parse(atom(FEED)).entries[0]
    assert [file.href for file in entry.enclosures] == [MP3.url, OPUS.url]
    assert (entry.author_detail.name, entry.link, entry.id) == ("Lò Thị Mai", ENTRY.url, ENTRY.urn)
