"""Vietnamese in tags whose encoding was lost; French, English and all else stay as they are.

The texts of one file are judged together: one program wrote them, and a title alone is often too short to tell.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transcode.documents.encodings import DECODERS, legacy_units
from transcode.double_encoding import undoubled
from transcode.vietnamese import composed
from transcode.vietnamese_syllable import is_syllable

#: Longer texts, and texts beyond so many of one file, are not judged.
_MOST_CHARACTERS, _MOST_TEXTS = 4_000, 300
#: Share of all words that must be syllables, and of words that must bear marks.
_SYLLABLE_SHARE, _MARKED_SHARE = 0.6, 0.25
#: Marked words that must be there, without and with signs inside of words, which no other language puts there.
_MARKED_WORDS, _MARKED_WORDS_WITH_SIGNS = 3, 2
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–—…•\u00a0\d]+")
_SPACED = re.compile(r"(\s+)")
#: Letters of the western code pages are no signs, nor are what English and French put behind a number or a name.
_SIGN_INSIDE = re.compile(r"[A-Za-z][^\W\d_]*[\x80-\xa0¡-©«-´¶-¹»-¿][A-Za-z]?|[\x80-\xa0¡-©«-´¶-¹»-¿][A-Za-z]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_C1 = re.compile("[\x80-\x9f]")
_LONGEST_CUT = 3
_WORD_OF_ONE_LETTER = "ở"


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """How well the words of a reading are syllables; marked words are those with letters beyond ASCII."""

    words: int
    marked: int
    syllables: int
    marked_syllables: int

    @property
    def is_whole(self) -> bool:
        return 0 < self.marked == self.marked_syllables

    def is_certain(self, *, signs: int) -> bool:
        if not self.is_whole or self.marked < _MARKED_SHARE * self.words:
            return False
        if signs and self.words == self.syllables > 1:
            return True
        enough = _MARKED_WORDS_WITH_SIGNS if signs else _MARKED_WORDS
        return self.marked >= enough and self.syllables >= _SYLLABLE_SHARE * self.words


def mended_report(report: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of ffprobe with the tags of file, streams and chapters mended.

    Bytes that are no UTF-8 stand in it as lone surrogates (PEP 383); none is left behind.
    """
    made = dict(report)
    about = made.get("format")
    holders: list[dict[str, Any]] = [about] if isinstance(about, dict) else []
    holders += [one for key in ("streams", "chapters") for one in made.get(key, ()) if isinstance(one, dict)]
    places = [(tags, key) for one in holders if isinstance(tags := one.get("tags"), dict) for key in tags]
    mended = mend([str(tags[key]) for tags, key in places])
    for (tags, key), text in zip(places, mended, strict=True):
        tags[key] = text
    for tags in {id(tags): tags for tags, _ in places}.values():
        for key in [key for key in tags if not _is_sound(key)]:
            tags[_decoded(key)] = tags.pop(key)
    return made


def mend(texts: Sequence[str]) -> list[str]:
    """The texts of one file as they were meant, in NFC, in their order.

    Encoded twice, or in an encoding from before Unicode: changed where the Vietnamese reading is certain. Bytes that
    were no UTF-8 at all are read as windows-1252 where they are no Vietnamese; a letter that was cut off goes.
    """
    units = [_units(text) if place < _MOST_TEXTS else "" for place, text in enumerate(texts)]
    encoding = _encoding([one for one in units if one])
    return [composed(_reading(text, own, encoding)) for text, own in zip(texts, units, strict=True)]


def _units(text: str) -> str:
    """One character a byte where a text can be in an old encoding; else ""."""
    if text.isascii() or len(text) > _MOST_CHARACTERS:
        return ""
    if _ESCAPED.search(text):
        data = text.encode("utf-8", "surrogateescape")
        return "" if _cut_short(data) is not None else data.decode("latin-1")
    if undoubled(text) != text:
        return ""
    units = legacy_units(text)
    return "" if max(units) > "\xff" or _fit(composed(text)).is_whole else units


def _encoding(pool: Sequence[str]) -> str | None:
    """The one encoding whose reading of all texts, or of those that it reads wholly, is certain; None without one."""
    certain: dict[str, tuple[int, tuple[str, ...]]] = {}
    for encoding, decode in DECODERS.items():
        read = [_decode(one, decode) for one in pool]
        fits = [_fit(text) for text in read]
        good = [place for place, fit in enumerate(fits) if fit.is_whole]
        total = _sum([fits[place] for place in good])
        signs = sum(len(_SIGN_INSIDE.findall(pool[place])) for place in good)
        if total.is_certain(signs=signs):
            certain[encoding] = (total.marked, tuple(read[place] for place in good))
    if not certain:
        return None
    best = max(certain, key=lambda encoding: certain[encoding][0])
    rivals = [text for text in certain.values() if text[0] == certain[best][0] and text[1] != certain[best][1]]
    return None if rivals else best


def _reading(text: str, units: str, encoding: str | None) -> str:
    if not units:
        return _decoded(text) if _ESCAPED.search(text) else undoubled(text)
    if encoding is not None:
        read = _decode(units, DECODERS[encoding])
        if _fit(read).is_whole:
            return read
    western = _ESCAPED.search(text) or _C1.search(text)
    return _western(units) if western else text


def _decode(units: str, decode: Callable[[str], str]) -> str:
    """Word by word; a sign that stands alone is no letter ("© 2026"), but for the one that is a frequent word."""
    read = []
    for part in _SPACED.split(units):
        word = decode(part)
        is_sign = len(part) == 1 and not part.isalnum() and word.lower() != _WORD_OF_ONE_LETTER
        read.append(_western(part) if is_sign else word)
    return "".join(read)


def _western(units: str) -> str:
    return units.encode("latin-1").decode("cp1252", "replace")


def _fit(text: str) -> _Fit:
    words = _WORD.findall(text)
    marked = [word for word in words if not word.isascii() and any(char.isalpha() for char in word)]
    return _Fit(
        words=len(words),
        marked=len(marked),
        syllables=sum(is_syllable(word) for word in words),
        marked_syllables=sum(is_syllable(word) for word in marked),
    )


def _sum(fits: Sequence[_Fit]) -> _Fit:
    return _Fit(
        words=sum(fit.words for fit in fits),
        marked=sum(fit.marked for fit in fits),
        syllables=sum(fit.syllables for fit in fits),
        marked_syllables=sum(fit.marked_syllables for fit in fits),
    )


def _is_sound(text: str) -> bool:
    return not _ESCAPED.search(text)


def _decoded(text: str) -> str:
    data = text.encode("utf-8", "surrogateescape")
    whole = _cut_short(data)
    return data.decode("cp1252", "replace") if whole is None else whole


def _cut_short(data: bytes) -> str | None:
    """UTF-8 without the letter that was cut off at its end, as ID3v1 cuts at 30 bytes; None where it is no UTF-8.

    A last byte alone could be any letter of another encoding: there must be others before it.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at_end = error.start >= len(data) - _LONGEST_CUT and error.reason == "unexpected end of data"
        before = data[: error.start]
    return before.decode() if at_end and not before.isascii() else None
