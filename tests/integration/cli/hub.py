"""A hub started as people start it: `hub up` in a process of its own, and commands beside it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import seeding
from hub.services.migrating import migrate

HUB = str(Path(sys.executable).with_name("hub"))

#: Seconds for the slowest of it, every form of the demo, on a busy machine with two cores.
PATIENCE_S = 300


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    """Nothing of the tests' own settings; no voice: reading aloud takes most of the time, and is tested elsewhere."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return {**clean, "HUB_DATA": str(data), "HUB_VOICE": "none", **more}


def command(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HUB, *arguments],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def rows(data: Path, what: str) -> list[dict[str, Any]]:
    """What `hub list … --json` tells."""
    answer = command(data, "list", what, "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def without_content(data: Path) -> Path:
    """A data folder whose demo has programmes, people and destinations, and no content that has to be made first."""
    parts = open_parts(Settings.read({}, data=data))
    migrate(parts.database)
    content = json.loads((seeding.DEMO / "programmes.json").read_text())
    seeding.set_fact(parts, "demo", ",".join(entry["file"] for entry in content["items"]))
    parts.database.close()
    return data


class Running:
    """One `hub up`, until it is stopped."""

    def __init__(self, data: Path, *options: str, **more: str) -> None:
        self.data = data
        self.port = free_port()
        self.log = data.parent / f"up-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [HUB, "up", "--port", str(self.port), "--data", str(data), *options],
                env=environment(data, **more),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_for_greeting()

    def _wait_for_greeting(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while "Ctrl-C" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.2)

    @property
    def output(self) -> str:
        return self.log.read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=30, trust_env=False)

    def children(self) -> list[int]:
        told = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in told.stdout.split()]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop.

        Returns:
            Its exit code.
        """
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


def until(true: Any, what: str) -> None:
    """Wait, with an end, until something is true."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"not in time: {what}"
        # Asking is mostly a process of its own, which would take half a processor from what is waited for.
        time.sleep(1.0)
