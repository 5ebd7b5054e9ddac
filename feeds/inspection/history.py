"""Rules of paged and archived feeds (RFC 5005)."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.history import HISTORY
from feeds.extensions.links import ATOM
from feeds.inspection.rules import not_absolute

_OF_HISTORY = ("next", "prev-archive", "next-archive", "current")


def history_faults(place: str, element: _Element) -> Iterator[str]:
    """List the faults of a channel's or a feed's links to older and newer entries."""
    links = element.findall(f"{{{ATOM}}}link")
    found = {rel: [link.get("href", "") for link in links if link.get("rel") == rel] for rel in ("self", *_OF_HISTORY)}
    for rel in _OF_HISTORY:
        yield from _link_faults(place, rel, found[rel], found["self"])
    if element.find(f"{{{HISTORY}}}archive") is not None:
        if not found["current"]:
            yield f"{place}: an archive document has no link with rel current."
    elif found["next-archive"] or found["current"]:
        yield f"{place}: it links to newer entries, but is not marked as an archive document."
    if element.find(f"{{{HISTORY}}}complete") is not None and any(found[rel] for rel in _OF_HISTORY):
        yield f"{place}: it is marked as complete, but links to more entries."


def _link_faults(place: str, rel: str, urls: list[str], own: list[str]) -> Iterator[str]:
    if len(urls) > 1:
        yield f"{place}: there are {len(urls)} links with rel {rel}, not one."
    for url in urls:
        yield from not_absolute(f"{place} {rel} link", url)
        if url in own:
            yield f"{place}: the {rel} link leads to this document itself."
