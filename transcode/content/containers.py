"""Containers that hold sound, moving pictures or both: which one it is, and a cheap look at what it holds.

Sources: ISO/IEC 14496-12 (ISO base media file), Apple "QuickTime File Format", RFC 8794 (EBML), RFC 9559 (Matroska),
RFC 3533 (Ogg) with the mappings of RFC 7845 (Opus), Vorbis I, Speex, FLAC and Theora.
"""

import re
from dataclasses import replace
from os import SEEK_END
from typing import BinaryIO

from transcode.content.identity import IDENTITIES, Identity
from transcode.errors import RejectedError

#: Major brand (or its first letters) -> format.
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"M4A", "m4a"),
    (b"M4B", "m4a"),
    (b"M4P", "m4a"),
    (b"F4A", "m4a"),
    (b"qt", "mov"),
    (b"3gp", "3gp"),
    (b"3g2", "3gp"),
)
#: Brands of still pictures in the same box structure (ISO/IEC 23008-12, AV1 Image File Format) -> format.
_STILL_BRANDS = {
    b"heic": "heic",
    b"heix": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"hevc": "heic",
    b"avif": "avif",
    b"avis": "avif",
}
#: Brands of any coding: the compatible ones tell which.
_ANY_STILL_BRANDS = frozenset({b"mif1", b"msf1"})
_REFUSED_STILL_BRANDS = {b"crx ": "Canon CR3"}
_BRAND_BYTES, _COMPATIBLE_AT, _MOST_BRANDS_BYTES = 4, 16, 256
#: Boxes that old QuickTime files begin with, having no ftyp.
_BARE_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_BOX_HEADER_BYTES = 8
_BOXES_SEEN = 64
_MOOV_BYTES_SEEN = 4 << 20
_HANDLER = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)
_EBML = b"\x1a\x45\xdf\xa3"
_CODEC_ID = re.compile(rb"\x86[\x82-\xa0]([VA])_[A-Z]")
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_OGG_PICTURES = (b"\x80theora", b"BBCD\x00", b"\x01video\x00", b"OVP80")


def container_identity(head: bytes, stream: BinaryIO) -> Identity | None:
    """The container that head shows, None when it is none of these.

    Args:
        head: The first bytes of the content.
        stream: The whole content; looked into for the index of MP4 files.

    Raises:
        RejectedError: "picture-format-not-taken" for raw pictures of cameras in a media container;
            "unknown-type" for EBML content that is neither Matroska nor WebM.
    """
    if head[4:8] == b"ftyp" or (head[4:8] in _BARE_BOXES and len(head) > _BOX_HEADER_BYTES):
        return _boxes(head, stream)
    if head.startswith(_EBML):
        return _matroska(head)
    if head.startswith(b"OggS"):
        identity = IDENTITIES["ogg"]
        silent = any(mark in head for mark in _OGG_PICTURES) or not any(mark in head for mark in _OGG_SOUND)
        return replace(identity, kind="video", media_type="video/ogg") if silent else identity
    return None


def _boxes(head: bytes, stream: BinaryIO) -> Identity:
    if head[4:8] != b"ftyp":
        return IDENTITIES["mov"]
    brand = head[8:12]
    if brand in _REFUSED_STILL_BRANDS:
        raise RejectedError("picture-format-not-taken", format=_REFUSED_STILL_BRANDS[brand])
    if still := still_format(head):
        return IDENTITIES[still]
    identity = IDENTITIES[next((name for start, name in _BRANDS if brand.startswith(start)), "mp4")]
    if identity.kind == "video" and _handlers(stream) == {b"soun"}:
        return replace(identity, kind="audio", media_type=identity.media_type.replace("video/", "audio/"))
    return identity


def still_format(head: bytes) -> str | None:
    """Tell "heic" or "avif" where the first bytes are those of a still picture in boxes, else None."""
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), _MOST_BRANDS_BYTES)
    brands = [head[8:12]]
    if brands[0] in _ANY_STILL_BRANDS:
        brands += [head[at : at + _BRAND_BYTES] for at in range(_COMPATIBLE_AT, end, _BRAND_BYTES)]
    return next((_STILL_BRANDS[brand] for brand in brands if brand in _STILL_BRANDS), None)


def _handlers(stream: BinaryIO) -> set[bytes]:
    """Kinds of the tracks that the index names; empty when there is no index within reach."""
    place, end = 0, stream.seek(0, SEEK_END)
    for _ in range(_BOXES_SEEN):
        if place >= end:
            break
        stream.seek(place)
        header = stream.read(16)
        size = int.from_bytes(header[:4], "big")
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        if header[4:8] == b"moov":
            return set(_HANDLER.findall(header + stream.read(_MOOV_BYTES_SEEN)))
        if size < _BOX_HEADER_BYTES:
            break
        place += size
    return set()


def _matroska(head: bytes) -> Identity:
    start = head[:4096]
    name = "webm" if b"\x42\x82\x84webm" in start else "mkv" if b"\x42\x82\x88matroska" in start else None
    if name is None:
        raise RejectedError("unknown-type")
    identity = IDENTITIES[name]
    if set(_CODEC_ID.findall(head)) == {b"A"}:
        return replace(identity, kind="audio", media_type=identity.media_type.replace("video/", "audio/"))
    return identity
