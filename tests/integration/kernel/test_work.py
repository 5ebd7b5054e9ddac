"""The work kernel: lease with heartbeat, attempt, outcome; on both engines."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from hub.errors import LeaseLostError
from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.jobs import handlers, heart, runner
from hub.jobs.sweeper import sweep_with
from hub.models import Asset, AssetState, Attempt, ListingEntry, Work, WorkState
from hub.services import intake, renewing, work
from hub.services.kinds import KINDS
from hub.services.work import Lease, Outcome
from tests.integration.kernel.newsroom import (
    make_due,
    places_of,
    publish_row,
    receive,
    wait_until,
    work_of,
    work_off,
    write_article,
)
from transcode.errors import CancelledError

#: Long enough that no lease ends by itself in a test.
LONG_S = 600.0


@pytest.fixture
def work_id(parts: Parts) -> str:
    """Due work of a kind without a subject that follows."""
    with parts.database.writing() as session:
        return work.promise(session, "render", "public", work_id="render").id


def state_of(parts: Parts, work_id: str) -> Work:
    with parts.database.reading() as session:
        return session.get_one(Work, work_id)


def take(parts: Parts, work_id: str, owner: str = "n:1:a", lease_s: float = LONG_S) -> Lease:
    lease = work.claim(parts.database, work_id, owner=owner, lease_s=lease_s)
    assert lease is not None
    return lease


def let_lease_expire(parts: Parts, work_id: str) -> None:
    with parts.database.writing() as session:
        session.execute(update(Work).where(Work.id == work_id).values(lease_until=now() - timedelta(milliseconds=1)))


def finish(parts: Parts, lease: Lease, outcome: Outcome) -> None:
    with parts.database.writing() as session:
        work.finish(session, lease, outcome)


def test_of_twenty_that_claim_at_once_one_gets_the_lease(parts, work_id):
    together = threading.Barrier(20)

    def claim(number: int) -> Lease | None:
        together.wait()
        return work.claim(parts.database, work_id, owner=f"n:{number}:x", lease_s=LONG_S)

    with ThreadPoolExecutor(20) as threads:
        leases = [one for one in threads.map(claim, range(20)) if one is not None]
    assert len(leases) == 1
    held = state_of(parts, work_id)
    assert (held.state, held.lease_owner, held.attempts) == (WorkState.LEASED, leases[0].owner, 1)
    with parts.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_work_is_not_claimed_before_it_is_due(parts, work_id):
    with parts.database.writing() as session:
        session.get_one(Work, work_id).due_at = now() + timedelta(seconds=LONG_S)
    assert work.claim(parts.database, work_id, owner="n:1:a", lease_s=LONG_S) is None


def test_an_expired_lease_is_taken_back_and_the_work_is_due_again(parts, work_id):
    take(parts, work_id)
    sweep_with(parts)
    assert state_of(parts, work_id).state == WorkState.LEASED
    let_lease_expire(parts, work_id)
    assert sweep_with(parts) == 1
    held = state_of(parts, work_id)
    assert (held.state, held.lease_owner, held.lease_until) == (WorkState.RETRY, "", None)
    with parts.database.reading() as session:
        attempt = session.scalars(select(Attempt)).one()
    assert (attempt.outcome, attempt.reason_code) == ("lost", "worker-gone")
    assert take(parts, work_id, owner="n:2:b").number == 2


def test_a_heartbeat_keeps_the_lease(parts, work_id):
    lease = take(parts, work_id)
    let_lease_expire(parts, work_id)
    assert work.heartbeat(parts.database, lease, lease_s=LONG_S, progress=0.25)
    assert sweep_with(parts) == 0
    held = state_of(parts, work_id)
    assert (held.state, held.lease_owner, held.progress) == (WorkState.LEASED, lease.owner, 0.25)


def test_a_beating_heart_outlives_the_lease_it_began_with(parts, work_id, monkeypatch):
    seen: list[Work] = []

    def three_leases_long(task: handlers.Task) -> Outcome:
        first = state_of(parts, work_id).lease_until
        wait_until(lambda: state_of(parts, work_id).lease_until > first + timedelta(seconds=parts.settings.lease_s))
        with parts.database.writing() as session:
            assert not work.take_back(session)
        seen.append(state_of(parts, work_id))
        return work.OK

    monkeypatch.setitem(handlers.HANDLERS, "render", three_leases_long)
    assert runner.execute(parts, work_id) == work.OK
    assert seen[0].state == WorkState.LEASED
    assert state_of(parts, work_id).state == WorkState.DONE


def test_a_zombies_write_is_refused(parts, work_id):
    zombie = take(parts, work_id)
    let_lease_expire(parts, work_id)
    sweep_with(parts)
    heir = take(parts, work_id, owner="n:2:b")
    with pytest.raises(LeaseLostError):
        finish(parts, zombie, Outcome(name="failed", code="cancelled"))
    assert not work.heartbeat(parts.database, zombie, lease_s=LONG_S, progress=0.9)
    assert not work.is_held(parts.database, zombie)
    held = state_of(parts, work_id)
    assert (held.state, held.lease_owner, held.progress) == (WorkState.LEASED, heir.owner, 0.0)
    finish(parts, heir, work.OK)
    assert state_of(parts, work_id).state == WorkState.DONE


def test_what_a_zombie_wrote_in_the_same_transaction_is_gone_too(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    zombie = take(newsroom, work_of(newsroom, "intake", item_id).id)
    with newsroom.database.writing() as session:
        session.get_one(Work, zombie.work_id).lease_owner = "n:2:b"

    def write_late() -> None:
        with newsroom.database.writing() as session:
            intake.reject(session, item_id, "empty-file", {})
            work.fence(session, zombie)

    with pytest.raises(LeaseLostError):
        write_late()
    with newsroom.database.reading() as session:
        assert intake.asset_of(session, item_id).state == AssetState.RECEIVED


def test_a_job_whose_lease_was_taken_over_ends_without_a_word(parts, work_id, monkeypatch):
    def lose(task: handlers.Task) -> Outcome:
        with parts.database.writing() as session:
            session.get_one(Work, work_id).lease_owner = "n:2:b"
        wait_until(task.heart.cancelled)
        raise CancelledError("cancelled")

    monkeypatch.setitem(handlers.HANDLERS, "render", lose)
    assert runner.execute(parts, work_id) is None
    held = state_of(parts, work_id)
    assert (held.state, held.lease_owner) == (WorkState.LEASED, "n:2:b")


def test_a_failed_attempt_is_tried_again_later_and_each_pause_follows_the_table(parts, work_id):
    for number, pause_s in enumerate(KINDS["render"].back_off_s, 1):
        before = now()
        finish(parts, take(parts, work_id), Outcome(name="retry", code="disk-full"))
        held = state_of(parts, work_id)
        assert (held.state, held.failures, held.reason_code) == (WorkState.RETRY, number, "disk-full")
        assert timedelta(seconds=pause_s) <= held.due_at - before <= timedelta(seconds=pause_s + 20)
        make_due(parts)


def test_the_platforms_own_wish_is_kept(parts, work_id):
    finish(parts, take(parts, work_id), Outcome(name="retry", code="disk-full", retry_after_s=500))
    assert state_of(parts, work_id).due_at > now() + timedelta(seconds=400)


def test_after_its_last_try_work_has_failed_for_good_and_its_subject_follows(newsroom, tmp_path, monkeypatch):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    calls = []

    def break_down(task: handlers.Task) -> Outcome:
        calls.append(task.lease.number)
        raise RuntimeError("the machine is broken")

    monkeypatch.setitem(handlers.HANDLERS, "intake", break_down)
    work_id = work_of(newsroom, "intake", item_id).id
    for _ in range(KINDS["intake"].tries + 3):
        make_due(newsroom)
        runner.execute(newsroom, work_id)
    assert calls == list(range(1, KINDS["intake"].tries + 1))
    held = state_of(newsroom, work_id)
    assert (held.state, held.reason_code, held.reason_facts) == (
        WorkState.FAILED,
        "unexpected",
        {"type": "RuntimeError"},
    )
    with newsroom.database.reading() as session:
        asset = session.scalars(select(Asset)).one()
        assert (asset.state, asset.reason_code) == (AssetState.REJECTED, "unexpected")
        attempts = session.scalars(select(Attempt).order_by(Attempt.number)).all()
    assert "the machine is broken" in attempts[-1].trace
    assert newsroom.storage.stat(asset.key) is not None


def test_workers_that_die_again_and_again_use_up_the_tries_and_the_subject_follows(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    work_id = work_of(newsroom, "intake", item_id).id
    for _ in range(KINDS["intake"].tries):
        take(newsroom, work_id)
        let_lease_expire(newsroom, work_id)
        sweep_with(newsroom)
    assert state_of(newsroom, work_id).state == WorkState.FAILED
    with newsroom.database.reading() as session:
        asset = session.scalars(select(Asset)).one()
    assert (asset.state, asset.reason_code) == (AssetState.REJECTED, "worker-gone")


def test_cancelled_work_that_waits_ends_at_once_and_the_item_says_so(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    renewing.cancel(newsroom, item_id, by="t")
    held = work_of(newsroom, "intake", item_id)
    assert (held.state, held.reason_code) == (WorkState.FAILED, "cancelled")
    with newsroom.database.reading() as session:
        assert intake.asset_of(session, item_id).reason_code == "cancelled"
    assert runner.execute(newsroom, held.id) is None


def test_cancelled_work_that_runs_ends_for_good_with_its_next_attempt_to_write(parts, work_id, monkeypatch):
    def wait(task: handlers.Task) -> Outcome:
        with parts.database.writing() as session:
            work.cancel(session.get_one(Work, work_id))
        wait_until(task.heart.cancelled)
        raise CancelledError("cancelled")

    monkeypatch.setitem(handlers.HANDLERS, "render", wait)
    runner.execute(parts, work_id)
    held = state_of(parts, work_id)
    assert (held.state, held.reason_code) == (WorkState.FAILED, "cancelled")


def test_released_work_is_due_at_once_and_the_attempt_is_no_failure(parts, work_id):
    finish(parts, take(parts, work_id), Outcome(name="released"))
    held = state_of(parts, work_id)
    assert (held.state, held.failures, held.attempts, held.lease_owner) == (WorkState.DUE, 0, 1, "")
    assert take(parts, work_id).number == 2


def test_work_that_was_to_be_stopped_when_its_worker_ended_is_not_taken_up_again(parts, work_id):
    lease = take(parts, work_id)
    with parts.database.writing() as session:
        work.cancel(session.get_one(Work, work_id))
    finish(parts, lease, Outcome(name="released"))
    held = state_of(parts, work_id)
    assert (held.state, held.reason_code) == (WorkState.FAILED, "cancelled")


def test_a_wish_to_end_that_comes_before_the_heart_listens_is_not_lost(parts, work_id, monkeypatch):
    def stop_soon(task: handlers.Task) -> Outcome:
        wait_until(task.heart.cancelled)
        raise CancelledError("cancelled")

    monkeypatch.setitem(handlers.HANDLERS, "render", stop_soon)
    before = signal.signal(signal.SIGUSR1, heart.remember)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        assert runner.execute(parts, work_id) == Outcome(name="released")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert state_of(parts, work_id).state == WorkState.DUE


def test_a_job_that_is_run_twice_does_nothing_the_second_time(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    work_id = work_of(newsroom, "intake", item_id).id
    assert runner.execute(newsroom, work_id) == work.OK
    before = state_of(newsroom, work_id)
    assert runner.execute(newsroom, work_id) is None
    after = state_of(newsroom, work_id)
    assert (after.attempts, after.ended_at) == (before.attempts, before.ended_at) == (1, before.ended_at)


def test_a_silent_database_is_no_wish_to_stop(parts, work_id, monkeypatch):
    """Whoever cannot reach the database long enough stops, for another may have the lease; the work has not failed."""
    real = work.heartbeat

    def away(*_: object, **__: object) -> bool:
        raise OperationalError("UPDATE work", {}, RuntimeError("server closed the connection"))

    def long(task: handlers.Task) -> Outcome:
        monkeypatch.setattr(work, "heartbeat", away)
        monkeypatch.setattr(work, "is_held", away)
        wait_until(task.heart.cancelled)
        monkeypatch.setattr(work, "heartbeat", real)
        raise CancelledError("cancelled")

    monkeypatch.setitem(handlers.HANDLERS, "render", long)
    runner.execute(parts, work_id)
    held = state_of(parts, work_id)
    assert held.state in {WorkState.RETRY, WorkState.DUE}
    assert held.reason_code != "cancelled"


def test_items_that_are_published_at_once_each_get_a_place_of_their_own(newsroom):
    together = threading.Barrier(8)

    def publish(number: int) -> str:
        together.wait()
        return publish_row(newsroom, f"Tin {number}")

    with ThreadPoolExecutor(8) as threads:
        items = list(threads.map(publish, range(8)))
    with newsroom.database.reading() as session:
        rows = session.execute(select(ListingEntry.listing, ListingEntry.number)).all()
        assert session.scalar(select(func.count()).select_from(Work).where(Work.kind == "render")) == 1
    assert sorted(number for name, number in rows if name == "all") == list(range(1, 9))
    assert all(set(places_of(newsroom, one).values()) == {1} for one in items)


def test_work_that_fails_in_its_transaction_is_neither_there_nor_dispatched(newsroom):
    dispatched = []
    newsroom.database.after_commit = dispatched.extend

    def fail() -> None:
        with newsroom.database.writing() as session:
            work.promise(session, "intake", "01")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with newsroom.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Work).where(Work.subject_id == "01")) == 0
    assert dispatched == []


def test_promised_work_is_dispatched_only_when_its_row_can_be_read(newsroom):
    readable: list[bool] = []

    def look(promised: list) -> None:
        for one in promised:
            with newsroom.database.reading() as session:
                readable.append(session.get(Work, one.work_id) is not None)

    newsroom.database.after_commit = look
    with newsroom.database.writing() as session:
        for number in range(3):
            work.promise(session, "intake", f"0{number}")
        time.sleep(0.05)
        assert readable == []
    assert readable == [True, True, True]


def test_a_whole_day_of_the_newsroom_works_without_redis(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Đường mới"))
    work_off(newsroom)
    lists = ("all", "print", "programme-ban-tin", "language-vi", "organisation-dai", f"day-{local(now()):%Y-%m-%d}")
    assert places_of(newsroom, item_id) == dict.fromkeys(lists, 1)
    assert newsroom.storage.read("public/feeds/all.rss").decode().count("<guid") == 1
