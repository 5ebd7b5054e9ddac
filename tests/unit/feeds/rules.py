"""The rules of the W3C feed validator and of the specifications, as far as a document and its data can show them.

Written apart from `feeds.check`, with another parser, so that one's blind spot is not the other's.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from feeds.feed import Feed

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})"
)
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`/]+(/[^\s<>\"{}|\\^`]*)?")
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+( *; *[a-z-]+=[^\s;]+)*")
ADDRESS_WITH_NAME = re.compile(r"[^@\s]+@[^@\s]+ \([^()]+\)")
SAFE_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def assert_rss(document: bytes, feed: Feed) -> Element:
    """Hold an RSS document against the rules; hand back its channel."""
    root = _xml(document)
    channel = root.find("channel")
    assert root.tag == "rss"
    assert root.get("version") == "2.0"
    for name in ("title", "link", "description", "language", "lastBuildDate", "ttl"):
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name).strip(), name
    assert [link.get("href") for link in channel.findall(f"{ATOM}link[@rel='self']")] == [feed.self_url]
    assert RFC822.fullmatch(channel.findtext("lastBuildDate"))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == feed.updated
    if channel.find("managingEditor") is not None:
        assert ADDRESS_WITH_NAME.fullmatch(channel.findtext("managingEditor"))
    if channel.find("image") is not None:
        assert channel.findtext("image/title") == channel.findtext("title")
        assert channel.findtext("image/link") == channel.findtext("link")
    items = channel.findall("item")
    for item in items:
        _assert_item(item)
    _assert_ids_and_order(
        items, lambda item: item.findtext("guid"), lambda item: parsedate_to_datetime(item.findtext("pubDate"))
    )
    return channel


def _assert_item(item: Element) -> None:
    for name in ("title", "link", "description", "guid", "pubDate"):
        assert len(item.findall(name)) == 1, name
        assert item.findtext(name).strip(), name
    assert item.find("guid").get("isPermaLink") == "false"
    assert URL.fullmatch(item.findtext("link"))
    assert RFC822.fullmatch(item.findtext("pubDate"))
    assert item.find("author") is None or item.find(f"{DC}creator") is None
    assert_links_absolute(item.findtext(CONTENT, ""))
    assert len(item.findall("enclosure")) <= 1
    for enclosure in item.findall("enclosure"):
        assert URL.fullmatch(enclosure.get("url"))
        assert int(enclosure.get("length")) > 0
        assert MEDIA_TYPE.fullmatch(enclosure.get("type"))


def assert_podcast(document: bytes, feed: Feed) -> Element:
    """Hold a podcast feed against the rules of RSS, Apple and the podcast namespace; hand back its channel."""
    channel = assert_rss(document, feed)
    for name in (f"{ITUNES}author", f"{ITUNES}owner/{ITUNES}name", f"{PODCAST}guid", f"{PODCAST}medium"):
        assert channel.findtext(name).strip(), name
    assert "@" in channel.findtext(f"{ITUNES}owner/{ITUNES}email")
    assert channel.findtext(f"{ITUNES}explicit") in {"true", "false"}
    assert channel.findtext(f"{ITUNES}type") in {"episodic", "serial"}
    assert re.search(r"\.(jpe?g|png)$", channel.find(f"{ITUNES}image").get("href"))
    assert channel.find(f"{ITUNES}category").get("text")
    assert channel.findtext(f"{PODCAST}locked") in {"yes", "no"}
    for item in channel.findall("item"):
        assert item.find("enclosure") is not None
        assert item.findtext(f"{ITUNES}duration", "1").isdecimal()
        for alternate in item.findall(f"{PODCAST}alternateEnclosure"):
            assert MEDIA_TYPE.fullmatch(alternate.get("type"))
            assert URL.fullmatch(alternate.find(f"{PODCAST}source").get("uri"))
    return channel


def assert_atom(document: bytes, feed: Feed) -> Element:
    """Hold an Atom document against the rules; hand back its root."""
    root = _xml(document)
    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) == feed.language
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [feed.self_url]
    assert root.findtext(f"{ATOM}author/{ATOM}name").strip()
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == feed.updated
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}").strip(), name
        assert SAFE_SCHEME.match(element.findtext(f"{ATOM}id"))
        rels = [link.get("rel", "alternate") for link in element.findall(f"{ATOM}link")]  # RFC 4287 section 4.2.7.2
        assert rels.count("alternate") == 1
        for link in element.findall(f"{ATOM}link"):
            assert URL.fullmatch(link.get("href"))
        for date in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert RFC3339.fullmatch(date.text)
    for entry in entries:
        for content in entry.findall(f"{ATOM}content"):
            assert content.get("type") == "html"
            assert_links_absolute(content.text or "")
        for link in entry.findall(f"{ATOM}link[@rel='enclosure']"):
            assert MEDIA_TYPE.fullmatch(link.get("type"))
            assert int(link.get("length", "1")) > 0
    _assert_ids_and_order(
        entries,
        lambda entry: entry.findtext(f"{ATOM}id"),
        lambda entry: datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
    )
    return root


def assert_json(document: bytes, feed: Feed) -> dict:
    """Hold a JSON Feed against the rules; hand back what it says."""
    read = json.loads(document.decode("utf-8"))
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["feed_url"] == feed.self_url
    assert read["title"].strip()
    assert "author" not in read, "deprecated in 1.1"
    for item in read["items"]:
        assert isinstance(item["id"], str)
        assert URL.fullmatch(item["url"])
        assert item.get("content_html") or item.get("content_text")
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
        assert_links_absolute(item.get("content_html", ""))
        for attachment in item.get("attachments", []):
            assert URL.fullmatch(attachment["url"])
            assert MEDIA_TYPE.fullmatch(attachment["mime_type"])
            assert attachment.get("size_in_bytes", 1) > 0
    _assert_ids_and_order(
        read["items"], lambda item: item["id"], lambda item: datetime.fromisoformat(item["date_published"])
    )
    return read


def assert_links_absolute(content_html: str) -> None:
    """No address in the HTML depends on the page that it was meant for."""
    reader = _Addresses()
    reader.feed(content_html.replace("<![", "&lt;!["))
    reader.close()
    for address in reader.found:
        assert SAFE_SCHEME.match(address.strip()), address
        assert not address.strip().lower().startswith("javascript:")


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src", "poster"} and value is not None]


def _xml(document: bytes) -> Element:
    assert re.match(rb"<\?xml version=['\"]1.0['\"] encoding=['\"]UTF-8['\"]\?>", document)
    return fromstring(document, forbid_dtd=True)


def _assert_ids_and_order(entries: Sequence, id_of: Callable, date_of: Callable) -> None:
    ids = [id_of(entry) for entry in entries]
    assert len(set(ids)) == len(ids)
    dates = [date_of(entry) for entry in entries]
    assert dates == sorted(dates, reverse=True)
