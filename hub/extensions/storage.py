"""Where files live: one small protocol, kept by a folder (`disk.py`) or by S3 (`s3.py`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

#: Keys are made of ids and fixed names by the hub itself; anything else is a fault of the hub.
_KEY = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")

#: Bytes read at a time.
CHUNK = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is known of a stored file."""

    size_bytes: int
    modified: datetime
    etag: str


class Storage(Protocol):
    """Files under keys such as `public/items/01J…/index.html`. A put is whole or not at all."""

    def put_file(self, key: str, source: Path, *, media_type: str) -> None:
        """Keep a copy of `source` under `key`."""
        ...

    def put_bytes(self, key: str, data: bytes, *, media_type: str) -> None: ...

    def copy(self, source: str, target: str, *, media_type: str) -> None:
        """Let `target` hold the same bytes as `source`; takes no room twice where that can be had."""
        ...

    def read(self, key: str) -> bytes:
        """All bytes of a small file. Raises FileNotFoundError."""
        ...

    def stream(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start`, in pieces."""
        ...

    def stat(self, key: str) -> Stored | None: ...

    def fetch(self, key: str, folder: Path) -> Path:
        """A path that programs can open: the file itself on a disk, a copy in `folder` otherwise."""
        ...

    def local(self, key: str) -> Path | None:
        """The file's own path where there is one."""
        ...

    def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""
        ...

    def delete_under(self, prefix: str) -> None: ...

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key below `prefix/`."""
        ...

    def check(self) -> None:
        """Raises StartError when nothing can be stored."""
        ...


def checked(key: str) -> str:
    """The key itself. Raises ValueError for one that could leave its root."""
    if not _KEY.fullmatch(key) or any(part.strip(".") == "" for part in key.split("/")):
        raise ValueError(f"not a storage key: {key!r}")
    return key
