"""What is handed to a platform: one post with its media, plain and frozen."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from distributors.errors import PostError

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHOWN_CHARS = 60


def _require(field: str, value: object, *, when: object) -> None:
    if not when:
        raise PostError("wrong-post", field=field, value=ascii(value)[:_SHOWN_CHARS])


def _whole(field: str, text: str) -> str:
    """Give text in NFC; half a surrogate pair has no UTF-8 form and would fail only when it is sent."""
    _require(field, text, when=text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text))
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, kw_only=True)
class Media:
    """One file of a post.

    Attributes:
        path: Where the file is on this machine; never told to a receiver.
        media_type: Such as `audio/mpeg`.
        size_bytes: Its size, as approved.
        sha256: Its lower-case hexadecimal SHA-256, as approved.
        name: A safe ASCII file name.
        duration_s: How long it plays; None for what does not play.
        url: Its public address; None when it has none.

    Raises:
        PostError: A value cannot be right.
    """

    path: Path
    media_type: str
    size_bytes: int
    sha256: str
    name: str
    duration_s: float | None
    url: str | None

    def __post_init__(self) -> None:
        _require("media_type", self.media_type, when=_MEDIA_TYPE.fullmatch(self.media_type))
        _require("size_bytes", self.size_bytes, when=self.size_bytes >= 0)
        _require("sha256", self.sha256, when=_SHA256.fullmatch(self.sha256))
        _require("name", self.name, when=_SAFE_NAME.fullmatch(self.name) and ".." not in self.name)
        _require("duration_s", self.duration_s, when=self.duration_s is None or self.duration_s >= 0)


@dataclass(frozen=True, kw_only=True)
class Post:
    """One revision of one item, ready for any platform. Every text is put into NFC, the time into UTC.

    Attributes:
        item_id: Opaque and safe as a file name; the same for every revision.
        revision: Counts up with each correction.
        title: One line.
        summary: One paragraph of plain text; may be empty.
        body_text: The whole text, plain.
        body_html: The whole text as clean HTML.
        url: The item's public page.
        language: BCP-47 tag.
        published_at: Aware; when the item went public.
        programme: Name of the programme.
        organisation: Name of the press agency.
        authors: Names as printed.
        tags: Plain words, without `#`.
        media: Its files, the one that matters most first.
        ai_label: What must be printed about the use of AI; empty when there is nothing to say.

        stream_url: Address of its HLS playlist, for receivers that play or fetch video from there; None without one.

    Raises:
        PostError: A value cannot be right.
    """

    item_id: str
    revision: int
    title: str
    summary: str
    body_text: str
    body_html: str
    url: str
    language: str
    published_at: datetime
    programme: str
    organisation: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    media: tuple[Media, ...]
    ai_label: str = ""
    stream_url: str | None = None

    def __post_init__(self) -> None:
        _require("item_id", self.item_id, when=_SAFE_ID.fullmatch(self.item_id))
        _require("revision", self.revision, when=self.revision >= 0)
        _require("published_at", self.published_at, when=self.published_at.tzinfo)
        names = [medium.name for medium in self.media]
        _require("media", names, when=len(names) == len(set(names)))
        object.__setattr__(self, "published_at", self.published_at.astimezone(UTC))
        for field in ("title", "summary", "body_text", "body_html", "url", "language", *_NAMES):
            object.__setattr__(self, field, _whole(field, getattr(self, field)))
        for field in ("authors", "tags"):
            object.__setattr__(self, field, tuple(_whole(field, text) for text in getattr(self, field)))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Give the post of JSON values with the media already made; unknown names are left out."""
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**known)


_NAMES = ("programme", "organisation", "ai_label")


def to_payload(post: Post) -> dict[str, Any]:
    """Give the post as JSON values in a fixed order: what is frozen, hashed, and read again by `from_payload`."""
    payload = to_public(post)
    payload["media"] = [
        {"path": str(medium.path), **values} for medium, values in zip(post.media, payload["media"], strict=True)
    ]
    return payload


def to_public(post: Post) -> dict[str, Any]:
    """Give the same as `to_payload` without the paths of this machine: what a receiver may see."""
    payload = {field.name: getattr(post, field.name) for field in fields(post)}
    payload["published_at"] = post.published_at.isoformat()
    payload["authors"] = list(post.authors)
    payload["tags"] = list(post.tags)
    payload["media"] = [
        {field.name: getattr(medium, field.name) for field in fields(medium) if field.name != "path"}
        for medium in post.media
    ]
    return payload


def from_payload(payload: Mapping[str, Any]) -> Post:
    """Give the post that `to_payload` wrote.

    Raises:
        PostError: A value is missing or cannot be right.
    """
    try:
        media = tuple(Media(**{**values, "path": Path(values["path"])}) for values in payload["media"])
        return Post.from_values(
            {
                **payload,
                "published_at": datetime.fromisoformat(payload["published_at"]),
                "authors": tuple(payload["authors"]),
                "tags": tuple(payload["tags"]),
                "media": media,
            },
        )
    except PostError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PostError("wrong-post", field="payload", value=ascii(str(error))[:_SHOWN_CHARS]) from error
