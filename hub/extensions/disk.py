"""Files in a folder: temp file, fsync, rename, fsync of the folder; a power cut leaves the old file or the new one."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from hub.errors import StartError, problem_of
from hub.extensions.storage import CHUNK, Stored, checked

#: Where half-written files stand: on the same disk, outside every served folder.
TEMPORARY = "tmp"


class DiskStorage:
    """Storage in one folder of one disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        return self.root / checked(key)

    def put_file(self, key: str, source: Path, *, media_type: str) -> None:
        del media_type
        with source.open("rb") as file:
            self._put(key, file)

    def put_bytes(self, key: str, data: bytes, *, media_type: str) -> None:
        del media_type
        with self._new(key) as file:
            file.write(data)

    def copy(self, source: str, target: str, *, media_type: str) -> None:
        del media_type
        path = self.path(target)
        _make_folders(path.parent)
        temporary = self.root / TEMPORARY / f"link-{os.getpid()}-{path.parent.name}-{path.name}"
        temporary.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        try:
            os.link(self.path(source), temporary)
        except OSError:
            with self.path(source).open("rb") as file:
                self._put(target, file)
            return
        temporary.replace(path)
        # Where both names are already the same file, rename leaves the first one standing (POSIX).
        temporary.unlink(missing_ok=True)
        _sync_folder(path.parent)

    def read(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def stream(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        with self.path(key).open("rb") as file:
            file.seek(start)
            left = length
            while left is None or left > 0:
                piece = file.read(CHUNK if left is None else min(CHUNK, left))
                if not piece:
                    return
                left = None if left is None else left - len(piece)
                yield piece

    def stat(self, key: str) -> Stored | None:
        try:
            found = self.path(key).stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Stored(
            size_bytes=found.st_size,
            modified=datetime.fromtimestamp(found.st_mtime, UTC),
            etag=f"{int(found.st_mtime):x}-{found.st_size:x}",
        )

    def fetch(self, key: str, folder: Path) -> Path:
        del folder
        return self.path(key)

    def local(self, key: str) -> Path | None:
        return self.path(key)

    def delete(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    def delete_under(self, prefix: str) -> None:
        shutil.rmtree(self.path(prefix), ignore_errors=True)

    def keys(self, prefix: str) -> Iterator[str]:
        for path in sorted(self.path(prefix).rglob("*")):
            if path.is_file():
                yield path.relative_to(self.root).as_posix()

    def check(self) -> None:
        try:
            with self._new("tmp/check") as file:
                file.write(b"ok")
            self.delete("tmp/check")
        except OSError as error:
            raise StartError("storage-unreachable", url=str(self.root), problem=problem_of(error)) from error

    def _put(self, key: str, source: BinaryIO) -> None:
        with self._new(key) as file:
            shutil.copyfileobj(source, file, CHUNK)

    @contextlib.contextmanager
    def _new(self, key: str) -> Iterator[BinaryIO]:
        target = self.path(key)
        folder = self.root / TEMPORARY
        folder.mkdir(parents=True, exist_ok=True)
        _make_folders(target.parent)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix="new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)


def _make_folders(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
