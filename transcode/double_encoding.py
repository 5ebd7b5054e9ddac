"""Vietnamese text whose UTF-8 was taken for windows-1252 or latin-1 and encoded once more: "Ä‘Ã£" for "đã"."""

import re
import unicodedata

from transcode.vietnamese import LETTERS, is_likely

LOST = "\ufffd"
#: A first byte of two or three, seen as a letter, and what seems to follow it.
_PAIR = re.compile("[\u00c3-\u00c6][^\x00-\x7f]|\u00e1[^\x00-\x7f]{2}")
#: What true text too puts behind a letter: "SOFÁ»", "Ä“". The rest of a broken letter is mostly none of them.
_BEHIND_WORDS = frozenset("»”’“‘›…–—•™®©°²³¹ºª§†‡‰·\u00a0" + LOST)
#: Five bytes mean nothing in windows-1252 and were lost. Where only one Vietnamese letter or sign has such a byte, it
#: can be told.
_RECOVERED = (("Ä\ufffd", "Ä\x90"), ("â€\ufffd", "â€\x9d"), ("Ã\ufffd", LOST), ("á»\ufffd", LOST))


def undoubled(text: str) -> str:
    """The text as it was meant, in NFC where anything changed; the same text when it was not encoded twice.

    Only what is certain is changed: the characters, as bytes, are valid UTF-8; what comes out are Vietnamese letters;
    and what is there has pairs that no language writes. It is looked at by lines, for a line may have been added later.
    Letters that cannot be told any more become U+FFFD.
    """
    if not _PAIR.search(text):
        return text
    lines = text.split("\n")
    read = [_read_again(line) for line in lines]
    changed = "".join(after for before, after in zip(lines, read, strict=True) if before != after)
    typical = any(
        not _BEHIND_WORDS.issuperset(pair[0][1:])
        for before, after in zip(lines, read, strict=True)
        if before != after
        for pair in _PAIR.finditer(before)
    )
    if typical and not LETTERS.isdisjoint(changed) and is_likely(changed.replace(LOST, "")):
        return "\n".join(read)
    return text


def _read_again(line: str) -> str:
    """The line as UTF-8 would read it; the same line where that is not valid."""
    whole = line
    for broken, mended in _RECOVERED:
        whole = whole.replace(broken, mended)
    try:
        return unicodedata.normalize("NFC", b"".join(map(_byte, whole)).decode())
    except UnicodeError:
        return line


def _byte(char: str) -> bytes:
    """The byte that was taken for this character.

    Raises:
        UnicodeEncodeError: It was none.
    """
    if char == LOST:
        return char.encode()
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        # What windows-1252 has no character for stays a control character, as latin-1 has it.
        return char.encode("latin-1")
