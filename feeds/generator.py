"""feedgen, filled with what every XML format has in common."""

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from feeds.entry import Entry
from feeds.extensions.extension import Extension
from feeds.feed import Feed


def generator(feed: Feed, *extensions: Extension) -> Any:
    """Make a FeedGenerator with the feed's title, text, language, times and picture, and without entries.

    Args:
        feed: The feed.
        extensions: What is written into the feed's element beside feedgen's own.
    """
    generated = FeedGenerator()
    generated.title(feed.title)
    generated.description(feed.description)
    generated.language(feed.language)
    generated.updated(feed.updated)
    # feedgen writes RSS dates by switching the locale of the whole process for a moment, during which other threads
    # open text files as ASCII. The dates are written by an extension; this is the only way to be rid of this one.
    generated._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001
    generated.generator(feed.generator)
    if feed.image_url:
        generated.logo(feed.image_url)
    if feed.copyright:
        generated.rights(feed.copyright)
    if feed.categories:
        generated.category([{"term": category} for category in feed.categories])
    for number, extension in enumerate(extensions):
        generated.register_extension(f"feed_{number}", lambda made=extension: made)
    return generated


def add_entry(generated: Any, entry: Entry, *extensions: Extension) -> Any:
    """Add an entry behind those already added.

    Args:
        generated: What `generator` returned.
        entry: The entry.
        extensions: What is written into the entry's element beside feedgen's own.

    Returns:
        feedgen's FeedEntry with title and categories; dates, links and texts differ by format.
    """
    made = FeedEntry()
    made.title(entry.title)
    if entry.categories:
        made.category([{"term": category} for category in entry.categories])
    for number, extension in enumerate(extensions):
        made.register_extension(f"entry_{number}", lambda made=extension: made)
    generated.add_entry(made, order="append")  # its default is to prepend
    return made
