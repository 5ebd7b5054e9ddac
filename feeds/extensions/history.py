"""Feed Paging and Archiving (RFC 5005): links to older entries, and the mark of an archive document."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.extension import Extension, put
from feeds.feed import Feed

HISTORY = "http://purl.org/syndication/history/1.0"


def history(feed: Feed) -> Extension:
    """Mark an archive document; any other stays as it is, without the namespace."""

    def write(element: _Element) -> None:
        if feed.archive:
            put(element, f"{{{HISTORY}}}archive")

    return Extension(write=write, namespaces={"fh": HISTORY} if feed.archive else {})


def history_links(feed: Feed) -> Iterator[tuple[str, str]]:
    """List the links to the other documents of the feed: relation and address."""
    if feed.next_url:
        yield "next", feed.next_url
    if feed.previous_archive_url:
        yield "prev-archive", feed.previous_archive_url
    if feed.archive:
        yield "current", feed.archive.current_url
        if feed.archive.next_url:
            yield "next-archive", feed.archive.next_url
