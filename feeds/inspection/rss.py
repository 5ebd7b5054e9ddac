"""Rules of RSS 2.0 (rssboard.org), and those that podcast directories add."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from feeds.extensions.dublin_core import DUBLIN_CORE
from feeds.extensions.itunes import ITUNES
from feeds.extensions.links import ATOM
from feeds.extensions.podcast_namespace import PODCAST
from feeds.feed import PLAYABLE_TYPES
from feeds.inspection.document import BrokenDocumentError, parse, text_of
from feeds.inspection.history import history_faults
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


def rss_faults(feed_bytes: bytes) -> tuple[str, ...]:
    """List the faults of an RSS document."""
    return _inspect(feed_bytes, _channel_faults, _item_faults)


def podcast_faults(feed_bytes: bytes) -> tuple[str, ...]:
    """List the faults of a podcast feed; all rules of RSS hold for it too."""
    return _inspect(feed_bytes, _show_faults, _episode_faults)


_Rule = Callable[[_Element], Iterator[str]]
_ItemRule = Callable[[str, _Element], Iterator[str]]


def _inspect(feed_bytes: bytes, of_channel: _Rule, of_item: _ItemRule) -> tuple[str, ...]:
    try:
        root = parse(feed_bytes)
    except BrokenDocumentError as error:
        return (str(error),)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ("The document is not RSS 2.0 with a channel.",)
    items = channel.findall("item")
    faults = list(of_channel(channel))
    for number, item in enumerate(items, start=1):
        faults += of_item(f"entry {number}", item)
    faults += repeated([text_of(item, "guid") for item in items])
    faults += not_newest_first([rfc822_date(text_of(item, "pubDate")) for item in items])
    return tuple(faults)


def _channel_faults(channel: _Element) -> Iterator[str]:
    for name in _REQUIRED_OF_CHANNEL:
        if not text_of(channel, name):
            yield f"channel: {name} is missing or empty."
    yield from not_absolute("channel link", text_of(channel, "link"))
    if rfc822_date(text_of(channel, "lastBuildDate")) is None:
        yield "channel: lastBuildDate is no RFC 822 date."
    own = [link.get("href", "") for link in channel.findall("atom:link[@rel='self']", _NAMESPACES)]
    if len(own) != 1:
        yield f"channel: there are {len(own)} links with rel self, not one."
    for url in own:
        yield from not_absolute("channel self link", url)
    yield from history_faults("channel", channel)


def _item_faults(place: str, item: _Element) -> Iterator[str]:
    for name in ("title", "description", "guid"):
        if not text_of(item, name):
            yield f"{place}: {name} is missing or empty."
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        yield f"{place}: the guid is not marked as no permalink."
    yield from not_absolute(f"{place} link", text_of(item, "link"))
    if rfc822_date(text_of(item, "pubDate")) is None:
        yield f"{place}: pubDate is no RFC 822 date."
    if item.find("author") is not None and item.find("dc:creator", _NAMESPACES) is not None:
        yield f"{place}: it has both author and dc:creator."
    yield from bad_html(place, text_of(item, "content:encoded", _NAMESPACES))
    yield from _enclosure_faults(place, item.findall("enclosure"))


def _enclosure_faults(place: str, enclosures: list[_Element]) -> Iterator[str]:
    if len(enclosures) > 1:
        yield f"{place}: it has {len(enclosures)} enclosures, of which readers see one."
    for enclosure in enclosures:
        yield from not_absolute(f"{place} enclosure", enclosure.get("url", ""))
        yield from bad_length(f"{place} enclosure", enclosure.get("length", ""))
        yield from bad_media_type(f"{place} enclosure", enclosure.get("type", ""))


def _show_faults(channel: _Element) -> Iterator[str]:
    yield from _channel_faults(channel)
    for name in _REQUIRED_OF_PODCAST:
        if not text_of(channel, name, _NAMESPACES):
            yield f"channel: {name} is missing or empty."
    if text_of(channel, "itunes:explicit", _NAMESPACES) not in {"true", "false"}:
        yield "channel: itunes:explicit is neither true nor false."
    if channel.find("itunes:category[@text]", _NAMESPACES) is None:
        yield "channel: itunes:category is missing."
    image = channel.find("itunes:image", _NAMESPACES)
    yield from not_absolute("channel itunes:image", "" if image is None else image.get("href", ""))


def _episode_faults(place: str, item: _Element) -> Iterator[str]:
    yield from _item_faults(place, item)
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield f"{place}: it has no enclosure."
    elif enclosure.get("type") not in PLAYABLE_TYPES:
        yield f"{place}: podcast applications do not play {enclosure.get('type')}."
    duration = item.find("itunes:duration", _NAMESPACES)
    if duration is not None and not (duration.text or "").isdecimal():
        yield f"{place}: itunes:duration is no number of seconds."
