"""Whether the hub has all that it needs: database, Redis, storage, disk, ffmpeg."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from hub.config import PREFIX, Settings
from hub.errors import HubError, SettingError, StartError, code_and_facts, operators_sentence
from hub.extensions import redis
from hub.extensions.parts import Parts
from hub.models import WAITING, Work
from hub.services import migrating
from transcode.errors import MachineError, TranscodeError
from transcode.tools import Tools, find_tools

MEGABYTE = 1024**2


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """One part's state; code and sentences are empty when it is ready."""

    ready: bool
    code: str = ""
    sentence: tuple[str, str] = ("", "")


def readiness(parts: Parts) -> Mapping[str, Readiness]:
    """Every part's state now."""
    return {name: _asked(check, parts) for name, check in _CHECKS.items()}


def free_mb(parts: Parts) -> int:
    """Megabytes that are free where the data are."""
    return shutil.disk_usage(parts.settings.folder).free // MEGABYTE


def check_disk(parts: Parts, *, needed_mb: int = 0) -> None:
    """Raises HubError when less than the reserve, and what is needed beside it, is free."""
    free, wanted = free_mb(parts), parts.settings.disk_reserve_mb + needed_mb
    if free < wanted:
        raise DiskShortError(path=str(parts.settings.folder), free_mb=free, needed_mb=wanted)


def check_room(parts: Parts, *, needed_mb: int = 0) -> None:
    """Before anything is taken in: raises HubError when disk or queue are short."""
    check_disk(parts, needed_mb=needed_mb)
    with parts.database.reading() as session:
        waiting = session.scalar(select(func.count()).select_from(Work).where(Work.state.in_(WAITING))) or 0
    if waiting >= parts.settings.backlog_limit:
        raise QueueFullError(waiting=waiting)


class ShortError(HubError):
    """Nothing can be taken in for now; what was handed over is to be handed over again later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    permanent = False
    retry_after_s = 600


class QueueFullError(ShortError):
    def __init__(self, *, waiting: int) -> None:
        super().__init__("queue-full", waiting=waiting)


class DiskShortError(ShortError):
    def __init__(self, *, path: str, free_mb: int, needed_mb: int) -> None:
        super().__init__("disk-short", path=path, free_mb=free_mb, needed_mb=needed_mb)


def programs(settings: Settings) -> Tools:
    """The ffmpeg and ffprobe that the settings name, or as they are found on this machine.

    Raises:
        SettingError: What HUB_FFMPEG or HUB_FFPROBE name cannot be used.
        StartError: No usable ones are found.
    """
    try:
        return find_tools(ffmpeg=settings.ffmpeg or None, ffprobe=settings.ffprobe or None)
    except MachineError as error:
        if error.code != "ffmpeg-missing":
            raise
        given = {
            f"{PREFIX}{name.upper()}": path
            for name, path in (("ffmpeg", settings.ffmpeg), ("ffprobe", settings.ffprobe))
            if path
        }
        if not given:
            raise StartError("programs-missing") from error
        for name, path in given.items():
            if not Path(path).is_file():
                raise SettingError("program-missing", name=name, value=path) from error
        raise SettingError("program-unusable", name=", ".join(given), value=", ".join(given.values())) from error


def _asked(check: Callable[[Parts], None], parts: Parts) -> Readiness:
    try:
        check(parts)
    except (HubError, TranscodeError, SQLAlchemyError, OSError) as error:
        code, facts = code_and_facts(error)
        said = operators_sentence(code, facts), operators_sentence(code, facts, "en")
        return Readiness(ready=False, code=code, sentence=said)
    return Readiness(ready=True)


def _database(parts: Parts) -> None:
    if not parts.database.is_there():
        raise StartError("database-not-migrated")
    parts.database.check()
    migrating.check(parts.database)


def _redis(parts: Parts) -> None:
    if not parts.settings.redis_url and not (parts.settings.folder / redis.ADDRESS_FILE).is_file():
        raise StartError("not-running")
    redis.check(parts.redis)


def _storage(parts: Parts) -> None:
    parts.storage.check()


def _ffmpeg(parts: Parts) -> None:
    if not Path(_programs(parts.settings).ffmpeg).exists():
        _programs.cache_clear()
        _programs(parts.settings)


@cache
def _programs(settings: Settings) -> Tools:
    # Looking for them runs programs; what was found once is only looked at.
    return programs(settings)


_CHECKS: Mapping[str, Callable[[Parts], None]] = {
    "database": _database,
    "redis": _redis,
    "storage": _storage,
    "disk": check_disk,
    "ffmpeg": _ffmpeg,
}
