"""Whether the hub has all that it needs: database, Redis, storage, disk, ffmpeg."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from hub.errors import HubError, StartError, code_and_facts, sentence
from hub.extensions import redis
from hub.extensions.parts import Parts
from hub.services import migrating
from transcode.errors import TranscodeError
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


class DiskShortError(HubError):
    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self, *, path: str, free_mb: int, needed_mb: int) -> None:
        super().__init__("disk-short", path=path, free_mb=free_mb, needed_mb=needed_mb)


def _asked(check: Callable[[Parts], None], parts: Parts) -> Readiness:
    try:
        check(parts)
    except (HubError, TranscodeError, SQLAlchemyError, OSError) as error:
        code, facts = code_and_facts(error)
        return Readiness(ready=False, code=code, sentence=(sentence(code, facts), sentence(code, facts, "en")))
    return Readiness(ready=True)


def _database(parts: Parts) -> None:
    parts.database.check()
    migrating.check(parts.database)


def _redis(parts: Parts) -> None:
    if not parts.settings.redis_url and not (parts.settings.folder / redis.ADDRESS_FILE).is_file():
        raise StartError("not-running")
    redis.check(parts.redis)


def _storage(parts: Parts) -> None:
    parts.storage.check()


def _ffmpeg(parts: Parts) -> None:
    found = _tools(parts.settings.ffmpeg, parts.settings.ffprobe)
    if not Path(found.ffmpeg).exists():
        _tools.cache_clear()
        _tools(parts.settings.ffmpeg, parts.settings.ffprobe)


@cache
def _tools(ffmpeg: str, ffprobe: str) -> Tools:
    # Looking for them runs programs; what was found once is only looked at.
    return find_tools(ffmpeg=ffmpeg or None, ffprobe=ffprobe or None)


_CHECKS: Mapping[str, Callable[[Parts], None]] = {
    "database": _database,
    "redis": _redis,
    "storage": _storage,
    "disk": check_disk,
    "ffmpeg": _ffmpeg,
}
