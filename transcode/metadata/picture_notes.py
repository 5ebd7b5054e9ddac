"""What a picture says of itself in EXIF, IPTC-IIM and XMP: words for its caption, and what is never published.

Sources: CIPA DC-008 (Exif 2.32), IPTC-IIM 4.2, IPTC Photo Metadata Standard 2023.1. XMP is the newest and goes first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from transcode.errors import RejectedError
from transcode.heic import readable
from transcode.images import BROKEN, DECODERS
from transcode.metadata.mending import mend
from transcode.metadata.picture_sources import Sources, read_sources, text_of
from transcode.metadata.position import Position, from_exif, from_xmp
from transcode.metadata.wording import line, paragraphs, several

#: The clock that a camera of the province shows where it tells no zone.
CAMERA_CLOCK = ZoneInfo("Asia/Ho_Chi_Minh")
#: What cameras write where nobody has written anything.
_EMPTY_WORDS = re.compile(
    r"\s*(olympus digital camera|sony dsc|dcim\w*|default|digital ?camera|minolta digital camera|samsung|dav|"
    r"(?:img|dsc|dscf|dscn|pict|p)[_ -]?\d+(?:\.jpe?g)?|exif_jpeg_\w+|<kenox.*)\s*",
    re.IGNORECASE,
)
_XP_TITLE, _XP_AUTHOR, _XP_KEYWORDS = 0x9C9B, 0x9C9D, 0x9C9E


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


def read_picture_notes(path: Path) -> PictureNotes:
    """Read the notes of a picture that the gate of pictures has let through; its pixels are not decoded.

    Broken notes are no notes: this never fails because of them.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        with readable(path) as plain, Image.open(plain, formats=DECODERS) as opened:
            return _notes(read_sources(opened))
    except (*BROKEN, RejectedError, OSError, Image.DecompressionBombError) as error:
        if getattr(error, "errno", None) is not None:
            raise
        return PictureNotes()


def _notes(raw: Sources) -> PictureNotes:
    base = ExifTags.Base
    words = _mended({
        "headline": _first(
            _xmp(raw, "photoshop:Headline", "dc:title"), _iptc(raw, "headline", "title"), _wide(raw, _XP_TITLE)
        ),
        "caption": _first(
            _xmp(raw, "dc:description"), _iptc(raw, "caption"), text_of(raw.exif.get(base.ImageDescription))
        ),
        "byline": _first(
            "; ".join(raw.xmp.get("dc:creator", ())), "; ".join(raw.iptc.get("byline", ())),
            text_of(raw.exif.get(base.Artist)), _wide(raw, _XP_AUTHOR),
        ),
        "credit": _first(_xmp(raw, "photoshop:Credit", "photoshop:Source"), _iptc(raw, "credit", "source")),
        "rights": _first(_xmp(raw, "dc:rights"), _iptc(raw, "rights"), text_of(raw.exif.get(base.Copyright))),
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


def _xmp(raw: Sources, *names: str) -> str:
    return _first(*(raw.xmp[name][0] for name in names if raw.xmp.get(name)))


def _iptc(raw: Sources, *names: str) -> str:
    return _first(*(raw.iptc[name][0] for name in names if raw.iptc.get(name)))


def _wide(raw: Sources, tag: int) -> str:
    """What Windows writes: UTF-16."""
    value = raw.exif.get(tag)
    data = bytes(value) if isinstance(value, (bytes, tuple)) else b""
    return data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0")


def _place(raw: Sources) -> str:
    names = (
        _first(_xmp(raw, "Iptc4xmpCore:Location"), _iptc(raw, "sublocation")),
        _first(_xmp(raw, "photoshop:City"), _iptc(raw, "city")),
        _first(_xmp(raw, "photoshop:State"), _iptc(raw, "state")),
        _first(_xmp(raw, "photoshop:Country"), _iptc(raw, "country")),
    )
    return ", ".join(dict.fromkeys(name.strip() for name in names if name))


def _taken_at(raw: Sources) -> datetime | None:
    base = ExifTags.Base
    zone = text_of(raw.details.get(base.OffsetTimeOriginal)) or text_of(raw.details.get(base.OffsetTime))
    day, time = _iptc(raw, "day"), _iptc(raw, "time")
    told = (
        (text_of(raw.details.get(base.DateTimeOriginal)), "%Y:%m:%d %H:%M:%S", zone),
        (f"{day} {time[:6]}", "%Y%m%d %H%M%S", time[6:]),
    )
    for text in (_xmp(raw, "photoshop:DateCreated"), _xmp(raw, "exif:DateTimeOriginal")):
        moment = _parsed(text)
        # A day alone says less than the camera's own clock.
        if moment and len(text) > len("2026-11-22"):
            return moment
    for text, pattern, offset in told:
        try:
            read = datetime.strptime(text.strip("\0 "), pattern).replace(tzinfo=CAMERA_CLOCK)
        except ValueError:
            continue
        return _parsed(f"{read:%Y-%m-%dT%H:%M:%S}{offset.strip()}") or read
    return _parsed(_xmp(raw, "photoshop:DateCreated"))


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CAMERA_CLOCK)


def _private(raw: Sources) -> dict[str, str]:
    base = ExifTags.Base
    device = " ".join(_each(text_of(raw.exif.get(tag)) for tag in (base.Make, base.Model)))
    found = {
        "coordinates": str(_position(raw) or ""),
        "owner": _first(
            text_of(raw.details.get(base.CameraOwnerName)), _xmp(raw, "aux:OwnerName", "exifEX:CameraOwnerName")
        ),
        "camera_serial": _first(
            text_of(raw.details.get(base.BodySerialNumber)), _xmp(raw, "exifEX:BodySerialNumber", "aux:SerialNumber")
        ),
        "lens_serial": _first(
            text_of(raw.details.get(base.LensSerialNumber)),
            _xmp(raw, "exifEX:LensSerialNumber", "aux:LensSerialNumber"),
        ),
        "device": device,
        "maker_notes": "yes" if raw.details.get(base.MakerNote) else "",
    }
    return {name: line(mend([text])[0], most=200) for name, text in found.items() if text.strip()}


def _each(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip("\0 ") for text in texts if text.strip("\0 ")))


def _position(raw: Sources) -> Position | None:
    gps = ExifTags.GPS
    tags = (gps.GPSLatitude, gps.GPSLatitudeRef, gps.GPSLongitude, gps.GPSLongitudeRef)
    return from_exif(*(raw.position.get(tag) for tag in tags)) or from_xmp(
        _xmp(raw, "exif:GPSLatitude"), _xmp(raw, "exif:GPSLongitude")
    )
