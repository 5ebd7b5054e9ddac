"""What a feed says is read; what attacks, lies or is no feed is told plainly."""

import codecs
import contextlib
import json
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feeds.reading import reader
from feeds.reading.errors import FeedIsPageError, FeedReadError
from feeds.reading.feed import ReadFeed
from feeds.reading.repair import MOST_ENTRIES
from feeds.text import clean, one_line
from tests.unit.feeds.reading.samples import URL, atom, item, rss
from tests.unit.feeds.strategies import anything


def read(document: str | bytes, **told) -> ReadFeed:
    return reader.read_feed(document.encode() if isinstance(document, str) else document, url=URL, **told)


def refused(document: str | bytes) -> FeedReadError:
    with pytest.raises(FeedReadError) as caught:
        read(document)
    return caught.value


def test_rss_is_read_whole():
    channel = (
        "<title>Báo &amp; Đài</title><link>/</link><language>vi_VN</language>"
        "<lastBuildDate>Mon, 23 Nov 2026 08:00:00 +0700</lastBuildDate>"
        '<atom:link rel="self" href="https://bao.example/rss"/><atom:link rel="hub" href="https://hub.example/"/>'
        '<atom:link rel="prev-archive" href="?page=2"/>'
    )
    entry = item(
        "<guid isPermaLink='false'>tin-12</guid><link>/tin/12</link><pubDate>Mon, 23 Nov 2026 07:00:00 GMT+7</pubDate>"
        "<dc:creator>Lò Thị Mai</dc:creator><category>Kinh tế</category><category>Kinh tế</category>"
        "<description>&lt;p onclick='x()'&gt;Tóm tắt &lt;img src='a.jpg'&gt;"
        "&lt;script&gt;x()&lt;/script&gt;</description>"
        "<content:encoded><![CDATA[<p>Cả <a href='../muong-te'>bài</a></p>]]></content:encoded>"
        "<enclosure url='/am/12.mp3' length='4800000' type='audio/mpeg'/><itunes:duration>1:15</itunes:duration>"
        "<media:thumbnail url='/anh/12-nho.jpg'/><media:content url='/anh/12.jpg' medium='image'/>"
        "<podcast:transcript url='/loi/12.vtt' type='text/vtt'/>"
    )
    feed = read(rss(entry, channel=channel))
    assert (feed.title, feed.home_url, feed.language) == ("Báo & Đài", "https://bao.example/", "vi-VN")
    assert feed.updated == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert (feed.self_url, feed.hub_urls) == ("https://bao.example/rss", ("https://hub.example/",))
    assert feed.next_url == "https://bao.example/rss/tin-moi.rss?page=2"
    (story,) = feed.entries
    assert (story.id, story.url, story.title) == ("tin-12", "https://bao.example/tin/12", "Mường Tè vào vụ")
    assert (story.published, story.updated) == (datetime(2026, 11, 23, tzinfo=UTC), None)
    assert story.summary_html == '<p>Tóm tắt <img src="https://bao.example/tin/a.jpg"></p>'
    assert story.content_html == '<p>Cả <a href="https://bao.example/muong-te">bài</a></p>'
    assert (story.authors, story.categories, story.language) == (("Lò Thị Mai",), ("Kinh tế",), "vi-VN")
    assert [(file.role, file.url, file.media_type, file.size_bytes, file.duration_s) for file in story.media] == [
        ("enclosure", "https://bao.example/am/12.mp3", "audio/mpeg", 4_800_000, 75.0),
        ("picture", "https://bao.example/anh/12.jpg", "image/jpeg", None, None),
        ("thumbnail", "https://bao.example/anh/12-nho.jpg", "image/jpeg", None, None),
        ("transcript", "https://bao.example/loi/12.vtt", "text/vtt", None, None),
    ]


def test_atom_is_read_with_its_own_base_and_kinds_of_text():
    document = atom(
        '<title>A</title><link rel="next" href="/2"/><link href="/"/>',
        entry='<id>tag:a.example,2026:1</id><title type="text">1 &lt; 2</title><link href="x"/>'
        "<author><name>Mai</name></author><updated>2026-11-23T08:00:00+07:00</updated>"
        '<content type="html" xml:base="https://other.example/b/">&lt;a href="c"&gt;d&lt;/a&gt;</content>'
        '<summary type="text">&lt;b&gt; là đậm</summary>',
    )
    feed = read(document)
    (entry,) = feed.entries
    assert feed.next_url == "https://bao.example/2"
    assert (entry.title, entry.authors, entry.published) == ("1 < 2", ("Mai",), None)
    assert entry.updated == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert entry.content_html == '<a href="https://other.example/b/c">d</a>'
    assert entry.summary_html == "<p>&lt;b&gt; là đậm</p>"


