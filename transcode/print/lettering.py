"""Type for pictures with words: letters that exist, lines that fit, marks that are never cut off.

Set in Be Vietnam Pro (SIL Open Font License 1.1), which was drawn for Vietnamese. Pillow kerns it where the machine has
FriBiDi and sets it a little wider elsewhere; the same words give the same picture on the same machine.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from PIL import ImageDraw, ImageFont

from transcode.documents.article import one_line

_PACKAGE, _FOLDER = "fontpkg_be_vietnam_pro", "files"
#: No character has this one: what is drawn for it is what is drawn for every letter that a font does not have.
_NO_LETTER = "\U0010ffff"
#: From line to line, of the size; more where marks above and below would touch.
_LEADING, _AIR = 1.22, 0.03
_STEP = 2
_ELLIPSIS = "…"
_LETTER_SIZE = 32
_LETTERS = frozenset("LMN")

Colour = tuple[int, int, int]


@cache
def _font(path: Path | None, weight: str, size: int) -> ImageFont.FreeTypeFont:
    if path is not None:
        return ImageFont.truetype(str(path), size)
    name = f"BeVietnamPro-{weight}.ttf"
    with resources.as_file(resources.files(_PACKAGE) / _FOLDER / name) as own:
        return ImageFont.truetype(str(own), size)


@cache
def _has(path: Path | None, letter: str) -> bool:
    font = _font(path, "Bold", _LETTER_SIZE)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))


@dataclass(frozen=True, kw_only=True)
class Typeface:
    """Letters of one weight.

    Attributes:
        weight: "Regular", "Medium", "SemiBold" or "Bold".
        further: Font files for letters that the house's font does not have, in the order in which they are asked.
    """

    weight: str
    further: tuple[Path, ...] = ()

    def settable(self, text: str) -> str:
        """The text on one line without the signs that no font has, such as pictographs; "" when letters are missing.

        A word without some of its letters would be another word, and boxes for them would be no word at all.
        """
        line = one_line(text, most=1_000)
        lost = {letter for letter in line if self._source(letter) is None}
        if any(unicodedata.category(letter)[0] in _LETTERS for letter in lost):
            return ""
        return " ".join("".join(letter for letter in line if letter not in lost).split())

    def _source(self, letter: str) -> int | None:
        """Which font has a letter: 0 for the house's own; None when none has it."""
        fonts = (None, *self.further)
        return next((number for number, path in enumerate(fonts) if _has(path, letter)), None)

    def runs(self, text: str) -> Iterator[tuple[Path | None, str]]:
        """The parts of a line that are set in one font. A mark stays with the letter that it belongs to."""
        fonts = (None, *self.further)
        run, current = "", 0
        for letter in text:
            source = self._source(letter) or 0
            if run and source != current and not letter.isspace() and not unicodedata.category(letter).startswith("M"):
                yield fonts[current], run
                run, current = "", source
            current = source if not run else current
            run += letter
        if run:
            yield fonts[current], run

    def width(self, text: str, size: int) -> float:
        """Pixels that a line takes from its first letter to the place of the next."""
        return sum(_font(path, self.weight, size).getlength(run) for path, run in self.runs(text))

    def ink(self, text: str, size: int) -> tuple[int, int]:
        """Pixels of ink above and below the base line."""
        boxes = [_font(path, self.weight, size).getbbox(run, anchor="ls") for path, run in self.runs(text)]
        return -min((round(box[1]) for box in boxes), default=0), max((round(box[3]) for box in boxes), default=0)

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, fill: Colour) -> None:
        """Sets a line; place is where its base line begins."""
        x, y = place
        for path, run in self.runs(text):
            font = _font(path, self.weight, size)
            canvas.text((x, y), run, font=font, fill=fill, anchor="ls")
            x += font.getlength(run)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Lines that fit a box.

    Attributes:
        lines: Never empty.
        size: Of the letters in pixels.
        leading: From base line to base line, in pixels.
        top: Pixels of ink above the first base line. bottom: below the last one.
    """

    lines: tuple[str, ...]
    size: int
    leading: int
    top: int
    bottom: int

    @property
    def height(self) -> int:
        """Pixels from the highest to the lowest ink."""
        return self.top + self.leading * (len(self.lines) - 1) + self.bottom

    def draw(self, canvas: ImageDraw.ImageDraw, face: Typeface, place: tuple[float, float], fill: Colour) -> None:
        """Sets the lines; place is where the first base line begins."""
        for number, line in enumerate(self.lines):
            face.draw(canvas, (place[0], place[1] + number * self.leading), line, self.size, fill)


def fit(text: str, face: Typeface, box: tuple[int, int], sizes: Sequence[int]) -> Setting:
    """The largest letters in which a text fits a box; the smallest, and an ellipsis, where it does not fit at all.

    Args:
        text: What `Typeface.settable` gave, not empty.
        face: Its letters.
        box: Width and height in pixels.
        sizes: The largest, and the smallest, in pixels.

    Returns:
        Lines of about the same length, no wider and no higher than the box.
    """
    largest, smallest = sizes
    for size in range(largest, smallest, -_STEP):
        lines = _wrapped(text, face, size, box[0])
        if lines and (setting := _set(lines, face, size)).height <= box[1]:
            balanced = _set(_balanced(text, face, size, box[0]), face, size)
            # Other words stand above each other then: their marks may need more room.
            return balanced if balanced.height <= box[1] else setting
    return _smallest(text, face, box, smallest)


def _set(lines: list[str], face: Typeface, size: int) -> Setting:
    inks = [face.ink(line, size) for line in lines]
    # The same for all lines, and so much that no mark below touches one above.
    needed = max((above[1] + below[0] for above, below in itertools.pairwise(inks)), default=0)
    leading = max(round(size * _LEADING), needed + round(size * _AIR))
    return Setting(lines=tuple(lines), size=size, leading=leading, top=inks[0][0], bottom=inks[-1][1])


def _wrapped(text: str, face: Typeface, size: int, width: float) -> list[str]:
    """Lines of whole words; none when a word is too wide for a line."""
    lines: list[str] = []
    for word in text.split():
        if face.width(word, size) > width:
            return []
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(text: str, face: Typeface, size: int, width: int) -> list[str]:
    """As many lines as are needed, in the narrowest measure that does not need more."""
    best = _wrapped(text, face, size, width)
    low, high = 0, width
    while high - low > 1:
        middle = (low + high) // 2
        lines = _wrapped(text, face, size, middle)
        if lines and len(lines) <= len(best):
            best, high = lines, middle
        else:
            low = middle
    return best


def _smallest(text: str, face: Typeface, box: tuple[int, int], size: int) -> Setting:
    """In the smallest letters, words broken where they must be, and cut where the box ends."""
    lines = _wrapped(" ".join(_pieces(text, face, size, box[0])), face, size, box[0])
    kept = _set(lines, face, size)
    count = len(lines)
    while kept.height > box[1] and count > 1:
        count -= 1
        last = lines[count - 1]
        while face.width(last + _ELLIPSIS, size) > box[0] and " " in last:
            last = last.rsplit(" ", 1)[0]
        kept = _set([*lines[: count - 1], last.rstrip(" ,;:.-–—") + _ELLIPSIS], face, size)
    return kept


def _pieces(text: str, face: Typeface, size: int, width: float) -> Iterator[str]:
    """The words, those that are too wide for a line broken between letters, never before a mark."""
    for word in text.split():
        piece = ""
        for cluster in re.findall(r".[\u0300-\u036f\uaab0-\uaac1]*", word):
            if piece and face.width(piece + cluster, size) > width:
                yield piece
                piece = ""
            piece += cluster
        yield piece
