"""JSON Feed 1.1."""

import json
from collections.abc import Mapping
from typing import Any

from feeds.date import rfc3339
from feeds.entry import Enclosure, Entry, Person
from feeds.feed import Feed

#: The type to serve it with.
MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1.

    Returns:
        UTF-8, compact; the same bytes for the same data.
    """
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "description": feed.description,
        "next_url": feed.next_url or feed.previous_archive_url,
        "icon": feed.image_url,
        "authors": [_author(feed.author)] if feed.author else [],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub_url}] if feed.hub_url else [],
    }
    whole = {**_present(document), "items": [_item(entry) for entry in feed.entries]}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, Any]:
    # An item needs content_html or content_text; the summary, or in the end the title, is all the text there is.
    text = None if entry.content_html else entry.summary or entry.title
    return _present(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content_html,
            "content_text": text,
            "summary": entry.summary,
            "image": entry.image_url,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [_author(author) for author in entry.authors],
            "tags": list(entry.categories),
            "language": entry.language,
            "attachments": [_attachment(enclosure) for enclosure in entry.enclosures],
        },
    )


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return _present(
        {
            "url": enclosure.url,
            "mime_type": enclosure.media_type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.size_bytes,
            "duration_in_seconds": None if enclosure.duration_s is None else round(enclosure.duration_s),
        },
    )


def _author(person: Person) -> dict[str, Any]:
    return _present({"name": person.name, "url": person.url})


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty or unknown: JSON Feed has no null."""
    return {name: value for name, value in members.items() if value}
