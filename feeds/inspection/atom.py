"""Rules of Atom (RFC 4287)."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.links import ATOM
from feeds.inspection.document import BrokenDocumentError, parse, text_of
from feeds.inspection.errors import Fault, fault
from feeds.inspection.history import history_faults
from feeds.inspection.rules import (
    bad_html,
    bad_length,
    bad_media_type,
    not_absolute,
    not_newest_first,
    repeated,
    rfc3339_date,
)
from feeds.inspection.tombstones import tombstone_faults

_NAMESPACES = {"a": ATOM}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom_faults(feed_bytes: bytes) -> tuple[Fault, ...]:
    """List the faults of an Atom document."""
    try:
        root = parse(feed_bytes)
    except BrokenDocumentError as error:
        return (error.fault,)
    if root.tag != f"{{{ATOM}}}feed":
        return (fault("feed-not-atom"),)
    entries = root.findall("a:entry", _NAMESPACES)
    faults = list(_feed_faults(root))
    for number, entry in enumerate(entries, start=1):
        faults += _entry_faults(f"entry {number}", entry)
    faults += repeated([text_of(entry, "a:id", _NAMESPACES) for entry in entries])
    faults += not_newest_first([rfc3339_date(text_of(entry, "a:published", _NAMESPACES)) for entry in entries])
    return tuple(faults)


def _feed_faults(root: _Element) -> Iterator[Fault]:
    yield from _common_faults("feed", root)
    if not root.get(_LANGUAGE):
        yield fault("feed-element-missing", place="feed", name="xml:lang")
    if not text_of(root, "a:author/a:name", _NAMESPACES):
        yield fault("feed-no-author")
    own = _links(root, "self")
    if len(own) != 1:
        yield fault("feed-link-count", place="feed", count=len(own), rel="self")
    for link in own:
        yield from not_absolute("feed self link", link.get("href", ""))
    yield from history_faults("feed", root)
    yield from tombstone_faults(root)


def _entry_faults(place: str, entry: _Element) -> Iterator[Fault]:
    yield from _common_faults(place, entry)
    if rfc3339_date(text_of(entry, "a:published", _NAMESPACES)) is None:
        yield fault("feed-no-rfc-3339-date", place=place, name="published")
    pages = _links(entry, "alternate")
    if len(pages) != 1:
        yield fault("feed-link-count", place=place, count=len(pages), rel="alternate")
    for link in pages:
        yield from not_absolute(f"{place} link", link.get("href", ""))
    content = entry.find("a:content", _NAMESPACES)
    if content is not None:
        if content.get("type") != "html":
            yield fault("feed-content-not-html", place=place)
        yield from bad_html(place, content.text or "")
    for link in _links(entry, "enclosure"):
        yield from _enclosure_faults(f"{place} enclosure", link)


def _common_faults(place: str, element: _Element) -> Iterator[Fault]:
    for name in ("id", "title", "updated"):
        if not text_of(element, f"a:{name}", _NAMESPACES):
            yield fault("feed-value-missing", place=place, name=name)
    if ":" not in text_of(element, "a:id", _NAMESPACES):
        yield fault("feed-no-iri", place=place)
    if rfc3339_date(text_of(element, "a:updated", _NAMESPACES)) is None:
        yield fault("feed-no-rfc-3339-date", place=place, name="updated")


def _enclosure_faults(place: str, link: _Element) -> Iterator[Fault]:
    yield from not_absolute(place, link.get("href", ""))
    yield from bad_media_type(place, link.get("type", ""))
    length = link.get("length")
    if length is not None:  # a stream has none
        yield from bad_length(place, length)


def _links(element: _Element, rel: str) -> list[_Element]:
    # A link without rel is an alternate (RFC 4287 section 4.2.7.2).
    return [link for link in element.findall("a:link", _NAMESPACES) if link.get("rel", "alternate") == rel]
