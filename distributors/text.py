"""Counts text as platforms do, and cuts it where a reader would."""

import unicodedata
from itertools import accumulate, takewhile
from typing import Literal

#: How a platform counts: Unicode code points (most), or UTF-16 units (an emoji counts two).
Count = Literal["code-points", "utf-16"]

_ELLIPSIS = "…"
_LAST_OF_BMP = "\uffff"
_ZERO_WIDTH_JOINER = "\u200d"
#: Extend or SpacingMark of UAX #29 although their general category is no mark: non-joiner, joiner, Thai and Lao AM,
#: half-width kana voice marks.
_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
_REGIONAL_INDICATORS = ("\U0001f1e6", "\U0001f1ff")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_JAMO_LEADING = ("\u1100", "\u115f")
_JAMO_FOLLOWING = ("\u1160", "\u11ff")
_HANGUL = ("\uac00", "\ud7a3")


def length(text: str, *, count: Count = "code-points") -> int:
    """Give how long a platform that counts so finds text."""
    if count == "code-points":
        return len(text)
    return len(text) + sum(char > _LAST_OF_BMP for char in text)


def fit(text: str, max_chars: int, *, count: Count = "code-points") -> str:
    """Give text, cut to max_chars when it is longer.

    The cut is at a space, or where no space is in the second half, between two graphemes (UAX #29), and is shown by
    `…`, which is counted. A text that fits is given back unchanged.

    Raises:
        ValueError: max_chars is negative.
    """
    if max_chars < 0:
        raise ValueError("max_chars is negative")
    if length(text, count=count) <= max_chars:
        return text
    if max_chars == 0:
        return ""
    end = _last_boundary(text, _code_points(text, max_chars - 1, count))
    space = max((at for at in range(end // 2, end + 1) if text[at].isspace()), default=None)
    return text[: end if space is None else space].rstrip() + _ELLIPSIS


def _code_points(text: str, units: int, count: Count) -> int:
    """Give how many code points of text fit into units."""
    if count == "code-points":
        return min(units, len(text))
    ends = accumulate(2 if char > _LAST_OF_BMP else 1 for char in text)
    return sum(1 for _ in takewhile(lambda end: end <= units, ends))


def _last_boundary(text: str, end: int) -> int:
    while end > 0 and not _breaks(text, end):
        end -= 1
    return end


def _breaks(text: str, at: int) -> bool:
    """Say whether a grapheme ends before text[at]: the rules of UAX #29 that news text meets, never too generous."""
    before, after = text[at - 1], text[at]
    if after in _EXTENDING or before == _ZERO_WIDTH_JOINER or before + after == "\r\n":
        return False
    if unicodedata.category(after).startswith("M") or _in(after, _SKIN_TONES) or _in(after, _TAGS):
        return False
    if _in(after, _REGIONAL_INDICATORS):
        return _flags_before(text, at) % 2 == 0
    return not _joins_hangul(before, after)


def _flags_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _in(text[start - 1], _REGIONAL_INDICATORS):
        start -= 1
    return at - start


def _joins_hangul(before: str, after: str) -> bool:
    syllable_before = _in(before, _HANGUL) or _in(before, _JAMO_LEADING) or _in(before, _JAMO_FOLLOWING)
    if _in(after, _JAMO_FOLLOWING):
        return syllable_before
    return _in(before, _JAMO_LEADING) and (_in(after, _JAMO_LEADING) or _in(after, _HANGUL))


def _in(char: str, span: tuple[str, str]) -> bool:
    return span[0] <= char <= span[1]
