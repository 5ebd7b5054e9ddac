"""Rules of JSON Feed 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterator
from typing import Any

from feeds.inspection.rules import (
    bad_html,
    bad_length,
    bad_media_type,
    not_absolute,
    not_newest_first,
    repeated,
    rfc3339_date,
)
from feeds.json_feed import VERSION


def json_faults(feed_bytes: bytes) -> tuple[str, ...]:
    """List the faults of a JSON Feed."""
    try:
        feed = json.loads(feed_bytes.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return (f"The document is not JSON in UTF-8: {error}",)
    if not isinstance(feed, dict) or feed.get("version") != VERSION:
        return ("The document is no JSON Feed 1.1.",)
    items = feed.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return ("feed: items is no list of objects.",)
    faults = list(_feed_faults(feed))
    for number, item in enumerate(items, start=1):
        faults += _item_faults(f"entry {number}", item)
    faults += repeated([_text(item, "id") for item in items])
    faults += not_newest_first([rfc3339_date(_text(item, "date_published")) for item in items])
    return tuple(faults)


def _feed_faults(feed: dict[str, Any]) -> Iterator[str]:
    for name in ("title", "language"):
        if not _text(feed, name):
            yield f"feed: {name} is missing or empty."
    for name in ("home_page_url", "feed_url"):
        yield from not_absolute(f"feed {name}", _text(feed, name))
    if "next_url" in feed:
        yield from not_absolute("feed next_url", _text(feed, "next_url"))
        if feed["next_url"] == feed.get("feed_url"):
            yield "feed: next_url leads to this document itself."


def _item_faults(place: str, item: dict[str, Any]) -> Iterator[str]:
    for name in ("id", "title"):
        if not _text(item, name):
            yield f"{place}: {name} is missing or no text."
    if not (_text(item, "content_html") or _text(item, "content_text")):
        yield f"{place}: it has neither content_html nor content_text."
    yield from not_absolute(f"{place} url", _text(item, "url"))
    yield from bad_html(place, _text(item, "content_html"))
    for name in ("date_published", "date_modified"):
        if rfc3339_date(_text(item, name)) is None:
            yield f"{place}: {name} is no RFC 3339 date."
    attachments = item.get("attachments", [])
    if not isinstance(attachments, list):
        yield f"{place}: attachments is no list."
        return
    for attachment in attachments:
        yield from _attachment_faults(f"{place} attachment", attachment)


def _attachment_faults(place: str, attachment: Any) -> Iterator[str]:
    if not isinstance(attachment, dict):
        yield f"{place}: it is no object."
        return
    yield from not_absolute(place, _text(attachment, "url"))
    yield from bad_media_type(place, _text(attachment, "mime_type"))
    if "size_in_bytes" in attachment:  # a stream has none
        yield from bad_length(place, str(attachment["size_in_bytes"]))


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""
