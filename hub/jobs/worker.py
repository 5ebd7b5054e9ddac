"""RQ's worker and scheduler, as the hub runs them."""

import contextlib
import logging
import os
import signal
from collections.abc import Iterator, Sequence
from types import FrameType

from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Worker
from rq.cron import CronJob, CronScheduler
from rq.exceptions import SchedulerNotFound
from rq.serializers import JSONSerializer
from rq.worker_registration import register

from hub.extensions.clock import now
from hub.extensions.queue import RESULT_TTL_S
from hub.jobs import heart, process
from hub.jobs.sweeper import sweep

logger = logging.getLogger(__name__)

#: Seconds between two tries to reach Redis, at most.
RECONNECT_S = 5.0

#: Seconds after which a silent worker is forgotten by RQ, and between two of its own tidy-ups.
WORKER_TTL_S = 60
MAINTENANCE_S = 30


class HubWorker(Worker):
    """Asked to end, it lets its horse give the work back instead of waiting for hours."""

    max_connection_wait_time = RECONNECT_S

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        super().heartbeat(timeout, pipeline)
        if not self.is_horse:
            # A flush takes the list of workers too; whoever beats stands on it.
            register(self, pipeline)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        if self.horse_pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.horse_pid, signal.SIGUSR1)
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def setup_work_horse_signals(self) -> None:
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGUSR1, heart.remember)


class HubScheduler(CronScheduler):
    """RQ's cron, with jobs as the hub's workers read them: JSON, and none kept waiting twice.

    Without Redis nobody could sweep: it goes on asking until Redis is back.
    """

    def enqueue_jobs(self) -> list[CronJob]:
        due = [job for job in self._cron_jobs if job.should_run()]
        queue = process.parts().queue
        for job in due:
            job.set_enqueue_time(now())
            with _told("sweep"):
                queue.queue(job.queue_name).enqueue(job.func_name, **job.job_options)
        return due

    def register_birth(self) -> None:
        with _told("birth"):
            super().register_birth()

    def save(self, pipeline: Pipeline | None = None) -> None:
        with _told("save"):
            super().save(pipeline)

    def heartbeat(self) -> None:
        with _told("heartbeat"):
            super().heartbeat()

    def register_death(self, pipeline: Pipeline | None = None) -> None:
        with _told("death"):
            super().register_death(pipeline)


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (RedisError, SchedulerNotFound) as error:
        logger.warning("scheduler: no %s, %s", what, error)


def work(queues: Sequence[str]) -> None:
    """Execute work of these queues, the first ones first, until asked to end."""
    parts = process.parts()
    process.tools()
    worker = HubWorker(
        [parts.queue.queue(name) for name in queues],
        connection=parts.redis,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_S,
        maintenance_interval=MAINTENANCE_S,
    )
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    worker.work(logging_level="WARNING", with_scheduler=False)


def schedule() -> None:
    """Let the sweeper be run every few seconds, until asked to end."""
    parts = process.parts()
    scheduler = HubScheduler(connection=parts.redis, logging_level=logging.WARNING)
    scheduler.register(
        sweep,
        queue_name="control",
        interval=parts.settings.sweep_s,
        job_timeout=120,
        result_ttl=RESULT_TTL_S,
        failure_ttl=RESULT_TTL_S,
        # A sweep that found no worker in time is not needed any more.
        ttl=parts.settings.sweep_s * 2,
    )
    scheduler.start()  # type: ignore[no-untyped-call]
