"""What stands between the rows and RQ: put in after the commit, once, and again when it was lost on the way."""

import os
import signal

import pytest
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from hub.extensions import queue as queues
from hub.extensions.parts import Parts
from hub.jobs.sweeper import sweep_with
from hub.services import work
from tests.integration.kernel.newsroom import wait_until
from tests.integration.servers import Valkey, short_folder

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    valkey.client.flushall()
    return valkey.address


def promise(parts: Parts) -> str:
    with parts.database.writing() as session:
        return work.promise(session, "intake", "01").id


def waiting(parts: Parts) -> list[str]:
    return parts.queue.queue("intake").get_job_ids()


def job_of(parts: Parts, work_id: str) -> Job:
    return Job.fetch(f"work-{work_id}-0", connection=parts.redis, serializer=JSONSerializer)


def test_a_job_carries_only_the_id_of_its_row(parts):
    work_id = promise(parts)
    job = job_of(parts, work_id)
    assert (job.func_name, job.args, job.kwargs) == ("hub.jobs.runner.run", [work_id], {})
    assert waiting(parts) == [job.id]


def test_nothing_is_put_in_before_the_commit_and_nothing_after_a_rollback(parts):
    with parts.database.writing() as session:
        work.promise(session, "intake", "01")
        assert waiting(parts) == []
    assert len(waiting(parts)) == 1

    def fail() -> None:
        with parts.database.writing() as session:
            work.promise(session, "intake", "02")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(waiting(parts)) == 1


def test_a_sweep_puts_nothing_in_twice(parts):
    work_id = promise(parts)
    for _ in range(3):
        assert sweep_with(parts) == 1
    assert waiting(parts) == [f"work-{work_id}-0"]


def test_what_was_promised_without_redis_is_put_in_by_the_sweeper_when_it_is_back(parts, valkey):
    valkey.kill()
    try:
        work_id = promise(parts)
    finally:
        valkey.start()
    assert waiting(parts) == []
    sweep_with(parts)
    assert waiting(parts) == [f"work-{work_id}-0"]


def test_what_a_flush_took_is_put_in_again(parts, valkey):
    work_id = promise(parts)
    valkey.client.flushall()
    sweep_with(parts)
    assert waiting(parts) == [f"work-{work_id}-0"]


def test_a_job_whose_worker_died_between_taking_and_claiming_is_put_in_again(parts, valkey, monkeypatch):
    work_id = promise(parts)
    assert valkey.client.lpop("rq:queue:intake") == f"work-{work_id}-0".encode()
    sweep_with(parts)
    assert waiting(parts) == [], "it may still be on its way"
    monkeypatch.setattr(queues, "PATIENCE", queues.PATIENCE * 0)
    sweep_with(parts)
    assert waiting(parts) == [f"work-{work_id}-0"]
    sweep_with(parts)
    assert waiting(parts) == [f"work-{work_id}-0"]


def test_a_job_that_ended_without_claiming_is_put_in_again_at_once(parts, valkey):
    work_id = promise(parts)
    valkey.client.lpop("rq:queue:intake")
    job_of(parts, work_id).set_status(JobStatus.FAILED)
    sweep_with(parts)
    assert waiting(parts) == [f"work-{work_id}-0"]
    assert job_of(parts, work_id).get_status() == JobStatus.QUEUED


def test_a_job_that_waits_long_in_its_queue_stays_where_it_is(parts, monkeypatch):
    monkeypatch.setattr(queues, "PATIENCE", queues.PATIENCE * 0)
    first, second = promise(parts), promise(parts)
    sweep_with(parts)
    assert waiting(parts) == [f"work-{first}-0", f"work-{second}-0"]


@pytest.mark.timeout(60)
@pytest.mark.slow
def test_a_frozen_redis_does_not_hold_up_a_commit(parts, valkey):
    assert parts.redis.ping()
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        work_id = promise(parts)
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    wait_until(lambda: sweep_with(parts) == 1)
    assert wait_until(lambda: waiting(parts)) == [f"work-{work_id}-0"]


def test_kill_9_of_valkey_loses_nothing_that_stood_in_a_queue(parts, valkey):
    work_id = promise(parts)
    valkey.kill()
    valkey.start()
    assert waiting(parts) == [f"work-{work_id}-0"]


def test_a_server_left_over_from_a_hub_that_was_killed_makes_way(parts):
    with short_folder() as folder:
        old = Valkey(folder)
        old.client.set("a", "1")
        new = Valkey(folder)
        try:
            assert new.client.get("a") == b"1"
            assert new.pid != old.pid
        finally:
            old.stop()
            new.stop()


def test_a_forgotten_job_is_no_fault(parts, valkey):
    work_id = promise(parts)
    valkey.client.delete(Job.key_for(f"work-{work_id}-0"))
    with pytest.raises(NoSuchJobError):
        job_of(parts, work_id)
    sweep_with(parts)
    assert job_of(parts, work_id).get_status() == JobStatus.QUEUED
