"""Publish, or correct -> item page, lists and feeds are new: what it costs with a hundred times the archive."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import ListingEntry
from hub.services import listings, publishing
from tests.bench.archive import fill, opened, put_files, render
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
        old = [iter(_in_the_middle(hub)) for hub in hubs]
        corrected = interleaved(TURNS, lambda: _correct(hubs[1], next(old[1])), lambda: _correct(hubs[0], next(old[0])))
    yield Row(
        name="publish: page, lists, feeds",
        figure=median_ratio(taken),
        unit="×",
        budget=1.2,
        sense="≤",
        how=f"processor time until nothing is dirty, one item at a time, {LARGE:,} items in the archive against "
        f"{SMALL:,}; one costs {_median_ms(taken):.0f} ms",
    )
    yield Row(
        name="correction: page, lists, feeds",
        figure=median_ratio(corrected),
        unit="×",
        budget=1.2,
        sense="≤",
        how=f"the same of a new text of an item in the middle of the archive; one costs {_median_ms(corrected):.0f} ms",
    )


def _publish(parts: Parts, item_id: str) -> float:
    """Seconds of the processor from the verb to the last file."""
    began = time.process_time()
    publishing.publish(parts, item_id, by="bench")
    render(parts)
    return time.process_time() - began


def _in_the_middle(parts: Parts) -> Sequence[str]:
    """Ids of items that stand in full pages, as far from each other as their pages are."""
    apart = listings.PAGE_SIZE + 1
    with parts.database.reading() as session:
        first = listings.last_number(session, "all") // 4
        last = first + TURNS * apart
        ids = session.scalars(
            select(ListingEntry.item_id)
            # Those that came soon after lead on to it, so they are made anew, too.
            .where(ListingEntry.listing == "all", ListingEntry.number.between(first, last + apart))
            .order_by(ListingEntry.number)
        ).all()
    put_files(parts, ids)
    return ids[: last - first + 1 : apart]


def _correct(parts: Parts, item_id: str) -> float:
    began = time.process_time()
    publishing.correct(parts, item_id, {"title": "Tin đã sửa", "body": "Con đường mới về bản dài 12 km."}, by="bench")
    render(parts)
    return time.process_time() - began


def _median_ms(taken: Sequence[Sequence[float]]) -> float:
    return 1000 * statistics.median(large for large, _ in taken)
