"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from feeds.markup import paragraphs, plain_text, safe_html
from feeds.moment import moment
from feeds.reading.entry import ReadEntry
from feeds.reading.errors import FeedReadError
from feeds.reading.feed import ReadFeed
from feeds.reading.link import language_or_none, web_address
from feeds.reading.media import ReadMedia, media_type_of, seconds, whole_number
from feeds.reading.repair import MOST_ENTRIES
from feeds.text import distinct_lines, one_line


def read_json_feed(text: str, url: str, naive_zone: tzinfo) -> ReadFeed:
    """Read a JSON Feed; what has the wrong type is taken for missing.

    Raises:
        FeedReadError: `followed-feed-broken`, the text is no JSON; `followed-feed-unknown`, it is another JSON.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedReadError("followed-feed-broken", url=url) from error
    if not isinstance(document, dict) or "jsonfeed.org/version/" not in _text(document, "version"):
        raise FeedReadError("followed-feed-unknown", url=url)
    language = language_or_none(document.get("language"))
    hubs = (web_address(url, hub.get("url")) for hub in _objects(document, "hubs"))
    return ReadFeed(
        title=one_line(_text(document, "title")),
        home_url=web_address(url, document.get("home_page_url")),
        language=language,
        next_url=web_address(url, document.get("next_url")),
        hub_urls=tuple(dict.fromkeys(filter(None, hubs))),
        self_url=web_address(url, document.get("feed_url")),
        entries=tuple(_entry(item, url, language, naive_zone) for item in _objects(document, "items")[:MOST_ENTRIES]),
    )


def _entry(item: Mapping[str, Any], feed_url: str, language: str, naive_zone: tzinfo) -> ReadEntry:
    url = web_address(feed_url, item.get("url")) or web_address(feed_url, item.get("external_url"))
    base = url or feed_url
    content = _text(item, "content_html")
    plain = _text(item, "content_text")
    # Version 1.0 had one author, 1.1 has several.
    people = [*_objects(item, "authors"), *_objects({"author": [item.get("author")]}, "author")]
    tags = item.get("tags")
    return ReadEntry(
        id=_id(item.get("id")),
        url=url,
        title=one_line(_text(item, "title")),
        summary_html=paragraphs(_text(item, "summary")),
        content_html=safe_html(content, base_url=base) if plain_text(content) or not plain else paragraphs(plain),
        published=_moment(item, "date_published", naive_zone),
        updated=_moment(item, "date_modified", naive_zone),
        authors=distinct_lines(tuple(_text(person, "name") for person in people)),
        categories=distinct_lines(tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()),
        language=language_or_none(item.get("language")) or language,
        media=tuple(_media(item, base)),
    )


def _media(item: Mapping[str, Any], base: str) -> Sequence[ReadMedia]:
    found: list[ReadMedia] = []
    for file in _objects(item, "attachments"):
        if url := web_address(base, file.get("url")):
            media_type = media_type_of(url, _text(file, "mime_type"))
            found.append(
                ReadMedia(
                    url=url,
                    media_type=media_type,
                    size_bytes=whole_number(file.get("size_in_bytes")),
                    duration_s=seconds(file.get("duration_in_seconds")),
                    title=one_line(_text(file, "title")),
                    role="picture" if media_type.startswith("image/") else "enclosure",
                )
            )
    # The main picture, and the one above the article.
    pictures = (web_address(base, item.get(field)) for field in ("image", "banner_image"))
    found += [ReadMedia(url=url, media_type=media_type_of(url, ""), role="picture") for url in pictures if url]
    return tuple({(file.url, file.role): file for file in reversed(found)}.values())[::-1]


def _id(told: object) -> str:
    """Take an id; the specification asks readers to accept numbers as well."""
    return one_line(str(told)) if isinstance(told, str | int | float) and not isinstance(told, bool) else ""


def _text(item: Mapping[str, Any], field: str) -> str:
    value = item.get(field)
    return value if isinstance(value, str) else ""


def _objects(item: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    values = item.get(field)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _moment(item: Mapping[str, Any], field: str, naive_zone: tzinfo) -> datetime | None:
    return moment(_text(item, field), naive_zone)
