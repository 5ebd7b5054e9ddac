"""`hub up`: migrate, start everything on embedded parts, print the address, stop cleanly."""

import contextlib
import errno
import fcntl
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING

import click
import httpx

from hub.cli.opened import ADDRESS_FILE, LOCK_FILE, OWN_ADDRESS_FILE
from hub.cli.output import say
from hub.cli.supervisor import Supervisor
from hub.config import Settings
from hub.errors import HubError, StartError, problem_of, told
from hub.extensions import redis
from hub.extensions.parts import Parts, open_parts
from hub.jobs.node import node_name
from hub.services import migrating, readiness, seeding, work
from hub.services.endings import ended

if TYPE_CHECKING:
    from hub.extensions.valkey import EmbeddedValkey

#: Seconds in which the web server has to answer.
READY_S = 60
#: Megabytes without which database and public tree cannot even be kept as they are.
LEAST_FREE_MB = 32


@click.command()
@click.option("--demo", is_flag=True, help="Nạp nội dung mẫu ở lần đầu. / Take in the demo content at the first start.")
@click.option("--host", default=None, help="Địa chỉ lắng nghe. / Address to listen at. [127.0.0.1]")
@click.option("--port", metavar="N", default=None, help="Cổng. / Port. [8000]")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Thư mục dữ liệu. / Data folder. [data]")
def up(*, demo: bool, host: str | None, port: str | None, data: Path | None) -> None:
    """Khởi động toàn bộ hub bằng một lệnh. / Start the whole hub with one command."""
    settings = Settings.read(host=host, port=port, data=data)
    with contextlib.ExitStack() as stack:
        _check_folder(settings)
        stack.enter_context(_locked(settings.folder))
        _check_address(settings)
        readiness.programs(settings)
        server = stack.enter_context(_valkey(settings))
        parts = open_parts(settings)
        redis.check(parts.redis)
        parts.storage.check()
        _prepare(parts)
        token = seeding.seed(parts)
        if demo:
            seeding.demo(parts)
        seeding.lists_grew(parts)
        seeding.look_changed(parts)
        (settings.folder / ADDRESS_FILE).write_text(settings.public_url)
        (settings.folder / OWN_ADDRESS_FILE).write_text(settings.own_url)
        stack.callback(parts.database.close)
        _run(parts, token, server)


def _run(parts: Parts, token: str | None, server: "EmbeddedValkey | None") -> None:
    settings = parts.settings
    supervisor = Supervisor(settings.folder, _environment(settings))
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        supervisor.start()
        deadline = time.monotonic() + READY_S
        while not stopping and not _answers(settings):
            supervisor.check()
            if time.monotonic() > deadline:
                raise StartError("process-died", name="web", log=str(settings.folder / "logs" / "web.log"))
            time.sleep(0.2)
        if not stopping:
            _greet(parts, token)
        while not stopping:
            if server is not None:
                server.look_after()
            supervisor.look_after()
            time.sleep(0.5)
        say(settings, "Đang dừng…", "Stopping…")
    finally:
        supervisor.stop()
    say(settings, "Đã dừng. Không mất gì.", "Stopped. Nothing is lost.")


def _greet(parts: Parts, token: str | None) -> None:
    settings = parts.settings
    say(settings, f"\nHub đang chạy tại {settings.public_url}/", f"\nThe hub runs at {settings.public_url}/")
    if token:
        link = f"{settings.desk_url}/sign-in/{token}"
        say(settings, f"Đăng nhập quản trị (một lần): {link}", f"Administrator sign-in (once): {link}")
    else:
        say(
            settings,
            "Cần liên kết đăng nhập mới: hub staff link ĐỊA-CHỈ-THƯ",
            "For a new sign-in link: hub staff link E-MAIL",
        )
    try:
        readiness.check_disk(parts)
    except HubError as error:
        say(
            settings,
            f"{told(error, 'vi')} Đến lúc đó hub vẫn phục vụ bạn đọc và chưa nhận việc mới.",
            f"{told(error, 'en')} Until then readers are served, and no new work is taken.",
        )
    say(settings, "Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop.")


def _prepare(parts: Parts) -> None:
    parts.database.check()
    migrating.migrate(parts.database)
    # This folder's lock is ours: whoever held a lease here is gone.
    with parts.database.writing() as session:
        for one in work.take_back(session, node=node_name(parts.settings.folder)):
            ended(parts, session, one)
    shutil.rmtree(parts.work_folder, ignore_errors=True)


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "HUB_DATA": str(settings.folder),
        "HUB_HOST": settings.host,
        "HUB_PORT": str(settings.port),
        "HUB_REDIS_URL": redis.address(settings),
        "PYTHONUNBUFFERED": "1",
    }


def _answers(settings: Settings) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{settings.own_url}/healthz", timeout=2, trust_env=False).is_success
    return False


def _check_folder(settings: Settings) -> None:
    folder = settings.folder
    try:
        (folder / "run").mkdir(parents=True, exist_ok=True)
        # In the folder itself too: one that was used before may have been made read-only since.
        for probe in (folder / "probe", folder / "run" / "probe"):
            probe.write_bytes(b"\0" * 4096)
            probe.unlink()
    except OSError as error:
        raise StartError("data-not-writable", path=str(folder), problem=problem_of(error)) from error
    # A hub that has readers goes on serving them on little room, and takes nothing new in; a new one needs the reserve.
    needed_mb = min(LEAST_FREE_MB, settings.disk_reserve_mb) if _was_used(settings) else settings.disk_reserve_mb
    free_mb = shutil.disk_usage(folder).free // readiness.MEGABYTE
    if free_mb < needed_mb:
        raise StartError("disk-short-here", path=str(folder), free_mb=free_mb, needed_mb=needed_mb)


def _was_used(settings: Settings) -> bool:
    return (settings.folder / ADDRESS_FILE).exists()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[IO[str]]:
    with (folder / LOCK_FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StartError("already-running", path=str(folder)) from error
        yield file


def _check_address(settings: Settings) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise StartError("port-in-use", port=settings.port, host=settings.host) from error
        raise StartError(
            "address-not-usable", host=settings.host, port=settings.port, problem=problem_of(error)
        ) from error


@contextlib.contextmanager
def _valkey(settings: Settings) -> Iterator["EmbeddedValkey | None"]:
    """The embedded Valkey, where no other Redis is set."""
    if settings.redis_url:
        yield None
        return
    # Imported on use: with an outside Redis the package need not be there.
    from hub.extensions.valkey import EmbeddedValkey

    server = EmbeddedValkey(settings.folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
