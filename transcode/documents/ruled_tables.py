"""Tables whose cells stand between ruled lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transcode.documents.layout import Line, joined
from transcode.documents.pdf_rules import NEAR, Rule, Rules

#: Rules of one page that are looked at; a map or a chart has more.
_MOST = 300
_LEAST = 2
#: A cell of more characters frames a story.
_CELL_LENGTH = 600


@dataclass(kw_only=True)
class _Grid:
    """Rules that meet each other."""

    across: set[Rule] = field(default_factory=set)
    down: set[Rule] = field(default_factory=set)

    @property
    def heights(self) -> list[float]:
        """From the top down."""
        return _places(rule.at for rule in self.across)[::-1]

    @property
    def sides(self) -> list[float]:
        """From left to right."""
        return _places(rule.at for rule in self.down)


def with_ruled_tables(lines: Sequence[Line], rules: Rules) -> list[Line]:
    """The lines of a page, those of each ruled table as one line that holds its rows."""
    left = list(lines)
    for grid in _grids(rules):
        table = _table(left, grid)
        if table:
            held, made = table
            gone = {id(line) for line in held}
            first = next(at for at, line in enumerate(left) if id(line) in gone)
            left = [line for line in left if id(line) not in gone]
            left.insert(first, made)
    return left


def _grids(rules: Rules) -> list[_Grid]:
    if max(len(rules.across), len(rules.down)) > _MOST:
        return []
    grids: list[_Grid] = []
    for rule in rules.across:
        own = _Grid(across={rule}, down={one for one in rules.down if _meet(rule, one)})
        for grid in [grid for grid in grids if grid.down & own.down]:
            own.across |= grid.across
            own.down |= grid.down
            grids.remove(grid)
        grids.append(own)
    return [grid for grid in grids if len(grid.heights) > _LEAST and len(grid.sides) > _LEAST]


def _meet(across: Rule, down: Rule) -> bool:
    return across.covers(down.at) and down.covers(across.at)


def _table(lines: Sequence[Line], grid: _Grid) -> tuple[list[Line], Line] | None:
    """The lines that stand in a grid, and the one that they become; None where it is no table."""
    heights, sides = grid.heights, grid.sides
    held: list[Line] = []
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        place = _cell(line, grid, heights, sides)
        if place is not None:
            held.append(line)
            cells.setdefault(place, []).append(line)
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    if len(rows) < _LEAST or len(columns) < _LEAST:
        return None
    texts = tuple(tuple(_text(cells.get((row, column), [])) for column in columns) for row in rows)
    if max(len(text) for row in texts for text in row) > _CELL_LENGTH:
        return None
    return held, Line(
        text=" ".join(text for row in texts for text in row if text),
        left=sides[0],
        right=sides[-1],
        y=heights[-1],
        size=heights[0] - heights[-1],
        rows=texts,
    )


def _cell(line: Line, grid: _Grid, heights: Sequence[float], sides: Sequence[float]) -> tuple[int, int] | None:
    """Row and column of a line; the first of those that its cell goes over. None outside the grid."""
    x, y = line.left + NEAR, line.y + line.size / 2
    row = sum(height > y for height in heights) - 1
    column = sum(side <= x for side in sides) - 1
    if not (0 <= row < len(heights) - 1 and 0 <= column < len(sides) - 1) or line.rows:
        return None
    while column > 0 and not _is_ruled(grid.down, sides[column], y):
        column -= 1
    while row > 0 and not _is_ruled(grid.across, heights[row], x):
        row -= 1
    return row, column


def _is_ruled(rules: Iterable[Rule], at: float, place: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.covers(place) for rule in rules)


def _text(lines: Iterable[Line]) -> str:
    """The words of one cell, from the top down."""
    text = ""
    for line in sorted(lines, key=lambda line: (-round(line.y), line.left)):
        text = joined(text, line.text.strip()) if text else line.text.strip()
    return text


def _places(told: Iterable[float]) -> list[float]:
    """Places in order; those that stand as near as two edges of one drawn rule are one."""
    places: list[float] = []
    for place in sorted(told):
        if not places or place - places[-1] > 2 * NEAR:
            places.append(place)
    return places
