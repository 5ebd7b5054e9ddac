"""Runs one program inside limits: the only place of this package that starts a process."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from transcode import launcher
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.progress import Liveness

#: How often cancellation, stalls and the time limit are looked at, in seconds.
TICK_S = 0.25
#: Between the polite and the final signal, in seconds.
GRACE_S = 1.0
#: How much of the end of stderr is kept, in bytes. ffmpeg's summaries stand at the end.
TAIL_BYTES = 64 * 1024

_CHUNK_BYTES = 64 * 1024
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one run may take.

    Attributes:
        time_s: Whole run, in seconds of clock.
        stall_s: Longest time without output and without movement in the progress lines.
        memory_bytes: Data memory of the process.
        output_bytes: Size of each file it writes, and of what it prints when that is kept.
    """

    time_s: float
    stall_s: float
    memory_bytes: int
    output_bytes: int


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a run ended.

    Attributes:
        return_code: As the program gave it; negative is the signal that ended it.
        stdout: All of it, or empty when it was handed out line by line.
        stderr_tail: The last `TAIL_BYTES` of stderr.
    """

    return_code: int
    stdout: bytes
    stderr_tail: str


def run(
    argv: Sequence[str],
    *,
    limits: Limits,
    cwd: Path,
    on_line: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Finished:
    """Run a program to its end and say how it ended; a bad return code is no error here.

    The program gets its own session, no network where the system allows that, a bare environment, and is killed with
    its whole process group on cancel, stall and time-out, and by the kernel when this process dies.

    Args:
        argv: Program (absolute path) and arguments.
        limits: What it may take.
        cwd: Working, home and temporary folder of the program.
        on_line: Called with each line of stdout; stdout is then not kept.
        cancelled: Asked at least twice a second; True stops the run.

    Raises:
        CancelledError: cancelled() said so.
        MachineError: code "stalled", "time-limit" or "ffmpeg-missing" (the program could not be started).
        RejectedError: code "output-limit": what the original makes is larger than allowed.
    """
    # The watch reads both pipes; a context manager would wait for the child before the group is ended.
    child = subprocess.Popen(
        _command(argv, limits),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(cwd), "TMPDIR": str(cwd)},
        start_new_session=True,
        bufsize=0,
    )
    watch = _Watch(child, limits, on_line, cancelled)
    try:
        watch.follow()
    finally:
        _end(child)
        watch.close()
    if child.returncode == launcher.CANNOT_RUN:
        raise MachineError("ffmpeg-missing", detail=watch.stderr_tail().strip())
    if child.returncode == -signal.SIGXFSZ:
        raise RejectedError("output-limit", limit_mib=limits.output_bytes // _MEBIBYTE)
    return Finished(return_code=child.returncode, stdout=bytes(watch.stdout), stderr_tail=watch.stderr_tail())


def _command(argv: Sequence[str], limits: Limits) -> list[str]:
    given = {
        "parent_pid": os.getpid(),
        "memory_bytes": limits.memory_bytes,
        "output_bytes": limits.output_bytes,
    }
    # -I and -S: neither the environment nor site packages can change what the launcher does.
    return [sys.executable, "-I", "-S", launcher.__file__, json.dumps(given), "--", *argv]


def _end(child: subprocess.Popen[bytes]) -> None:
    """Make sure that the child and all of its group are gone and reaped."""
    if child.poll() is not None:
        return
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_S)
    # Once more for members of the group that outlived their leader.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


class _Watch:
    """Reads a child's output and stops following when something is wrong."""

    def __init__(
        self,
        child: subprocess.Popen[bytes],
        limits: Limits,
        on_line: Callable[[str], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.stdout = bytearray()
        self._child = child
        self._limits = limits
        self._on_line = on_line
        self._cancelled = cancelled
        self._stderr = bytearray()
        self._line = bytearray()
        self._liveness = Liveness()
        self._started_s = self._moved_s = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self._pipes = [pipe for pipe in (child.stdout, child.stderr) if pipe]
        for pipe, take in zip(self._pipes, (self._take_stdout, self._take_stderr), strict=True):
            self._selector.register(pipe, selectors.EVENT_READ, take)

    def follow(self) -> None:
        """Read until the child has ended.

        Raises:
            CancelledError: Somebody asked to stop.
            MachineError: "stalled" or "time-limit".
            RejectedError: "output-limit".
        """
        while True:
            ended = self._child.poll() is not None
            # What stands in the pipes after the end is still read; a stray heir that holds them open is not waited for.
            if not self._read(0.0 if ended else TICK_S) and ended:
                break
            self._check()
        if self._line and self._on_line:
            self._on_line(self._line.decode("utf-8", "replace"))

    def close(self) -> None:
        """Let go of the pipes."""
        self._selector.close()
        for pipe in self._pipes:
            pipe.close()

    def stderr_tail(self) -> str:
        """Give the end of stderr as text; what is no UTF-8 is replaced."""
        return self._stderr.decode("utf-8", "replace")

    def _read(self, timeout_s: float) -> bool:
        """Take what is there; False when nothing was."""
        took = False
        for key, _ in self._selector.select(timeout_s):
            chunk = os.read(key.fd, _CHUNK_BYTES)
            if chunk:
                key.data(chunk)
                took = True
            else:
                self._selector.unregister(key.fileobj)
        return took

    def _take_stdout(self, chunk: bytes) -> None:
        if self._on_line is None:
            self.stdout += chunk
            self._moved_s = time.monotonic()
            return
        *lines, rest = (bytes(self._line) + chunk).split(b"\n")
        self._line = bytearray(rest)
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r")
            if self._liveness.moved(line):
                self._moved_s = time.monotonic()
            self._on_line(line)

    def _take_stderr(self, chunk: bytes) -> None:
        self._stderr += chunk
        del self._stderr[:-TAIL_BYTES]
        self._moved_s = time.monotonic()

    def _check(self) -> None:
        now_s = time.monotonic()
        if self._cancelled and self._cancelled():
            raise CancelledError("cancelled")
        if now_s - self._started_s > self._limits.time_s:
            raise MachineError("time-limit", limit_s=self._limits.time_s)
        if now_s - self._moved_s > self._limits.stall_s:
            raise MachineError("stalled", stall_s=self._limits.stall_s)
        if max(len(self.stdout), len(self._line)) > self._limits.output_bytes:
            raise RejectedError("output-limit", limit_mib=self._limits.output_bytes // _MEBIBYTE)
