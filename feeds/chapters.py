"""Chapters of an episode as a document of their own: JSON Chapters 1.2 of the podcast namespace."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from feeds.address import optional_absolute
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.number import measured
from feeds.place import Place
from feeds.text import one_line

#: The type to serve it with, and to name it with in `podcast:chapters`.
MEDIA_TYPE = "application/json+chapters"
VERSION = "1.2.0"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter.

    Attributes:
        end_s: None for one that lasts until the next.
        url: A page about it.
        listed: False for one that is not shown in the list of chapters, only marked.
        place: Where it happens; told when its coordinates are known.

    Raises:
        FeedError: `bad-number`, `bad-url`.
    """

    start_s: float
    title: str = ""
    end_s: float | None = None
    image_url: str | None = None
    url: str | None = None
    listed: bool = True
    place: Place | None = None

    def __post_init__(self) -> None:
        measured("start_s", self.start_s)
        measured("end_s", self.end_s)
        if self.end_s is not None and self.end_s < self.start_s:
            raise FeedError("bad-number", field="end_s", value=self.end_s)
        settle(
            self,
            title=one_line(self.title),
            image_url=optional_absolute("chapter image url", self.image_url),
            url=optional_absolute("chapter url", self.url),
        )


def chapters(listed: Sequence[Chapter], *, title: str = "", show: str = "") -> bytes:
    """Write the chapters of an episode.

    Args:
        listed: In the order in which they are heard.
        title: Of the episode.
        show: The name of the show.

    Returns:
        UTF-8, compact; the same bytes for the same data.

    Raises:
        FeedError: `chapters-out-of-order`, one begins before the one before it.
    """
    for before, chapter in pairwise(listed):
        if chapter.start_s < before.start_s:
            raise FeedError("chapters-out-of-order", title=chapter.title, start_s=chapter.start_s)
    heading = {"title": one_line(title), "podcastName": one_line(show)}
    document = {
        "version": VERSION,
        **{name: value for name, value in heading.items() if value},
        "chapters": [_chapter(chapter) for chapter in listed],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _chapter(chapter: Chapter) -> dict[str, Any]:
    told = {
        "title": chapter.title or None,
        "endTime": chapter.end_s,
        "img": chapter.image_url,
        "url": chapter.url,
        "toc": None if chapter.listed else False,
        "location": _location(chapter.place) if chapter.place and chapter.place.geo else None,
    }
    return {"startTime": chapter.start_s, **{name: value for name, value in told.items() if value is not None}}


def _location(place: Place) -> dict[str, str]:
    return {"name": place.name, "geo": str(place.geo), **({"osm": place.osm} if place.osm else {})}
