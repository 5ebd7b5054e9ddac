"""Ten thousand small articles through intake: what the last thousand cost against the first."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import WAITING, Asset, AssetState, Work
from hub.services import intake
from hub.services.intake import Submission
from tests.bench.archive import fill, opened
from tests.bench.row import Row

ITEMS, PART = 10_000, 1_000


def rows(scratch: Path) -> Iterator[Row]:
    with opened(scratch / "hub") as parts:
        fill(parts, 0)
        taken = [_thousand(parts, scratch, first) for first in range(0, ITEMS, PART)]
        with parts.database.reading() as session:
            ready = len(session.scalars(select(Asset.id).where(Asset.state == AssetState.READY)).all())
    if ready != ITEMS:
        raise RuntimeError(f"{ready} of {ITEMS} are ready")
    yield Row(
        name="10,000 small items taken in",
        figure=taken[-1] / taken[0],
        unit="×",
        budget=1.2,
        sense="≤",
        how="time of the last thousand against the first, kept, looked at and made into pages, one after the other",
    )


def _thousand(parts: Parts, scratch: Path, first: int) -> float:
    began = time.perf_counter()
    for number in range(first, first + PART):
        path = scratch / "tin.md"
        path.write_text(_article(number), "utf-8")
        intake.receive(parts, path, Submission(programme="ban-tin", name=f"tin-{number}.md", by="bench"))
    for work_id in _due(parts):
        runner.execute(parts, work_id)
    return time.perf_counter() - began


def _due(parts: Parts) -> Sequence[str]:
    with parts.database.reading() as session:
        return session.scalars(select(Work.id).where(Work.kind == "intake", Work.state.in_(WAITING))).all()


def _article(number: int) -> str:
    words = " ".join(f"tin{number}x{word}" for word in range(60))
    return f"# Tin số {number}\n\nSáng nay ở bản số {number}, bà con họp bàn việc mùa. {words}\n"
