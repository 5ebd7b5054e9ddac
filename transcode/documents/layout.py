"""Lines on a page to paragraphs and headings. Pure: places and words in, blocks out."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from transcode.documents.article import escaped
from transcode.documents.table import table_markdown

_SENTENCE_END = tuple('.!?:;…”"»')
_HYPHENS = "\u0002\u00ad\ufffe\u2010"
_BROKEN_WORD = re.compile(rf"(\w{{0,60}})[{_HYPHENS}]\s*(\w{{0,60}})")
_PAGE_NUMBER = re.compile(r"[-–—\s]*((trang|page)\s*)?\d{1,4}(\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_ITEM = re.compile(r"([-+*•–▪]\s|\(?(\d{1,3}|[a-zđ]|[IVXLC]{1,5})[.)]\s)")
_HEADING_RATIO = 1.25
_TITLE_RATIO = 1.3
_HEADING_LENGTH = 200
_TITLE_LENGTH = 4
_SAME_SIZE = 0.15
_GAP_RATIO = 1.3
_INDENT_RATIO = 0.4
_SHORT_RATIO = 0.85
_EDGE_LINES = 2
_SAME_ROW = 0.3
_PAGES_TO_REPEAT = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of one column, or a piece of one.

    Lengths in points, y upwards; size is the height of its characters. Pieces of one drawn line have its number, -1
    when that is not known. A table is one line as high as the table, with its cells row by row; a row of one cell is
    a line that stands by itself.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    drawn: int = -1
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(kw_only=True)
class Block:
    """A paragraph, heading or table, and the box around it in points, y upwards; in its first column where it has two.

    `rows` are the cells of a table.
    """

    text: str
    size: float
    heading: bool = False
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it has columns."""
        return any(len(row) > 1 for row in self.rows)

    def markdown(self) -> str:
        """The block as Markdown that shows exactly its words."""
        if self.is_table:
            return table_markdown([[escaped(cell) for cell in row] for row in self.rows])
        return ("## " if self.heading else "") + escaped(self.text)

    def around(self, line: Line) -> None:
        """Widens the box so that it holds the line too."""
        self.left, self.right = min(self.left, line.left), max(self.right, line.right)
        self.top, self.bottom = max(self.top, line.y + line.size), min(self.bottom, line.y)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without what stands at the edge of most of them."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edge(page)})
    repeated = {key for key, count in edges.items() if count >= _PAGES_TO_REPEAT and count * 2 > len(pages)}
    return [_without(page, repeated) for page in pages]


def _without(page: Sequence[Line], repeated: Collection[str]) -> list[Line]:
    edge = [line for line in _edge(page) if _key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text)]
    gone = [id(line) for line in edge if _key(line) in repeated or not _has_company(line, page, edge)]
    return [line for line in page if id(line) not in gone]


def _has_company(number: Line, page: Sequence[Line], edge: Sequence[Line]) -> bool:
    """Whether words stand beside a number that go with no page: then it is a cell of a table."""
    level = [line for line in page if line is not number and abs(line.y - number.y) <= _SAME_ROW * number.size]
    return any(all(line is not other for other in edge) for line in level)


def _edge(page: Sequence[Line]) -> list[Line]:
    highest = sorted(page, key=lambda line: line.y)
    return [*highest[:_EDGE_LINES], *highest[-_EDGE_LINES:]]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip().casefold())


