"""Unicode by its byte order mark, and UTF-16 that came without one."""

import codecs
import re

#: Mark -> encoding.
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Letters and signs of Latin scripts, combining marks included.
_LATIN = re.compile(
    r"[\t\n\r\f\x20-\x7e\xa0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u25a0-\u25ff\ufeff]*"
)
_LOOKED_AT = 1 << 14
#: Share of characters that are ASCII, so that their high byte is 0, at the least, and whose low byte is 0 at the most.
_PLAIN_SHARE, _ODD_SHARE = 0.3, 0.02


def unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, told by where its zero bytes stand; None when it is no such text."""
    head = data[:_LOOKED_AT]
    head = head[: len(head) // 2 * 2]
    if not head or b"\0" not in head:
        return None
    first, second, units = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if second >= _PLAIN_SHARE * units and first <= _ODD_SHARE * units:
        encoding = "utf-16-le"
    elif first >= _PLAIN_SHARE * units and second <= _ODD_SHARE * units:
        encoding = "utf-16-be"
    else:
        return None
    text = head.decode(encoding, "replace").rstrip("\ufffd")
    plain = sum(char.isascii() for char in text)
    return encoding if plain >= _PLAIN_SHARE * units and _LATIN.fullmatch(text) else None
