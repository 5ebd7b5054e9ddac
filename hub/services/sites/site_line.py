"""The connections of one visit to a site, which are cut when somebody asks to stop or nothing comes any more."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from socket import SHUT_RDWR, socket
from typing import Self

from hub.errors import FetchError
from hub.extensions.egress import Egress
from transcode.errors import CancelledError

#: Seconds between two looks at the clock and at the wish to stop.
TICK_S = 0.25

#: Less than this within the longest silence counts as silence: a server that drips is never silent.
LEAST_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class _Held(Egress):
    """The guard, which remembers what it has dialled."""

    dialled: list[socket] = field(default_factory=list)
    is_cut: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def dial(self, host: str, port: int, timeout_s: float) -> socket:
        if self.is_cut.is_set():
            raise ConnectionAbortedError("the line was cut")
        connection = super().dial(host, port, timeout_s)
        with self.lock:
            self.dialled[:] = [one for one in self.dialled if one.fileno() != -1]
            self.dialled.append(connection)
        if self.is_cut.is_set():
            self.cut()
        return connection

    def cut(self) -> None:
        self.is_cut.set()
        with self.lock:
            for one in self.dialled:
                with suppress(OSError):
                    one.shutdown(SHUT_RDWR)


class Line:
    """Watches while the block runs.

    Attributes:
        egress: The guard to go through.
    """

    def __init__(self, egress: Egress, *, host: str, cancelled: Callable[[], bool]) -> None:
        held = {one.name: getattr(egress, one.name) for one in fields(Egress)}
        self.egress = _Held(**held)
        self._host = host
        self._cancelled = cancelled
        self._ended = threading.Event()
        self._limit_s = 0.0
        self._until = float("inf")
        self._came_bytes = 0
        self._was_cancelled = False
        self._thread = threading.Thread(target=self._watch, name="line")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def allow(self, limit_s: float) -> None:
        """Let what comes now take so many seconds, or, where `moved` is told, so many without enough coming."""
        self._limit_s, self._came_bytes = limit_s, 0
        self._until = time.monotonic() + limit_s

    def moved(self, size_bytes: int) -> None:
        """Hear that so many bytes have come since the last time."""
        self._came_bytes += size_bytes
        if self._came_bytes >= LEAST_BYTES:
            self.allow(self._limit_s)

    def require(self) -> None:
        """Raises CancelledError or FetchError when the line was cut."""
        if self._was_cancelled or self._cancelled():
            raise CancelledError("cancelled")
        if self.egress.is_cut.is_set():
            raise FetchError("fetch-too-slow", host=self._host, limit_s=self._limit_s)

    def _watch(self) -> None:
        while not self._ended.wait(TICK_S):
            self._was_cancelled = self._was_cancelled or self._cancelled()
            if self._was_cancelled or time.monotonic() > self._until:
                self.egress.cut()
                return
