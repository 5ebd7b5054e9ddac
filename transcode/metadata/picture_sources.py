"""The three places where a picture keeps notes, as they were read: EXIF, IPTC-IIM, XMP.

Sources: CIPA DC-008 (Exif 2.32), IPTC-IIM 4.2, ISO 16684-1.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, ImageFile, IptcImagePlugin

from transcode.images import BROKEN
from transcode.metadata.xmp import read_xmp

_IPTC = {
    "title": (2, 5), "keywords": (2, 25), "day": (2, 55), "time": (2, 60), "byline": (2, 80), "city": (2, 90),
    "sublocation": (2, 92), "state": (2, 95), "country": (2, 101), "headline": (2, 105), "credit": (2, 110),
    "source": (2, 115), "rights": (2, 116), "caption": (2, 120),
}  # fmt: skip
_MOST_IPTC_VALUES, _MOST_IPTC_BYTES = 50, 8_000


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The three sources as they were read; each empty where it is missing or broken."""

    exif: Mapping[int, Any]
    details: Mapping[int, Any]
    position: Mapping[int, Any]
    iptc: Mapping[str, tuple[str, ...]]
    xmp: Mapping[str, tuple[str, ...]]


def read_sources(opened: ImageFile.ImageFile) -> Sources:
    """Read the notes of an opened picture; broken ones are none. Its pixels are not decoded."""
    exif: Mapping[int, Any] = {}
    details: Mapping[int, Any] = {}
    position: Mapping[int, Any] = {}
    iptc: dict[str, tuple[str, ...]] = {}
    with contextlib.suppress(*BROKEN, OSError):
        # A PNG without notes at its beginning would be decoded to find some at its end.
        if opened.format != "PNG" or "exif" in opened.info:
            held = opened.getexif()
            exif, details = dict(held), dict(held.get_ifd(ExifTags.IFD.Exif))
            position = dict(held.get_ifd(ExifTags.IFD.GPSInfo))
    with contextlib.suppress(*BROKEN, OSError):
        told = IptcImagePlugin.getiptcinfo(opened) or {}
        iptc = {name: _iptc_values(told.get(key)) for name, key in _IPTC.items() if told.get(key)}
    packet = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    return Sources(exif=exif, details=details, position=position, iptc=iptc, xmp=read_xmp(packet))


def _iptc_values(told: object) -> tuple[str, ...]:
    values = told if isinstance(told, list) else [told]
    return tuple(
        one[:_MOST_IPTC_BYTES].decode("utf-8", "surrogateescape")
        for one in values[:_MOST_IPTC_VALUES]
        if isinstance(one, bytes)
    )


def text_of(value: object) -> str:
    """Pillow reads EXIF text as latin-1: its bytes are kept for what they may mean."""
    if isinstance(value, bytes):
        return value.rstrip(b"\0").decode("utf-8", "surrogateescape")
    if not isinstance(value, str):
        return ""
    try:
        return value.rstrip("\0").encode("latin-1").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value
