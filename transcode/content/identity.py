"""The types of content that are taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["audio", "video", "image", "document"]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What an original is, told by its content.

    Attributes:
        kind: What to do with it. For containers of sound and pictures it is a first look; ffprobe has the last word.
        format: Short stable name, a key of `IDENTITIES`. "mp3" stands for MPEG audio of layers I to III.
        media_type: IANA media type.
        demuxer: The ffmpeg demuxer to force, so that ffmpeg never chooses by itself. None for images and documents.
    """

    kind: Kind
    format: str
    media_type: str
    demuxer: str | None


def _row(kind: Kind, name: str, media_type: str, demuxer: str | None = None) -> tuple[str, Identity]:
    return name, Identity(kind=kind, format=name, media_type=media_type, demuxer=demuxer)


#: format -> identity. A new format is one line here and one in a table of signs.
IDENTITIES: Mapping[str, Identity] = dict(
    (
        _row("audio", "mp3", "audio/mpeg", "mp3"),
        _row("audio", "wav", "audio/wav", "wav"),
        _row("audio", "flac", "audio/flac", "flac"),
        _row("audio", "ogg", "audio/ogg", "ogg"),
        _row("audio", "m4a", "audio/mp4", "mov"),
        _row("audio", "aac", "audio/aac", "aac"),
        _row("audio", "ac3", "audio/ac3", "ac3"),
        _row("audio", "eac3", "audio/eac3", "eac3"),
        _row("audio", "amr", "audio/AMR", "amr"),
        _row("video", "mp4", "video/mp4", "mov"),
        _row("video", "mov", "video/quicktime", "mov"),
        _row("video", "3gp", "video/3gpp", "mov"),
        _row("video", "mkv", "video/matroska", "matroska"),
        _row("video", "webm", "video/webm", "matroska"),
        _row("video", "mpegts", "video/mp2t", "mpegts"),
        _row("video", "avi", "video/vnd.avi", "avi"),
        _row("video", "flv", "video/x-flv", "flv"),
        _row("video", "mxf", "application/mxf", "mxf"),
        _row("image", "jpeg", "image/jpeg"),
        _row("image", "png", "image/png"),
        _row("image", "webp", "image/webp"),
        _row("image", "gif", "image/gif"),
        _row("image", "heic", "image/heic"),
        _row("image", "avif", "image/avif"),
        _row("document", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        _row("document", "pdf", "application/pdf"),
        _row("document", "markdown", "text/markdown"),
        _row("document", "text", "text/plain"),
        _row("document", "html", "text/html"),
        _row("document", "wire", "application/xml"),
        _row("document", "wire-json", "application/json"),
        _row("document", "odt", "application/vnd.oasis.opendocument.text"),
        _row("document", "epub", "application/epub+zip"),
    )
)
