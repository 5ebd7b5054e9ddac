"""An article as a plain-text page: for feature phones, text browsers, braille displays and a USB stick.

UTF-8 without a byte order mark. Lines end in CR LF, the form that RFC 2046 (4.1.1) gives text: the Notepad of
Windows 7, which commune offices still have, shows a file of bare LF as one endless line; everything else takes both.
Paragraphs are one line each: every screen breaks them where it needs to, and nothing else can know how wide it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from lxml.html import HtmlElement

from transcode.documents.article import one_line, without_turns
from transcode.made import Made
from transcode.print.article import PrintedArticle, PrintedPicture, moment, words
from transcode.print.markup import body_tree, loose_pictures, picture_number, without_controls

MEDIA_TYPE = "text/plain; charset=utf-8"

#: Line below a heading, by its level, and its longest length: a longer one would break on a small screen.
_UNDERLINES = {"h1": "=", "h2": "-"}
_LOWER_UNDERLINE = "~"
_LONGEST_UNDERLINE = 20
_RULE = "* * *"
_STEP = "  "
_NOTE = re.compile(r"#fn:(.+)")
#: A line that was broken on purpose, while line ends of the source still mean nothing.
_BREAK = "\u2028"
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# fmt: off
_BLOCKS = frozenset({
    "blockquote", "div", "dl", "dt", "dd", "figure", "figcaption", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "table", "ul", "caption",
})
# fmt: on
#: A table with more columns is told row by row, each value with the name of its column.
_MOST_BARE_COLUMNS = 2


def make_text(article: PrintedArticle, path: Path) -> Made:
    """Write the page as a file: form "text"."""
    data = make_plain_text(article)
    path.write_bytes(data)
    return Made(form="text", path=path, media_type=MEDIA_TYPE, size_bytes=len(data), duration_s=0)


def make_plain_text(article: PrintedArticle) -> bytes:
    """The whole page: heading, body, notes with the addresses of links.

    Headings are underlined, lists keep their marks, a row of a table is a line, captions stand in brackets, footnotes
    and links are numbers that lead to the notes at the end.
    """
    says = words(article.language)
    writer = _Writer(article=article, root=body_tree(article))
    blocks = [*_heading(article), *writer.body(), *writer.notes()]
    if article.credit:
        blocks.append(f"{says['credit']}: {_line(article.credit)}")
    text = without_turns("\n\n".join(blocks)) + "\n"
    return without_controls(text).replace("\n", "\r\n").encode()


def _heading(article: PrintedArticle) -> Iterator[str]:
    says = words(article.language)
    yield _underlined(_line(article.title), "h1")
    facts = [" · ".join(_line(name) for name in (article.organisation, article.programme) if name)]
    facts.append(", ".join(_line(name) for name in article.authors))
    facts.append(moment(article.published_at))
    facts.append(article.address)
    yield "\n".join(fact for fact in facts if fact)
    if article.ai_label:
        yield f"{says['machine']}: {_line(article.ai_label)}"
    if article.lead:
        yield _line(article.lead)


def _line(text: str) -> str:
    return " ".join(text.split())


def _underlined(text: str, tag: str) -> str:
    return f"{text}\n{_UNDERLINES.get(tag, _LOWER_UNDERLINE) * min(len(text), _LONGEST_UNDERLINE)}"


@dataclass(kw_only=True)
class _Writer:
    """Writes a body, and remembers what its notes have to say."""

    article: PrintedArticle
    root: HtmlElement
    #: Footnote's name or address -> its number, in the order in which they are met.
    _numbers: dict[str, int] = field(default_factory=dict)
    _footnotes: dict[str, HtmlElement] = field(default_factory=dict)

    def body(self) -> list[str]:
        """The blocks of the body, without its footnotes; before it the pictures that it does not show."""
        loose = [self._told(self.article.pictures[number]) for number in loose_pictures(self.article, self.root)]
        for notes in self.root.find_class("footnote"):
            for item in notes.iter("li"):
                self._footnotes.setdefault((item.get("id") or "").removeprefix("fn:"), item)
            notes.drop_tree()
        return [block for block in (*loose, *self._blocks(self.root)) if block.strip()]

    def notes(self) -> Iterator[str]:
        """What the numbers in the text lead to. A footnote may itself lead to further notes."""
        lines: list[str] = []
        while len(lines) < len(self._numbers):
            key, number = [*self._numbers.items()][len(lines)]
            lines.append(f"[{number}] {self._note(key)}".rstrip())
        if lines:
            yield _underlined(words(self.article.language)["notes"], "h2")
            yield "\n".join(lines)

    def _note(self, key: str) -> str:
        item = self._footnotes.get(key)
        return key if item is None else " ".join(line for block in self._blocks(item) if (line := _line(block)))

    def _number(self, key: str) -> str:
        return f"[{self._numbers.setdefault(key, len(self._numbers) + 1)}]"

    def _blocks(self, parent: HtmlElement) -> Iterator[str]:
        """The blocks of an element; words that stand between them are blocks too."""
        loose = parent.text or ""
        for child in parent:
            if child.tag in _BLOCKS:
                yield _tidy(loose)
                loose = ""
                yield from self._block(child)
            else:
                loose += self._inline(child)
            loose += child.tail or ""
        yield _tidy(loose)

    def _block(self, element: HtmlElement) -> Iterator[str]:
        tag = str(element.tag)
        if tag in {"ul", "ol"}:
            yield self._list(element)
        elif tag == "table":
            yield from self._table(element)
        elif tag == "hr":
            yield _RULE
        elif tag == "pre":
            yield str(element.text_content()).strip("\n")
        elif re.fullmatch("h[2-6]", tag):
            yield _underlined(_line(" ".join(self._blocks(element))), tag)
        elif tag == "blockquote":
            yield from ("> " + block.replace("\n", "\n> ") for block in self._blocks(element) if block)
        else:
            yield from self._blocks(element)

    def _list(self, element: HtmlElement) -> str:
        """Items closely below each other; what belongs to an item stands one step in."""
        start = element.get("start") or "1"
        lines = []
        for number, item in enumerate(element.iterchildren("li"), int(start)):
            mark = f"{number}. " if element.tag == "ol" else "- "
            own = "\n".join(block for block in self._blocks(item) if block)
            lines.append(mark + own.replace("\n", f"\n{_STEP}"))
        return "\n".join(lines)

    def _table(self, element: HtmlElement) -> Iterator[str]:
        for caption in element.iterchildren("caption"):
            yield from self._blocks(caption)
        rows = [
            [" ".join(block for block in map(_line, self._blocks(cell)) if block) for cell in row.iter("td", "th")]
            for row in element.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        names = rows[0] if element.find(".//thead") is not None and rows else []
        if len(names) > _MOST_BARE_COLUMNS:
            yield "\n".join(_told_row(names, row) for row in rows[1:])
        else:
            yield "\n".join(" | ".join(row) for row in rows)

    def _inline(self, element: HtmlElement) -> str:
        tag = str(element.tag)
        if tag == "br":
            return _BREAK
        if tag == "img":
            return self._picture(element)
        if tag == "a":
            return self._link(element)
        inner = (element.text or "") + "".join(self._inner(child) for child in element)
        if tag == "sup":
            return inner.translate(_RAISED) if re.fullmatch(r"[\d+\-=()n]+", inner) else inner
        if tag == "sub":
            return inner.translate(_LOWERED) if re.fullmatch(r"[\d+\-=()]+", inner) else inner
        return inner

    def _inner(self, child: HtmlElement) -> str:
        """A child within a line, with the words behind it. A block there begins a line of its own."""
        own = _BREAK.join(["", *self._block(child), ""]) if child.tag in _BLOCKS else self._inline(child)
        return own + (child.tail or "")

    def _link(self, element: HtmlElement) -> str:
        href = element.get("href") or ""
        note = _NOTE.fullmatch(href)
        if note:
            return self._number(note[1]) if note[1] in self._footnotes else ""
        if "footnote-backref" in (element.get("class") or ""):
            return ""
        inner = (element.text or "") + "".join(self._inner(child) for child in element)
        target = urljoin(self.article.address, href) if href.startswith("/") else href
        bare = target.removeprefix("mailto:").removeprefix("tel:")
        if not bare or bare.startswith(("#", "/")) or _line(inner).rstrip("/") == bare.rstrip("/"):
            return inner
        return f"{inner} {self._number(bare)}" if inner.strip() else inner

    def _picture(self, element: HtmlElement) -> str:
        number = picture_number(element)
        own = PrintedPicture() if number is None else self.article.pictures[number]
        return self._told(own, element.get("alt") or "")

    def _told(self, picture: PrintedPicture, alt: str = "") -> str:
        told = one_line(picture.caption or picture.alt or alt, most=500)
        return f"[{words(self.article.language)['picture']}: {told}]" if told else ""


def _tidy(text: str) -> str:
    """Words with single blanks; lines that were broken on purpose stay broken."""
    return "\n".join(line for line in map(_line, text.split(_BREAK)) if line)


def _told_row(names: list[str], row: list[str]) -> str:
    """The first cell, and each other one with the name of its column."""
    told = [f"{name}: {value}" if name else value for name, value in zip(names[1:], row[1:], strict=False) if value]
    told += row[len(names) :]
    return " – ".join(part for part in (row[0], "; ".join(told)) if part)
