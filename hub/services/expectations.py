"""What forms will weigh and take, told before they are made: by the table, and by how fast this hub was lately."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Rendition, RenditionState
from transcode.estimate import expect
from transcode.forms import Form
from transcode.ladder import Rung

#: Forms made last that are looked at, and how many of one form are enough to tell its speed.
_LOOKED_AT, _ENOUGH = 300, 3


def expected(
    session: Session, rows: Sequence[Form], duration_s: float, rungs: Sequence[Rung] = ()
) -> Mapping[str, dict[str, Any]]:
    """Form -> `expected_bytes` and `expected_s`, as a rendition keeps them until it is made.

    Args:
        session: To look at what was made lately.
        rows: Of the table.
        duration_s: Of the original, as its header claims; 0 for a text.
        rungs: Of its moving picture.
    """
    speeds = _speeds(session) if duration_s else {}
    found = {row.form: expect(row, duration_s, rungs=rungs, speeds=speeds) for row in rows}
    return {form: {"expected_bytes": one.size_bytes, "expected_s": one.work_s} for form, one in found.items()}


def _speeds(session: Session) -> dict[str, float]:
    """Form -> seconds of work for each second of sound or film, as it was lately."""
    lately = (
        select(Rendition)
        .where(Rendition.state == RenditionState.READY, Rendition.duration_s > 1)
        .order_by(Rendition.made_at.desc())
        .limit(_LOOKED_AT)
    )
    taken: dict[str, list[float]] = defaultdict(list)
    for one in session.scalars(lately):
        if one.duration_s and isinstance(one.details.get("took_s"), int | float):
            taken[one.form].append(one.details["took_s"] / one.duration_s)
    return {form: median(values) for form, values in taken.items() if len(values) >= _ENOUGH}
