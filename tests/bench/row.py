"""One line of the table: a figure, its budget, and how it was measured."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """A budget of the design and what was found."""

    name: str
    figure: float
    #: × or % where the figure is a ratio within one run; else KB (1000 bytes), MB/h (10^6 bytes an hour) or ms.
    unit: str
    budget: float
    #: "≥" or "≤": how the figure has to stand to its budget.
    sense: str
    how: str

    @property
    def is_met(self) -> bool:
        return self.figure >= self.budget if self.sense == "≥" else self.figure <= self.budget


def interleaved(turns: int, *measures: Callable[[], float]) -> list[Sequence[float]]:
    """Measure each in turn, several times, so that whatever else the machine does falls on all of them.

    Returns:
        One tuple of figures a turn.
    """
    for measure in measures:
        measure()
    return [tuple(measure() for measure in measures) for _ in range(turns)]


def median_ratio(taken: Sequence[Sequence[float]], one: int = 0, other: int = 1) -> float:
    """The median of the ratios within each turn."""
    return statistics.median(turn[one] / turn[other] for turn in taken)
