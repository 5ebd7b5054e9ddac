"""A hub at work: its parts, a partner, and real worker and scheduler processes that are started again when they end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.models import Delivery, Work, WorkState
from hub.services import destinations
from hub.services.destinations import Account
from hub.services.progress import ItemProgress, item_progress
from tests.integration.kernel.newsroom import T, wait_until, work_of
from tests.integration.kernel.partner import Partner
from tests.integration.servers import Valkey

#: Name -> arguments, as a Procfile has them.
PROCESSES = {
    "worker": ("worker", "--queues", "control,publish,intake,deliver"),
    "media": ("worker", "--queues", "media"),
    "scheduler": ("scheduler",),
}


class Crew:
    def __init__(self, parts: Parts, valkey: Valkey, partner: Partner) -> None:
        self.parts = parts
        self.valkey = valkey
        self.partner = partner
        self.logs = parts.settings.folder / "logs"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        for slug, askable in (("hoi-duoc", True), ("khong-hoi-duoc", False)):
            account = Account(slug=slug, title=slug, platform="webhook", values=partner.values(askable=askable))
            destinations.add(parts, account, by="t")
        self.push_to("hoi-duoc")

    def push_to(self, chosen: str) -> None:
        for slug in ("hoi-duoc", "khong-hoi-duoc"):
            destinations.switch(self.parts, slug, enabled=slug == chosen, by="t")

    def look_after(self) -> None:
        """Start what has ended or never ran."""
        self.logs.mkdir(exist_ok=True)
        for name, arguments in PROCESSES.items():
            running = self._running.get(name)
            if running is None or running.poll() is not None:
                with (self.logs / f"{name}.log").open("ab") as log:
                    self._running[name] = subprocess.Popen(
                        [sys.executable, "-c", "from hub.cli import main; main()", *arguments],
                        env=_environment(self.parts.settings),
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )

    def stop(self) -> None:
        for running in self._running.values():
            running.terminate()
        for running in self._running.values():
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait(10)

    def until(self, what: Callable[[], T], *, within_s: float = 90) -> T:
        """Wait while ended processes are started again, as the supervisor does."""

        def look() -> T:
            self.look_after()
            return what()

        return wait_until(look, within_s=within_s)

    def ended(self, item_id: str, *, within_s: float = 90) -> ItemProgress:
        """The item's progress when nothing moves any more without a person."""

        def look() -> ItemProgress | None:
            told = item_progress(self.parts, item_id)
            return told if told.ended else None

        told = self.until(look, within_s=within_s)
        assert told is not None
        return told

    def transcoding(self, item_id: str) -> int:
        """The horse that runs ffmpeg for an item, once it does."""

        def look() -> int:
            with self.parts.database.reading() as session:
                query = select(Work.lease_owner).where(Work.kind == "transcode", Work.subject_id == item_id)
                owner = session.scalar(query)
            horse = int(owner.split(":")[1]) if owner else 0
            return horse if horse and encoders_of(horse) else 0

        return self.until(look)

    def kill_sender(self) -> None:
        """SIGKILL for whoever delivers now, and for its worker."""
        with self.parts.database.reading() as session:
            query = select(Work.lease_owner).where(Work.kind == "deliver", Work.state == WorkState.LEASED)
            owners = session.scalars(query).all()
        for owner in owners:
            kill_with_parent(int(owner.split(":")[1]))

    def end(self, name: str) -> None:
        """SIGTERM, and wait for the end."""
        self._running[name].terminate()
        self._running[name].wait(30)

    def work(self, item_id: str) -> Work:
        return work_of(self.parts, "transcode", item_id)

    def deliveries(self, item_id: str) -> list[str]:
        with self.parts.database.reading() as session:
            return list(session.scalars(select(Delivery.state).where(Delivery.item_id == item_id)))


def kill_with_parent(horse: int) -> None:
    """Parent first, so that it cannot tell of its horse's end."""
    for pid in (parent_of(horse), horse):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def parent_of(pid: int) -> int:
    return int(_stat(Path(f"/proc/{pid}"))[1])


def encoders_of(horse: int) -> list[int]:
    """The ffmpeg processes that a horse runs."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                if int(_stat(folder)[1]) == horse and b"ffmpeg" in (folder / "cmdline").read_bytes().split(b"\0")[0]:
                    found.append(int(folder.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return _stat(Path(f"/proc/{pid}"))[0] != "Z"
    except OSError:
        return False


def _stat(folder: Path) -> list[str]:
    """State, parent and so on: what stands behind the name in parentheses."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return kept | {
        "HUB_DATA": str(settings.folder),
        "HUB_DATABASE_URL": settings.database_url,
        "HUB_REDIS_URL": settings.redis_url,
        "HUB_EGRESS_ALLOW": settings.egress_allow,
        "HUB_LEASE_S": "2",
        "HUB_SWEEP_S": "1",
    }
