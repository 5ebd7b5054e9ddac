"""Starts the processes of the Procfile, starts again what ends by itself, and stops all of them cleanly."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from hub.cli.processes import SUPERVISED
from hub.errors import StartError

#: Seconds that a process gets to end by itself, and then once more after a second request.
GRACE_S = 10.0

#: Seconds before a process that ended by itself is started again; doubled each time, up to the last.
PAUSE_S = (1.0, 30.0)

#: A log larger than this is put aside at the next start.
LOG_BYTES = 20_000_000


def read_procfile() -> dict[str, str]:
    """Name -> command, as the Procfile has them (beside the checkout's pyproject.toml, or in the package)."""
    package = Path(__file__).parents[1]
    path = next(one for one in (package.parent / "Procfile", package / "Procfile") if one.is_file())
    lines = [line.partition(":") for line in path.read_text().splitlines() if ":" in line and not line.startswith("#")]
    return {name.strip(): command.strip() for name, _, command in lines}


@dataclass
class _Process:
    name: str
    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause_s: float = PAUSE_S[0]
    again_at: float = 0.0
    file: BinaryIO | None = field(default=None, repr=False)


class Supervisor:
    """All processes of one `hub up`."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        logs = folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        # The scripts of this environment come first, whether it is activated or not.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self._environment = {**os.environ, **environment, "PATH": path, SUPERVISED: str(os.getpid())}
        self._processes = [
            _Process(name=name, command=shlex.split(command), log=logs / f"{name}.log")
            for name, command in read_procfile().items()
        ]

    def start(self) -> None:
        for process in self._processes:
            self._start(process)

    def look_after(self) -> None:
        """Start again what has ended; called every moment."""
        for process in self._processes:
            if process.running is None:
                if time.monotonic() >= process.again_at:
                    self._start(process)
            elif process.running.poll() is not None:
                lived_s = time.monotonic() - process.started
                process.pause_s = PAUSE_S[0] if lived_s > PAUSE_S[1] else min(process.pause_s * 2, PAUSE_S[1])
                process.again_at = time.monotonic() + process.pause_s
                self._close(process)

    def check(self) -> None:
        """Raises StartError when a process has ended already."""
        for process in self._processes:
            if process.running is not None and process.running.poll() is not None:
                raise StartError("process-died", name=process.name, log=str(process.log))

    def stop(self) -> None:
        """Ask all to end, twice if need be; what does not end then is killed. Its work is taken up again later."""
        for number, grace_s in enumerate((GRACE_S, GRACE_S / 2, 1.0)):
            for process in self._processes:
                if process.running is not None and process.running.poll() is None:
                    process.running.send_signal(signal.SIGKILL if number == 2 else signal.SIGTERM)  # noqa: PLR2004
            if self._all_ended(grace_s):
                break
        for process in self._processes:
            self._close(process)

    def _all_ended(self, within_s: float) -> bool:
        deadline = time.monotonic() + within_s
        for process in self._processes:
            if process.running is None:
                continue
            try:
                process.running.wait(max(deadline - time.monotonic(), 0.01))
            except subprocess.TimeoutExpired:
                return False
        return True

    def _start(self, process: _Process) -> None:
        if process.log.is_file() and process.log.stat().st_size > LOG_BYTES:
            process.log.replace(process.log.with_suffix(".log.old"))
        process.file = process.log.open("ab")
        process.running = subprocess.Popen(
            process.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=process.file,
            stderr=subprocess.STDOUT,
            # Ctrl-C of the terminal goes to `hub up` alone, which stops all in order.
            start_new_session=True,
        )
        process.started = time.monotonic()

    def _close(self, process: _Process) -> None:
        process.running = None
        if process.file is not None:
            process.file.close()
            process.file = None
