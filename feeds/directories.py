"""What podcast directories ask of a show before they list it, looked at in the finished feed.

Sources: Apple, "Podcast RSS feed requirements" and "Artwork requirements" (podcasters.apple.com); Spotify, what its
public help tells of shows that are hosted elsewhere (support.spotify.com): the same feed, with an e-mail address that
it can send a code to, and a cover of the same kind.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from lxml.etree import _Element

from feeds.apple import CATEGORIES, takes_picture
from feeds.check import inspect
from feeds.cover import Cover, cover_faults
from feeds.extensions.itunes import ITUNES
from feeds.inspection.document import BrokenDocumentError, parse, text_of
from feeds.inspection.errors import Fault, fault

#: Suffixes of the files that Apple plays -> their types.
PLAYED: Mapping[str, tuple[str, ...]] = {
    ".mp3": ("audio/mpeg",),
    ".m4a": ("audio/x-m4a", "audio/mp4", "audio/m4a"),
    ".mp4": ("video/mp4",),
    ".m4v": ("video/x-m4v", "video/mp4"),
    ".mov": ("video/quicktime",),
}
_NAMESPACES = {"itunes": ITUNES}


def directory_faults(document: bytes, cover: Cover | None) -> tuple[Fault, ...]:
    """Find what would keep Apple Podcasts or Spotify from listing a show.

    Args:
        document: A podcast feed.
        cover: What the file of its cover is like; None when it could not be looked at.

    Returns:
        The faults of the feed itself first, then those of the show, of its cover and of its episodes.
    """
    try:
        channel = parse(document).find("channel")
    except BrokenDocumentError as error:
        return (error.fault,)
    if channel is None:
        return inspect(document, "podcast")
    faults = [*inspect(document, "podcast"), *_show_faults(channel)]
    faults += cover_faults(cover) if cover else [fault("cover-not-seen")]
    items = channel.findall("item")
    if not items:
        faults.append(fault("directory-no-episode"))
    for number, item in enumerate(items, start=1):
        faults += _episode_faults(f"entry {number}", item)
    return tuple(faults)


def _show_faults(channel: _Element) -> Iterator[Fault]:
    for category in channel.findall("itunes:category", _NAMESPACES):
        main = category.get("text", "")
        if main not in CATEGORIES:
            yield fault("directory-category", category=main)
        for sub in category.findall("itunes:category", _NAMESPACES):
            if sub.get("text", "") not in CATEGORIES.get(main, ()):
                yield fault("directory-category", category=f"{main} / {sub.get('text', '')}")
    image = channel.find("itunes:image", _NAMESPACES)
    if image is not None and not takes_picture(image.get("href", "")):
        yield fault("directory-cover-address", url=image.get("href", ""))
    for name in ("itunes:block", "itunes:new-feed-url"):
        if text_of(channel, name, _NAMESPACES):
            yield fault("directory-not-wanted", name=name)


def _episode_faults(place: str, item: _Element) -> Iterator[Fault]:
    enclosure = item.find("enclosure")
    if enclosure is not None:
        url, media_type = enclosure.get("url", ""), enclosure.get("type", "")
        suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
        if media_type not in PLAYED.get(suffix, ()):
            yield fault("directory-file-kind", place=place, url=url, media_type=media_type)
    if text_of(item, "itunes:explicit", _NAMESPACES) not in {"", "true", "false"}:
        yield fault("feed-explicit", place=place)