def test_rdf_tells_its_date_by_dublin_core():
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel>'
        "<item><title>A</title><link>https://a.example/1</link><dc:date>2026-11-23T08:00+07:00</dc:date></item></rdf:RDF>"
    )
    assert read(document).entries[0].published == datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_json_feed_is_read_and_what_has_the_wrong_type_counts_as_missing():
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Báo",
        "next_url": "2.json",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}, 3],
        "items": [
            {
                "id": 12,
                "url": "/tin/12",
                "content_text": "Một\n\nHai < ba",
                "summary": 7,
                "date_published": "2026-11-23T08:00:00+07:00",
                "tags": ["Kinh tế", None],
                "authors": [{"name": "Mai"}, "x"],
                "language": "hmn",
                "image": "/a.jpg",
                "attachments": [
                    {"url": "b.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9, "duration_in_seconds": 1.5},
                    {"url": 1},
                ],
            },
            "no object",
        ],
    }
    feed = read(json.dumps(document))
    (entry,) = feed.entries
    assert (feed.next_url, feed.hub_urls) == ("https://bao.example/rss/2.json", ("https://hub.example/",))
    assert (entry.id, entry.url, entry.language) == ("12", "https://bao.example/tin/12", "hmn")
    assert (entry.content_html, entry.summary_html) == ("<p>Một</p><p>Hai &lt; ba</p>", "")
    assert (entry.authors, entry.categories) == (("Mai",), ("Kinh tế",))
    assert [(file.role, file.url, file.size_bytes, file.duration_s) for file in entry.media] == [
        ("enclosure", "https://bao.example/tin/b.mp3", 9, 1.5),
        ("picture", "https://bao.example/a.jpg", None, None),
    ]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://evil.example/a.dtd">%a;]>',
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<!-- x --><?y?><!doctype rss [<!entity a 'b'>]>",
        "<!DOCTYPE rss [ never closed",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_with_entities_is_refused_in_any_encoding(doctype, encoding):
    document = doctype + rss(item(title="x"), declaration="").replace(">x<", ">&a;&b;<")
    assert refused(document.encode(encoding)).code == "followed-feed-hostile"


def test_a_plain_document_type_is_left_out_and_names_of_html_are_known():
    document = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd">'
        '<rss version="0.91"><channel><title>B&aacute;o &amp; &unknown; AT&T</title>'
        "<item><title>C&oacute;&nbsp;tin</title></item></channel></rss>"
    )
    feed = read(document)
    assert (feed.title, feed.entries[0].title) == ("Báo & &unknown; AT&T", "Có tin")


def test_an_article_about_entities_is_no_attack():
    told = rss(item("<description><![CDATA[&lt;!ENTITY a&gt;]]></description>", title="<!ENTITY"))
    assert "<!ENTITY" in read(told).entries[0].title


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("no-such-encoding", "utf-8"),
        ("rot13", "utf-8"),
        ("us-ascii", "utf-8-sig"),
        ("windows-1258", "cp1258"),
        ("utf-8", "cp1258"),
    ],
)
def test_vietnamese_survives_whatever_encoding_is_declared(declared, encoding):
    title = "Nông dân Mường Tè"
    told = title if encoding != "cp1258" else "Nông dân Mươ\u0300ng Te\u0300"  # its tones are characters of their own
    document = rss(
        item(title=told), declaration=f'<?xml version="1.0" encoding="{declared}"?>', channel="<title>A</title>"
    )
    assert read(document.encode(encoding)).entries[0].title == title


def test_one_spoilt_byte_spoils_one_character():
    document = rss(item(title="Mường Tè " * 200)).encode()
    place = document.index("ờ".encode())
    title = read(document[: place + 1] + b"\xff" + document[place + 2 :]).entries[0].title
    assert title.count("Mường Tè") == 199


def test_missing_dates_stay_missing_and_future_ones_stay_in_the_future():
    absent, wrong, future = read(
        rss(
            item(),
            item("<pubDate>hôm qua</pubDate>"),
            item("<pubDate>Tue, 23 Nov 2077 08:00:00 +0700</pubDate>"),
        )
    ).entries
    assert (absent.published, absent.updated, wrong.published) == (None, None, None)
    assert future.published == datetime(2077, 11, 23, 1, tzinfo=UTC)


def test_a_title_is_plain_text_in_one_line():
    titles = ["<b>Mường</b>\n Tè", "Mu\u031bo\u031b\u0300ng\x0b Te\u0300", "Giá < 100 & giảm", "A<br>B</br>"]
    assert [entry.title for entry in read(rss(*(item(title=title) for title in titles))).entries] == [
        "Mường Tè",
        "Mường Tè",
        "Giá < 100 & giảm",
        "A B",
    ]


