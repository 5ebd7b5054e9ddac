"""Uploads in pieces against nginx taking the same bytes to the same disk; the server's memory for a file of 2 GiB."""

import os
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from hub.models import RoleName, Scope
from hub.services import staff, tokens, upload_file
from hub.services.staff import Person
from hub.services.tokens import Order
from tests.bench.archive import fill, opened
from tests.bench.row import Row, interleaved, median_ratio
from tests.integration.intake.server import Sender, Server
from tests.integration.nginx.server import Nginx, free_port

MEGABYTE = 1024**2

#: The file of one turn, turns, and the file whose memory is looked at.
SIZE, TURNS, LARGE = 256 * MEGABYTE, 7, 2048 * MEGABYTE

#: nginx writes the body to a file and answers; its own PUT (the dav module) does the same and renames.
_NGINX = """\
server {{
    listen 127.0.0.1:{port};
    location /kept {{
        client_max_body_size 0;
        client_body_in_file_only on;
        proxy_set_body "";
        proxy_pass http://127.0.0.1:{port}/said;
    }}
    location /said {{
        return 204;
    }}
}}
"""


def rows(scratch: Path) -> Iterator[Row]:
    port = free_port()
    with opened(scratch / "hub") as parts:
        fill(parts, 0)
        with parts.database.writing() as session:
            person = staff.add(session, Person(email="b@hub.example", name="B", role=RoleName.EDITOR), by="bench")
            token = tokens.make(session, person, Order(title="bench", scopes=tuple(Scope)), by="bench")[1]
        server = Server(parts.settings, scratch / "web.log")
        server.start()
        try:
            with Nginx(scratch / "nginx", _NGINX.format(port=port), port):
                file = _file(scratch / "file", SIZE)
                sender = Sender(server.port, token)

                def hub() -> float:
                    path = sender.begin(SIZE, {"filename": "a.bin", "programme": "ban-tin"})
                    began = time.perf_counter()
                    sender.send(path, file)
                    taken = time.perf_counter() - began
                    upload_file.path(parts, path.rsplit("/", 1)[1]).unlink()
                    return SIZE / taken

                def nginx() -> float:
                    began = time.perf_counter()
                    _put(port, file)
                    taken = time.perf_counter() - began
                    for kept in (scratch / "nginx" / "body").rglob("*"):
                        if kept.is_file():
                            kept.unlink()
                    return SIZE / taken

                ratio = median_ratio(interleaved(TURNS, hub, nginx))
            yield Row(
                name="upload in pieces",
                figure=ratio,
                unit="×",
                budget=0.25,
                sense="≥",
                how=f"bytes a second of {SIZE // MEGABYTE} MiB, {TURNS} turns; ours made safe on the disk, nginx's not",
            )
            yield _memory(server, sender, scratch)
        finally:
            server.kill()


def _memory(server: Server, sender: Sender, scratch: Path) -> Row:
    idle = server.memory_kb()
    file = _file(scratch / "large", LARGE)
    sender.send(sender.begin(LARGE, {"filename": "b.bin", "programme": "ban-tin"}), file)
    grown = (server.memory_kb() - idle) * 1024 / 1000
    return Row(
        name="server memory for 2 GiB",
        figure=grown,
        unit="KB",
        budget=64 * MEGABYTE / 1000,
        sense="≤",
        how="most resident memory of the web process, above what it was before",
    )


def _file(path: Path, size: int) -> Path:
    piece = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for _ in range(size // MEGABYTE):
            file.write(piece)
    return path


def _put(port: int, file: Path) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        with file.open("rb") as body:
            connection.request("PUT", "/kept/a", body=body, headers={"Content-Length": str(file.stat().st_size)})
            answer = connection.getresponse()
            answer.read()
        if answer.status != 204:
            raise RuntimeError(str(answer.status))
    finally:
        connection.close()
