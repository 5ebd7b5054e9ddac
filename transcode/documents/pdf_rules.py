"""The straight lines that a PDF page draws: across and down, as the rules of tables and columns are."""

import ctypes
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

_MOST_RULES = 2_000
_MOST_SEGMENTS = 20_000
_DEPTH = 4
#: Points by which a rule may be slanted, thick, or short of another that it meets.
NEAR = 2.0
#: Points below which a line is a letter, a dot or a tick.
_LEAST = 6.0

_Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A straight line: where it stands on the one axis, and from where to where it goes on the other. In points."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Whether it goes past a place of its own axis."""
        return self.start - NEAR <= place <= self.end + NEAR


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Those of one page; `at` is the height of those across (y upwards), and the distance from the left of others."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()

    def parts(self, left: float, right: float, y: float) -> bool:
        """Whether a line down the page stands between two places of one height."""
        return any(left - NEAR <= rule.at <= right + NEAR and rule.covers(y) for rule in self.down)


def rules_of(page: Any) -> Rules:
    """The rules of a page, those in one line joined; none of a page that draws too many lines to be a text."""
    across: list[Rule] = []
    down: list[Rule] = []
    count = 0
    for path in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=_DEPTH):
        for (x0, y0), (x1, y1) in _lines(path):
            count += 1
            if count > _MOST_SEGMENTS:
                return Rules()
            if abs(y1 - y0) <= NEAR and abs(x1 - x0) >= _LEAST:
                across.append(Rule(at=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1)))
            elif abs(x1 - x0) <= NEAR and abs(y1 - y0) >= _LEAST:
                down.append(Rule(at=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1)))
    whole = Rules(across=tuple(_joined(across)), down=tuple(_joined(down)))
    return whole if len(whole.across) + len(whole.down) <= _MOST_RULES else Rules()


def _joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Rules of one place that meet or overlap are one."""
    ordered = sorted(rules, key=lambda rule: (round(rule.at / NEAR), rule.start))
    last: Rule | None = None
    for rule in ordered:
        if last and abs(rule.at - last.at) <= NEAR and rule.start <= last.end + NEAR:
            last = Rule(at=last.at, start=last.start, end=max(last.end, rule.end))
            continue
        if last:
            yield last
        last = rule
    if last:
        yield last


def _lines(path: Any) -> Iterator[tuple[_Point, _Point]]:
    """The straight strokes and edges of one path, in points of the page."""
    if not _is_drawn(path):
        return
    matrix = _matrix(path)
    begun: _Point | None = None
    last: _Point | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in itertools.islice(range(max(0, pdfium_c.FPDFPath_CountSegments(path.raw))), _MOST_SEGMENTS):
        segment = pdfium_c.FPDFPath_GetPathSegment(path.raw, at)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = matrix.on_point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and last:
            yield last, point
        if begun and pdfium_c.FPDFPathSegment_GetClose(segment):
            yield point, begun
        last = point


def _matrix(path: Any) -> Any:
    """From the path's own points to those of the page, through the forms that it stands in."""
    matrix, form = path.get_matrix(), path.container
    while form is not None:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    return matrix


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    told = pdfium_c.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    return bool(told) and bool(fill.value or stroke.value)
