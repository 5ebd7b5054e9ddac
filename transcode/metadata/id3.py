"""Text frames of ID3v2 as their bytes say, for tags that a demuxer drops: UTF-16 without a byte order mark.

Source: ID3v2.2.0, .3.0 and .4.0 informal standards. Lengths are believed only as far as the bytes go.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from transcode.metadata.mending import mend

#: Bytes of a tag and of one text frame, and frames of a tag, that are looked at. Covers are larger, and passed over.
MOST_TAG_BYTES = 16 << 20
MOST_TEXT_BYTES = 16_384
MOST_FRAMES = 500

_HEADER_BYTES = 10
_UNSYNCHRONISED, _EXTENDED, _COMPRESSED_V22 = 0x80, 0x40, 0x40
_V22, _V24 = 2, 4
_FRAMES: Mapping[bytes, str] = {
    b"TIT2": "title", b"TT2": "title",
    b"TPE1": "artist", b"TP1": "artist",
    b"TALB": "album", b"TAL": "album",
    b"TDRC": "date", b"TYER": "date", b"TYE": "date",
    b"TLAN": "language", b"TLA": "language",
    b"TCOP": "copyright", b"TCR": "copyright",
    b"TENC": "encoded_by", b"TEN": "encoded_by",
    b"TCOM": "composer", b"TCM": "composer",
    b"TPE3": "performer", b"TP3": "performer",
    b"COMM": "comment", b"COM": "comment",
}  # fmt: skip
_COMMENTS = frozenset({b"COMM", b"COM"})
_LATIN, _UTF16, _UTF16_BE, _UTF8 = range(4)
#: Of UTF-16 in our languages most high bytes are one of these: ASCII, Latin, Vietnamese.
_USUAL_HIGH_BYTES = frozenset({0x00, 0x01, 0x03, 0x1E, 0x20})


@dataclass(frozen=True, kw_only=True)
class _Frame:
    name: bytes
    data: bytes


def read_id3(path: Path) -> dict[str, str]:
    """Name as ffprobe has it -> mended text, of the ID3v2 tag that a file begins with; {} without one."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or not header.startswith(b"ID3") or not _V22 <= header[3] <= _V24:
            return {}
        body = file.read(min(_syncsafe(header[6:10]), MOST_TAG_BYTES))
    version, flags = header[3], header[5]
    if version == _V22 and flags & _COMPRESSED_V22:
        return {}
    if flags & _UNSYNCHRONISED and version < _V24:
        body = body.replace(b"\xff\x00", b"\xff")
    if flags & _EXTENDED and version > _V22:
        body = body[_extended_bytes(body, version) :]
    found: dict[str, str] = {}
    for frame in _frames(body, version):
        text = _text(frame)
        if text:
            found.setdefault(_FRAMES[frame.name], text)
    return dict(zip(found, mend(list(found.values())), strict=True))


def _frames(body: bytes, version: int) -> Iterator[_Frame]:
    """The frames that are read, in their order; it ends where a name or a length makes no sense."""
    name_bytes, header_bytes = (3, 6) if version == _V22 else (4, 10)
    place = 0
    for _ in range(MOST_FRAMES):
        name = body[place : place + name_bytes]
        told = body[place + name_bytes : place + 2 * name_bytes]
        if len(told) < name_bytes or not (name.isalnum() and name.isupper()):
            return
        size = _syncsafe(told) if version == _V24 else int.from_bytes(told)
        start = place + header_bytes
        if size <= 0 or start + size > len(body):
            return
        place = start + size
        flags = body[start - 1] if version > _V22 else 0
        # Compressed and encrypted frames, and those with more in front of them, hold no text to be read here.
        if name in _FRAMES and not flags:
            yield _Frame(name=name, data=body[start : min(place, start + MOST_TEXT_BYTES)])


def _text(frame: _Frame) -> str:
    if not frame.data:
        return ""
    encoding, data = frame.data[0], frame.data[1:]
    if frame.name in _COMMENTS:
        # Its language, then what kind of comment it is.
        text = _decoded(encoding, data[3:])
        return text.partition("\0")[2].rstrip("\0")
    return ";".join(part for part in _decoded(encoding, data).rstrip("\0").split("\0") if part)


def _decoded(encoding: int, data: bytes) -> str:
    if encoding == _UTF16_BE:
        return data[: len(data) & ~1].decode("utf-16-be", "replace")
    if encoding == _UTF16:
        data = data[: len(data) & ~1]
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _order(data), "replace")
    if encoding == _UTF8:
        return data.decode("utf-8", "surrogateescape")
    return data.decode("latin-1") if encoding == _LATIN else ""


def _order(data: bytes) -> str:
    """Which way round UTF-16 without a mark is."""
    little, big = (sum(byte in _USUAL_HIGH_BYTES for byte in data[first::2]) for first in (1, 0))
    return "utf-16-le" if little >= big else "utf-16-be"


def _extended_bytes(body: bytes, version: int) -> int:
    """Length of the extended header; version 2.4 counts its length field in."""
    return _syncsafe(body[:4]) if version == _V24 else int.from_bytes(body[:4]) + 4


def _syncsafe(data: bytes) -> int:
    size = 0
    for byte in data:
        size = size << 7 | byte & 0x7F
    return size
