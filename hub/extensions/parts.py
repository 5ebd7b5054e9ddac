"""What every service is handed: the settings and what they opened."""

from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from hub.config import Settings
from hub.errors import StartError, problem_of
from hub.extensions.database import Database
from hub.extensions.disk import DiskStorage
from hub.extensions.egress import Egress
from hub.extensions.queue import WorkQueue
from hub.extensions.redis import connect
from hub.extensions.storage import Storage


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One hub's parts, opened once a process."""

    settings: Settings
    database: Database
    redis: Redis
    queue: WorkQueue
    storage: Storage
    #: The only way to addresses that a person or a feed has given.
    egress: Egress

    @property
    def work_folder(self) -> Path:
        """Where work may leave what nobody needs after it."""
        return self.settings.folder / "work"


def open_parts(settings: Settings) -> Parts:
    """The parts that the settings name; nothing is connected before it is used.

    Raises:
        StartError: The data folder cannot be made.
    """
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError("data-not-writable", path=str(settings.folder), problem=problem_of(error)) from error
    redis = connect(settings)
    queue = WorkQueue(redis)
    return Parts(
        settings=settings,
        database=Database(settings.database, after_commit=queue.dispatch),
        redis=redis,
        queue=queue,
        storage=open_storage(settings),
        egress=Egress.of(settings),
    )


def open_storage(settings: Settings) -> Storage:
    """The storage that the settings name; the data folder by default."""
    if settings.storage_url.startswith("s3:"):
        # Imported on use: a hub on a disk needs no client for S3.
        from hub.extensions.s3 import S3Storage

        return S3Storage(settings)
    root = Path(settings.storage_url.removeprefix("file://")) if settings.storage_url else settings.folder
    return DiskStorage(root)
