"""Files of an RSS or Atom entry: enclosures, Media RSS, iTunes pictures, podcast transcripts."""

from collections.abc import Iterator, Mapping
from typing import Any

from feeds.markup import plain_text
from feeds.reading.link import web_address
from feeds.reading.media import ReadMedia, Role, media_type_of, seconds, whole_number

#: What Media RSS calls a medium -> the type of a file whose own type is not told.
_MEDIA = {"image": "image/*", "audio": "audio/*", "video": "video/*"}


def media_of(entry: Mapping[str, Any], base_url: str) -> tuple[ReadMedia, ...]:
    """List the files that feedparser found in an entry, each address once for each role; the fuller record stays."""
    found: dict[tuple[str, str], ReadMedia] = {}
    for file in (*_enclosures(entry, base_url), *_media_rss(entry, base_url), *_pictures(entry, base_url)):
        kept = found.setdefault((file.url, file.role), file)
        if _fullness(file) > _fullness(kept):
            found[file.url, file.role] = file
    return tuple(found.values())


def _enclosures(entry: Mapping[str, Any], base_url: str) -> Iterator[ReadMedia]:
    links = [link for link in _list(entry, "links") if link.get("rel") == "enclosure"]
    # The duration that iTunes tells is the episode's, so it is that of a file which stands alone.
    duration_s = seconds(entry.get("itunes_duration")) if len(links) == 1 else None
    for link in links:
        if url := web_address(base_url, link.get("href")):
            media_type = media_type_of(url, str(link.get("type") or ""))
            picture = media_type.startswith("image/")
            yield ReadMedia(
                url=url,
                media_type=media_type,
                size_bytes=whole_number(link.get("length")),
                duration_s=None if picture else duration_s,
                title=plain_text(str(link.get("title") or "")),
                role="picture" if picture else "enclosure",
            )


def _media_rss(entry: Mapping[str, Any], base_url: str) -> Iterator[ReadMedia]:
    # feedparser does not tell which file of a group a credit is of: they show the same in several sizes.
    people = (plain_text(str(one.get("content") or "")) for one in _list(entry, "media_credit"))
    credit = ", ".join(dict.fromkeys(filter(None, people)))
    for file in _list(entry, "media_content"):
        if url := web_address(base_url, file.get("url")):
            media_type = media_type_of(url, str(file.get("type") or ""))
            medium = _MEDIA.get(str(file.get("medium") or "").lower(), "")
            picture = (media_type or medium).startswith("image/")
            yield ReadMedia(
                url=url,
                media_type=media_type,
                size_bytes=whole_number(file.get("filesize")),
                duration_s=None if picture else seconds(file.get("duration")),
                role="picture" if picture else "enclosure",
                width=whole_number(file.get("width")),
                credit=credit,
            )


def _pictures(entry: Mapping[str, Any], base_url: str) -> Iterator[ReadMedia]:
    image = entry.get("image")
    transcript = entry.get("podcast_transcript")
    told: list[tuple[Any, str, Role]] = [(file.get("url"), "", "thumbnail") for file in _list(entry, "media_thumbnail")]
    if isinstance(image, dict):
        told.append((image.get("href"), "", "picture"))
    if isinstance(transcript, dict):
        told.append((transcript.get("url"), str(transcript.get("type") or ""), "transcript"))
    for address, media_type, role in told:
        if url := web_address(base_url, address):
            yield ReadMedia(url=url, media_type=media_type_of(url, media_type), role=role)


def _fullness(file: ReadMedia) -> int:
    told = (file.media_type, file.size_bytes, file.duration_s, file.title, file.width, file.credit)
    return sum(map(bool, told))


def _list(entry: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    values = entry.get(field)
    return [dict(value) for value in values if isinstance(value, dict)] if isinstance(values, list) else []
