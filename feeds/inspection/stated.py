"""What a finished feed states of itself and of files elsewhere, so that it can be compared with them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element

from feeds.extensions.itunes import ITUNES
from feeds.extensions.links import ATOM
from feeds.extensions.media_rss import MEDIA
from feeds.extensions.podcast_namespace import PODCAST
from feeds.inspection.document import BrokenDocumentError, parse

_OF_HISTORY = frozenset({"next", "prev-archive", "next-archive", "current"})
#: Element and attribute that name a file beside the media.
_COMPANIONS = (
    (f"{{{PODCAST}}}transcript", "url"),
    (f"{{{PODCAST}}}chapters", "url"),
    (f"{{{MEDIA}}}subTitle", "href"),
    (f"{{{MEDIA}}}thumbnail", "url"),
    (f"{{{ITUNES}}}image", "href"),
)


@dataclass(frozen=True, kw_only=True)
class StatedFile:
    """A media file, its type and its length; the length is empty for a stream."""

    url: str
    media_type: str
    length: str


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a feed states.

    Attributes:
        self_url: Empty when it states none.
        files: Media, each address once.
        documents: Older and newer documents of the feed.
        companions: Transcripts, chapters and pictures, each address once.
    """

    self_url: str = ""
    files: tuple[StatedFile, ...] = ()
    documents: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()


def stated(document: bytes, kind: str) -> Stated:
    """Read what a feed of any kind states; nothing when it cannot be read."""
    try:
        return _of_json(json.loads(document)) if kind == "json" else _of_xml(parse(document))
    except (BrokenDocumentError, ValueError, RecursionError):
        return Stated()


def _of_xml(root: _Element) -> Stated:
    top = root if root.tag == f"{{{ATOM}}}feed" else root.find("channel")
    links = [] if top is None else top.findall(f"{{{ATOM}}}link")
    companions = [element.get(name, "") for tag, name in _COMPANIONS for element in root.iter(tag)]
    return Stated(
        self_url=next((link.get("href", "") for link in links if link.get("rel") == "self"), ""),
        files=_once(_files(root)),
        documents=tuple(link.get("href", "") for link in links if link.get("rel") in _OF_HISTORY),
        companions=tuple(dict.fromkeys(filter(None, companions))),
    )


def _files(root: _Element) -> Iterator[StatedFile]:
    for element in root.iter("enclosure"):
        yield _file(element, "url", "length")
    for link in root.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}link[@rel='enclosure']"):
        yield _file(link, "href", "length")
    for content in root.iter(f"{{{MEDIA}}}content"):
        yield _file(content, "url", "fileSize")
    for alternate in root.iter(f"{{{PODCAST}}}alternateEnclosure"):
        for source in alternate.iterfind(f"{{{PODCAST}}}source"):
            media_type, length = alternate.get("type", ""), alternate.get("length", "")
            yield StatedFile(url=source.get("uri", ""), media_type=media_type, length=length)


def _file(element: _Element, address: str, length: str) -> StatedFile:
    return StatedFile(url=element.get(address, ""), media_type=element.get("type", ""), length=element.get(length, ""))


def _of_json(feed: Any) -> Stated:
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    files = [
        StatedFile(url=_text(one, "url"), media_type=_text(one, "mime_type"), length=str(one.get("size_in_bytes", "")))
        for item in items
        for one in _list(item, "attachments")
        if isinstance(one, dict)
    ]
    return Stated(
        self_url=_text(feed, "feed_url"),
        files=_once(iter(files)),
        documents=tuple(filter(None, [_text(feed, "next_url")])),
        companions=tuple(dict.fromkeys(filter(None, (_text(item, "image") for item in items)))),
    )


def _once(files: Iterator[StatedFile]) -> tuple[StatedFile, ...]:
    return tuple({(file.url, file.length): file for file in files}.values())


def _list(record: Any, name: str) -> list[Any]:
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, list) else []


def _text(record: Any, name: str) -> str:
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, str) else ""
