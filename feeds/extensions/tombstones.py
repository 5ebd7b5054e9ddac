"""Entries that were taken back: Atom's deleted-entry element (RFC 6721)."""

from lxml.etree import _Element

from feeds.date import rfc3339
from feeds.extensions.extension import Extension, put
from feeds.extensions.links import ATOM
from feeds.feed import Feed

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def tombstones(feed: Feed) -> Extension:
    """Write what was taken back; without such entries neither they nor the namespace stand in the document."""

    def write(element: _Element) -> None:
        for deletion in feed.deleted:
            deleted = put(element, f"{{{TOMBSTONES}}}deleted-entry", ref=deletion.urn, when=rfc3339(deletion.when))
            if deletion.by:
                person = put(deleted, f"{{{TOMBSTONES}}}by")
                for name, value in (
                    ("name", deletion.by.name),
                    ("uri", deletion.by.url),
                    ("email", deletion.by.email),
                ):
                    if value:
                        put(person, f"{{{ATOM}}}{name}", value)
            if deletion.comment:
                put(deleted, f"{{{TOMBSTONES}}}comment", deletion.comment)

    return Extension(write=write, namespaces={"at": TOMBSTONES} if feed.deleted else {})
