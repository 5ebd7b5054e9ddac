"""The chain on PostgreSQL, where writers do not wait for each other by themselves."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hub.config import Settings
from hub.services import evidence, learning
from tests.integration.training.school import HALF, add_person, enrol, finish

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def engine() -> str:
    return "postgres"


@pytest.fixture
def settings(tmp_path: Path, courses_folder: Path, database_url: str) -> Settings:
    return Settings.read({}, data=tmp_path / "data", courses=str(courses_folder), database_url=database_url)


def test_learners_at_once_never_fork_the_chain(parts):
    enrolments = [enrol(parts, add_person(parts, f"p{number}@lc.vn")) for number in range(12)]
    together = Barrier(12)

    def take(enrolment) -> None:
        together.wait()
        learning.opened(parts, enrolment.id, "mot")
        learning.answer(parts, enrolment.id, "hoi", HALF, "t1")
        finish(parts, enrolment)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(take, enrolments))
    found = evidence.audit(parts)
    assert found.is_whole
    assert found.events == 12 * 8
