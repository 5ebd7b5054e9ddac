"""Plain text: its encoding, its paragraphs, its title."""

import re
import unicodedata
from dataclasses import dataclass

from transcode.content.wide import BOMS, unmarked_utf16
from transcode.documents.article import Article, escaped, one_line, summarise, without_turns
from transcode.documents.detection import guess, guess_shown, read_as
from transcode.documents.limits import DocumentLimits
from transcode.documents.title import title_from_name
from transcode.double_encoding import LOST, undoubled
from transcode.errors import Fact, RejectedError

_UNWANTED = frozenset({"Cc", "Cs"})
_KEPT = "\n\t"
_TITLE_LENGTH = 160
_WRAPPED_LINE = range(45, 101)
_ITEM = re.compile(r"\s*([-+*•–—]\s|\(?(\d{1,3}|[a-zđ]|[ivxlc]{1,5})[.)]\s)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Text as it was meant.

    Attributes:
        text: NFC, Unix lines, no control characters.
        encoding: What it was in; ", twice" behind it where it had been encoded twice.
        sure: False when the encoding is only the likeliest one, or was named by somebody who has not seen the text yet.
    """

    text: str
    encoding: str
    sure: bool = True

    @property
    def remarks(self) -> dict[str, dict[str, Fact]]:
        """What an editor should look at: lost letters, a guessed encoding."""
        count = self.text.count(LOST)
        found: dict[str, dict[str, Fact]] = {"letters-lost": {"letters": count}} if count else {}
        return found if self.sure else found | {"encoding-guessed": {"encoding": self.encoding}}


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Text of any encoding that Vietnamese is written in, or in the one that somebody named.

    A byte order mark decides, then where zero bytes stand (UTF-16), then UTF-8; of the encodings from before Unicode
    the one is taken whose words are built as syllables. Vietnamese that was encoded twice is mended.

    Raises:
        RejectedError: "text-encoding-unknown".
    """
    if encoding:
        return Decoded(text=_tidy(read_as(data, encoding)), encoding=encoding, sure=False)
    for mark, marked in BOMS:
        if data.startswith(mark):
            return _unicode(data[len(mark) :], marked)
    wide = unmarked_utf16(data)
    if wide:
        return _unicode(data, wide)
    try:
        return _mended(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        found = guess(data)
        return Decoded(text=_tidy(found.text), encoding=found.encoding, sure=found.sure)


def _unicode(data: bytes, encoding: str) -> Decoded:
    try:
        return _mended(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise RejectedError("text-encoding-unknown") from error


def _mended(text: str, encoding: str) -> Decoded:
    meant = undoubled(text)
    if meant is not text:
        return Decoded(text=_tidy(meant), encoding=f"{encoding}, twice")
    shown = guess_shown(text)
    if shown:
        return Decoded(text=_tidy(shown.text), encoding=shown.encoding, sure=False)
    return Decoded(text=_tidy(text), encoding=encoding)


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u2028", "\n")
    shown = "".join(char for char in lines if char in _KEPT or unicodedata.category(char) not in _UNWANTED)
    return without_turns(shown)


def read_text(data: bytes, *, name: str, limits: DocumentLimits, encoding: str = "") -> Article:
    """An article from plain text. A short first line is the title; the text stays as it was written.

    Raises:
        RejectedError: "text-encoding-unknown", "text-too-long", "no-text".
    """
    decoded = decode(data, encoding)
    limits.check_text(decoded.text)
    blocks = paragraphs(decoded.text)
    if not blocks:
        raise RejectedError("no-text")
    first = blocks[0]
    titled = len(first) <= _TITLE_LENGTH and len(blocks) > 1 and not _ITEM.match(first)
    title = one_line(first) if titled else title_from_name(name)
    markdown = "\n\n".join(escaped(block) for block in blocks[titled:])
    return Article(
        title=title,
        summary=summarise(markdown),
        markdown=markdown,
        metadata={"encoding": decoded.encoding},
        remarks=decoded.remarks,
    )


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
