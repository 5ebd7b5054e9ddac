"""Renditions of a ninjs item and of what is associated with it."""

import re
from collections.abc import Iterator, Mapping

from feeds.markup import plain_text
from feeds.text import clean, one_line
from feeds.wire.item import WireMedia
from feeds.wire.ninjs_value import Object, list_of, lowered, text_of
from feeds.wire.value import count_of, duration_of

_WHITE_SPACE = re.compile(r"\s+")
#: An association may have associations itself; a picture of a picture of a story is told, no more.
_MOST_LEVELS = 3


def media_of(item: Object) -> tuple[WireMedia, ...]:
    """List the renditions of an item, then those of its associations; each address once."""
    found: dict[str, WireMedia] = {}
    for file in _files(item, _MOST_LEVELS):
        found.setdefault(file.href, file)
    return tuple(found.values())


def _files(item: Object, levels: int) -> Iterator[WireMedia]:
    caption = _caption(item)
    for name, rendition in _named(item, "renditions"):
        if href := _WHITE_SPACE.sub("", clean(text_of(rendition, "href"))):
            yield WireMedia(
                href=href,
                media_type=one_line(text_of(rendition, "contenttype", "mimetype")).lower(),
                size_bytes=count_of(rendition.get("sizeinbytes")),
                width=count_of(rendition.get("width")),
                height=count_of(rendition.get("height")),
                duration_s=duration_of(rendition.get("duration")),
                caption=caption,
                role=one_line(name),
            )
    for _, part in _named(item, "associations") if levels > 1 else ():
        yield from _files(part, levels - 1)


def _caption(item: Object) -> str:
    """Take the caption of a picture; what describes an article is none."""
    if text_of(item, "type") == "text":
        return ""
    told = [lowered(value) for value in list_of(item, "descriptions") if isinstance(value, Mapping)]
    captions = [value for value in told if "caption" in text_of(value, "role")]
    value = text_of(captions[0] if captions else told[0], "value") if told else ""
    return plain_text(value or text_of(item, "description_text", "description_html", "body_text", "headline"))


def _named(item: Object, field: str) -> Iterator[tuple[str, Object]]:
    """Walk named objects: an object of objects in version 1, a list of objects with names since version 2."""
    value = item.get(field)
    if isinstance(value, Mapping):
        yield from ((str(name), lowered(part)) for name, part in value.items() if isinstance(part, Mapping))
    for part in list_of(item, field):
        if isinstance(part, Mapping):
            yield text_of(lowered(part), "name"), lowered(part)
