"""Rules of RSS 2.0 (rssboard.org), and those that podcast directories add."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from feeds.extensions.dublin_core import DUBLIN_CORE
from feeds.extensions.itunes import ITUNES
from feeds.extensions.links import ATOM
from feeds.extensions.podcast_namespace import PODCAST
from feeds.feed import PLAYABLE_TYPES
from feeds.inspection.document import BrokenDocumentError, parse, text_of
from feeds.inspection.errors import Fault, fault
from feeds.inspection.history import history_faults
from feeds.inspection.media_rss import media_faults
from feeds.inspection.rules import (
    bad_html,
    bad_length,
    bad_media_type,
    not_absolute,
    not_newest_first,
    repeated,
    rfc822_date,
)

_NAMESPACES = {
    "atom": ATOM,
    "dc": DUBLIN_CORE,
    "itunes": ITUNES,
    "podcast": PODCAST,
    "content": "http://purl.org/rss/1.0/modules/content/",
}
_REQUIRED_OF_CHANNEL = ("title", "link", "description", "language", "lastBuildDate")
_REQUIRED_OF_PODCAST = ("itunes:author", "itunes:owner/itunes:email", "podcast:guid", "podcast:locked")


def rss_faults(feed_bytes: bytes) -> tuple[Fault, ...]:
    """List the faults of an RSS document."""
    return _inspect(feed_bytes, _channel_faults, _item_faults)


def podcast_faults(feed_bytes: bytes) -> tuple[Fault, ...]:
    """List the faults of a podcast feed; all rules of RSS hold for it too."""
    return _inspect(feed_bytes, _show_faults, _episode_faults)


_Rule = Callable[[_Element], Iterator[Fault]]
_ItemRule = Callable[[str, _Element], Iterator[Fault]]


def _inspect(feed_bytes: bytes, of_channel: _Rule, of_item: _ItemRule) -> tuple[Fault, ...]:
    try:
        root = parse(feed_bytes)
    except BrokenDocumentError as error:
        return (error.fault,)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return (fault("feed-not-rss"),)
    items = channel.findall("item")
    faults = list(of_channel(channel))
    for number, item in enumerate(items, start=1):
        faults += of_item(f"entry {number}", item)
    faults += repeated([text_of(item, "guid") for item in items])
    faults += not_newest_first([rfc822_date(text_of(item, "pubDate")) for item in items])
    return tuple(faults)


def _channel_faults(channel: _Element) -> Iterator[Fault]:
    for name in _REQUIRED_OF_CHANNEL:
        if not text_of(channel, name):
            yield fault("feed-value-missing", place="channel", name=name)
    yield from not_absolute("channel link", text_of(channel, "link"))
    if rfc822_date(text_of(channel, "lastBuildDate")) is None:
        yield fault("feed-no-rfc-822-date", place="channel", name="lastBuildDate")
    own = [link.get("href", "") for link in channel.findall("atom:link[@rel='self']", _NAMESPACES)]
    if len(own) != 1:
        yield fault("feed-link-count", place="channel", count=len(own), rel="self")
    for url in own:
        yield from not_absolute("channel self link", url)
    yield from history_faults("channel", channel)


def _item_faults(place: str, item: _Element) -> Iterator[Fault]:
    for name in ("title", "description", "guid"):
        if not text_of(item, name):
            yield fault("feed-value-missing", place=place, name=name)
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        yield fault("feed-permalink", place=place)
    yield from not_absolute(f"{place} link", text_of(item, "link"))
    if rfc822_date(text_of(item, "pubDate")) is None:
        yield fault("feed-no-rfc-822-date", place=place, name="pubDate")
    if item.find("author") is not None and item.find("dc:creator", _NAMESPACES) is not None:
        yield fault("feed-two-authors", place=place)
    yield from bad_html(place, text_of(item, "content:encoded", _NAMESPACES))
    yield from _enclosure_faults(place, item.findall("enclosure"))
    yield from media_faults(place, item)


def _enclosure_faults(place: str, enclosures: list[_Element]) -> Iterator[Fault]:
    if len(enclosures) > 1:
        yield fault("feed-many-enclosures", place=place, count=len(enclosures))
    for enclosure in enclosures:
        yield from not_absolute(f"{place} enclosure", enclosure.get("url", ""))
        yield from bad_length(f"{place} enclosure", enclosure.get("length", ""))
        yield from bad_media_type(f"{place} enclosure", enclosure.get("type", ""))


def _show_faults(channel: _Element) -> Iterator[Fault]:
    yield from _channel_faults(channel)
    for name in _REQUIRED_OF_PODCAST:
        if not text_of(channel, name, _NAMESPACES):
            yield fault("feed-value-missing", place="channel", name=name)
    if text_of(channel, "itunes:explicit", _NAMESPACES) not in {"true", "false"}:
        yield fault("feed-explicit", place="channel")
    if channel.find("itunes:category[@text]", _NAMESPACES) is None:
        yield fault("feed-element-missing", place="channel", name="itunes:category")
    image = channel.find("itunes:image", _NAMESPACES)
    yield from not_absolute("channel itunes:image", "" if image is None else image.get("href", ""))


def _episode_faults(place: str, item: _Element) -> Iterator[Fault]:
    yield from _item_faults(place, item)
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield fault("feed-no-enclosure", place=place)
    elif enclosure.get("type") not in PLAYABLE_TYPES:
        yield fault("feed-unplayable", place=place, media_type=enclosure.get("type", ""))
    duration = item.find("itunes:duration", _NAMESPACES)
    if duration is not None and not (duration.text or "").isdecimal():
        yield fault("feed-duration", place=place)
