"""Rules of paged and archived feeds (RFC 5005)."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.history import HISTORY
from feeds.extensions.links import ATOM
from feeds.inspection.errors import Fault, fault
from feeds.inspection.rules import not_absolute

_OF_HISTORY = ("next", "prev-archive", "next-archive", "current")


def history_faults(place: str, element: _Element) -> Iterator[Fault]:
    """List the faults of a channel's or a feed's links to older and newer entries."""
    links = element.findall(f"{{{ATOM}}}link")
    found = {rel: [link.get("href", "") for link in links if link.get("rel") == rel] for rel in ("self", *_OF_HISTORY)}
    for rel in _OF_HISTORY:
        yield from _link_faults(place, rel, found[rel], found["self"])
    if element.find(f"{{{HISTORY}}}archive") is not None:
        if not found["current"]:
            yield fault("feed-archive-without-current", place=place)
    elif found["next-archive"] or found["current"]:
        yield fault("feed-archive-unmarked", place=place)
    if element.find(f"{{{HISTORY}}}complete") is not None and any(found[rel] for rel in _OF_HISTORY):
        yield fault("feed-complete-with-more", place=place)


def _link_faults(place: str, rel: str, urls: list[str], own: list[str]) -> Iterator[Fault]:
    if len(urls) > 1:
        yield fault("feed-link-count", place=place, count=len(urls), rel=rel)
    for url in urls:
        yield from not_absolute(f"{place} {rel} link", url)
        if url in own:
            yield fault("feed-link-to-itself", place=place, rel=rel)
