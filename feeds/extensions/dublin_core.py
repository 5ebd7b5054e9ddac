"""Dates of RSS, and Dublin Core for what RSS 2.0 cannot say: authors without e-mail, the language of an item."""

from lxml.etree import _Element

from feeds.date import rfc822, rfc3339
from feeds.entry import Entry
from feeds.extensions.extension import Extension, put
from feeds.feed import Feed

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"


def rss_dates(feed: Feed) -> Extension:
    """Write when the feed's data changed last."""

    def write(channel: _Element) -> None:
        put(channel, "lastBuildDate", rfc822(feed.updated))

    # The prefixes stand at the root, so the items' are declared here.
    return Extension(write=write, namespaces={"dc": DUBLIN_CORE, "dcterms": TERMS})


def rss_item(entry: Entry, feed: Feed) -> Extension:
    """Write the times, the authors and, where it is not the feed's, the language of an item.

    RSS has its own `author`, but it must be an e-mail address, and feed validators object to both in one item.
    """

    def write(item: _Element) -> None:
        put(item, "pubDate", rfc822(entry.published))
        if entry.updated > entry.published:
            put(item, f"{{{TERMS}}}modified", rfc3339(entry.updated))
        for author in entry.authors:
            put(item, f"{{{DUBLIN_CORE}}}creator", author.name)
        if entry.language != feed.language:
            put(item, f"{{{DUBLIN_CORE}}}language", entry.language)

    return Extension(write=write, namespaces={})
