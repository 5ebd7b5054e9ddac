"""The order in which a page is read: column by column, each headline before what stands under it.

The page is cut where nothing stands (the recursive X-Y cut of Nagy and Seth, 1984), but only where columns of text come
out of it; the rest keeps the order in which it was drawn, tables above all.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median

from transcode.documents.layout import Line

_LEAST_LINES = 3
_LEAST_LENGTH = 12
#: A column's lines reach this far across it, and this share of them does.
_FILLED, _FILLED_SHARE = 0.6, 0.5
#: Width of the blank between columns at the least, by the size of the letters; height of the blank above a headline.
_GUTTER_RATIO = 0.6
_GAP_RATIO = 0.15
_MOST_LEVELS = 16
_DEPTH = 30
_SAME_ROW = 0.3
_INSIDE = 0.5
#: Lines of one row stand among this many when all are put in order.
_NEAR = 4


@dataclass(frozen=True, kw_only=True)
class Region:
    """Lines that belong together, in their order."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        """Its left edge, in points."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Its right edge, in points."""
        return max(line.right for line in self.lines)


def regions(lines: Sequence[Line], *, tables: Callable[[list[Line]], list[Line]] = list) -> list[Region]:
    """The columns, headlines and other parts of a page in the order in which they are read.

    Args:
        lines: Of the page.
        tables: Makes one line of the lines of each table in one part of the page.
    """
    return [Region(lines=tuple(_rows(tables(part)))) for part in _cut(list(lines), _DEPTH) if part]


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The same words in the order in which they are read."""
    return [line for region in regions(lines) for line in region.lines]


def column_count(parts: Iterable[Region]) -> int:
    """How many columns of text stand side by side where there are most of them; 1 for a page of one column."""
    columns = [part for part in parts if _is_prose(part.lines)]
    most = 1
    for part in columns:
        middle = median(line.y for line in part.lines)
        beside = [other for other in columns if _spans(other, middle)]
        most = max(most, len({round(other.left / 10) for other in beside}))
    return most


def _spans(part: Region, y: float) -> bool:
    return min(line.y for line in part.lines) <= y <= max(line.y for line in part.lines)


def _cut(lines: list[Line], depth: int) -> Iterator[list[Line]]:
    parts = _gutter(lines) if depth else None
    if parts is None and depth:
        parts = _band(lines)
    if parts is None:
        yield lines
        return
    for part in parts:
        yield from _cut(part, depth - 1)


def _gutter(lines: list[Line]) -> list[list[Line]] | None:
    """Left and right of the widest blank that has columns of text on both sides."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    least = _GUTTER_RATIO * median(line.size for line in lines)
    reach, blanks = None, []
    for line in sorted(lines, key=lambda line: line.left):
        if reach is not None and line.left - reach >= least:
            blanks.append((line.left - reach, reach))
        reach = line.right if reach is None else max(reach, line.right)
    for _, edge in sorted(blanks, reverse=True):
        left = [line for line in lines if line.left <= edge]
        right = [line for line in lines if line.left > edge]
        if _is_prose(left) and _is_prose(right):
            return [left, right]
    return None


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether these are lines of running text, of one column or of several, and not the cells of a table."""
    if len(lines) < _LEAST_LINES or median(len(line.text) for line in lines) < _LEAST_LENGTH:
        return False
    width = median(sorted(line.right - line.left for line in lines)[-max(1, len(lines) // 2) :])
    filled = sum(line.right - line.left >= _FILLED * width for line in lines)
    return filled >= _FILLED_SHARE * len(lines)


def _band(lines: list[Line]) -> list[list[Line]] | None:
    """What stands above, in and below the stretch of the page that has the most lines in columns; None without one."""
    if len(lines) <= 2 * _LEAST_LINES or not _has_neighbours(lines):
        return None
    levels = _levels(lines)
    best: list[Line] = []
    for high, low in combinations([math.inf, *levels, -math.inf], 2):
        inside = [line for line in lines if low < line.y <= high]
        if len(best) < len(inside) < len(lines) and _gutter(inside):
            best = inside
    if not best:
        return None
    top, foot = max(line.y for line in best), min(line.y for line in best)
    above = [line for line in lines if line.y > top]
    below = [line for line in lines if line.y < foot]
    return [part for part in (above, best, below) if part]


def _levels(lines: list[Line]) -> list[float]:
    """The middles of the widest blanks that go all the way across, from the top down."""
    least = _GAP_RATIO * median(line.size for line in lines)
    floor, blanks = None, []
    for line in sorted(lines, key=lambda line: -(line.y + line.size)):
        top = line.y + line.size
        if floor is not None and floor - top >= least:
            blanks.append((floor - top, (floor + top) / 2))
        floor = line.y if floor is None else min(floor, line.y)
    return sorted((level for _, level in sorted(blanks, reverse=True)[:_MOST_LEVELS]), reverse=True)


def _has_neighbours(lines: list[Line]) -> bool:
    """Whether any two lines stand side by side."""
    ordered = sorted(lines, key=lambda line: line.y)
    return any(
        abs(one.y - two.y) < _INSIDE * one.size and (one.right <= two.left or two.right <= one.left)
        for ahead in range(1, _NEAR)
        for one, two in zip(ordered, ordered[ahead:], strict=False)
    )


def _rows(part: list[Line]) -> list[Line]:
    """One part from top to bottom where it is one column, else as it was drawn; lines that were parted are whole."""
    narrow = max(part, key=lambda line: line.right - line.left)
    single = all(_beside(line, narrow) for line in part)
    ordered = sorted(part, key=lambda line: (-line.y, line.left)) if single else part
    if single:
        ordered = _levelled(ordered)
    whole: list[Line] = []
    for line in ordered:
        above = whole[-1] if whole else None
        if above and above.drawn == line.drawn >= 0 and above.right <= line.left:
            whole[-1] = replace(above, text=f"{above.text} {line.text}", right=line.right)
        else:
            whole.append(line)
    return whole


def _levelled(lines: list[Line]) -> list[Line]:
    """Pieces whose feet differ by a hair stand on one row, and are read from left to right."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].y - line.y) <= _SAME_ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in (sorted(row, key=lambda line: line.left) if _is_apart(row) else row)]


def _is_apart(row: list[Line]) -> bool:
    ordered = sorted(row, key=lambda line: line.left)
    return all(before.right <= after.left + 1 for before, after in pairwise(ordered))


def _beside(line: Line, widest: Line) -> bool:
    shared = min(line.right, widest.right) - max(line.left, widest.left)
    return shared >= _INSIDE * min(line.right - line.left, widest.right - widest.left)
