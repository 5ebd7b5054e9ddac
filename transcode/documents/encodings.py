"""Vietnamese encodings from before Unicode, byte by byte.

Sources: TCVN 5712:1993 (VN3, "ABC"; the signs of windows-1252 where fonts named .Vn… keep them), VNI for Windows
(a letter, then its mark), RFC 1456 (VISCII 1.1), the code page windows-1258 (a vowel, then its tone).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from transcode.vietnamese_syllable import is_syllable

TCVN3, VNI, VISCII, WINDOWS_1258 = "TCVN3", "VNI", "VISCII", "windows-1258"

#: First place of a row of letters -> the letters.
_TCVN3_ROWS: Mapping[int, str] = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
#: Places 0x80 to 0xFF, and the six control places that stand for letters.
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
#: A byte behind a letter -> what it puts on it. The capital marks are the same letters in upper case.
_VNI_MARKS: Mapping[str, str] = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE: Mapping[str, str] = {
    "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ",
}  # fmt: skip
_SIMPLE_MARKS = frozenset("ùøûõï")
_VNI_PAIR = re.compile(r"([aeouyôö])([ùøûõïâáàåãäêéèúüë])", re.IGNORECASE)
_VNI_LETTER = re.compile(f"{_VNI_PAIR.pattern}|[\x80-\xff]", re.IGNORECASE)
VNI_MARK_LETTERS = frozenset(_VNI_MARKS) | frozenset(mark.upper() for mark in _VNI_MARKS)

_WORD_OR_NOT = re.compile(r"[^\W\d_]+|[\W\d_]+")
_TCVN3_CERTAIN = frozenset("ĂÂÊÔƠƯĐăâêôơưđ")
_CAPITAL_LINE = 0.8
_CAPITAL_LINE_LETTERS = 4


_TCVN3 = {first + place: letter for first, row in _TCVN3_ROWS.items() for place, letter in enumerate(row)}
_VISCII = _VISCII_LOW | {0x80 + place: letter for place, letter in enumerate(_VISCII_HIGH)}


def legacy_units(text: str) -> str:
    """Characters U+0000 to U+00FF for what a program showed as windows-1252 or put into the private use area."""
    units = []
    for char in text:
        code = ord(char)
        if 0xF000 <= code <= 0xF0FF:  # noqa: PLR2004 - where symbol fonts keep their 256 places
            code -= 0xF000
        elif code > 0xFF:  # noqa: PLR2004 - beyond one byte
            shown = char.encode("cp1252", "ignore")
            code = shown[0] if shown else code
        units.append(chr(code))
    return "".join(units)


def from_tcvn3(text: str) -> str:
    """TCVN3 of one character a byte to Unicode. Letters with tones have no capitals: words in capitals get them."""
    return _raised("".join(_TCVN3.get(ord(char)) or _western(char) for char in text))


def from_vni(text: str) -> str:
    """VNI of one character a byte to Unicode in NFC."""
    return _VNI_LETTER.sub(_vni_letter, text)


def from_viscii(text: str) -> str:
    """VISCII of one character a byte to Unicode."""
    return text.translate(_VISCII)


def from_windows_1258(text: str) -> str:
    """windows-1258 of one character a byte to Unicode in NFC; U+FFFD where the code page has nothing."""
    return unicodedata.normalize("NFC", text.encode("latin-1", "replace").decode("cp1258", "replace"))


#: Encoding -> what makes Unicode of it.
DECODERS: Mapping[str, Callable[[str], str]] = {
    TCVN3: from_tcvn3,
    VNI: from_vni,
    VISCII: from_viscii,
    WINDOWS_1258: from_windows_1258,
}


def _western(char: str) -> str:
    """Between the letters fonts keep the signs of windows-1252: quotes, dashes."""
    return char.encode("latin-1").decode("cp1252", "replace") if "\x80" <= char <= "\xff" else char


def _vni_pair(pair: re.Match[str]) -> str:
    letter, mark = pair[1], pair[2].lower()
    base = {"ô": "ơ", "ö": "ư"}.get(letter.lower(), letter.lower())
    # Horned letters and those without a circumflex take the five tones only.
    if base in "ơưuy" and mark not in _SIMPLE_MARKS:
        return ""
    made = unicodedata.normalize("NFC", base + _VNI_MARKS[mark])
    if len(made) > 1 or (base in "eo" and _BREVE in _VNI_MARKS[mark]):
        return ""
    return made.upper() if letter.isupper() else made


def _vni_letter(found: re.Match[str]) -> str:
    made = _vni_pair(found) if found[1] else ""
    return made or "".join(map(_vni_alone, found[0]))


def _vni_alone(char: str) -> str:
    made = _VNI_ALONE.get(char.lower())
    if made is None:
        return _western(char)
    return made.upper() if char.isupper() else made


def _raised(text: str) -> str:
    return "\n".join(_raised_line(line) for line in text.split("\n"))


def _raised_line(line: str) -> str:
    """Words in capitals whose toned letters came in lower case, as the encoding has them, all in capitals.

    Letters without tones tell the case. One such letter ("Lµ") could begin a name: there the rest of the line decides,
    or the word beside it ("KÕ HO¹CH").
    """
    certain = [char for char in line if _is_certain(char)]
    capitals = sum(char.isupper() for char in certain)
    loud = len(certain) >= _CAPITAL_LINE_LETTERS and capitals >= _CAPITAL_LINE * len(certain)

    words = _WORD_OR_NOT.findall(line)
    in_capitals = [_is_in_capitals(word) for word in words]

    def raised(place: int, word: str) -> str:
        known = [char for char in word if _is_certain(char)]
        if not all(char.isupper() for char in known):
            return word
        # Parted by one blank only; an abbreviation such as UBND tells nothing.
        beside = (place - 1 > 0 and words[place - 1] == " " and in_capitals[place - 2]) or (
            words[place + 1 : place + 2] == [" "] and any(in_capitals[place + 2 : place + 3])
        )
        return word.upper() if loud or len(known) > 1 or (known and beside) else word

    return "".join(raised(place, word) for place, word in enumerate(words))


def _is_in_capitals(word: str) -> bool:
    """Whether this is certainly a Vietnamese word in capitals."""
    known = [char for char in word if _is_certain(char)]
    capital = len(known) > 1 and all(char.isupper() for char in known)
    return capital and not word.isascii() and is_syllable(word)


def _is_certain(char: str) -> bool:
    return (char.isascii() and char.isalpha()) or char in _TCVN3_CERTAIN
