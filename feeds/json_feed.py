"""JSON Feed 1.1."""

import json
from collections.abc import Mapping
from typing import Any

from feeds.date import rfc3339
from feeds.deletion import Deletion
from feeds.entry import Enclosure, Entry, Person
from feeds.feed import Feed

#: The type to serve it with.
MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"
#: Where an extension tells what it means: this one is RFC 6721 in JSON.
_ABOUT_DELETED = "https://www.rfc-editor.org/rfc/rfc6721"


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1.

    What was taken back stands in the extension `_hub_deleted`: `entries`, each with `id`, `when` (RFC 3339) and, where
    they are known, `by` (a name) and `comment`. Readers that do not know it pass over it, as the format asks them to.

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
        "_hub_deleted": _deleted(feed.deleted),
    }
    whole = {**_present(document), "items": [_item(entry) for entry in feed.entries]}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _deleted(deleted: tuple[Deletion, ...]) -> dict[str, Any]:
    entries = [
        _present({"id": one.id, "when": rfc3339(one.when), "by": one.by and one.by.name, "comment": one.comment})
        for one in deleted
    ]
    return {"about": _ABOUT_DELETED, "entries": entries} if entries else {}


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
