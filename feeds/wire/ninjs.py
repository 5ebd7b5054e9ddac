"""ninjs 1.x, 2.x and 3.x: news in JSON (IPTC, ninjs 2.1)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from feeds.markup import PLAIN_TAGS, paragraphs, plain_text, safe_html
from feeds.moment import moment
from feeds.text import distinct_lines, one_line
from feeds.wire.errors import WireError
from feeds.wire.item import WireItem
from feeds.wire.ninjs_media import media_of
from feeds.wire.ninjs_value import Object, list_of, lowered, names_of, text_of
from feeds.wire.value import code_tail, embargo_of, language_or_none, state_of, urgency_of, version_of

#: Concepts that a story is about; places have a field of their own. Version 1 has the singular.
_SUBJECT_FIELDS = ("subject", "subjects", "event", "events", "object", "objects")
#: One of these beside its identifier makes an object an item.
_MARKS = frozenset(
    {"type", "headline", "headlines", "bodies", "body_html", "body_text", "body_xhtml", "versioncreated", "pubstatus"}
)


def objects_of(document: object) -> list[Object]:
    """Find the items of a JSON document: one, a list of them, or an envelope with `item` or `items`.

    Returns:
        Their fields by lower-case names; empty when this is no ninjs.
    """
    candidates = document if isinstance(document, list) else [document]
    if len(candidates) == 1 and isinstance(candidates[0], Mapping) and not _is_item(lowered(candidates[0])):
        envelope = lowered(candidates[0])
        candidates = [*list_of(envelope, "item"), *list_of(envelope, "items")]
    found = [lowered(candidate) for candidate in candidates if isinstance(candidate, Mapping)]
    return found if found and all(map(_is_item, found)) else []


def item_of(item: Object, name: str, naive_zone: tzinfo) -> WireItem:
    """Read one item; what has the wrong type is taken for missing.

    Raises:
        WireError: `wire-no-guid`, `wire-embargo-unreadable`.
    """
    guid = one_line(text_of(item, "uri", "guid"))
    if not guid:
        raise WireError("wire-no-guid", name=name)
    updated = moment(text_of(item, "versioncreated"), naive_zone)
    signals = tuple(code_tail(signal) for signal in names_of(item, "signal", "signals"))
    holder = text_of(item, "copyrightholder")
    read = WireItem(
        guid=guid,
        version=version_of(item.get("version")),
        urgency=urgency_of(item.get("urgency")),
        state=state_of(text_of(item, "pubstatus")),
        published=moment(text_of(item, "firstcreated", "contentcreated"), naive_zone) or updated,
        updated=updated,
        language=language_or_none(item.get("language")),
        title=plain_text(_role(item, "headlines", "main") or text_of(item, "headline", "title")),
        subtitle=plain_text(_role(item, "headlines", "sub", exact=True)),
        bylines=_bylines(item),
        credit=one_line(_credit(item)),
        copyright=one_line(text_of(item, "copyrightnotice") or (f"© {holder}" if holder else "")),
        body_html=_body(item),
        subjects=names_of(item, *_SUBJECT_FIELDS),
        places=distinct_lines((text_of(item, "located"), *names_of(item, "place", "places"))),
        keywords=distinct_lines((*names_of(item, "keyword", "keywords"), text_of(item, "slugline"))),
        media=media_of(item),
        correction_of=(text_of(item, "evolvedfrom") or guid) if "correction" in signals else "",
        editorial_note=plain_text(text_of(item, "ednote")),
        signals=distinct_lines(signals),
        parts=_parts(item),
    )
    embargo = item.get("embargoed")
    if embargo in (None, ""):
        return read
    return replace(read, embargo_until=embargo_of(str(embargo), guid, naive_zone))


def _is_item(item: Object) -> bool:
    return bool({"uri", "guid"} & item.keys()) and bool(_MARKS & item.keys())


def _bylines(item: Object) -> tuple[str, ...]:
    told = distinct_lines((plain_text(text_of(item, "byline", "by")),))
    return told or names_of(item, "authors", "creator")


def _credit(item: Object) -> str:
    sources = names_of(item, "infosource", "infosources")
    return text_of(item, "creditline", "source") or next(iter(sources), "") or text_of(item, "copyrightholder")


def _body(item: Object) -> str:
    """Take the form with markup before plain text, in the order of the versions of the format."""
    bodies = [body for body in map(_object, list_of(item, "bodies")) if text_of(body, "value").strip()]
    marked = [body for body in bodies if "html" in text_of(body, "contenttype")]
    markup = text_of(item, "body_html", "body_xhtml") or (text_of(marked[0], "value") if marked else "")
    if cleaned := safe_html(markup, tags=PLAIN_TAGS):
        return cleaned
    return paragraphs(text_of(item, "body_text") or (text_of(bodies[0], "value") if bodies else ""))


def _role(item: Object, field: str, role: str, *, exact: bool = False) -> str:
    """Take the value of a role, or the first value when none has it and it need not."""
    values = [value for value in map(_object, list_of(item, field)) if text_of(value, "value").strip()]
    told = [value for value in values if role in code_tail(text_of(value, "role"))]
    chosen = told or ([] if exact else values)
    return text_of(chosen[0], "value") if chosen else ""


def _parts(item: Object) -> tuple[str, ...]:
    """List the articles that are associated; pictures, sound and video are among the media."""
    if text_of(item, "type") != "composite":
        return ()
    parts = (_object(part) for part in _associated(item))
    return distinct_lines(tuple(text_of(part, "uri", "guid") for part in parts if text_of(part, "type") == "text"))


def _associated(item: Object) -> Iterator[Any]:
    told = item.get("associations")
    yield from told.values() if isinstance(told, Mapping) else list_of(item, "associations")


def _object(value: object) -> Object:
    return lowered(value) if isinstance(value, Mapping) else {}
