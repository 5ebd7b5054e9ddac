"""The pictures of a news agency's item: from beside its document, or from their addresses; and what is left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from feeds.wire.item import WireItem, WireMedia
from hub.errors import AddressRefusedError, FetchError
from hub.extensions.parts import Parts
from hub.services.followed import illustrations
from transcode.content.plaintext import MEDIA_SUFFIXES
from transcode.documents.article import ArticlePicture, one_line
from transcode.errors import RejectedError
from transcode.gate import clean_name

#: Pixels beyond which a wider rendition of a picture is of no more use.
_WIDE_ENOUGH = 2560

_ALT_CHARACTERS = 200

#: What pictures that pages can show are called.
_PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})


@dataclass(kw_only=True)
class Found:
    """What could be had.

    Attributes:
        pictures: In the order of the document; one that only bears its name comes last.
        lost: Names of pictures that should lie beside the document, and do not or cannot be shown.
        unreached: How many pictures could not be had from their addresses.
        left_out: Names of sound and film, for which print has no place.
    """

    pictures: list[ArticlePicture] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unreached: int = 0
    left_out: list[str] = field(default_factory=list)


def find(parts: Parts, wire: WireItem, facts: Mapping[str, Any], folder: Path) -> Found:
    """The pictures of an item.

    Args:
        parts: Of the hub.
        wire: What the agency tells.
        facts: Of its original: `attachments`, reference -> storage key of a picture that lay beside it; `sidecars` with
            the `cover` that bore its name; `left_out`, names of what lay there and is no picture.
        folder: For scratch files.
    """
    search = _Search(parts=parts, facts=facts, folder=folder)
    groups: defaultdict[str, list[WireMedia]] = defaultdict(list)
    for file in wire.media:
        groups[file.group].append(file)
    for renditions in groups.values():
        search.take(renditions)
    search.end()
    return search.found


class _Search:
    """The files of one item, picture by picture."""

    def __init__(self, *, parts: Parts, facts: Mapping[str, Any], folder: Path) -> None:
        self._parts, self._folder = parts, folder
        self._keys: Mapping[str, str] = facts.get("attachments", {})
        self._cover = str(facts.get("sidecars", {}).get("cover", {}).get("key", ""))
        self.found = Found(left_out=list(facts.get("left_out", ())))

    def take(self, renditions: Sequence[WireMedia]) -> None:
        """One picture or recording in all its renditions; a recording may have a picture too."""
        recordings = [_name(file) for file in renditions if _kind(file) == "recording"]
        if recordings and not set(recordings) & set(self.found.left_out):
            self.found.left_out.append(recordings[0])
        pictures = [file for file in renditions if _kind(file) == "picture" or file.href in self._keys]
        if pictures:
            self._take_picture(pictures)

    def end(self) -> None:
        """What bears the name of the document is its picture, though it does not say so."""
        if self._cover:
            self.found.pictures.append(ArticlePicture(name="cover", data=self._parts.storage.read(self._cover)))

    def _take_picture(self, renditions: Sequence[WireMedia]) -> None:
        here = [file for file in renditions if file.href in self._keys]
        there = [file for file in renditions if file.href.startswith(("http://", "https://"))]
        if len(self.found.pictures) >= illustrations.MOST:
            self.found.lost.append(_name(renditions[0]))
        elif here:
            best = max(here, key=_usefulness)
            self._add(best, self._parts.storage.read(self._keys[best.href]))
        elif self._cover:
            self._add(renditions[0], self._parts.storage.read(self._cover))
            self._cover = ""
        elif there:
            self._fetch(max(there, key=_usefulness))
        else:
            self.found.lost.append(_name(renditions[0]))

    def _fetch(self, file: WireMedia) -> None:
        path = self._folder / "wire-picture"
        try:
            form = illustrations.fetch_picture(self._parts.egress, file.href, path)
        except (FetchError, AddressRefusedError, RejectedError):
            self.found.unreached += 1
            return
        if form is not None:
            self._add(file, path.read_bytes())

    def _add(self, file: WireMedia, data: bytes) -> None:
        credit = "" if file.credit in file.caption else file.credit
        caption = f"{file.caption} ({credit})" if file.caption and credit else file.caption or credit
        alt = one_line(file.alt or file.caption, most=_ALT_CHARACTERS)
        self.found.pictures.append(ArticlePicture(name=_name(file), data=data, alt=alt, caption=caption))


def _kind(file: WireMedia) -> str:
    """`picture`, `recording` or "", as the document tells it, or else as the file is called."""
    told = file.media_type.partition("/")[0] or file.role
    if told in {"audio", "video"}:
        return "recording"
    suffix = PurePosixPath(_name(file)).suffix.lower()
    if told == "image" or suffix in _PICTURE_SUFFIXES:
        return "picture"
    return "recording" if suffix in MEDIA_SUFFIXES and not file.media_type else ""


def _name(file: WireMedia) -> str:
    """What a file is called, without its folders."""
    try:
        path = file.beside[-1] if file.beside else urlsplit(file.href).path
    except ValueError:
        path = file.href
    return clean_name(path)


def _usefulness(file: WireMedia) -> tuple[bool, int, int]:
    """The widest of those that are not too wide, otherwise the least wide."""
    width = file.width or 0
    is_fit = width <= _WIDE_ENOUGH
    return is_fit, width if is_fit else -width, file.size_bytes or 0
