"""`hub web` as a process of its own, which can be killed, and a client that speaks tus over a line that breaks."""

import base64
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from hub.config import Settings
from tests.integration.nginx.server import free_port

#: Seconds in which the server must answer after its start.
START_S = 60


class Server:
    def __init__(self, settings: Settings, logs: Path) -> None:
        self.port = free_port()
        self._settings = settings
        self._logs = logs
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environment |= {
            "HUB_DATA": str(self._settings.folder),
            "HUB_PORT": str(self.port),
            "HUB_UPLOAD_LIMIT_MB": "4096",
        }
        with self._logs.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-c", "from hub.cli import main; main()", "web"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + START_S
        while not self._answers():
            if time.monotonic() > until or self._running.poll() is not None:
                raise RuntimeError(self._logs.read_text())
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL for gunicorn and its worker at once."""
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait(30)

    def worker(self) -> int:
        """The process that answers."""
        assert self._running is not None
        children = Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children").read_text().split()
        return int(children[0])

    def memory_kb(self) -> int:
        """The most that the answering process has held at any time."""
        status = Path(f"/proc/{self.worker()}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False


class Sender:
    """Sends one file by tus; `send` may break the line on purpose."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}"}

    def begin(self, size: int, told: Mapping[str, str]) -> str:
        pairs = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
        status, headers = self._asked("POST", "/api/v1/uploads", {"Upload-Length": str(size), "Upload-Metadata": pairs})
        assert status == 201, status
        return headers["Location"]

    def offset(self, path: str) -> int:
        status, headers = self._asked("HEAD", path, {})
        assert status == 200, status
        return int(headers["Upload-Offset"])

    def send(
        self,
        path: str,
        file: Path,
        *,
        cut_after: int | None = None,
        pace_s: float = 0,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        """All that is missing, or only some bytes of it; then `before`, then the line is cut without a word.

        A quarter of a megabyte at once, and then a pause of `pace_s` seconds.
        """
        at, size = self.offset(path), file.stat().st_size
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpload-Offset: {at}\r\n"
            f"Content-Length: {size - at}\r\nContent-Type: application/offset+octet-stream\r\n"
            + "".join(f"{name}: {value}\r\n" for name, value in self._headers.items())
            + "\r\n"
        )
        with socket.create_connection(("127.0.0.1", self._port), timeout=120) as line, file.open("rb") as source:
            line.sendall(head.encode())
            source.seek(at)
            left = size - at if cut_after is None else min(cut_after, size - at)
            while left:
                piece = source.read(min(256 * 1024, left))
                line.sendall(piece)
                left -= len(piece)
                time.sleep(pace_s)
            if cut_after is None:
                answer = line.recv(4096)
                assert answer.startswith(b"HTTP/1.1 204"), answer
            else:
                before()
                # Neither FIN nor a word: as a phone that loses its network.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    def _asked(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        for _ in range(200):
            connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
            try:
                connection.request(method, path, headers={**self._headers, **headers})
                answer = connection.getresponse()
                answer.read()
            finally:
                connection.close()
            if answer.status != 423:
                return answer.status, dict(answer.getheaders())
            time.sleep(0.1)
        raise RuntimeError("the upload stays locked")
