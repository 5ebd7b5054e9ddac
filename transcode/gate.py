"""The gate: what an original is, by its content and never by its name, and a name that is safe to show."""

import re
import unicodedata
from collections.abc import Mapping
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, NamedTuple

from transcode.content.containers import container_identity
from transcode.content.frames import bare_audio_format, id3_end, is_transport_stream
from transcode.content.identity import IDENTITIES, Identity
from transcode.content.magic import refuse_known, taken_format
from transcode.content.plaintext import prose_format, readable
from transcode.content.wire import wire_format
from transcode.documents.package import opendocument_kind, package_names
from transcode.errors import RejectedError

__all__ = ["Identity", "clean_name", "identify"]

_HEAD_BYTES = 1 << 16
_PDF_MARK_WITHIN_BYTES = 1024
_NAME_LENGTH = 200
_NAMELESS = "không tên"
_SUFFIX = re.compile(r"\.[^\W_]{1,16}$")
_DRIVE = re.compile(r"^[A-Za-z]:")
#: Categories of what cannot be seen: controls, format characters (marks of direction, zero width), surrogates.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
#: Characters that cannot be seen although their category says letter or mark (Unicode: default ignorable).
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}


class _TakenPackage(NamedTuple):
    """A kind of package that is an article, and a part that it cannot be without."""

    format: str
    also: str


#: A part that only this kind of package has -> what people call it. The first that is there decides.
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "DOCX"),
    ("xl/workbook.xml", "XLSX"),
    ("ppt/presentation.xml", "PPTX"),
    ("META-INF/container.xml", "EPUB"),
    ("META-INF/MANIFEST.MF", "JAR, APK"),
    ("content.xml", "ODT"),
    ("imsmanifest.xml", "SCORM"),
)
_PACKAGES_TAKEN: Mapping[str, _TakenPackage] = {
    "DOCX": _TakenPackage("docx", "[Content_Types].xml"),
    "EPUB": _TakenPackage("epub", "META-INF/container.xml"),
    "ODT": _TakenPackage("odt", "content.xml"),
}


def identify(path: Path, *, name: str = "") -> Identity:
    """What the content at path is.

    Args:
        path: The content. Its own name says nothing and is looked at only when name is empty.
        name: What the sender called it. Tells Markdown from plain text, nothing else.

    Returns:
        The type, with the ffmpeg demuxer to force where ffmpeg will read it.

    Raises:
        RejectedError: "empty-file", "unknown-type", "text-named-as-media", "playlist", "archive-not-document",
            "executable", "svg-not-taken", "captions-alone", "no-text", "document-broken", "zip-bomb",
            or "media-", "picture-" or "document-format-not-taken" for known types that are not taken.
        OSError: The content cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if not head:
            raise RejectedError("empty-file")
        format_name = taken_format(head)
        if format_name:
            return IDENTITIES[format_name]
        if head.startswith(b"PK\x03\x04"):
            return _package(path)
        text = readable(head)
        if text is None:
            return _binary(head, stream)
        if text.lstrip().startswith("%PDF-"):
            return IDENTITIES["pdf"]
        whole = stream.seek(0, SEEK_END) == len(head)
    return IDENTITIES[wire_format(text) or prose_format(text, name=name or path.name, whole=whole)]


def _binary(head: bytes, stream: BinaryIO) -> Identity:
    """What is neither text nor told by a literal sign alone."""
    if b"%PDF-" in head[:_PDF_MARK_WITHIN_BYTES]:
        return IDENTITIES["pdf"]
    if id3_end(head):
        return IDENTITIES[_behind_id3(head, stream)]
    refuse_known(head)
    container = container_identity(head, stream)
    if container:
        return container
    format_name = "mpegts" if is_transport_stream(head) else bare_audio_format(head)
    if format_name is None:
        raise RejectedError("unknown-type")
    return IDENTITIES[format_name]


def _package(path: Path) -> Identity:
    names = package_names(path)
    format_name = next((name for part, name in _PACKAGES if part in names), "ZIP")
    taken = _PACKAGES_TAKEN.get(format_name)
    if taken is None or taken.also not in names:
        raise RejectedError("archive-not-document", format=format_name)
    if taken.format == "odt" and opendocument_kind(path) != "text":
        raise RejectedError("archive-not-document", format="ODS, ODP")
    return IDENTITIES[taken.format]


def _behind_id3(head: bytes, stream: BinaryIO) -> str:
    """The stream behind an ID3 tag; MP3 when nothing is known there, for that is whose tag it is."""
    place = id3_end(head)
    stream.seek(place)
    body = stream.read(_HEAD_BYTES)
    if body.startswith(b"fLaC"):
        return "flac"
    return bare_audio_format(body) or "mp3"


def clean_name(name: str) -> str:
    """The name of an upload, fit to be shown: one line, nothing unseen, no folder, NFC, at most 200 characters.

    It is for people's eyes. No path is ever made of it.

    Returns:
        The name with its suffix kept; "không tên" when nothing is left.
    """
    seen = "".join(char for char in name if char.isspace() or not _is_unseen(char))
    parts = [" ".join(part.split()) for part in unicodedata.normalize("NFC", seen).replace("\\", "/").split("/")]
    parts = [_DRIVE.sub("", part).strip() for part in parts]
    last = next((part for part in reversed(parts) if part.strip(". ")), "")
    suffix = _SUFFIX.search(last)
    if len(last) > _NAME_LENGTH:
        end = suffix[0] if suffix else ""
        last = last[: _NAME_LENGTH - len(end)].rstrip() + end
    return last or _NAMELESS


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN_CATEGORIES or char in _UNSEEN
