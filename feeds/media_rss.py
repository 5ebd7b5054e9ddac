"""Media RSS for partners that broadcast: RSS 2.0 with all that is known of every file."""

from feeds.extensions.media_rss import channel_terms, media, whole_media
from feeds.feed import Feed
from feeds.rss import MEDIA_TYPE, add_item, channel

__all__ = ["MEDIA_TYPE", "media_rss"]


def media_rss(feed: Feed) -> bytes:
    """Write a feed for partners that take films and sound into their own programmes.

    It is what `feeds.rss.rss` writes, which readers poll and which stays short, and beside that for each item title,
    description, keywords, pictures with their sizes, people, terms, rating, checksums. A partner may hold what was
    withdrawn since: such an item stays in this feed with `MediaStatus(state="deleted")` and without enclosures.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.
    """
    generated = channel(feed, channel_terms(feed))
    for entry in feed.entries:
        enclosure = next(iter(entry.downloadable), None)
        add_item(
            generated, feed, entry, enclosure, media(entry, enclosure, for_partners=True), whole_media(entry, feed)
        )
    return bytes(generated.rss_str())
