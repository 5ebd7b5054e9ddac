"""Renditions of a ninjs item and of what is associated with it."""

from collections.abc import Iterator, Mapping

from feeds.markup import plain_text
from feeds.text import one_line
from feeds.wire.item import WireMedia
from feeds.wire.ninjs_value import Object, list_of, lowered, text_of
from feeds.wire.value import code_tail, count_of, credit_of, duration_of, place_of

#: An association may have associations itself; a picture of a picture of a story is told, no more.
_MOST_LEVELS = 3


def media_of(item: Object) -> tuple[WireMedia, ...]:
    """List the renditions of an item, then those of its associations; each address once."""
    found: dict[str, WireMedia] = {}
    for file in _files(item, _MOST_LEVELS, "item"):
        found.setdefault(file.href, file)
    return tuple(found.values())


def _files(item: Object, levels: int, group: str) -> Iterator[WireMedia]:
    caption, alt, credit = _caption(item), _alt(item), _credit(item)
    for name, rendition in _named(item, "renditions"):
        if href := place_of(text_of(rendition, "href")):
            yield WireMedia(
                href=href,
                media_type=one_line(text_of(rendition, "contenttype", "mimetype")).lower(),
                size_bytes=count_of(rendition.get("sizeinbytes")),
                width=count_of(rendition.get("width")),
                height=count_of(rendition.get("height")),
                duration_s=duration_of(rendition.get("duration")),
                caption=caption,
                alt=alt,
                credit=credit,
                group=group,
                role=one_line(name),
            )
    for number, (_, part) in enumerate(_named(item, "associations") if levels > 1 else ()):
        yield from _files(part, levels - 1, f"{group}-{number}")


def _caption(item: Object) -> str:
    """Take the caption of a picture; what describes an article is none."""
    if _is_text(item):
        return ""
    told = [value for value in _descriptions(item) if not _is_alt(value)]
    captions = [value for value in told if "caption" in text_of(value, "role")]
    value = text_of(captions[0] if captions else told[0], "value") if told else ""
    return plain_text(value or text_of(item, "description_text", "description_html", "body_text", "headline"))


def _alt(item: Object) -> str:
    """Take what is to be seen: a description of that role, or the text of a picture, where Superdesk puts it."""
    if _is_text(item):
        return ""
    told = [text_of(value, "value") for value in _descriptions(item) if _is_alt(value)]
    return plain_text(told[0] if told else text_of(item, "body_text"))


def _descriptions(item: Object) -> list[Object]:
    return [lowered(value) for value in list_of(item, "descriptions") if isinstance(value, Mapping)]


def _is_alt(description: Object) -> bool:
    return code_tail(text_of(description, "role")) in {"alt", "alttext"}


def _credit(item: Object) -> str:
    if _is_text(item):
        return ""
    return credit_of(
        plain_text(text_of(item, "byline", "by")),
        one_line(text_of(item, "creditline", "source", "copyrightholder")),
    )


def _is_text(item: Object) -> bool:
    return text_of(item, "type") in {"text", "composite"}


def _named(item: Object, field: str) -> Iterator[tuple[str, Object]]:
    """Walk named objects: an object of objects in version 1, a list of objects with names since version 2."""
    value = item.get(field)
    if isinstance(value, Mapping):
        yield from ((str(name), lowered(part)) for name, part in value.items() if isinstance(part, Mapping))
    for part in list_of(item, field):
        if isinstance(part, Mapping):
            yield text_of(lowered(part), "name"), lowered(part)
