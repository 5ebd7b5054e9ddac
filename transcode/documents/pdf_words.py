"""The words of a PDF page with their places, as pdfium tells them."""

from typing import Any

import pypdfium2.raw as pdfium_c

from transcode.documents.article import one_line
from transcode.documents.layout import Line

#: A blank wider than this, by the size of the letters, may part columns that were drawn as one line.
_WIDE_BLANK = 1.0
#: What pdfium puts for a hyphen at the end of a line; no line end stands behind it.
_HYPHEN = 0x02


def lines_of(page: Any) -> list[Line]:
    """The lines in the order in which the page draws them. A line is parted at every wide blank."""
    words = page.get_textpage()
    try:
        lines: list[Line] = []
        units: list[int] = []
        first = drawn = 0
        for index in range(words.count_chars()):
            unit = pdfium_c.FPDFText_GetUnicode(words.raw, index)
            if unit in (0x0A, 0x0D):
                lines += _line(words, first, units, drawn)
                units, first, drawn = [], index + 1, drawn + 1
                continue
            units.append(unit)
            if unit == _HYPHEN:
                lines += _line(words, first, units, drawn)
                units, first, drawn = [], index + 1, drawn + 1
        return lines + _line(words, first, units, drawn)
    finally:
        words.close()


def _line(words: Any, first: int, units: list[int], drawn: int) -> list[Line]:
    """The pieces of one drawn line."""
    pieces: list[Line] = []
    start = 0
    for place, unit in enumerate(units):
        if unit in (0x20, 0xA0) and _is_wide(words, first, units, place):
            pieces += _piece(words, first + start, units[start:place], drawn)
            start = place + 1
    return pieces + _piece(words, first + start, units[start:], drawn)


def _is_wide(words: Any, first: int, units: list[int], place: int) -> bool:
    after = place + 1
    if place == 0 or after >= len(units) or units[after] in (0x20, 0xA0):
        return False
    before = place - 1
    while before > 0 and units[before] in (0x20, 0xA0):
        before -= 1
    _, bottom, right, top = words.get_charbox(first + before, loose=True)
    left = words.get_charbox(first + after, loose=True)[0]
    return bool(left - right > _WIDE_BLANK * max(1.0, top - bottom))


def _piece(words: Any, first: int, units: list[int], drawn: int) -> list[Line]:
    text = "".join(map(chr, units))
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if not text.strip():
        return []
    start = first + len(text) - len(text.lstrip())
    left, bottom, _, top = words.get_charbox(start, loose=True)
    right = words.get_charbox(first + len(units) - 1 - (len(text) - len(text.rstrip())), loose=True)[2]
    shown = "".join(char for char in text if char >= " " or char == "\u0002")
    size = max(1.0, top - bottom)
    return [Line(text=one_line(shown, most=len(shown)), left=left, right=right, y=bottom, size=size, drawn=drawn)]
