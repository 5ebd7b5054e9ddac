"""Which work is executed first, and which rests: priority, pause; on both engines."""

from datetime import timedelta

import pytest

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs.heart import Heart
from hub.models import Priority, Work, WorkState
from hub.services import work
from hub.services.work import Lease, Outcome

LONG_S = 600.0


def promised(parts: Parts, subject: str, priority: Priority, *, waited_s: float = 0.0) -> str:
    with parts.database.writing() as session:
        made = work.promise(session, "transcode", subject, priority=priority)
        made.due_at = now() - timedelta(seconds=waited_s)
        return made.id


def leased(parts: Parts, work_id: str) -> Lease:
    lease = work.claim(parts.database, work_id, owner=f"n:1:{work_id[-4:]}", lease_s=LONG_S)
    assert lease is not None
    return lease


def state_of(parts: Parts, work_id: str) -> Work:
    with parts.database.reading() as session:
        return session.get_one(Work, work_id)


@pytest.fixture
def archive(parts: Parts) -> Lease:
    return leased(parts, promised(parts, "film", Priority.ARCHIVE))


def test_news_is_dispatched_before_an_archive_that_waits_longer(parts):
    promised(parts, "film", Priority.ARCHIVE, waited_s=100)
    promised(parts, "bulletin", Priority.NEWS)
    assert [one.queue for one in work.overdue(parts.database)] == ["media", "media-archive"]


def test_an_archive_makes_way_for_news_that_finds_no_worker(parts, archive):
    assert not work.is_overtaken(parts.database, archive)
    promised(parts, "bulletin", Priority.NEWS, waited_s=work.OVERTAKEN_S + 1)
    assert work.is_overtaken(parts.database, archive)


def test_news_that_a_free_worker_may_still_take_stops_nothing(parts, archive):
    promised(parts, "bulletin", Priority.NEWS)
    assert not work.is_overtaken(parts.database, archive)


def test_news_makes_way_for_nothing(parts):
    bulletin = leased(parts, promised(parts, "bulletin", Priority.NEWS))
    promised(parts, "another", Priority.NEWS, waited_s=100)
    assert not work.is_overtaken(parts.database, bulletin)


def test_of_several_archives_the_one_that_began_last_makes_way(parts, archive):
    second = leased(parts, promised(parts, "second film", Priority.ARCHIVE))
    promised(parts, "bulletin", Priority.NEWS, waited_s=100)
    assert work.is_overtaken(parts.database, second)
    assert not work.is_overtaken(parts.database, archive)


def test_other_kinds_of_work_overtake_no_encoding(parts, archive):
    with parts.database.writing() as session:
        work.promise(session, "render", "public").due_at = now() - timedelta(seconds=100)
    assert not work.is_overtaken(parts.database, archive)


def test_the_heart_of_an_overtaken_archive_asks_it_to_stop(parts, archive):
    promised(parts, "bulletin", Priority.NEWS, waited_s=100)
    with Heart(parts, archive) as heart:
        assert heart._stop.wait(10)
        assert heart.released


def test_paused_work_is_not_claimed_and_goes_on_when_it_may(parts):
    work_id = promised(parts, "film", Priority.NEWS)
    with parts.database.writing() as session:
        work.pause(session.get_one(Work, work_id))
    assert work.claim(parts.database, work_id, owner="n:1:a", lease_s=LONG_S) is None
    assert work.overdue(parts.database) == []
    with parts.database.writing() as session:
        work.resume(session, session.get_one(Work, work_id))
    assert work.claim(parts.database, work_id, owner="n:1:a", lease_s=LONG_S) is not None


def test_running_work_that_is_paused_is_given_back_and_rests(parts, archive):
    with parts.database.writing() as session:
        work.pause(session.get_one(Work, archive.work_id))
    assert not work.is_held(parts.database, archive)
    assert not work.heartbeat(parts.database, archive, lease_s=LONG_S, progress=0.5)
    with parts.database.writing() as session:
        work.finish(session, archive, Outcome(name="released"))
    rests = state_of(parts, archive.work_id)
    assert (rests.state, rests.paused, rests.failures) == (WorkState.DUE, True, 0)
    assert work.overdue(parts.database) == []


def test_what_was_done_before_the_pause_was_heard_is_done(parts, archive):
    with parts.database.writing() as session:
        work.pause(session.get_one(Work, archive.work_id))
    with parts.database.writing() as session:
        work.finish(session, archive, work.OK)
    assert state_of(parts, archive.work_id).state == WorkState.DONE


def test_paused_work_can_still_be_cancelled(parts, archive):
    with parts.database.writing() as session:
        held = session.get_one(Work, archive.work_id)
        work.pause(held)
        work.cancel(held)
    with parts.database.writing() as session:
        work.finish(session, archive, Outcome(name="released"))
    ended = state_of(parts, archive.work_id)
    assert (ended.state, ended.reason_code) == (WorkState.FAILED, "cancelled")


def test_work_that_waits_for_room_uses_up_no_try(parts, archive):
    with parts.database.writing() as session:
        work.finish(session, archive, Outcome(name="waiting", code="disk-short", retry_after_s=60))
    waits = state_of(parts, archive.work_id)
    assert (waits.state, waits.failures, waits.reason_code) == (WorkState.DUE, 0, "disk-short")
    assert waits.due_at > now() + timedelta(seconds=50)


def test_what_is_preferred_is_dispatched_as_news(parts):
    work_id = promised(parts, "film", Priority.ARCHIVE)
    with parts.database.writing() as session:
        work.prefer(session, session.get_one(Work, work_id), Priority.NEWS)
    assert [one.queue for one in work.overdue(parts.database)] == ["media"]