def body_size(lines: Iterable[Line]) -> float:
    """The size that most characters have; 0 when there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        # A table is as high as all its rows.
        sizes[round(line.size, 1)] += 0 if line.rows else len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def blocks_of(page: Sequence[Line], *, body: float) -> list[Block]:
    """Paragraphs and headings in the order of the lines.

    A new one begins where the size changes, the gap is wider than usual, the line is indented, a list item begins, or
    the line above ended short with a full stop. A paragraph goes on in the next column when its sentence does.
    """
    blocks: list[Block] = []
    pitch = _usual_pitch(page)
    column = _column_edges(page)
    above: Line | None = None
    for line in page:
        text = line.text.strip()
        if line.rows:
            blocks.append(_table(line, body))
            above = None
            continue
        if (
            blocks
            and above
            and _goes_on(above, line, pitch=pitch, right=column.get(round(above.left), above.right), body=body)
        ):
            blocks[-1].text = joined(blocks[-1].text, text)
            if _overlap(above, line):
                blocks[-1].around(line)
        elif text:
            top = line.y + line.size
            blocks.append(Block(text=text, size=line.size, left=line.left, right=line.right, top=top, bottom=line.y))
        above = line if text else above
    for block in blocks:
        if block.rows:
            continue
        block.text = _BROKEN_WORD.sub(lambda found: _healed(found[1], found[2]), block.text)
        block.heading = block.size >= _HEADING_RATIO * body and len(block.text) <= _HEADING_LENGTH
    return blocks


def _table(line: Line, body: float) -> Block:
    return Block(
        text=line.text,
        size=body,
        left=line.left,
        right=line.right,
        top=line.y + line.size,
        bottom=line.y,
        rows=line.rows,
    )


def _usual_pitch(page: Sequence[Line]) -> float:
    words = [line for line in page if not line.rows]
    gaps = [above.y - line.y for above, line in pairwise(words) if _overlap(above, line) and above.y > line.y]
    return median(gaps) if gaps else 0.0


def _column_edges(page: Sequence[Line]) -> dict[int, float]:
    """Rounded left edge -> the furthest right that lines with this edge reach."""
    edges: dict[int, float] = {}
    for line in page:
        edges[round(line.left)] = max(edges.get(round(line.left), 0.0), line.right)
    return edges


def _overlap(above: Line, line: Line) -> bool:
    return line.left < above.right and above.left < line.right


def _goes_on(above: Line, line: Line, *, pitch: float, right: float, body: float) -> bool:
    text = line.text.strip()
    if not text or _ITEM.match(text) or abs(line.size - above.size) > _SAME_SIZE * above.size:
        return False
    big = line.size >= _HEADING_RATIO * body
    if not _overlap(above, line) or line.y > above.y:
        return not big and text[0].islower() and not above.text.rstrip().endswith(_SENTENCE_END)
    usual = max(pitch, line.size) if not big else line.size * 1.2
    if above.y - line.y > _GAP_RATIO * usual:
        return False
    if big:
        return True
    indented = line.left > above.left + _INDENT_RATIO * line.size
    ended_short = above.text.rstrip().endswith(_SENTENCE_END) and above.right < above.left + _SHORT_RATIO * (
        right - above.left
    )
    return not indented and not ended_short


def joined(first: str, second: str) -> str:
    """Two lines of one paragraph as one; a word that was broken at the end of the line is whole again.

    Vietnamese does not break words: a hyphen between its syllables is part of the spelling and stays.
    """
    if first.endswith("-") and first[-2:-1].isalpha() and second[:1].isalpha():
        return (
            first[: -1 if _was_broken(first[:-1].rsplit(maxsplit=1)[-1], second.split(maxsplit=1)[0]) else None]
            + second
        )
    return first + (" " if not first.endswith(tuple(_HYPHENS)) else "") + second


def _healed(first: str, second: str) -> str:
    return first + second if _was_broken(first, second) or not (first and second) else f"{first}-{second}"


def _was_broken(first: str, second: str) -> bool:
    return first.isascii() and second.isascii() and second[:1].islower()


def take_title(blocks: list[Block], *, body: float) -> str:
    """The largest words of the first blocks, taken out of them; "" when nothing stands out."""
    large = [
        block for block in blocks if block.size >= _TITLE_RATIO * body and not block.rows and _is_title(block.text)
    ]
    if not large:
        return ""
    title = max(large, key=lambda block: block.size)
    blocks.remove(title)
    return title.text


def _is_title(text: str) -> bool:
    return _TITLE_LENGTH <= len(text) <= _HEADING_LENGTH and sum(char.isalpha() for char in text) > len(text) / 2


def merged(pages: Iterable[list[Block]]) -> Iterator[list[Block]]:
    """The pages, a paragraph that runs over the foot of a page joined to its beginning."""
    last: Block | None = None
    for page in pages:
        first = page[0] if page else None
        if first and last and joined_over(last, first):
            page = page[1:]  # noqa: PLW2901 - the page without what moved
        last = page[-1] if page else last
        yield page


def joined_over(last: Block, first: Block) -> bool:
    """Joins first to last where its paragraph only goes on there; tells whether it did."""
    plain = not (last.heading or first.heading or last.rows or first.rows) and first.text[0].islower()
    if not plain or last.text.endswith(_SENTENCE_END):
        return False
    last.text = joined(last.text, first.text)
    return True
