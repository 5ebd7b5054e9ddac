"""Ten thousand small articles through intake: what the last thousand cost against the first."""

import os
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

ITEMS, PART, TURN = 10_000, 1_000, 100


def rows(scratch: Path) -> Iterator[Row]:
    with opened(scratch / "large") as large, opened(scratch / "new") as new:
        fill(large, 0)
        fill(new, 0)
        for first in range(0, ITEMS - PART, TURN):
            _taken(large, scratch, first)
        turns = [(_taken(new, scratch, at), _taken(large, scratch, ITEMS - PART + at)) for at in range(0, PART, TURN)]
        with large.database.reading() as session:
            ready = len(session.scalars(select(Asset.id).where(Asset.state == AssetState.READY)).all())
    if ready != ITEMS:
        raise RuntimeError(f"{ready} of {ITEMS} are ready")
    yield Row(
        name="10,000 small items taken in",
        figure=sum(last for _, last in turns) / sum(first for first, _ in turns),
        unit="×",
        budget=1.2,
        sense="≤",
        how="user and system time of the last thousand against the first thousand of another hub, a hundred in turn",
    )


def _taken(parts: Parts, scratch: Path, first: int) -> float:
    """Seconds in which so many articles are kept, looked at and made into pages."""
    began = _cpu_s()
    for number in range(first, first + TURN):
        path = scratch / "tin.md"
        path.write_text(_article(number), "utf-8")
        intake.receive(parts, path, Submission(programme="ban-tin", name=f"tin-{number}.md", by="bench"))
    for work_id in _due(parts):
        runner.execute(parts, work_id)
    return _cpu_s() - began


def _cpu_s() -> float:
    """Of this process and of those that it has run: what else the machine does falls on the clock, not on these."""
    return sum(os.times()[:4])


def _due(parts: Parts) -> Sequence[str]:
    with parts.database.reading() as session:
        return session.scalars(select(Work.id).where(Work.kind == "intake", Work.state.in_(WAITING))).all()


def _article(number: int) -> str:
    words = " ".join(f"tin{number}x{word}" for word in range(60))
    return f"# Tin số {number}\n\nSáng nay ở bản số {number}, bà con họp bàn việc mùa. {words}\n"
