"""A hub with a programme of each kind, a person with a token, and work done on the spot."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.config import Settings
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import handlers
from hub.jobs.handlers import Task
from hub.models import WAITING, RoleName, Scope, Work
from hub.services import programmes, staff, tokens, work
from hub.services.endings import ended
from hub.services.staff import Person
from hub.services.tokens import Order
from tests.integration.egress.site import Site, running
from tests.integration.intake.press import Press

EVERY_SCOPE = tuple(Scope)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return Settings.read(
        environment,
        data=tmp_path / "data",
        database_url=database_url,
        egress_allow="127.0.0.1",
        lease_s=30,
        voice="none",
    )


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    """Programmes `thoi-su` (print), `phat-thanh` (radio) and `truyen-hinh` (tv)."""
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="dai", name="Đài", valid_from=None, valid_to=None)
        for slug, kind in (("thoi-su", "print"), ("phat-thanh", "radio"), ("truyen-hinh", "tv")):
            values = {"slug": slug, "title": slug, "kind": kind, "language": "vi", "organisation": "dai"}
            programmes.add(session, values, by="t")
    return parts


@pytest.fixture
def token(newsroom: Parts) -> str:
    """The secret of an editor's token with every scope."""
    return token_of(newsroom, "bien-tap@hub.example", EVERY_SCOPE)


def token_of(parts: Parts, email: str, scopes: tuple[str, ...], role: RoleName = RoleName.EDITOR) -> str:
    with parts.database.writing() as session:
        person = staff.add(session, Person(email=email, name="Biên Tập", role=role), by="t")
        return tokens.make(session, person, Order(title="máy", scopes=scopes), by="t")[1]


class _Heart:
    """For work that is done on the spot: it is never asked to stop."""

    released = False

    def cancelled(self) -> bool:
        return False

    def progress(self, fraction: float) -> None:
        self.fraction = fraction


@pytest.fixture
def do_work(newsroom: Parts, tmp_path: Path) -> Callable[..., list[str]]:
    """Executes what is due, one after the other, until nothing of these kinds is; gives the outcomes' names."""

    def done(*kinds: str) -> list[str]:
        outcomes: list[str] = []
        while True:
            with newsroom.database.reading() as session:
                due = [one for one in work.overdue(newsroom.database) if _kind(session, one.work_id) in kinds]
            if not due:
                return outcomes
            outcomes += [_execute(newsroom, one.work_id, tmp_path / "scratch") for one in due]

    return done


@pytest.fixture
def press() -> Iterator[Press]:
    """A neighbouring newspaper that serves whatever a test prints."""
    site = Site()
    with running(site):
        yield Press(site=site)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A folder that a source watches, empty."""
    folder = tmp_path / "xuất bản"
    folder.mkdir()
    return folder


@pytest.fixture
def look(newsroom: Parts, tmp_path: Path) -> Callable[[], str]:
    """One look at the one source, whether it is due or not; gives the name of its outcome."""

    def once() -> str:
        with newsroom.database.writing() as session:
            found = session.scalars(select(Work).where(Work.kind == "look")).one()
            found.due_at = now()
            work_id = found.id
        return _execute(newsroom, work_id, tmp_path / "scratch")

    return once


def _kind(session, work_id: str) -> str:
    return str(session.scalar(select(Work.kind).where(Work.id == work_id)))


def _execute(parts: Parts, work_id: str, folder: Path) -> str:
    lease = work.claim(parts.database, work_id, owner="test", lease_s=30)
    assert lease is not None
    folder.mkdir(exist_ok=True)
    outcome = handlers.HANDLERS[lease.kind](Task(parts=parts, lease=lease, heart=_Heart(), folder=folder))
    shutil.rmtree(folder)
    with parts.database.writing() as session:
        ended(parts, session, work.finish(session, lease, outcome))
    return outcome.name


def waiting(parts: Parts, kind: str) -> int:
    """How many works of a kind wait."""
    with parts.database.reading() as session:
        return len(session.scalars(select(Work).where(Work.kind == kind, Work.state.in_(WAITING))).all())
