"""What a picture says of itself in EXIF, IPTC-IIM and XMP: words for its caption, and what is never published.

Sources: CIPA DC-008 (Exif 2.32), IPTC-IIM 4.2, IPTC Photo Metadata Standard 2023.1. XMP is the newest and goes first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, IptcImagePlugin

from transcode.images import BROKEN, DECODERS
from transcode.metadata.mending import mend
from transcode.metadata.position import Position, from_exif, from_xmp
from transcode.metadata.wording import line, paragraphs, several
from transcode.metadata.xmp import read_xmp

#: The clock that a camera of the province shows where it tells no zone.
CAMERA_CLOCK = ZoneInfo("Asia/Ho_Chi_Minh")
#: What cameras write where nobody has written anything.
_EMPTY_WORDS = re.compile(
    r"\s*(olympus digital camera|sony dsc|dcim\w*|default|digital ?camera|minolta digital camera|samsung|dav|"
    r"(?:img|dsc|dscf|dscn|pict|p)[_ -]?\d+(?:\.jpe?g)?|exif_jpeg_\w+|<kenox.*)\s*",
    re.IGNORECASE,
)
_XP_TITLE, _XP_AUTHOR, _XP_KEYWORDS = 0x9C9B, 0x9C9D, 0x9C9E
_IPTC = {
    "title": (2, 5), "keywords": (2, 25), "day": (2, 55), "time": (2, 60), "byline": (2, 80), "city": (2, 90),
    "sublocation": (2, 92), "state": (2, 95), "country": (2, 101), "headline": (2, 105), "credit": (2, 110),
    "source": (2, 115), "rights": (2, 116), "caption": (2, 120),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PictureNotes:
    """What a picture says of itself; "" and empty for what it does not.

    Attributes:
        headline: Title or headline, on one line.
        caption: What is to be seen, by lines.
        byline: Who took it.
        credit: Who it came from.
        rights: Whose it is.
        keywords: In the file's order.
        taken_at: When it was taken, aware; by the clock of Việt Nam where the camera told no zone.
        place: By name, the smallest first.
        people: Who is in it.
        private: What is never published: `coordinates`, `owner`, `camera_serial`, `lens_serial`, `device`,
            `maker_notes`.
    """

    headline: str = ""
    caption: str = ""
    byline: str = ""
    credit: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    taken_at: datetime | None = None
    place: str = ""
    people: tuple[str, ...] = ()
    private: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Raw:
    """The three sources as they were read; each empty where it is missing or broken."""

    exif: Mapping[int, Any]
    details: Mapping[int, Any]
    position: Mapping[int, Any]
    iptc: Mapping[str, tuple[str, ...]]
    xmp: Mapping[str, tuple[str, ...]]


def read_picture_notes(path: Path) -> PictureNotes:
    """Read the notes of a JPEG, PNG, WebP or GIF that the gate of pictures has let through; its pixels are not decoded.

    Broken notes are no notes: this never fails because of them.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        try:
            with Image.open(stream, formats=DECODERS) as opened:
                return _notes(_read(opened))
        except (*BROKEN, OSError, Image.DecompressionBombError) as error:
            if getattr(error, "errno", None) is not None:
                raise
            return PictureNotes()


def _read(opened: Image.Image) -> _Raw:
    exif: Mapping[int, Any] = {}
    details: Mapping[int, Any] = {}
    position: Mapping[int, Any] = {}
    iptc: dict[str, tuple[str, ...]] = {}
    try:
        # A PNG without notes at its beginning would be decoded to find some at its end.
        if opened.format != "PNG" or "exif" in opened.info:
            held = opened.getexif()
            exif, details = dict(held), dict(held.get_ifd(ExifTags.IFD.Exif))
            position = dict(held.get_ifd(ExifTags.IFD.GPSInfo))
    except (*BROKEN, OSError):
        pass
    try:
        told = IptcImagePlugin.getiptcinfo(opened) or {}
        iptc = {name: _iptc_values(told.get(key)) for name, key in _IPTC.items() if told.get(key)}
    except (*BROKEN, OSError):
        pass
    packet = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    return _Raw(exif=exif, details=details, position=position, iptc=iptc, xmp=read_xmp(packet))


def _iptc_values(told: object) -> tuple[str, ...]:
    values = told if isinstance(told, list) else [told]
    return tuple(one[:8000].decode("utf-8", "surrogateescape") for one in values[:50] if isinstance(one, bytes))


