"""Each rule is broken in a good document; the fault must be found and told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.atom import atom
from feeds.check import check
from feeds.errors import FeedError
from feeds.json_feed import json_feed
from feeds.podcast import podcast
from feeds.rss import rss
from tests.unit.feeds.samples import FEED, PODCAST, feed_of

GOOD = {"rss": rss(FEED), "atom": atom(FEED), "json": json_feed(FEED), "podcast": podcast(PODCAST)}


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_feed_has_no_faults(kind):
    assert check(GOOD[kind], kind) == ()


def test_an_empty_feed_has_no_faults():
    empty = feed_of()
    assert (check(rss(empty), "rss"), check(atom(empty), "atom"), check(json_feed(empty), "json")) == ((), (), ())


@pytest.mark.parametrize(
    ("kind", "good", "bad", "told"),
    [
        ("rss", b"<?xml version='1.0' encoding='UTF-8'?>", b"", "XML declaration"),
        ("rss", b"'UTF-8'", b"'ISO-8859-1'", "UTF-8"),
        ("rss", b"</channel>", b"", "well-formed"),
        ("rss", b"<rss ", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss ", "document type"),
        ("rss", b'version="2.0"', b'version="0.91"', "not RSS 2.0"),
        ("rss", b"<language>vi</language>", b"", "channel: language"),
        ("rss", b"<lastBuildDate>Fri", b"<lastBuildDate>Thu 2026", "lastBuildDate"),
        ("rss", b'rel="self"', b'rel="via"', "0 links with rel self"),
        ("rss", b'href="https://lc.example/feeds/all.rss"', b'href="/feeds/all.rss"', "self link"),
        ("rss", b'<guid isPermaLink="false">01A</guid>', b"", "guid is missing"),
        ("rss", b'isPermaLink="false"', b'isPermaLink="true"', "no permalink"),
        ("rss", b"<link>https://lc.example/items/01A/</link>", b"<link>items/01A/</link>", "entry 1 link"),
        ("rss", b"<pubDate>Fri, 20 Nov 2026 05:00:00 GMT", b"<pubDate>2026-11-20T05:00:00Z", "pubDate"),
        ("rss", b"<dc:creator>", b"<author>a@b.vn (A)</author><dc:creator>", "both author and dc:creator"),
        ("rss", b"&lt;p&gt;", b"&lt;img src=/a.jpg&gt;", "“/a.jpg”"),
        ("rss", b"&lt;p&gt;", b"&lt;script&gt;", "script"),
        ("rss", b'length="4800000"', b'length="0"', "length “0”"),
        ("rss", b'length="4800000"', b'length="4.8 MB"', "length “4.8 MB”"),
        ("rss", b'type="audio/mpeg"/><pubDate', b'type="mp3"/><pubDate', "“mp3” is no media type"),
        (
            "rss",
            b"<enclosure ",
            b'<enclosure url="https://lc.example/b" length="1" type="a/b"/><enclosure ',
            "2 enclosures",
        ),
        ("podcast", b"<itunes:explicit>false", b"<itunes:explicit>no", "itunes:explicit"),
        ("podcast", b"itunes:category", b"itunes:kategory", "itunes:category is missing"),
        ("podcast", b'<itunes:image href="https://lc.example/static/cover.jpg"/>', b"", "itunes:image"),
        ("podcast", b"<itunes:email>toasoan@lc.example", b"<itunes:email>", "itunes:email"),
        ("podcast", b"podcast:guid>", b"podcast:id>", "podcast:guid"),
        ("podcast", b"<enclosure ", b"<file ", "no enclosure"),
        ("podcast", b'type="audio/mpeg"/><pubDate', b'type="audio/ogg"/><pubDate', "do not play audio/ogg"),
        ("podcast", b"<itunes:duration>600", b"<itunes:duration>10:00", "itunes:duration"),
        ("atom", b"http://www.w3.org/2005/Atom", b"http://purl.org/atom/ns#", "no Atom feed"),
        ("atom", b' xml:lang="vi"', b"", "xml:lang"),
        ("atom", b"<id>urn:hub:item:01A</id>", b"<id>01A</id>", "no IRI"),
        ("atom", b"<updated>2026-11-20T06:00:00+00:00", b"<updated>2026-11-20", "updated is no RFC 3339"),
        ("atom", b"<published>2026", b"<published>26", "published is no RFC 3339"),
        ("atom", b'rel="alternate" type="text/html" href', b'rel="related" href', "0 links with rel alternate"),
        ("atom", b'rel="self"', b'rel="via"', "0 links with rel self"),
        ("atom", b'type="html"', b'type="CDATA"', "marked as html"),
        ("atom", b'length="4800000"', b'length="-1"', "length “-1”"),
        ("atom", b'type="audio/mpeg"', b'type=""', "no media type"),
        ("atom", b'href="https://lc.example/media/01A/audio.mp3"', b'href="audio.mp3"', "entry 1 enclosure"),
        ("atom", b"<name>", b"<nom>", "well-formed"),
        ("atom", b"</entry>", b"<link href='https://lc.example/b'/></entry>", "2 links with rel alternate"),
        ("atom", "<title>Mường Tè vào vụ thảo quả</title>".encode(), b"", "entry 1: title"),
        ("atom", "<name>Báo Lai Châu (điện tử)</name>".encode(), b"", "author is missing"),
        ("rss", b"<link>https://lc.example/</link>", b"<link>http://[</link>", "channel link"),
        ("json", b"/version/1.1", b"/version/1", "no JSON Feed 1.1"),
        ("json", b'"items":[', b'"items":[1,', "items is no list"),
        ("json", b'"id":"01A"', b'"id":1', "id is missing or no text"),
        ("json", b'"feed_url":"https:', b'"feed_url":"', "feed_url"),
        ("json", b'"content_html"', b'"content"', "neither content_html nor content_text"),
        ("json", b"2026-11-20T05:00:00Z", b"2026-11-20", "date_published"),
        ("json", b'"size_in_bytes":4800000', b'"size_in_bytes":"x"', "length “x”"),
        ("json", b'"attachments":[', b'"attachments":[null,', "no object"),
        ("json", b'"mime_type":"audio/mpeg"', b'"mime_type":null', "no media type"),
        ("json", b'"language":"vi","hubs"', b'"hubs"', "language"),
        ("json", b"}]}", b"}", "not JSON"),
    ],
)
def test_a_broken_rule_is_found_and_told(kind, good, bad, told):
    assert good in GOOD[kind]
    faults = check(GOOD[kind].replace(good, bad), kind)
    assert any(told in fault for fault in faults), faults


def test_an_id_that_comes_twice_and_an_entry_out_of_order_are_found():
    item = json.loads(GOOD["json"])
    newer = {**item["items"][0], "date_published": "2027-01-01T00:00:00Z"}
    item["items"].append(newer)
    assert check(json.dumps(item).encode(), "json") == (
        "entry 2: the id “01A” is not unique.",
        "entry 2: it is newer than the one before it.",
    )


def test_an_entity_is_never_resolved():
    declaration = b"<?xml version='1.0' encoding='UTF-8'?>"
    bomb = declaration + b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///no/such/file'>]><rss version='2.0'>&x;</rss>"
    assert check(bomb, "rss") == ("The document has a document type declaration.",)


def test_an_unknown_kind_is_refused():
    with pytest.raises(FeedError) as caught:
        check(b"", "opml")
    assert (caught.value.code, caught.value.facts) == ("unknown-feed-kind", {"kind": "opml"})


@given(
    st.binary() | st.sampled_from([b"\xff\xfe", b"", b"[" * 99_999, b"<?xml version='1.0'?>"]),
    st.sampled_from(list(GOOD)),
)
def test_any_bytes_are_told_to_be_no_feed(document, kind):
    assert check(document, kind)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a", "/b", "http://["]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "url", "attachments"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(item=st.dictionaries(st.sampled_from(["id", "title", "url", "content_html", "attachments"]), json_values))
def test_any_json_in_an_item_is_looked_at_without_a_crash(item):
    feed = {**json.loads(GOOD["json"]), "items": [item]}
    assert check(json.dumps(feed).encode(), "json")


@given(st.integers(0, len(GOOD["podcast"])), st.binary(max_size=4))
def test_any_damage_to_a_podcast_is_looked_at_without_a_crash(position, damage):
    document = GOOD["podcast"][:position] + damage + GOOD["podcast"][position + len(damage) :]
    assert isinstance(check(document, "podcast"), tuple)
