"""Where a recording or picture was made, in degrees: for editors only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import SupportsFloat

_ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?/?\s*")
_XMP = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


@dataclass(frozen=True, kw_only=True)
class Position:
    """Degrees of WGS 84, north and east positive."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


def from_iso_6709(text: str) -> Position | None:
    """Decimal degrees as cameras write them into MP4 and QuickTime: "+22.3964+103.4582/"."""
    found = _ISO_6709.fullmatch(text.strip())
    return _checked(float(found[1]), float(found[2])) if found else None


def from_xmp(latitude: str, longitude: str) -> Position | None:
    """Degrees and minutes as XMP has them: "22,23.784N", "103,27.492E" (XMP part 2, 1.2.7.4)."""
    parts = [_XMP.fullmatch(text.strip()) for text in (latitude, longitude)]
    if None in parts:
        return None
    values = [_degrees((one[1], one[2], one[3] or 0), one[4]) for one in parts if one]
    return _checked(*values) if len(values) == len(("latitude", "longitude")) else None


def from_exif(latitude: object, north: object, longitude: object, east: object) -> Position | None:
    """Degrees, minutes and seconds with the letter of their half (CIPA DC-008, 4.6.7)."""
    if not (isinstance(latitude, Sequence) and isinstance(longitude, Sequence)):
        return None
    try:
        return _checked(_degrees(latitude, str(north)), _degrees(longitude, str(east)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _degrees(parts: Sequence[SupportsFloat | str], half: str) -> float:
    value = sum((float(part) / float(60**place) for place, part in enumerate(parts[:3])), 0.0)
    return -value if half.strip().upper()[:1] in {"S", "W"} else value


def _checked(latitude: float, longitude: float) -> Position | None:
    if abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= _MOST_LONGITUDE and (latitude or longitude):
        return Position(latitude=latitude, longitude=longitude)
    return None
