"""Fonts of a PDF that showed Vietnamese before Unicode, and the words that are set in them."""

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium_c

from transcode.documents.fonts import Reading, read_pieces, reading_of
from transcode.vietnamese_syllable import is_syllable

_NAME_BYTES = 256
#: Before the name of a font of which only some letters are in the document (ISO 32000-1 §9.6.4).
_SUBSET = re.compile(r"[A-Z]{6}\+")
#: Pdfium's sign for a hyphen at the end of a line, and the soft hyphen, whose place is "ư" in TCVN3.
_HYPHEN_AT_END, _SOFT_HYPHEN = "\u0002", "\u00ad"
_WORD = re.compile(r"[^\s]+")
_EDGES = re.compile(r"^[^\w\u00a1-\u00ff-]+|[^\w\u00a1-\u00ff-]+$")
_MOST_HYPHENS = 4


class Fonts:
    """What is known of the fonts of one document."""

    def __init__(self) -> None:
        self._known: dict[bytes, Reading | None] = {}
        self._used: Counter[Reading] = Counter()
        self._buffer = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()

    def reading(self, words: Any, index: int) -> Reading | None:
        """How one character of a page's words is read; None for Unicode, and for blanks that nobody set."""
        used = pdfium_c.FPDFText_GetFontInfo(words.raw, index, self._buffer, _NAME_BYTES, self._flags)
        name = self._buffer.raw[: max(0, min(used, _NAME_BYTES) - 1)]
        if name not in self._known:
            self._known[name] = reading_of(_SUBSET.sub("", name.decode("utf-8", "replace"), count=1))
        return self._known[name]

    def text_of(self, chars: str, readings: Sequence[Reading | None]) -> str:
        """Characters in Unicode.

        Args:
            chars: As pdfium tells them.
            readings: Of each of them.
        """
        if not any(readings):
            return chars
        pieces: list[tuple[str, Reading | None]] = []
        read = zip(chars, _closed(chars, readings), strict=True)
        for reading, run in itertools.groupby(read, key=lambda one: one[1]):
            text = "".join(char for char, _ in run)
            self._used.update({reading: len(text)} if reading else {})
            pieces.append((_with_letters(text, reading) if reading else text, reading))
        return "".join(read_pieces(pieces))

    def mended(self, told: str) -> str:
        """A title or bookmark of the document, in Unicode where its letters are those of the fonts that it uses."""
        if not self._used or told.isascii():
            return told
        (reading, _), *_ = self._used.most_common(1)
        (meant,) = read_pieces([(told, reading)])
        return meant if _share_of_syllables(meant) > _share_of_syllables(told) else told


def _closed(chars: str, readings: Sequence[Reading | None]) -> list[Reading | None]:
    """The same; blanks that nobody set are read as the words before them, so that these stay together."""
    closed: list[Reading | None] = []
    for char, reading in zip(chars, readings, strict=True):
        closed.append(closed[-1] if reading is None and char.isspace() and closed else reading)
    return closed


def _with_letters(text: str, reading: Reading) -> str:
    """The same with "ư" where it was taken for a hyphen: its place in TCVN3 is that of the soft hyphen."""
    plain = text.replace(_HYPHEN_AT_END, "-")
    if "-" not in plain or reading("\u00ad") not in {"ư", "Ư"}:
        return plain
    return _WORD.sub(lambda found: _with_letter(found[0], reading), plain)


def _with_letter(word: str, reading: Reading) -> str:
    core = _EDGES.sub("", word)
    count = core.count("-")
    if not core.strip("-") or not 0 < count <= _MOST_HYPHENS:
        return word
    pieces = core.split("-")
    # As few letters as make syllables of the word.
    for signs in sorted(itertools.product(("-", _SOFT_HYPHEN), repeat=count), key=lambda one: one.count(_SOFT_HYPHEN)):
        tried = "".join(itertools.chain(*itertools.zip_longest(pieces, signs, fillvalue="")))
        if _are_syllables(tried, reading):
            return word.replace(core, tried, 1)
    return word


def _are_syllables(core: str, reading: Reading) -> bool:
    return all(is_syllable(reading(part)) for part in core.split("-"))


def _share_of_syllables(text: str) -> float:
    marked = [word for word in re.findall(r"\w+", text) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0
