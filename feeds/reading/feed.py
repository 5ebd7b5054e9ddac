"""A followed feed."""

from dataclasses import dataclass
from datetime import datetime

from feeds.reading.entry import ReadEntry


@dataclass(frozen=True, kw_only=True)
class ReadFeed:
    """What one document of a feed tells. Addresses are absolute http or https, empty when they are not told.

    Attributes:
        title: Plain text on one line.
        home_url: The site that the feed is of.
        language: BCP 47; empty when it is not told.
        updated: UTC; None when it is not told or cannot be read.
        next_url: Where older entries are: `rel="next"` of a paged feed, `rel="prev-archive"` of an archived one
            (RFC 5005), `next_url` of JSON Feed.
        hub_urls: WebSub hubs that announce changes.
        self_url: Where the feed says that it lives.
        generator: The program that made it, as it calls itself; empty when it is not told.
        entries: In the order of the document; the first 5,000 (`feeds.reading.repair.MOST_ENTRIES`).
    """

    title: str = ""
    home_url: str = ""
    language: str = ""
    updated: datetime | None = None
    next_url: str = ""
    hub_urls: tuple[str, ...] = ()
    self_url: str = ""
    generator: str = ""
    entries: tuple[ReadEntry, ...] = ()
