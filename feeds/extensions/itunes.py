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
        _texts(channel, subtitle=podcast.subtitle, **{"new-feed-url": podcast.new_feed_url or ""})
        _flags(channel, complete=podcast.complete, block=podcast.blocked)

    return Extension(write=write, namespaces={"itunes": ITUNES})


def episode(entry: Entry) -> Extension:
    """Describe one episode: its people, length, number and picture.

    There is no `itunes:summary`: `description` says the same, and every application reads that.
    """
    duration_s = playable_enclosure(entry).duration_s

    def write(item: _Element) -> None:
        _texts(
            item,
            author=", ".join(author.name for author in entry.authors),
            subtitle=entry.subtitle,
            duration="" if duration_s is None else str(round(duration_s)),
            season=_ordinal(entry.season),
            episode=_ordinal(entry.episode),
            episodeType=entry.episode_kind or "",
            explicit="" if entry.explicit is None else _truth(entry.explicit),
        )
        _flags(item, block=entry.blocked)
        if entry.image_url and takes_picture(entry.image_url):
            put(item, f"{{{ITUNES}}}image", href=entry.image_url)

    return Extension(write=write, namespaces={})


def _texts(element: _Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            put(element, f"{{{ITUNES}}}{name}", text)


def _flags(element: _Element, **flags: bool) -> None:
    """Apple takes no word but Yes here; whatever else is written counts as no."""
    for name, is_set in flags.items():
        if is_set:
            put(element, f"{{{ITUNES}}}{name}", "Yes")


def _ordinal(number: float | None) -> str:
    """Apple counts from one, in whole numbers."""
    return str(round(number)) if number and number == round(number) else ""


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
