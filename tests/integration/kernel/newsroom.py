"""A small newsroom: programmes of each kind, recordings made in place, and what is asked of an item afterwards."""

import array
import math
import random
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.jobs.sweeper import sweep_with
from hub.models import WAITING, Item, ItemState, ListingEntry, Rendition, Work
from hub.services import intake, listings, programmes, tree
from hub.services.intake import Submission

RADIO, PRINT, TV = "thoi-su-sang", "ban-tin", "truyen-hinh"

RATE_HZ = 16_000

T = TypeVar("T")


def open_newsroom(parts: Parts) -> None:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="dai", name="Đài Lai Châu", valid_from=None, valid_to=None)
        for slug, kind in ((RADIO, "radio"), (PRINT, "print"), (TV, "tv")):
            values = {"slug": slug, "title": slug, "kind": kind, "language": "vi", "organisation": "dai"}
            programmes.add(session, values, by="t")


def record(path: Path, duration_s: int, seed: int = 1) -> Path:
    """A mono WAV that sounds a little like a voice; another seed gives another file."""
    chance = random.Random(seed)
    second = array.array(
        "h",
        (
            int(9000 * math.sin(math.tau * 220 * n / RATE_HZ) * (0.4 + 0.3 * (n // 4000 % 3)))
            + chance.randint(-999, 999)
            for n in range(RATE_HZ)
        ),
    ).tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(second * duration_s)
    return path


def write_article(path: Path, title: str) -> Path:
    path.write_text(f"# {title}\n\nNgười dân xã vùng cao đã có đường mới.\n", encoding="utf-8")
    return path


def receive(parts: Parts, source: Path, programme: str = PRINT, *, publish: bool = True) -> str:
    return intake.receive(parts, source, Submission(programme=programme, name=source.name, publish=publish, by="t"))


def publish_row(parts: Parts, title: str, programme: str = PRINT) -> str:
    """An item that is public at once, without an original: what an archive is made of."""
    with parts.database.writing() as session:
        found = programmes.find(session, programme)
        item = Item(
            programme_id=found.id,
            title=title,
            body_html="<p>Tin.</p>",
            language="vi",
            state=ItemState.PUBLISHED,
            created_at=now(),
            updated_at=now(),
            published_at=now(),
        )
        session.add(item)
        session.flush()
        tree.mark(session, [*tree.paths_of(item, listings.enter(session, item)), "feeds/", "fixed/"])
        return item.id


def make_due(parts: Parts) -> None:
    """Let no work wait for its pause."""
    with parts.database.writing() as session:
        for one in session.scalars(select(Work).where(Work.state.in_(WAITING))):
            one.due_at = now()


def work_off(parts: Parts, most: int = 100) -> None:
    """Execute in this process whatever is due, until nothing is."""
    for _ in range(most):
        sweep_with(parts)
        with parts.database.reading() as session:
            due = session.scalars(
                select(Work.id)
                .where(Work.state.in_(WAITING), Work.due_at <= now(), Work.paused.is_(False))
                .order_by(Work.due_at)
            ).all()
        if not due:
            return
        for work_id in due:
            runner.execute(parts, work_id)
    raise AssertionError("work never ends")


def wait_until(what: Callable[[], T], *, within_s: float = 60, pause_s: float = 0.1) -> T:
    """The first true answer; the last thing that is asked when a program must come to something."""
    deadline = time.monotonic() + within_s
    while not (answer := what()):
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(pause_s)
    return answer


def work_of(parts: Parts, kind: str, subject_id: str) -> Work:
    with parts.database.reading() as session:
        return session.scalars(select(Work).where(Work.kind == kind, Work.subject_id == subject_id)).one()


def renditions_of(parts: Parts, item_id: str) -> dict[str, str]:
    with parts.database.reading() as session:
        rows = session.execute(select(Rendition.form, Rendition.state).where(Rendition.item_id == item_id))
        return dict(rows.all())


def places_of(parts: Parts, item_id: str) -> dict[str, int]:
    """List -> how many entries the item has in it."""
    with parts.database.reading() as session:
        rows = session.execute(
            select(ListingEntry.listing, func.count())
            .where(ListingEntry.item_id == item_id)
            .group_by(ListingEntry.listing)
        )
        return dict(rows.all())


def page(parts: Parts, path: str) -> str:
    return parts.storage.read(f"public/{path}").decode()
