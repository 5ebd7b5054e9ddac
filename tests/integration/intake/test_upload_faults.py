"""Uploads over a line that breaks, to a server that is killed: nothing that was acknowledged is lost."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, Upload
from tests.integration.intake.server import Sender, Server

MEGABYTE = 1024**2

pytestmark = pytest.mark.slow


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def server(newsroom: Parts, tmp_path: Path) -> Iterator[Server]:
    made = Server(newsroom.settings, tmp_path / "web.log")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "bai-dai.txt"
    made.write_bytes(random.Random(7).randbytes(40 * MEGABYTE))
    return made


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _taken(parts: Parts) -> str:
    with parts.database.reading() as session:
        return session.scalars(select(Asset)).one().sha256


def test_an_upload_that_is_cut_ten_times_ends_with_the_right_hash(
    newsroom: Parts, server: Server, token: str, file: Path, do_work: Callable[..., list[str]]
) -> None:
    sender = Sender(server.port, token)
    path = sender.begin(file.stat().st_size, {"filename": file.name, "programme": "thoi-su", "sha256": _sha256(file)})
    reached = [0]
    for number in range(10):
        _until_free(sender, path, file, cut_after=3 * MEGABYTE + number * 1000)
        reached.append(_settled(sender, path, reached[-1]))
    assert reached == sorted(reached)
    assert reached[-1] > 8 * MEGABYTE
    _until_free(sender, path, file, cut_after=None)
    assert do_work("accept") == ["ok"]
    assert _taken(newsroom) == _sha256(file)


def test_a_killed_server_has_every_byte_that_it_acknowledged(
    newsroom: Parts, server: Server, token: str, file: Path, do_work: Callable[..., list[str]]
) -> None:
    sender = Sender(server.port, token)
    path = sender.begin(file.stat().st_size, {"filename": file.name, "programme": "thoi-su", "sha256": _sha256(file)})
    for _ in range(3):
        before = _noted(newsroom)
        # Killed while it writes: it was at a safe point after two seconds, and has taken more since then.
        sender.send(path, file, cut_after=8 * MEGABYTE, pace_s=0.1, before=partial(_kill, newsroom, server, before + 1))
        acknowledged = _noted(newsroom)
        assert acknowledged > before
        server.start()
        assert sender.offset(path) == acknowledged
    _until_free(sender, path, file, cut_after=None)
    assert do_work("accept") == ["ok"]
    assert _taken(newsroom) == _sha256(file)


def _until_free(sender: Sender, path: str, file: Path, *, cut_after: int | None) -> None:
    """Send when the server has noticed that the last line is dead."""
    for _ in range(100):
        try:
            sender.send(path, file, cut_after=cut_after)
        except (AssertionError, ConnectionError):
            if cut_after is not None:
                return
            time.sleep(0.1)
        else:
            return
    pytest.fail("the upload stays locked")


def _settled(sender: Sender, path: str, before: int) -> int:
    """The offset when the server has noticed the cut."""
    for _ in range(100):
        at = sender.offset(path)
        if at > before:
            return at
        time.sleep(0.05)
    return before


def _kill(parts: Parts, server: Server, offset: int) -> None:
    until = time.monotonic() + 60
    while _noted(parts) < offset and time.monotonic() < until:
        time.sleep(0.02)
    server.kill()


def _noted(parts: Parts) -> int:
    with parts.database.reading() as session:
        return session.scalars(select(Upload)).one().offset
