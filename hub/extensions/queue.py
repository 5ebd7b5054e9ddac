"""RQ queues: the engine that executes. A job carries only the id of a row, and is put in after the commit."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

#: What a worker calls; named, not imported, because jobs stand above services.
RUN = "hub.jobs.runner.run"
SWEEP = "hub.jobs.sweeper.sweep"

#: Highest first: what people wait for comes before what may take hours.
QUEUES = ("control", "publish", "deliver", "intake", "media")

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
            for attempt in attempts:
                self._enqueue(attempt)
        except RedisError:
            return False
        return True

    def _enqueue(self, attempt: Dispatch) -> None:
        with contextlib.suppress(DuplicateJobError):
            self.queue(attempt.queue).enqueue(
                RUN,
                attempt.work_id,
                job_id=f"work-{attempt.work_id}-{attempt.round}",
                unique=True,
                # The kernel ends work that takes too long; RQ's own limit stands behind it.
                job_timeout=int(attempt.time_limit_s) + 60,
                result_ttl=RESULT_TTL_S,
                failure_ttl=RESULT_TTL_S,
            )

    def workers(self) -> int:
        """How many workers are registered; 0 when Redis is away."""
        try:
            return int(Worker.count(connection=self.redis))
        except RedisError:
            return 0
