"""The cover of a show: what directories ask of the picture file itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.inspection.errors import Fault, fault

#: Pixels a side that Apple takes (podcasters.apple.com, "Artwork requirements"); Spotify takes the same.
LEAST_SIDE = 1400
MOST_SIDE = 3000
#: Above this, applications on phones give a cover up before it has come; both directories ask to compress it.
MOST_BYTES = 512 * 1024
FORMATS = frozenset({"JPEG", "PNG"})
COLOUR_MODE = "RGB"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What is known of a cover's file.

    Attributes:
        format: `JPEG`, `PNG` or another name that picture libraries give it.
        colour_mode: `RGB`; with transparency (`RGBA`), for print (`CMYK`), grey (`L`) or with a palette (`P`) it is
            none that every directory shows as it was meant.
    """

    width: int
    height: int
    format: str
    colour_mode: str
    size_bytes: int


def cover_faults(cover: Cover) -> Iterator[Fault]:
    """Find what would keep directories from taking a cover."""
    if cover.width != cover.height:
        yield fault("cover-not-square", width=cover.width, height=cover.height)
    if min(cover.width, cover.height) < LEAST_SIDE or max(cover.width, cover.height) > MOST_SIDE:
        yield fault("cover-size", width=cover.width, height=cover.height, least=LEAST_SIDE, most=MOST_SIDE)
    if cover.format.upper() not in FORMATS:
        yield fault("cover-format", format=cover.format)
    if cover.colour_mode.upper() != COLOUR_MODE:
        yield fault("cover-colours", mode=cover.colour_mode)
    if cover.size_bytes > MOST_BYTES:
        yield fault("cover-heavy", size_bytes=cover.size_bytes, most_bytes=MOST_BYTES)
