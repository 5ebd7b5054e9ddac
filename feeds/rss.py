"""RSS 2.0 with full text, Media RSS, Dublin Core and Atom links."""

import html
from typing import Any

from feeds.entry import Enclosure, Entry
from feeds.extensions.dublin_core import rss_dates, rss_item
from feeds.extensions.extension import Extension
from feeds.extensions.history import history
from feeds.extensions.links import rss_links
from feeds.extensions.media_rss import media, media_namespace
from feeds.feed import Feed
from feeds.generator import add_entry, generator

#: The type to serve it with.
MEDIA_TYPE = "application/rss+xml; charset=utf-8"


def rss(feed: Feed) -> bytes:
    """Write a feed as RSS 2.0.

    Each item has its summary in `description` and its text in `content:encoded`. Its first enclosure with a length is
    the `enclosure`, of which RSS has one an item; all of them stand in a `media:group`.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.
    """
    generated = channel(feed)
    for entry in feed.entries:
        enclosure = next(iter(entry.downloadable), None)
        add_item(generated, feed, entry, enclosure, media(entry, enclosure))
    return bytes(generated.rss_str())


def channel(feed: Feed, *extensions: Extension) -> Any:
    """Make feedgen's generator of an RSS channel, without items.

    Args:
        feed: The feed.
        extensions: Further vocabularies of the channel.
    """
    generated = generator(feed, rss_links(feed), history(feed), rss_dates(feed), media_namespace(), *extensions)
    generated.ttl(feed.ttl_minutes)
    # The last call of link() becomes the channel's link whatever its rel, so there is only this one.
    generated.link(href=feed.home_url, rel="alternate")
    if feed.author and feed.author.email:
        generated.managingEditor(f"{feed.author.email} ({feed.author.name.translate(_NO_BRACKETS)})")
    return generated


def add_item(
    generated: Any,
    feed: Feed,
    entry: Entry,
    enclosure: Enclosure | None,
    *extensions: Extension,
) -> None:
    """Add an item behind those already added.

    Args:
        generated: What `channel` returned.
        feed: The feed that the entry is in.
        entry: The entry.
        enclosure: The one for RSS's `enclosure`; None for an item without.
        extensions: Further vocabularies of the item.
    """
    made = add_entry(generated, entry, rss_item(entry, feed), *extensions)
    made.guid(entry.id, permalink=False)
    made.link(href=entry.url, rel="alternate")
    # RSS readers take a description for HTML.
    made.description(html.escape(entry.summary or entry.title, quote=False))
    if entry.content_html:
        made.content(entry.content_html, type="html")
    if enclosure:
        made.enclosure(enclosure.url, str(enclosure.size_bytes), enclosure.media_type)


#: Brackets delimit the name in an RFC 822 address.
_NO_BRACKETS = str.maketrans("()", "[]")
