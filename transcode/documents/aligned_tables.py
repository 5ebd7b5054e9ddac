"""Tables without ruled lines: rows whose pieces stand in clear columns.

Rows that are parted by wide blanks, but in no clear columns, stay rows; nothing of them becomes running text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from transcode.documents.layout import Line, joined

_LEAST_ROWS = 2
_LEAST_COLUMNS = 2
#: Blank between columns at the least, and between the rows of one table at the most, by the size of the letters.
_GUTTER, _GAP = 0.5, 3.0
#: A row that stands this much nearer to the one above than rows usually do goes on with its cells.
_NEARER = 0.85
_SAME_ROW = 0.3
#: Rows in a row that go on with one cell alone.
_MOST_SINGLE = 3
#: What stands before the items of a list.
_MARK = re.compile(r"[-+*•–▪○●]|\(?(\d{1,3}|[a-zđ]|[IVXLC]{1,5})[.)]")
#: Of the width, that lines of running text fill; of the lines, how many of them do.
_FILLED, _FILLED_SHARE = 0.9, 0.7
_PROSE_LENGTH = 30
#: The widest blank of a stretched line, by the size of its letters.
_STRETCHED = 2.5

_Row = list[Line]


@dataclass(frozen=True)
class _Column:
    left: float
    right: float


def with_aligned_tables(part: Sequence[Line]) -> list[Line]:
    """The lines of one part of a page, those of each table as one line that holds its rows."""
    rows = _rows(part)
    found: list[Line] = []
    place = 0
    while place < len(rows):
        end = _end(rows, place)
        run = rows[place:end]
        if _is_list(run) or _is_prose(run, part):
            found += [line for row in run for line in row]
        elif len(run) >= _LEAST_ROWS:
            found += _table(run)
        else:
            found += [line for row in run for line in row]
        place = end
    return found


def _rows(part: Sequence[Line]) -> list[_Row]:
    """Lines of one height, in the order in which the first of them was drawn; each from left to right."""
    rows: list[_Row] = []
    for line in part:
        row = next((row for row in rows[-1:] if _is_beside(row, line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _is_beside(row: _Row, line: Line) -> bool:
    level = not line.rows and not row[0].rows and abs(row[0].y - line.y) <= _SAME_ROW * line.size
    return level and all(line.right <= one.left + 1 or one.right <= line.left + 1 for one in row)


def _end(rows: Sequence[_Row], start: int) -> int:
    """Where the stretch of rows of several pieces ends that begins at a row; single pieces in it go on with cells."""
    last = start
    for end in range(start, len(rows)):
        above = rows[end - 1] if end > start else None
        if above and not 0 < above[0].y - rows[end][0].y <= _GAP * rows[end][0].size:
            break
        if len(rows[end]) >= _LEAST_COLUMNS:
            last = end + 1
        elif rows[end][0].rows or end - last >= _MOST_SINGLE or not _fits(rows[end], rows[start:last]):
            break
    return max(last, start + 1)


def _fits(row: _Row, run: Sequence[_Row]) -> bool:
    """Whether one piece keeps to the columns of the rows above it."""
    return bool(run) and len(_columns([*run, row])) >= _LEAST_COLUMNS


def _columns(rows: Sequence[_Row]) -> list[_Column]:
    """Stretches of the width that the rows fill, from left to right."""
    columns: list[_Column] = []
    for line in sorted((line for row in rows for line in row), key=lambda line: line.left):
        if columns and line.left - columns[-1].right < _GUTTER * line.size:
            columns[-1] = _Column(columns[-1].left, max(columns[-1].right, line.right))
        else:
            columns.append(_Column(line.left, line.right))
    return columns


def _is_list(run: Sequence[_Row]) -> bool:
    """Whether the rows are items behind their marks, whose words are wide of them."""
    marks = [row[0].text.strip() for row in run if len(row) >= _LEAST_COLUMNS]
    return bool(marks) and all(_MARK.fullmatch(mark) for mark in marks) and max(map(len, run)) == _LEAST_COLUMNS


def _is_prose(run: Sequence[_Row], part: Sequence[Line]) -> bool:
    """Whether the rows are lines of running text, stretched to the width of their column."""
    if len(run) > _LEAST_ROWS and len(_columns(run)) >= _LEAST_COLUMNS:
        return False
    left, right = min(line.left for line in part), max(line.right for line in part)
    full = [row for row in run if row[-1].right - row[0].left >= _FILLED * (right - left)]
    long = median(sum(len(line.text) for line in row) for row in run) >= _PROSE_LENGTH
    blanks = [(after.left - before.right) / after.size for row in run for before, after in pairwise(row)]
    return long and max(blanks, default=0.0) <= _STRETCHED and len(full) >= _FILLED_SHARE * len(run)


def _table(run: Sequence[_Row]) -> list[Line]:
    """One line that holds the rows; where the columns are not clear, one of each row."""
    columns = _columns(run)
    whole = [_whole(row) for row in run]
    if len(columns) < _LEAST_COLUMNS:
        return [replace(line, rows=((line.text,),)) for line in whole]
    cells = _cells(run, columns)
    left, right = min(line.left for line in whole), max(line.right for line in whole)
    top, foot = max(line.y + line.size for line in whole), min(line.y for line in whole)
    text = " ".join(cell for row in cells for cell in row if cell)
    return [Line(text=text, left=left, right=right, y=foot, size=top - foot, rows=tuple(map(tuple, cells)))]


def _cells(run: Sequence[_Row], columns: Sequence[_Column]) -> list[list[str]]:
    rows: list[list[str]] = []
    usual = median([above[0].y - row[0].y for above, row in pairwise(run)])
    above: _Row | None = None
    for row in run:
        texts = [_text([line for line in row if column.left <= line.left <= column.right]) for column in columns]
        near = above is not None and above[0].y - row[0].y < _NEARER * usual
        if rows and len(row) < _LEAST_COLUMNS and (near or not texts[0]):
            both = zip(rows[-1], texts, strict=True)
            rows[-1] = [joined(one, other) if one and other else one or other for one, other in both]
        else:
            rows.append(texts)
        above = row
    return rows


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)


def _whole(row: _Row) -> Line:
    return replace(row[0], text=_text(row), right=row[-1].right)