def test_a_guid_that_is_no_address_is_never_taken_for_one():
    (entry,) = read(rss(item("<guid>12345</guid>"))).entries
    assert (entry.id, entry.url) == ("12345", "")
    (entry,) = read(rss(item("<guid>https://bao.example/1</guid>"))).entries
    assert entry.url == "https://bao.example/1"


def test_addresses_that_run_programs_are_left_out():
    inside = "<link>javascript:x()</link><enclosure url='file:///etc/passwd' length='1' type='audio/mpeg'/>"
    (entry,) = read(rss(item(inside + "<description>&lt;a href='javascript:x()'&gt;a&lt;/a&gt;</description>"))).entries
    assert (entry.url, entry.media, entry.summary_html) == ("", (), "<a>a</a>")


def test_a_faulty_feed_is_read_as_far_as_it_goes():
    document = rss(item("<media:thumbnail url='a.jpg'/>"), item(title="B")).replace("xmlns:media", "xmlns:other")
    assert [len(entry.media) for entry in read(document).entries] == [1, 0]
    cut = rss(item(title="A"), item("<description>dài lắm</description>", title="B"))
    assert [entry.title for entry in read(cut[: cut.index("dài lắm") + 3]).entries] == ["A"]


def test_an_endless_feed_is_read_to_a_limit():
    assert len(read(rss(*([item()] * (MOST_ENTRIES + 1)))).entries) == MOST_ENTRIES


def test_a_web_page_is_told_with_the_feeds_that_it_names():
    page = (
        "<!DOCTYPE html><html><head><base href='/vi/'><link rel=alternate type='application/rss+xml' href='tin.rss'>"
        "<link rel='alternate' type='application/atom+xml; charset=utf-8' href='https://b.example/a'>"
        "<link rel=alternate type='text/html' hreflang=en href='/en'><link rel=stylesheet href=a.css></head>"
    )
    error = refused(page)
    assert isinstance(error, FeedIsPageError)
    assert error.links == ("https://bao.example/vi/tin.rss", "https://b.example/a")
    assert error.code == "followed-feed-page-names-feeds"
    assert all(link in str(error) for link in error.links)
    assert refused("<html><p>404").code == "followed-feed-is-page"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "followed-feed-empty"),
        (b" \n\xef\xbb\xbf", "followed-feed-empty"),
        (b"hello", "followed-feed-unknown"),
        (b"<opml/>", "followed-feed-unknown"),
        (b'{"version": "2"}', "followed-feed-unknown"),
        (b'{"a": ' * 100_000, "followed-feed-broken"),
        (b"{", "followed-feed-broken"),
        (b"<rss><", "followed-feed-broken"),
        (b"<rss><channel>" + b"<a>" * 5000, "followed-feed-broken"),
        (b"<rss>" + b" " * reader.MOST_BYTES, "followed-feed-too-large"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(document, code):
    assert refused(document).code == code


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_feed_read_error(data):
    for document in (
        data,
        b"<rss version='2.0'><channel><item>" + data,
        b'{"version":"jsonfeed.org/version/1",' + data,
    ):
        with contextlib.suppress(FeedReadError):
            assert isinstance(read(document), ReadFeed)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | anything,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "url", "title", "attachments", "tags", "date_published", "image", "authors"]),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_a_feed(value):
    read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [value], "title": value, "hubs": value}))


@given(anything, anything)
def test_any_title_and_text_survives_json_feed_and_atom(title, body):
    document = {"version": "https://jsonfeed.org/version/1", "items": [{"title": title, "content_text": body}]}
    (entry,) = read(json.dumps(document)).entries
    assert entry.title == one_line(title)
    assert unicodedata.is_normalized("NFC", entry.content_html)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs", "Sm", "So"], max_codepoint=0x1FFFF)))
def test_any_text_survives_an_atom_title(title):
    assume(not _looks_double_encoded(title))
    told = clean(title).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (entry,) = read(atom("<title>A</title>", entry=f'<id>x</id><title type="text">{told}</title>')).entries
    assert entry.title == one_line(title)


def _looks_double_encoded(text):
    """Say whether feedparser repairs it: letters that are all Latin-1, and whose bytes are UTF-8."""
    told = clean(text).strip()
    try:
        return told.encode("latin-1").decode() != told
    except UnicodeError:
        return False


def test_bytes_are_never_taken_for_the_name_of_a_file():
    assert refused(__file__.encode()).code == "followed-feed-unknown"


def test_a_mark_of_byte_order_is_no_text():
    assert read(codecs.BOM_UTF8 + rss(item(title="A"), declaration="").encode()).entries[0].title == "A"
