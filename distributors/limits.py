"""What a platform takes, as data, and what in a post is more than that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from distributors.errors import Fact
from distributors.post import Media, Post
from distributors.text import Count, length

#: A code of `errors.SENTENCES` and the facts that fill its sentence.
Fault = tuple[str, Mapping[str, Fact]]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one platform takes. None = no limit is documented.

    Attributes:
        title_chars: Most characters of the title.
        text_chars: Most characters of the plain text.
        count: How the platform counts characters.
        media_bytes: Most bytes of one file.
        media_duration_s: Longest playing time of one file, in seconds.
        media_types: Types it takes, exact (`audio/mpeg`) or a family (`audio/*`).
        media_count: Most files of one post.
        media_by_url: True when the platform fetches files itself, so that each needs a public address.
    """

    title_chars: int | None = None
    text_chars: int | None = None
    count: Count = "code-points"
    media_bytes: int | None = None
    media_duration_s: float | None = None
    media_types: tuple[str, ...] | None = None
    media_count: int | None = None
    media_by_url: bool = False


def faults(post: Post, limits: Limits) -> tuple[Fault, ...]:
    """Say everything in post that is over limits, before anything is sent; empty when it fits."""
    return (*_text_faults(post, limits), *(fault for medium in post.media for fault in _media_faults(medium, limits)))


def _text_faults(post: Post, limits: Limits) -> Iterator[Fault]:
    for code, text, limit in (
        ("title-too-long", post.title, limits.title_chars),
        ("text-too-long", post.body_text, limits.text_chars),
    ):
        chars = length(text, count=limits.count)
        if limit is not None and chars > limit:
            yield code, {"chars": chars, "limit": limit}
    if limits.media_count is not None and len(post.media) > limits.media_count:
        yield "too-many-media", {"count": len(post.media), "limit": limits.media_count}


def _media_faults(medium: Media, limits: Limits) -> Iterator[Fault]:
    name = medium.name
    if limits.media_bytes is not None and medium.size_bytes > limits.media_bytes:
        yield "media-too-large", {"name": name, "size_bytes": medium.size_bytes, "limit_bytes": limits.media_bytes}
    duration_s, limit_s = medium.duration_s, limits.media_duration_s
    if duration_s is not None and limit_s is not None and duration_s > limit_s:
        yield "media-too-long", {"name": name, "duration_s": duration_s, "limit_s": limit_s}
    if limits.media_types is not None and not _accepted(medium.media_type, limits.media_types):
        accepted = ", ".join(limits.media_types)
        yield "media-type-refused", {"name": name, "media_type": medium.media_type, "accepted": accepted}
    if limits.media_by_url and medium.url is None:
        yield "media-not-public", {"name": name}


def _accepted(media_type: str, accepted: tuple[str, ...]) -> bool:
    return media_type in accepted or f"{media_type.partition('/')[0]}/*" in accepted
