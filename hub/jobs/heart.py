"""The heartbeat of one attempt: keeps the lease, tells progress, and hears of a wish to stop."""

import logging
import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from hub.extensions.parts import Parts
from hub.services import work
from hub.services.kinds import KINDS
from hub.services.work import Lease

logger = logging.getLogger(__name__)

#: Seconds between two looks at the row: a wish to stop is heard within two.
BEAT_S = 1.0

_asked = threading.Event()


def remember(number: int, frame: FrameType | None) -> None:
    """For a horse whose heart does not listen yet: the wish to give the work back is heard when it does."""
    del number, frame
    _asked.set()


class Heart:
    """Beats in a thread while the block runs."""

    def __init__(self, parts: Parts, lease: Lease) -> None:
        self._parts = parts
        self._lease = lease
        self._lease_s = parts.settings.lease_s
        # What may take hours makes way for news.
        self._gives_way = KINDS[lease.kind].queue == "media"
        self._progress: float | None = None
        self._told: float | None = None
        self._prolonged = time.monotonic()
        self._ended = threading.Event()
        self._stop = threading.Event()
        #: The worker is to end; the work goes back to the queue.
        self.released = False
        #: The database was silent for as long as a lease lasts: another worker may have the work by now.
        self.out_of_touch = False
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> Self:
        # Sent by the worker to its horse when it is asked to end (hub.jobs.worker).
        signal.signal(signal.SIGUSR1, self._release)
        if _asked.is_set():
            _asked.clear()
            self._release(signal.SIGUSR1, None)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)

    def progress(self, fraction: float) -> None:
        """Progress never goes back."""
        self._progress = max(self._progress or 0.0, min(fraction, 1.0))

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def _release(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.released = True
        self._stop.set()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S):
            try:
                self._once()
            except SQLAlchemyError:
                # The database is away for a moment; the lease tells when that is too long.
                logger.warning("heartbeat of work %s failed", self._lease.work_id, exc_info=True)
                if time.monotonic() - self._prolonged > self._lease_s:
                    self.out_of_touch = True
                    self._stop.set()

    def _once(self) -> None:
        prolong = time.monotonic() - self._prolonged > self._lease_s / 3
        if not prolong and self._progress == self._told:
            alive = work.is_held(self._parts.database, self._lease)
        else:
            told = self._progress
            alive = work.heartbeat(self._parts.database, self._lease, lease_s=self._lease_s, progress=told)
            self._told, self._prolonged = told, time.monotonic()
        if not alive:
            self._stop.set()
        elif self._gives_way and work.is_overtaken(self._parts.database, self._lease):
            self._release(signal.SIGUSR1, None)
