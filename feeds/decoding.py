"""From the bytes of a document to its text, when what it says of its encoding may be wrong."""

import codecs
import re

#: Byte order marks; UTF-32 before UTF-16, whose mark its own begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How a document without a mark begins when its characters take two bytes (XML 1.0 appendix F).
_WIDE_STARTS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"), (b"{\x00", "utf-16-le"), (b"\x00{", "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
#: Encodings that are text to text, compress or run code are none of a document; UTF-7 hides markup from filters.
_KINDS = re.compile(
    r"utf-?(8|16|32)|ascii|us-ascii|iso|latin|windows|cp\d|koi8|big5|gb|euc|shift|tcvn|viscii|mac", re.IGNORECASE
)
#: A tone mark of windows-1258 right after a vowel; the same bytes are capital letters in windows-1252.
_TONE_AFTER_VOWEL = re.compile(rb"[aeiouyAEIOUY\xc2\xca\xd4\xd5\xdd\xe2\xea\xf4\xf5\xfd\xc3\xe3][\xcc\xd2\xde\xec\xf2]")
_MOST_DAMAGE = 0.01


def decode(data: bytes, content_type: str | None = None) -> str:
    """Decode a document; never fails.

    A byte order mark wins. Then UTF-8 if the bytes are valid in it, whatever is declared: hardly any other text is
    valid UTF-8 by chance. Then the encoding that the document or `content_type` names. Then UTF-8 with a few spoilt
    characters replaced, then windows-1258 (legacy Vietnamese) or windows-1252.

    Args:
        data: The document.
        content_type: The header of that name, if one came with the document.

    Returns:
        Text without byte order mark; what could not be decoded is U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for start, encoding in _WIDE_STARTS:
        if data.startswith(start):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", *_told(data, content_type)):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    spoilt = data.decode("utf-8", "replace")
    damage = spoilt.count("\ufffd")
    if damage <= _MOST_DAMAGE * len(spoilt) and damage < sum(character > "\x7f" for character in spoilt) / 2:
        return spoilt
    return data.decode("cp1258" if _TONE_AFTER_VOWEL.search(data) else "cp1252", "replace")


def _told(data: bytes, content_type: str | None) -> list[str]:
    declared = _DECLARED.match(data.lstrip()[:300])
    charset = _CHARSET.search(content_type or "")
    names = [declared[1].decode("ascii")] if declared else []
    names += [charset[1]] if charset else []
    return [name for name in names if _KINDS.match(name)]
