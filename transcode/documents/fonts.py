"""Fonts that showed Vietnamese before Unicode: the font of a word tells how its letters are meant."""

import itertools
import re
from collections.abc import Callable, Sequence

from transcode.documents.encodings import VNI_MARK_LETTERS, from_tcvn3, from_vni, legacy_units

Reading = Callable[[str], str]

#: How the bold and slanted letters of a font are told from its usual ones.
_STYLE = re.compile(r"[\s,-]*(?:(?:bold|italic|oblique|regular|normal)[\s,-]*)+$")
_LAST_UNIT = "\u00ff"
_VNI_BASES = frozenset("aeouyAEOUYôöÔÖ")


def reading_of(font: str) -> Reading | None:
    """How text set in a font is read: ".VnTime" as TCVN3, ".VnTimeH" as TCVN3 in capitals, "VNI-Times" as VNI.

    Returns:
        None for every other font.
    """
    name = _STYLE.sub("", font.strip().strip("'\"").casefold())
    if name.startswith(".vn"):
        return _capitals if name.endswith("h") else from_tcvn3
    return from_vni if name.startswith("vni-") else None


def _capitals(text: str) -> str:
    return from_tcvn3(text).upper()


def read_pieces(pieces: Sequence[tuple[str, Reading | None]]) -> list[str]:
    """The pieces of one paragraph in Unicode, as many as came.

    A mark of VNI belongs to the letter before it, also where one piece ends with the letter and the next begins with
    the mark. A piece with letters that no such font has was written in Unicode, and stays.
    """
    texts = [legacy_units(text) if reading else text for text, reading in pieces]
    for place, (before, after) in enumerate(itertools.pairwise(texts)):
        parted = pieces[place][1] is from_vni and pieces[place + 1][1] is from_vni
        if parted and before[-1:] in _VNI_BASES and after[:1] in VNI_MARK_LETTERS:
            texts[place], texts[place + 1] = before + after[0], after[1:]
    read = []
    for text, (given, reading) in zip(texts, pieces, strict=True):
        fits = reading is not None and max(text, default="") <= _LAST_UNIT
        read.append(reading(text) if reading and fits else given)
    return read
