"""Media RSS 1.5.1: all forms of the media of an entry, its pictures, captions and terms."""

from datetime import timedelta

from lxml.etree import _Element

from feeds.credits import SCHEME
from feeds.enclosure import Enclosure
from feeds.entry import Entry
from feeds.extensions.extension import Extension, put
from feeds.feed import Feed
from feeds.number import decimal, whole
from feeds.picture import Picture

MEDIA = "http://search.yahoo.com/mrss/"

#: Playlists of segments: their type does not tell whether one hears or sees them.
_PLAYLISTS = frozenset({"application/vnd.apple.mpegurl", "application/x-mpegurl", "application/dash+xml"})


def media_namespace() -> Extension:
    """Declare the vocabulary at the root of the document."""
    return Extension(write=lambda _: None, namespaces={"media": MEDIA})


def media(entry: Entry, default: Enclosure | None, *, for_partners: bool = False) -> Extension:
    """Write the forms of an item as one group, because they are the same content, its captions and its picture.

    Args:
        entry: The entry.
        default: Which of its enclosures to play first.
        for_partners: Also the checksum of each file and every picture, which only those need who keep the files.
    """

    def write(item: _Element) -> None:
        if entry.enclosures:
            group = put(item, f"{{{MEDIA}}}group")
            for enclosure in entry.enclosures:
                content = _content(group, enclosure, default=enclosure is default)
                if for_partners and enclosure.sha256:
                    put(content, f"{{{MEDIA}}}hash", enclosure.sha256, algo="sha-256")
        for one in entry.transcripts:
            if one.is_captions:
                put(item, f"{{{MEDIA}}}subTitle", type=one.media_type, lang=one.language, href=one.url)
        _thumbnails(item, entry, every=for_partners)

    return Extension(write=write, namespaces={})


def whole_media(entry: Entry, feed: Feed) -> Extension:
    """Say of an item's media all that a partner asks before it broadcasts them."""

    def write(item: _Element) -> None:
        put(item, f"{{{MEDIA}}}title", entry.title, type="plain")
        if entry.summary:
            put(item, f"{{{MEDIA}}}description", entry.summary, type="plain")
        if entry.categories:
            put(item, f"{{{MEDIA}}}keywords", ", ".join(entry.categories))
        for category in entry.categories:
            put(item, f"{{{MEDIA}}}category", category, scheme=feed.home_url, label=category)
        for author in entry.authors:
            put(item, f"{{{MEDIA}}}credit", author.name, role=author.role or None, scheme=SCHEME)
        _terms(item, entry)

    return Extension(write=write, namespaces={})


def channel_terms(feed: Feed) -> Extension:
    """Say whose the media are, once for all of them."""

    def write(channel: _Element) -> None:
        if feed.copyright:
            put(channel, f"{{{MEDIA}}}copyright", feed.copyright, url=feed.home_url)

    return Extension(write=write, namespaces={})


def thumbnail(entry: Entry) -> Extension:
    """Write only the picture of an entry, for Atom, whose links hold the media."""
    return Extension(write=lambda element: _thumbnails(element, entry, every=False), namespaces={})


def _terms(item: _Element, entry: Entry) -> None:
    if entry.license:
        put(item, f"{{{MEDIA}}}license", entry.license.name, type="text/html", href=entry.license.url)
    if entry.explicit is not None:
        put(item, f"{{{MEDIA}}}rating", "adult" if entry.explicit else "nonadult", scheme="urn:simple")
    if entry.status:
        put(item, f"{{{MEDIA}}}status", state=entry.status.state, reason=entry.status.reason or None)
    for one in entry.restrictions:
        put(item, f"{{{MEDIA}}}restriction", one.named or None, relationship=one.relationship, type=one.kind)


def _thumbnails(element: _Element, entry: Entry, *, every: bool) -> None:
    pictures = entry.pictures if every else ()
    if entry.image_url and entry.image_url not in {picture.url for picture in pictures}:
        pictures = (Picture(url=entry.image_url), *pictures)
    for picture in pictures:
        size = {"width": whole(picture.width), "height": whole(picture.height)}
        put(element, f"{{{MEDIA}}}thumbnail", url=picture.url, **size, time=_play_time(picture.time_s))


def _play_time(time_s: float | None) -> str | None:
    """Write a place in a film as normal play time (RFC 2326 section 3.6)."""
    if time_s is None:
        return None
    minutes, milliseconds = divmod(timedelta(seconds=time_s) // timedelta(milliseconds=1), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _content(group: _Element, enclosure: Enclosure, *, default: bool) -> _Element:
    content = put(
        group,
        f"{{{MEDIA}}}content",
        url=enclosure.url,
        type=enclosure.media_type,
        medium=_medium(enclosure.media_type),
        isDefault="true" if default else None,
        expression=None if enclosure.expression == "full" else enclosure.expression,
        fileSize=whole(enclosure.size_bytes),
        duration=whole(enclosure.duration_s),
        bitrate=f"{enclosure.bit_rate_bps / 1000:g}" if enclosure.bit_rate_bps else None,
        width=whole(enclosure.width),
        height=whole(enclosure.height),
        framerate=decimal(enclosure.frame_rate) if enclosure.frame_rate else None,
        channels=whole(enclosure.channels),
        lang=enclosure.language,
    )
    if enclosure.title:
        put(content, f"{{{MEDIA}}}title", enclosure.title, type="plain")
    return content


def _medium(media_type: str) -> str | None:
    if media_type in _PLAYLISTS:
        return None
    kind = media_type.partition("/")[0]
    return kind if kind in {"audio", "video", "image"} else "document"
