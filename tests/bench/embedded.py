"""Feeds through the embedded server, against building the same feed at each request."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from hub.cli.processes import THREADS
from hub.services import tree
from tests.bench.archive import fill, opened, render
from tests.bench.load import Target, threaded
from tests.bench.row import Row, interleaved, median_ratio
from tests.integration.nginx.server import free_port

TURNS, REQUESTS, BUILT_REQUESTS = 9, 400, 40
READY_S = 60


def rows(scratch: Path) -> Iterator[Row]:
    folder, port, other = scratch / "hub", free_port(), free_port()
    with opened(folder, port=port) as parts:
        fill(parts, 200)
        with parts.database.writing() as session:
            tree.mark(session, ["lists/all/"])
        render(parts)
    settings = {"HUB_DATA": str(folder), "HUB_PORT": str(port)}
    hub = [str(Path(sys.executable).with_name("hub")), "web"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{other}", "--worker-class", "gthread"]
    gunicorn += ["--threads", str(THREADS), "--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning"]
    gunicorn += ["tests.bench.per_request:create_app()"]
    ours = Target(port=port, path="/feeds/all.rss")
    built = Target(port=other, path="/all.rss", encoding="identity")
    with _running(hub, settings, ours), _running(gunicorn, settings, built):
        if Target(port=port, path=ours.path, encoding="identity").fetch()[2] != built.fetch()[2]:
            raise RuntimeError("the two servers do not send the same feed")
        taken = interleaved(TURNS, lambda: threaded(ours, REQUESTS), lambda: threaded(built, BUILT_REQUESTS))
    yield Row(
        name="feed through the embedded server",
        figure=median_ratio(taken),
        unit="×",
        budget=10,
        sense="≥",
        how="requests a second of four clients, `hub web` against a Flask view that builds the same feed (50 items, "
        "byte for byte) with feedgen at each request, its data in memory, under the same gunicorn",
    )


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str], target: Target) -> Iterator[None]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    server = subprocess.Popen(command, env={**plain, **environment}, stdin=subprocess.DEVNULL)
    try:
        _wait(server, target)
        yield
    finally:
        server.terminate()
        server.wait(READY_S)


def _wait(server: subprocess.Popen[bytes], target: Target) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if target.fetch()[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{target.path} is not answered")
