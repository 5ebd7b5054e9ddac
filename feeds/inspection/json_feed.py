"""Rules of JSON Feed 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterator
from typing import Any

from feeds.inspection.errors import Fault, fault
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


def json_faults(feed_bytes: bytes) -> tuple[Fault, ...]:
    """List the faults of a JSON Feed."""
    try:
        feed = json.loads(feed_bytes.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return (fault("feed-not-json", problem=str(error)),)
    if not isinstance(feed, dict) or feed.get("version") != VERSION:
        return (fault("feed-not-json-feed"),)
    items = feed.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return (fault("feed-items-no-list"),)
    faults = list(_feed_faults(feed))
    for number, item in enumerate(items, start=1):
        faults += _item_faults(f"entry {number}", item)
    faults += repeated([_text(item, "id") for item in items])
    faults += not_newest_first([rfc3339_date(_text(item, "date_published")) for item in items])
    return tuple(faults)


def _feed_faults(feed: dict[str, Any]) -> Iterator[Fault]:
    for name in ("title", "language"):
        if not _text(feed, name):
            yield fault("feed-value-missing", place="feed", name=name)
    for name in ("home_page_url", "feed_url"):
        yield from not_absolute(f"feed {name}", _text(feed, name))
    if "next_url" in feed:
        yield from not_absolute("feed next_url", _text(feed, "next_url"))
        if feed["next_url"] == feed.get("feed_url"):
            yield fault("feed-next-to-itself")


def _item_faults(place: str, item: dict[str, Any]) -> Iterator[Fault]:
    for name in ("id", "title"):
        if not _text(item, name):
            yield fault("feed-value-no-text", place=place, name=name)
    if not (_text(item, "content_html") or _text(item, "content_text")):
        yield fault("feed-no-content", place=place)
    yield from not_absolute(f"{place} url", _text(item, "url"))
    yield from bad_html(place, _text(item, "content_html"))
    for name in ("date_published", "date_modified"):
        if rfc3339_date(_text(item, name)) is None:
            yield fault("feed-no-rfc-3339-date", place=place, name=name)
    attachments = item.get("attachments", [])
    if not isinstance(attachments, list):
        yield fault("feed-attachments-no-list", place=place)
        return
    for attachment in attachments:
        yield from _attachment_faults(f"{place} attachment", attachment)


def _attachment_faults(place: str, attachment: Any) -> Iterator[Fault]:
    if not isinstance(attachment, dict):
        yield fault("feed-no-object", place=place)
        return
    yield from not_absolute(place, _text(attachment, "url"))
    yield from bad_media_type(place, _text(attachment, "mime_type"))
    if "size_in_bytes" in attachment:  # a stream has none
        yield from bad_length(place, str(attachment["size_in_bytes"]))


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""
