"""What a partner's program is told about an item: the same JSON over HTTP and beside a dropped file."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from distributors.post import Post, to_public
from distributors.receipt import Receipt


def published(post: Post, *, idempotency_key: str) -> dict[str, Any]:
    """Give the event `item.published`."""
    return {"event": "item.published", "idempotency_key": idempotency_key, "item": to_public(post)}


def corrected(post: Post, receipt: Receipt, *, idempotency_key: str) -> dict[str, Any]:
    """Give the event `item.corrected`: post takes the place of what receipt proves."""
    return {
        "event": "item.corrected",
        "idempotency_key": idempotency_key,
        "replaces": receipt.remote_id,
        "item": to_public(post),
    }


def withdrawn(receipt: Receipt, *, idempotency_key: str) -> dict[str, Any]:
    """Give the event `item.withdrawn`: what receipt proves must not be shown any more."""
    return {
        "event": "item.withdrawn",
        "idempotency_key": idempotency_key,
        "replaces": receipt.remote_id,
        "item": {"item_id": receipt.detail.get("item_id", ""), "revision": receipt.detail.get("revision", "")},
    }


def encode(event: Mapping[str, Any]) -> bytes:
    """Give event as UTF-8 JSON, the same bytes on every try."""
    return json.dumps(event, ensure_ascii=False, indent=1).encode()


def proof(post: Post, sent: bytes) -> dict[str, str]:
    """Give what every receipt's detail holds: which item and revision, and the SHA-256 of the exact bytes sent."""
    return {
        "item_id": post.item_id,
        "revision": str(post.revision),
        "title": post.title,
        "sent_sha256": hashlib.sha256(sent).hexdigest(),
    }
