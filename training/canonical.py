"""One way to write a value down, so that the same value always has the same hash."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from training.errors import EvidenceError

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def canonical_json(value: object) -> bytes:
    """Write a value as JSON with sorted keys, no spaces, NFC text and UTF-8.

    Text, whole numbers, booleans, None, aware times, mappings, lists and tuples may be written. Fractions may not:
    databases give them back in other shapes, and the hash would break.

    Raises:
        EvidenceError: The value holds something else.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def sha256_of(value: object) -> str:
    """Hash `canonical_json` of a value, in hexadecimal.

    Raises:
        EvidenceError: The value holds something that cannot be written down.
    """
    return hashlib.sha256(canonical_json(value)).hexdigest()


def utc_text(at: datetime, *, name: str) -> str:
    """Write a time in UTC with microseconds, such as `2026-11-22T03:04:05.000000Z` (RFC 3339).

    Args:
        at: An aware time of any zone.
        name: What to call it when it is refused.

    Raises:
        EvidenceError: The time has no time zone.
    """
    if at.utcoffset() is None:
        raise EvidenceError("evidence-without-zone", name=name)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: object) -> Json:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        return utc_text(value, name="at")
    if isinstance(value, Mapping):
        return {_key(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    raise EvidenceError("not-canonical", type=type(value).__name__)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise EvidenceError("not-canonical", type=type(key).__name__)
    return unicodedata.normalize("NFC", key)
