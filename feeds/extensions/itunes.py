"""Apple's podcast elements. feedgen's own have no true and false for explicit."""

from lxml.etree import _Element

from feeds.apple import takes_picture
from feeds.entry import Entry
from feeds.extensions.extension import Extension, put
from feeds.feed import Podcast, playable_enclosure

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"


def show(podcast: Podcast) -> Extension:
    """Describe the show."""

    def write(channel: _Element) -> None:
        author = podcast.feed.author or podcast.owner
        put(channel, f"{{{ITUNES}}}author", author.name)
        owner = put(channel, f"{{{ITUNES}}}owner")
        put(owner, f"{{{ITUNES}}}name", podcast.owner.name)
        put(owner, f"{{{ITUNES}}}email", podcast.owner.email)
        put(channel, f"{{{ITUNES}}}image", href=podcast.cover_url)
        put(channel, f"{{{ITUNES}}}explicit", _truth(podcast.explicit))
        put(channel, f"{{{ITUNES}}}type", podcast.kind)
        _categories(channel, podcast.itunes_categories)

    return Extension(write=write, namespaces={"itunes": ITUNES})


def episode(entry: Entry) -> Extension:
    """Describe one episode: its length, number and picture."""
    enclosure = playable_enclosure(entry)

    def write(item: _Element) -> None:
        if enclosure.duration_s is not None:
            put(item, f"{{{ITUNES}}}duration", str(round(enclosure.duration_s)))
        if entry.episode is not None:
            put(item, f"{{{ITUNES}}}episode", str(entry.episode))
        if entry.image_url and takes_picture(entry.image_url):
            put(item, f"{{{ITUNES}}}image", href=entry.image_url)

    return Extension(write=write, namespaces={})


def _categories(channel: _Element, categories: tuple[tuple[str, ...], ...]) -> None:
    """Subcategories of one category stand inside one element."""
    written: dict[str, _Element] = {}
    for category in categories:
        main, *subs = category
        if main not in written:
            written[main] = put(channel, f"{{{ITUNES}}}category", text=main)
        for sub in subs:
            put(written[main], f"{{{ITUNES}}}category", text=sub)


def _truth(value: bool) -> str:  # noqa: FBT001  the value itself
    return "true" if value else "false"
