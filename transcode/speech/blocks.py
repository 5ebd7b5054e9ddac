"""An article's Markdown as the blocks that are read aloud.

Pictures and their captions are left out: what they show is not heard, and a caption breaks the thread. Tables are
announced and read row by row, long ones only announced. Footnotes are read at the end.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from transcode.documents.render import render_html

Kind = Literal["heading", "paragraph", "row"]

_PICTURE = re.compile(
    r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])"
    # The line in italics below it is its caption.
    r"(?:[ \t]*\n{0,2}[ \t]*(?P<mark>[*_]{1,2})(?=\S)[^\n]*?\S(?P=mark)[ \t]*(?=\n|$))?"
)
_CREDIT = re.compile(r"(?:nguồn\s+)?(?:ảnh|hình|photo|video|clip|đồ họa)(?:\s+minh họa)?\s*[:/].{0,100}", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {*_HEADINGS, "p", "li", "blockquote", "pre", "dt", "dd", "div", "caption", "td", "th", "hr", "ul", "ol"}
)
_LEFT_OUT = frozenset({"figure", "figcaption", "del", "s"})


@dataclass(frozen=True, kw_only=True)
class Block:
    """One heading, paragraph or row.

    Attributes:
        kind: "heading", "paragraph" (items of lists too) or "row" (of a table).
        text: As written, without markup; a line break is kept.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What the reader says of the article's shape, in its language; `{rows}` is filled.

    Attributes:
        table: Before a table that is read.
        long_table: Instead of one that is not.
        notes: Before the footnotes.
    """

    table: str
    long_table: str
    notes: str


#: Rows of a table that are still read aloud.
MOST_ROWS = 15


def blocks(markdown: str, phrases: Phrases) -> list[Block]:
    """Give what is read aloud of a body, in its order."""
    reader = _Reader(phrases)
    reader.feed(render_html(_PICTURE.sub("", markdown)))
    reader.close()
    reader.end_block()
    return [block for block in reader.blocks if not _CREDIT.fullmatch(block.text)]


class _Reader(HTMLParser):
    """Collects blocks from the HTML that `render_html` makes."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._phrases = phrases
        self._words: list[str] = []
        self._kind: Kind = "paragraph"
        self._silent: list[str] = []
        self._numbers: list[int | None] = []
        self._rows: list[list[str]] | None = None
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if self._silent or tag in _LEFT_OUT or (told.get("class") or "").startswith("footnote-"):
            if tag not in {"br", "hr", "img"}:
                self._silent.append(tag)
            return
        if tag in _BLOCKS:
            self.end_block()
        if told.get("class") == "footnote":
            self.blocks.append(Block(kind="heading", text=self._phrases.notes))
        self._start(tag, told)

    def _start(self, tag: str, told: dict[str, str | None]) -> None:
        if tag in _HEADINGS:
            self._kind = "heading"
        elif tag in {"ul", "ol"}:
            self._numbers.append(int(told.get("start") or 1) if tag == "ol" else None)
        elif tag == "li" and self._numbers and self._numbers[-1] is not None:
            self._words.append(f"{self._numbers[-1]}. ")
            self._numbers[-1] += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag == "table":
            self.end_block()
            self._rows, self._caption = [], ""
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        if tag in _BLOCKS:
            self._end(tag)
        elif tag == "table":
            self._end_table()

    def _end(self, tag: str) -> None:
        if self._rows is not None and tag in {"td", "th", "caption"}:
            text = self._take()
            if tag == "caption":
                self._caption = text
            elif self._rows:
                self._rows[-1].append(text)
            return
        self.end_block()
        if tag in {"ul", "ol"} and self._numbers:
            self._numbers.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def _take(self) -> str:
        lines = "".join(self._words).splitlines() if self._kind_keeps_lines() else ["".join(self._words)]
        self._words = []
        return "\n".join(line for one in lines if (line := " ".join(one.split())))

    def _kind_keeps_lines(self) -> bool:
        return self._rows is None and self._kind == "paragraph"

    def end_block(self) -> None:
        """Close the block that is open, if it says anything."""
        if self._rows is not None:
            return
        text = self._take()
        if re.search(r"[^\W_]", text) and not re.fullmatch(r"\d+\.", text):
            self.blocks.append(Block(kind=self._kind, text=text))
        elif text:
            # The number of an item whose words stand in a paragraph of their own.
            self._words.append(f"{text} ")
        self._kind = "paragraph"

    def _end_table(self) -> None:
        rows = [cells for row in self._rows or () if any(cells := [cell for cell in row if cell])]
        self._rows = None
        if not rows:
            return
        if len(rows) > MOST_ROWS:
            said = [Block(kind="paragraph", text=self._phrases.long_table.format(rows=len(rows)))]
        else:
            said = [Block(kind="paragraph", text=self._phrases.table)]
            said += [Block(kind="row", text=", ".join(cell.replace("\n", ", ") for cell in row)) for row in rows]
        if self._caption:
            said.insert(1, Block(kind="row", text=self._caption))
        self.blocks += said
