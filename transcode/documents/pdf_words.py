"""The words of a PDF page with their places, as pdfium tells them."""

from typing import Any

import pypdfium2.raw as pdfium_c

from transcode.documents.article import one_line
from transcode.documents.layout import Line
from transcode.documents.pdf_fonts import Fonts
from transcode.documents.pdf_rules import Rules

#: A blank wider than this, by the size of the letters, may part columns that were drawn as one line.
_WIDE_BLANK = 1.0
#: What pdfium puts for a hyphen at the end of a line; no line end stands behind it.
_HYPHEN = 0x02
_BLANKS = (0x20, 0xA0)
_LINE_ENDS = (0x0A, 0x0D)


def lines_of(page: Any, fonts: Fonts, rules: Rules) -> list[Line]:
    """The lines in the order in which the page draws them. A line is parted at every wide blank and at every rule."""
    words = page.get_textpage()
    try:
        drawn = _Drawn(words=words, fonts=fonts, rules=rules)
        units: list[int] = []
        first = 0
        for index in range(words.count_chars()):
            unit = pdfium_c.FPDFText_GetUnicode(words.raw, index)
            units += [] if unit in _LINE_ENDS else [unit]
            if unit in _LINE_ENDS or unit == _HYPHEN:
                drawn.line(first, units)
                units, first = [], index + 1
        drawn.line(first, units)
        return drawn.lines
    finally:
        words.close()


class _Drawn:
    """The lines of one page while they are read."""

    def __init__(self, *, words: Any, fonts: Fonts, rules: Rules) -> None:
        self.lines: list[Line] = []
        self._words = words
        self._fonts = fonts
        self._rules = rules
        self._number = -1

    def line(self, first: int, units: list[int]) -> None:
        """One drawn line, in pieces where blanks are wide or a rule stands in them."""
        self._number += 1
        start = 0
        for place, unit in enumerate(units):
            if unit in _BLANKS and self._is_wide(first, units, place):
                self._piece(first + start, units[start:place])
                start = place + 1
        self._piece(first + start, units[start:])

    def _is_wide(self, first: int, units: list[int], place: int) -> bool:
        after = place + 1
        if place == 0 or after >= len(units) or units[after] in _BLANKS:
            return False
        before = place - 1
        while before > 0 and units[before] in _BLANKS:
            before -= 1
        _, bottom, right, top = self._words.get_charbox(first + before, loose=True)
        left = self._words.get_charbox(first + after, loose=True)[0]
        wide = left - right > _WIDE_BLANK * max(1.0, top - bottom)
        return bool(wide or (left > right and self._rules.parts(right, left, (top + bottom) / 2)))

    def _piece(self, first: int, units: list[int]) -> None:
        inner = [at for at, unit in enumerate(units) if not chr(unit).isspace()]
        if not inner:
            return
        left, bottom, _, top = self._words.get_charbox(first + inner[0], loose=True)
        right = self._words.get_charbox(first + inner[-1], loose=True)[2]
        readings = [self._fonts.reading(self._words, first + at) for at in range(len(units))]
        text = self._fonts.text_of("".join(map(chr, units)), readings)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        shown = "".join(char for char in text if char >= " " or char == "\u0002")
        if shown.strip():
            size = max(1.0, top - bottom)
            line = one_line(shown, most=len(shown))
            self.lines.append(Line(text=line, left=left, right=right, y=bottom, size=size, drawn=self._number))
