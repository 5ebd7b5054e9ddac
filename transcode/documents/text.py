"""Plain text: its encoding, its paragraphs, its title."""

import codecs
import re
import unicodedata

from transcode.documents.article import Article, escaped, one_line, summarise, title_from_name, without_turns
from transcode.documents.limits import DocumentLimits
from transcode.errors import RejectedError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = "cp1258"
#: What the places over 127 hold in Vietnamese text; other encodings read as windows-1258 give other letters.
_EXPECTED = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ“”‘’–—…•«»°§×€²³½\u00a0"
)
_EXPECTED_SHARE = 0.9
_UNWANTED = frozenset({"Cc", "Cs"})
_KEPT = "\n\t"
_TITLE_LENGTH = 160
_WRAPPED_LINE = range(45, 101)
_ITEM = re.compile(r"\s*([-+*•–—]\s|\(?(\d{1,3}|[a-zđ]|[ivxlc]{1,5})[.)]\s)", re.IGNORECASE)


def decode_text(data: bytes) -> tuple[str, str]:
    """Text in NFC with Unix lines and without control characters, and the name of the encoding it was in.

    A byte order mark decides; then UTF-8; then windows-1258, when what comes out are Vietnamese letters.

    Raises:
        RejectedError: "text-encoding-unknown".
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _tidy(data[len(mark) :].decode(encoding)), encoding
            except UnicodeDecodeError as error:
                raise RejectedError("text-encoding-unknown") from error
    try:
        return _tidy(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _tidy(_decode_legacy(data)), "windows-1258"


def _decode_legacy(data: bytes) -> str:
    try:
        # Base letter and tone are two characters in this encoding; joined before they are looked at.
        text = unicodedata.normalize("NFC", data.decode(_LEGACY))
    except UnicodeDecodeError as error:
        raise RejectedError("text-encoding-unknown") from error
    foreign = [char for char in text if not char.isascii()]
    if sum(char in _EXPECTED for char in foreign) < _EXPECTED_SHARE * len(foreign):
        raise RejectedError("text-encoding-unknown")
    return text


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u2028", "\n")
    shown = "".join(char for char in lines if char in _KEPT or unicodedata.category(char) not in _UNWANTED)
    return without_turns(shown)


def read_text(data: bytes, *, name: str, limits: DocumentLimits) -> Article:
    """An article from plain text. A short first line is the title; the text stays as it was written.

    Raises:
        RejectedError: "text-encoding-unknown", "text-too-long", "no-text".
    """
    text, encoding = decode_text(data)
    limits.check_text(text)
    blocks = paragraphs(text)
    if not blocks:
        raise RejectedError("no-text")
    first = blocks[0]
    titled = len(first) <= _TITLE_LENGTH and len(blocks) > 1 and not _ITEM.match(first)
    title = one_line(first) if titled else title_from_name(name)
    markdown = "\n\n".join(escaped(block) for block in blocks[titled:])
    return Article(title=title, summary=summarise(markdown), markdown=markdown, metadata={"encoding": encoding})


def paragraphs(text: str) -> list[str]:
    """Paragraphs of plain text, each on one line.

    Blank lines part them. Between blank lines every line is a paragraph by itself, except where the lines were
    wrapped to one width: those are joined.
    """
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in block.split("\n") if line.strip()]
        if _is_wrapped(lines):
            found += _joined(lines)
        else:
            found += lines
    return found


def _is_wrapped(lines: list[str]) -> bool:
    """True when every line but the last is about as long as a screen is wide."""
    return (
        len(lines) > 1
        and all(len(line) in _WRAPPED_LINE for line in lines[:-1])
        and len(lines[-1]) <= max(_WRAPPED_LINE)
    )


def _joined(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if joined and not _ITEM.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined
