"""RQ queues: the engine that executes. A job carries only the id of a row, and is put in after the commit."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import str_to_date

from hub.extensions.clock import now

#: What a worker calls; named, not imported, because jobs stand above services.
RUN = "hub.jobs.runner.run"
SWEEP = "hub.jobs.sweeper.sweep"

#: Highest first: what people wait for comes before what may take hours.
QUEUES = (
    "control",
    "publish",
    "deliver",
    "intake",
    "look",
    "fetch",
    "subscribers",
    "media",
    "media-long",
    "media-archive",
)

#: Time after which a job that stands in no queue, and whose work nobody has claimed, was taken by a worker that died.
PATIENCE = timedelta(seconds=10)

#: Seconds after which an executed job's key goes: long enough against doubles, short enough to be tidy.
RESULT_TTL_S = 30


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """One attempt of one work, to be executed."""

    work_id: str
    queue: str
    #: Which attempt: the same one is enqueued once.
    round: int
    time_limit_s: float


class WorkQueue:
    """Puts rows' ids on RQ queues; says nothing when Redis is away, for the sweeper comes by."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis

    def queue(self, name: str) -> Queue:
        return Queue(name, connection=self.redis, serializer=JSONSerializer)

    def dispatch(self, attempts: Iterable[Dispatch]) -> bool:
        """Enqueue attempts; False when Redis is away. One that is enqueued or running already stays as it is."""
        try:
            # Queue -> ids of its jobs, asked for once where it is needed.
            waiting: dict[str, set[str]] = {}
            for attempt in attempts:
                self._enqueue(attempt, waiting)
        except RedisError:
            return False
        return True

    def _enqueue(self, attempt: Dispatch, waiting: dict[str, set[str]]) -> None:
        queue = self.queue(attempt.queue)
        job_id = f"work-{attempt.work_id}-{attempt.round}"
        try:
            _put(queue, job_id, attempt)
        except DuplicateJobError:
            if self._is_lost(queue, job_id, waiting):
                # Should it be alive after all, then only the first of the two gets the lease.
                self.redis.delete(Job.key_for(job_id))
                with contextlib.suppress(DuplicateJobError):
                    _put(queue, job_id, attempt)

    def _is_lost(self, queue: Queue, job_id: str, waiting: dict[str, set[str]]) -> bool:
        """Whether an attempt's job is still known to RQ, but nobody will execute it: its row says that it is due."""
        status, enqueued_at = self.redis.hmget(Job.key_for(job_id), "status", "enqueued_at")
        if status in {b"finished", b"failed", b"stopped"}:
            return True
        if not enqueued_at or now() - str_to_date(enqueued_at) < PATIENCE:
            return False
        if queue.name not in waiting:
            waiting[queue.name] = set(queue.get_job_ids())
        return job_id not in waiting[queue.name]

    def workers(self) -> int:
        """How many workers are registered; 0 when Redis is away."""
        try:
            return int(Worker.count(connection=self.redis))
        except RedisError:
            return 0


def _put(queue: Queue, job_id: str, attempt: Dispatch) -> None:
    queue.enqueue(
        RUN,
        attempt.work_id,
        job_id=job_id,
        unique=True,
        # The kernel ends work that takes too long; RQ's own limit stands behind it.
        job_timeout=int(attempt.time_limit_s) + 60,
        result_ttl=RESULT_TTL_S,
        failure_ttl=RESULT_TTL_S,
    )
