from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text

from hub.models import TrainingEvent
from hub.services import certificates, evidence, learning, lessons
from tests.integration.training.school import HALF, RIGHT, add_person, enrol, finish


def _change(parts, statement: str, **values: object) -> None:
    with parts.database.engine.execution_options(hub_writes=True).begin() as connection:
        assert connection.execute(text(statement), values).rowcount


@pytest.fixture
def finished(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    finish(parts, enrolment)
    return enrolment


def test_an_untouched_chain_is_whole(parts, finished):
    assert evidence.verify_chain(parts) is None
    found = evidence.audit(parts)
    assert found.is_whole
    assert found.events == 6
    assert len(found.head) == 64


def test_no_events_are_whole_too(parts):
    assert evidence.audit(parts).is_whole


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE training_event SET part = 'hai' WHERE sequence = 2", 2),
        ("UPDATE training_event SET verb = 'passed' WHERE sequence = 3", 3),
        ("UPDATE training_event SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 1", 1),
        ("""UPDATE training_event SET result = '{"score_percent": 100}' WHERE sequence = 4""", 4),
        ("DELETE FROM training_event WHERE sequence = 3", 3),
    ],
)
def test_a_row_that_was_tampered_with_is_found(parts, finished, statement, broken_at):
    _change(parts, statement)
    assert evidence.verify_chain(parts) == broken_at
    assert not evidence.audit(parts).is_whole


def test_a_completion_without_evidence_is_found(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    _change(
        parts, "UPDATE enrolment SET state = 'completed', completed_at = '2026-01-01' WHERE id = :id", id=enrolment.id
    )
    found = evidence.audit(parts)
    assert (found.broken_at, found.unproven) == (None, (enrolment.id,))


def test_a_certificate_that_was_rewritten_is_found(parts, finished):
    number = lessons.mine(parts, finished.staff_id)[0].certificate
    _change(parts, "UPDATE certificate SET content = replace(content, 'Khóa thử', 'Khóa khác')")
    assert evidence.audit(parts).altered == (number,)
    assert certificates.verify(parts, number).state == "altered"


@pytest.mark.slow
def test_twenty_learners_at_once_never_fork_the_chain(parts):
    enrolments = [enrol(parts, add_person(parts, f"p{number}@lc.vn")) for number in range(20)]
    together = Barrier(20)

    def take(enrolment) -> None:
        together.wait()
        learning.opened(parts, enrolment.id, "mot")
        learning.answer(parts, enrolment.id, "hoi", HALF, "t1")
        finish(parts, enrolment)

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(take, enrolments))
    found = evidence.audit(parts)
    assert found.is_whole
    # enrolled, opened, failed, read, read, passed, completed, certified
    assert found.events == 20 * 8


def test_one_attempt_sent_by_many_threads_counts_once(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    together = Barrier(8)

    def send(_number: int) -> int:
        together.wait()
        return learning.answer(parts, enrolment.id, "hoi", RIGHT, "t1").grade.score_percent

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(send, range(8))) == {100}
    with parts.database.reading() as session:
        rows = session.scalars(select(TrainingEvent).where(TrainingEvent.part == "hoi")).all()
    assert len(rows) == 1
