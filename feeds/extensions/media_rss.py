"""Media RSS 1.5.1: all forms of the media of an entry, and its picture."""

from lxml.etree import _Element

from feeds.entry import Enclosure, Entry
from feeds.extensions.extension import Extension, put

MEDIA = "http://search.yahoo.com/mrss/"

#: Playlists of segments: their type does not tell whether one hears or sees them.
_PLAYLISTS = frozenset({"application/vnd.apple.mpegurl", "application/x-mpegurl", "application/dash+xml"})


def media_namespace() -> Extension:
    """Declare the vocabulary at the root of the document."""
    return Extension(write=lambda _: None, namespaces={"media": MEDIA})


def media(entry: Entry, default: Enclosure | None) -> Extension:
    """Write the forms of an item as one group, because they are the same content, and its picture.

    Args:
        entry: The entry.
        default: Which of its enclosures to play first.
    """

    def write(item: _Element) -> None:
        if entry.enclosures:
            group = put(item, f"{{{MEDIA}}}group")
            for enclosure in entry.enclosures:
                _content(group, enclosure, default=enclosure is default)
        _thumbnail(item, entry)

    return Extension(write=write, namespaces={})


def thumbnail(entry: Entry) -> Extension:
    """Write only the picture of an entry, for Atom, whose links hold the media."""
    return Extension(write=lambda element: _thumbnail(element, entry), namespaces={})


def _thumbnail(element: _Element, entry: Entry) -> None:
    if entry.image_url:
        put(element, f"{{{MEDIA}}}thumbnail", url=entry.image_url)


def _content(group: _Element, enclosure: Enclosure, *, default: bool) -> None:
    content = put(
        group,
        f"{{{MEDIA}}}content",
        url=enclosure.url,
        type=enclosure.media_type,
        medium=_medium(enclosure.media_type),
        isDefault="true" if default else None,
        fileSize=str(enclosure.size_bytes) if enclosure.size_bytes else None,
        duration=str(round(enclosure.duration_s)) if enclosure.duration_s else None,
        bitrate=f"{enclosure.bit_rate_bps / 1000:g}" if enclosure.bit_rate_bps else None,
    )
    if enclosure.title:
        put(content, f"{{{MEDIA}}}title", enclosure.title, type="plain")


def _medium(media_type: str) -> str | None:
    if media_type in _PLAYLISTS:
        return None
    kind = media_type.partition("/")[0]
    return kind if kind in {"audio", "video", "image"} else "document"
