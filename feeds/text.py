"""Text that every format can carry."""

import re
import unicodedata

from feeds.errors import FeedError

#: What the Char production of XML 1.0 (section 2.2) leaves out: controls, surrogates, U+FFFE, U+FFFF. The C1 controls
#: (U+007F to U+009F) and the non-characters are legal in XML but discouraged there, and mean nothing to a reader.
_NOT_FOR_XML = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]",
)
#: The last two code points of each plane (U+1FFFE, U+1FFFF, …) are non-characters.
_PLANE_ENDS = re.compile(
    "[" + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17)) + "]"
)
_EMPTY_HTML = re.compile(
    r"(?:\s|&nbsp;|</?(?:p|div|span|br|section|article|figure|ul|ol|li|strong|em|b|i)(?:\s[^<>]*)?/?>)*", re.IGNORECASE
)
_WHITE_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    r"""Drop what XML 1.0 does not allow and compose what is left.

    Returns:
        The text in Unicode form NFC, with LF as its only line end, without control characters (other than tab and LF),
        surrogates and non-characters. Cleaning it again changes nothing.

    Example:
        >>> clean("Mu\u031bo\u031b\u0300ng Te\u0300\x00")
        'Mường Tè'
    """
    without_cr = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _PLANE_ENDS.sub("", _NOT_FOR_XML.sub("", without_cr)))


def says_something(content_html: str) -> bool:
    """Whether HTML has anything to read, see or hear: `<p></p>` and `<p>&nbsp;<br></p>` have not."""
    return not _EMPTY_HTML.fullmatch(content_html)


def one_line(text: str) -> str:
    """Clean text for a place that has one line, such as a title.

    Returns:
        The cleaned text with every run of white space as one space, none at the ends; may be empty.
    """
    return _WHITE_SPACE.sub(" ", clean(text)).strip()


def required_line(field: str, text: str) -> str:
    """Clean text for a place that must not stay empty.

    Raises:
        FeedError: `missing-text`, nothing is left after cleaning.
    """
    line = one_line(text)
    if not line:
        raise FeedError("missing-text", field=field)
    return line


def shortened(line: str, limit: int) -> str:
    """Cut a line for a place that holds so many characters; an ellipsis shows that there was more."""
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def distinct_lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Clean each text, and leave out the empty and the repeated ones; the order stays."""
    return tuple(dict.fromkeys(line for line in map(one_line, texts) if line))
