"""Rules of entries that were taken back (RFC 6721)."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.links import ATOM
from feeds.extensions.tombstones import TOMBSTONES
from feeds.inspection.errors import Fault, fault
from feeds.inspection.rules import rfc3339_date


def tombstone_faults(root: _Element) -> Iterator[Fault]:
    """List the faults of a feed's deleted entries."""
    ids = {element.text for element in root.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}id")}
    for number, deleted in enumerate(root.iterfind(f"{{{TOMBSTONES}}}deleted-entry"), start=1):
        place, ref = f"deleted-entry {number}", deleted.get("ref", "")
        if ":" not in ref:
            yield fault("feed-no-iri", place=place)
        if ref in ids:
            yield fault("feed-deleted-stands", place=place, id=ref)
        if rfc3339_date(deleted.get("when", "")) is None:
            yield fault("feed-no-rfc-3339-date", place=place, name="when")
