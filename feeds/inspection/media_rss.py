"""Rules of Media RSS 1.5.1 (rssboard.org/media-rss)."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.extensions.media_rss import MEDIA
from feeds.inspection.errors import Fault, fault
from feeds.inspection.rules import bad_length, bad_media_type, not_absolute

_ADDRESSES = (("content", "url"), ("thumbnail", "url"), ("subTitle", "href"), ("license", "href"))
#: Element and attribute -> the words it may be.
_WORDS = {
    ("content", "medium"): {"image", "audio", "video", "document", "executable"},
    ("content", "expression"): {"sample", "full", "nonstop"},
    ("status", "state"): {"active", "blocked", "deleted"},
    ("restriction", "relationship"): {"allow", "deny"},
    ("restriction", "type"): {"country", "uri", "sharing"},
    ("hash", "algo"): {"md5", "sha-1", "sha-256"},
}


def media_faults(place: str, item: _Element) -> Iterator[Fault]:
    """List the faults of what Media RSS says of an item."""
    contents = list(item.iter(f"{{{MEDIA}}}content"))
    for content in contents:
        yield from bad_media_type(f"{place} media:content", content.get("type", ""))
        if content.get("fileSize") is not None:  # a stream has none
            yield from bad_length(f"{place} media:content", content.get("fileSize", ""))
    defaults = sum(content.get("isDefault") == "true" for content in contents)
    if defaults > 1:
        yield fault("feed-many-defaults", place=place, count=defaults)
    yield from _attribute_faults(place, item)


def _attribute_faults(place: str, item: _Element) -> Iterator[Fault]:
    for name, attribute in _ADDRESSES:
        for element in item.iter(f"{{{MEDIA}}}{name}"):
            yield from not_absolute(f"{place} media:{name}", element.get(attribute, ""))
    for (name, attribute), words in _WORDS.items():
        for element in item.iter(f"{{{MEDIA}}}{name}"):
            if element.get(attribute) not in {None, *words}:
                value = element.get(attribute, "")
                yield fault("feed-unknown-word", place=f"{place} media:{name}", name=attribute, value=value)
