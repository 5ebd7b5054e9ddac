"""RSS, RDF and Atom, by way of feedparser."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

import feedparser  # type: ignore[import-untyped]

from feeds.markup import paragraphs, plain_text, safe_html
from feeds.moment import moment
from feeds.reading.entry import ReadEntry
from feeds.reading.errors import FeedReadError
from feeds.reading.feed import ReadFeed
from feeds.reading.link import language_or_none, web_address
from feeds.reading.podcast_parts import PodcastParts, podcast_parts
from feeds.reading.repair import repaired
from feeds.reading.xml_media import media_of
from feeds.text import distinct_lines, one_line

#: What feedparser gives for each element; its own mapping lets a missing `updated` fall back on `published`.
Element = Mapping[str, Any]


def read_xml_feed(document: str, url: str, naive_zone: tzinfo) -> ReadFeed:
    """Read an XML feed that has lost its document type (see `feeds.prolog`).

    Raises:
        FeedReadError: `followed-feed-broken`, nothing of it can be read.
    """
    found, parts = _parsed(document, url)
    feed: Element = dict(found.feed)
    entries = [dict(entry) for entry in found.entries]
    # Where the two readers do not see the same entries, nothing is told of the wrong one.
    parts = parts if len(parts) == len(entries) else [PodcastParts()] * len(entries)
    if not entries and not feed:
        raise FeedReadError("followed-feed-broken", url=url)
    atom = str(found.version).startswith("atom")
    told = (feed.get("language"), _element(feed, "title_detail").get("language"))
    language = next(filter(None, map(language_or_none, told)), "")
    links = [(str(link.get("rel", "")), web_address(url, link.get("href"))) for link in _elements(feed, "links")]
    older = [address for wanted in ("next", "prev-archive") for rel, address in links if rel == wanted and address]
    return ReadFeed(
        title=_title(feed),
        home_url=_link(feed, url),
        language=language,
        updated=_moment(feed, "updated", naive_zone) or _moment(feed, "published", naive_zone),
        next_url=older[0] if older else "",
        hub_urls=tuple(dict.fromkeys(address for rel, address in links if rel == "hub" and address)),
        self_url=next((address for rel, address in links if rel == "self"), ""),
        generator=one_line(str(feed.get("generator") or "")),
        entries=tuple(
            _with_parts(_entry(entry, url, language, atom=atom, naive_zone=naive_zone), part, url)
            for entry, part in zip(entries, parts, strict=True)
        ),
    )


def _with_parts(entry: ReadEntry, parts: PodcastParts, feed_url: str) -> ReadEntry:
    """The entry with what podcasts say of it; of several transcripts feedparser knows one."""
    files = parts.files(entry.url or feed_url)
    told = {(file.url, file.role) for file in files}
    others = tuple(file for file in entry.media if (file.url, file.role) not in told)
    return replace(
        entry,
        media=(*others, *files),
        season=parts.season,
        season_name=parts.season_name,
        episode=parts.episode,
        episode_name=parts.episode_name,
    )


def _parsed(document: str, url: str) -> tuple[Any, list[PodcastParts]]:
    try:
        whole = repaired(document)
        found = feedparser.parse(
            # A stream: bytes or text would be tried as the name of a file and as an address first. Well-formed, since
            # for all else feedparser has a second parser whose time grows with the square of the document.
            io.BytesIO(whole),
            # No address to resolve by, since feedparser would make one of a guid such as 12345.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        return found, podcast_parts(whole)
    except Exception as error:
        # `UnreadableError`; and feedparser lets out whatever happens in it (AssertionError, LookupError …).
        raise FeedReadError("followed-feed-broken", url=url) from error


def _entry(entry: Element, feed_url: str, language: str, *, atom: bool, naive_zone: tzinfo) -> ReadEntry:
    url = _link(entry, feed_url)
    published, updated = _moment(entry, "published", naive_zone), _moment(entry, "updated", naive_zone)
    if published is None and not atom:
        published = updated  # RSS knows one date; dc:date, which feedparser calls updated, is that date
    summary = _element(entry, "summary_detail")
    contents = [content for content in _elements(entry, "content") if content.get("value")]
    # Of several forms the one with markup, since it says more.
    contents.sort(key=lambda content: "html" not in str(content.get("type")))
    told = [entry.get("language"), *(part.get("language") for part in (*contents, _element(entry, "title_detail")))]
    people = (str(person.get("name") or "") for person in (*_elements(entry, "authors"), {"name": entry.get("author")}))
    tags = (str(tag.get("label") or tag.get("term") or "") for tag in _elements(entry, "tags"))
    names = distinct_lines(tuple(people))
    return ReadEntry(
        id=one_line(str(entry.get("id") or "")),
        url=url,
        title=_title(entry),
        summary_html=_markup(summary, url or feed_url, atom=atom),
        content_html=_markup(contents[0], url or feed_url, atom=atom) if contents else "",
        published=published,
        updated=updated,
        # `author` repeats a name with its address before or behind it.
        authors=tuple(
            name for name in names if "@" not in name or not any(one in name for one in names if one != name)
        ),
        categories=distinct_lines(tuple(tags)),
        language=next(filter(None, map(language_or_none, told)), language),
        media=media_of(entry, url or feed_url),
    )


def _title(element: Element) -> str:
    detail = _element(element, "title_detail")
    value = str(detail.get("value") or "")
    # In Atom the type is told; in RSS feedparser has guessed it.
    return plain_text(value) if "html" in str(detail.get("type")) else one_line(value)


def _markup(detail: Element, base_url: str, *, atom: bool) -> str:
    value = str(detail.get("value") or "")
    if atom and detail.get("type") == "text/plain":
        return paragraphs(value)
    # feedparser knows the xml:base that the text stands under.
    return safe_html(value, base_url=web_address(base_url, detail.get("base")) or base_url)


def _link(element: Element, feed_url: str) -> str:
    alternates = [link for link in _elements(element, "links") if link.get("rel") in {"alternate", None}]
    told = [*(link.get("href") for link in alternates), element.get("link")]
    # feedparser takes a guid for the link of an entry without one; only an absolute one can be an address.
    bases = ["" if address == element.get("id") else feed_url for address in told]
    return next(filter(None, map(web_address, bases, told)), "")


def _moment(element: Element, field: str, naive_zone: tzinfo) -> datetime | None:
    value = element.get(field)
    return moment(value, naive_zone) if isinstance(value, str) else None


def _element(element: Element, field: str) -> Element:
    value = element.get(field)
    return dict(value) if isinstance(value, dict) else {}


def _elements(element: Element, field: str) -> list[Element]:
    values = element.get(field)
    return [dict(value) for value in values if isinstance(value, dict)] if isinstance(values, list) else []