def _notes(raw: _Raw) -> PictureNotes:
    base = ExifTags.Base
    words = _mended({
        "headline": _first(_xmp(raw, "photoshop:Headline", "dc:title"), _iptc(raw, "headline", "title"), _wide(raw, _XP_TITLE)),
        "caption": _first(_xmp(raw, "dc:description"), _iptc(raw, "caption"), _text(raw.exif.get(base.ImageDescription))),
        "byline": _first(
            "; ".join(raw.xmp.get("dc:creator", ())), "; ".join(raw.iptc.get("byline", ())),
            _text(raw.exif.get(base.Artist)), _wide(raw, _XP_AUTHOR),
        ),
        "credit": _first(_xmp(raw, "photoshop:Credit", "photoshop:Source"), _iptc(raw, "credit", "source")),
        "rights": _first(_xmp(raw, "dc:rights"), _iptc(raw, "rights"), _text(raw.exif.get(base.Copyright))),
        "keywords": _first(
            "\n".join(raw.xmp.get("dc:subject", ())), "\n".join(raw.iptc.get("keywords", ())), _wide(raw, _XP_KEYWORDS)
        ),
        "place": _place(raw),
        "people": "\n".join(raw.xmp.get("Iptc4xmpExt:PersonInImage", ())),
    })  # fmt: skip
    return PictureNotes(
        headline=line(words["headline"]),
        caption=paragraphs(words["caption"]),
        byline=line(words["byline"]),
        credit=line(words["credit"]),
        rights=line(words["rights"]),
        keywords=several(words["keywords"]),
        taken_at=_taken_at(raw),
        place=line(words["place"]),
        people=several(words["people"]),
        private=_private(raw),
    )


def _mended(words: Mapping[str, str]) -> dict[str, str]:
    return dict(zip(words, mend(list(words.values())), strict=True))


def _first(*texts: str) -> str:
    """The first that says something, and that no camera made up."""
    return next((text for text in texts if text.strip() and not _EMPTY_WORDS.fullmatch(text)), "")


def _xmp(raw: _Raw, *names: str) -> str:
    return _first(*(raw.xmp[name][0] for name in names if raw.xmp.get(name)))


def _iptc(raw: _Raw, *names: str) -> str:
    return _first(*(raw.iptc[name][0] for name in names if raw.iptc.get(name)))


def _text(value: object) -> str:
    """Pillow reads EXIF text as latin-1: its bytes are kept for what they may mean."""
    if isinstance(value, bytes):
        return value.rstrip(b"\0").decode("utf-8", "surrogateescape")
    if not isinstance(value, str):
        return ""
    try:
        return value.rstrip("\0").encode("latin-1").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value


def _wide(raw: _Raw, tag: int) -> str:
    """What Windows writes: UTF-16."""
    value = raw.exif.get(tag)
    data = bytes(value) if isinstance(value, (bytes, tuple)) else b""
    return data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0")


def _place(raw: _Raw) -> str:
    names = (
        _first(_xmp(raw, "Iptc4xmpCore:Location"), _iptc(raw, "sublocation")),
        _first(_xmp(raw, "photoshop:City"), _iptc(raw, "city")),
        _first(_xmp(raw, "photoshop:State"), _iptc(raw, "state")),
        _first(_xmp(raw, "photoshop:Country"), _iptc(raw, "country")),
    )
    return ", ".join(dict.fromkeys(name.strip() for name in names if name))


def _taken_at(raw: _Raw) -> datetime | None:
    base = ExifTags.Base
    zone = _text(raw.details.get(base.OffsetTimeOriginal)) or _text(raw.details.get(base.OffsetTime))
    day, time = _iptc(raw, "day"), _iptc(raw, "time")
    told = (
        (_text(raw.details.get(base.DateTimeOriginal)), "%Y:%m:%d %H:%M:%S", zone),
        (f"{day} {time[:6]}", "%Y%m%d %H%M%S", time[6:]),
    )
    for text in (_xmp(raw, "photoshop:DateCreated"), _xmp(raw, "exif:DateTimeOriginal")):
        moment = _parsed(text)
        # A day alone says less than the camera's own clock.
        if moment and len(text) > len("2026-11-22"):
            return moment
    for text, pattern, offset in told:
        try:
            plain = datetime.strptime(text.strip("\0 "), pattern).strftime("%Y-%m-%dT%H:%M:%S")
        except ValueError:
            continue
        return _parsed(plain + offset.strip("\0 ")) or _parsed(plain)
    return _parsed(_xmp(raw, "photoshop:DateCreated"))


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CAMERA_CLOCK)


def _private(raw: _Raw) -> dict[str, str]:
    base = ExifTags.Base
    device = " ".join(_each(_text(raw.exif.get(tag)) for tag in (base.Make, base.Model)))
    found = {
        "coordinates": str(_position(raw) or ""),
        "owner": _first(_text(raw.details.get(base.CameraOwnerName)), _xmp(raw, "aux:OwnerName", "exifEX:CameraOwnerName")),
        "camera_serial": _first(
            _text(raw.details.get(base.BodySerialNumber)), _xmp(raw, "exifEX:BodySerialNumber", "aux:SerialNumber")
        ),
        "lens_serial": _first(
            _text(raw.details.get(base.LensSerialNumber)), _xmp(raw, "exifEX:LensSerialNumber", "aux:LensSerialNumber")
        ),
        "device": device,
        "maker_notes": "yes" if raw.details.get(base.MakerNote) else "",
    }
    return {name: line(mend([text])[0], most=200) for name, text in found.items() if text.strip()}


def _each(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip("\0 ") for text in texts if text.strip("\0 ")))


def _position(raw: _Raw) -> Position | None:
    gps = ExifTags.GPS
    held = raw.position
    return from_exif(
        held.get(gps.GPSLatitude), held.get(gps.GPSLatitudeRef), held.get(gps.GPSLongitude), held.get(gps.GPSLongitudeRef)
    ) or from_xmp(_xmp(raw, "exif:GPSLatitude"), _xmp(raw, "exif:GPSLongitude"))
