"""Publish -> item page, lists and feeds are new: what it costs with a hundred times the archive."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from hub.extensions.parts import Parts
from hub.services import publishing
from tests.bench.archive import fill, opened, render
from tests.bench.row import Row, interleaved, median_ratio

SMALL, LARGE = 1_000, 100_000
TURNS = 15


def rows(scratch: Path) -> Iterator[Row]:
    with ExitStack() as stack:
        hubs = [stack.enter_context(opened(scratch / str(size))) for size in (SMALL, LARGE)]
        # One more for the turn that is not counted.
        waiting = [fill(hub, size, waiting=TURNS + 1) for hub, size in zip(hubs, (SMALL, LARGE), strict=True)]
        small, large = (iter(ids) for ids in waiting)
        taken = interleaved(TURNS, lambda: _publish(hubs[1], next(large)), lambda: _publish(hubs[0], next(small)))
    yield Row(
        name="publish: page, lists, feeds",
        figure=median_ratio(taken),
        unit="×",
        budget=1.2,
        sense="≤",
        how=f"seconds until nothing is dirty, one item at a time, {LARGE:,} items in the archive against {SMALL:,}",
    )


def _publish(parts: Parts, item_id: str) -> float:
    """Seconds from the verb to the last file."""
    began = time.perf_counter()
    publishing.publish(parts, item_id, by="bench")
    render(parts)
    return time.perf_counter() - began
