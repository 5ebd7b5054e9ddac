"""Podcast feeds: RSS with Apple's elements and the podcast namespace."""

from feeds.extensions import itunes, podcast_namespace
from feeds.extensions.media_rss import media
from feeds.feed import Podcast, playable_enclosure, podcast_guid
from feeds.rss import MEDIA_TYPE, add_item, channel

__all__ = ["MEDIA_TYPE", "podcast", "podcast_guid"]


def podcast(podcast: Podcast) -> bytes:
    """Write a podcast feed.

    Each item's enclosure is the one that every application can play (the first MP3). All forms, this one, a lighter
    Opus or the video, are offered as `podcast:alternateEnclosure` with bit rate, codecs and checksum.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.
    """
    feed = podcast.feed
    generated = channel(feed, itunes.show(podcast), podcast_namespace.show(podcast))
    for entry in feed.entries:
        enclosure = playable_enclosure(entry)
        extensions = (media(entry, enclosure), itunes.episode(entry), podcast_namespace.episode(entry))
        add_item(generated, feed, entry, enclosure, *extensions)
    return bytes(generated.rss_str())
