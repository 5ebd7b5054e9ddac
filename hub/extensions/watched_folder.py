"""A folder that others write to, often a share of the network: looked through, read and cleared.

Every step goes through handles of real folders, so that no link which somebody puts there leads out of it.
"""

import contextlib
import fcntl
import os
import signal
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.extensions.storage import CHUNK

#: Folders inside folders that are looked through at the most.
DEEPEST = 16

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: Without waiting, because opening a pipe waits for whoever writes to it.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class InUseError(OSError):
    """Somebody still writes to the file, or it changed while it was read: look again later."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One regular file; `name` is its path inside the folder, with `/` between folders."""

    name: str
    size_bytes: int
    mtime_ns: int
    inode: int

    def is_like(self, other: "Entry | None") -> bool:
        """Whether size and time are the same; shares of the network make up inodes as they please."""
        return other is not None and (self.size_bytes, self.mtime_ns) == (other.size_bytes, other.mtime_ns)


@dataclass(kw_only=True)
class Found:
    """What lies in a folder.

    Attributes:
        entries: Its files.
        others: Names of links and other things that are no files.
        closed: Names of folders inside that cannot be looked through, and why.
    """

    entries: list[Entry] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    closed: dict[str, OSError] = field(default_factory=dict)


class WatchedFolder:
    """One open folder; to be used as a context. Raises OSError when it cannot be opened."""

    def __init__(self, root: Path) -> None:
        self._root = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._root)

    def look(self, *, wanted: Callable[[str], bool], enter: Callable[[str], bool], most: int) -> Found:
        """The files whose path is `wanted`, at most so many, and those of folders that are to be entered."""
        found = Found()
        self._look(self._root, "", found, (wanted, enter, most))
        return found

    def find(self, name: str) -> Entry | None:
        """The regular file of that path as it is now."""
        try:
            with self._folder_of(name) as (folder, last):
                known = os.stat(last, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return None
        return _entry(name, known) if stat.S_ISREG(known.st_mode) else None

    def is_free(self, name: str) -> bool:
        """Whether nothing has that path."""
        try:
            with self._folder_of(name) as (folder, last):
                os.stat(last, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return True
        return False

    def copy(self, name: str, target: Path, *, cancelled: Callable[[], bool] = lambda: False) -> Entry:
        """Copy a file that nobody writes to.

        Returns:
            What it was before and after.

        Raises:
            InUseError: It is being written, changed meanwhile, or the copy was given up.
            OSError: It cannot be read.
        """
        with self._folder_of(name) as (folder, last):
            try:
                descriptor = os.open(last, _FILE, dir_fd=folder)
            except BlockingIOError as error:  # the server of a share has promised it to a client
                raise InUseError(name) from error
        with os.fdopen(descriptor, "rb") as file, target.open("wb") as copy:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode) or _is_being_written(descriptor):
                raise InUseError(name)
            while piece := file.read(CHUNK):
                copy.write(piece)
                # One that grows as fast as it is read would never end.
                if cancelled() or copy.tell() > before.st_size:
                    raise InUseError(name)
            after = _entry(name, os.fstat(descriptor))
        is_whole = after.is_like(_entry(name, before)) and after.size_bytes == target.stat().st_size
        if not is_whole or not after.is_like(self.find(name)):
            raise InUseError(name)
        return after

    def move(self, name: str, target: str) -> None:
        """Move a file to a path that nothing has yet; its folders are made.

        Raises:
            FileExistsError: Something has that path.
            OSError: It cannot be moved.
        """
        with self._folder_of(name) as (folder, last), self._folder_of(target, make=True) as (there, new):
            # The empty file holds the name: a rename alone would overwrite what came there meanwhile.
            os.close(os.open(new, _NEW, 0o644, dir_fd=there))
            try:
                os.replace(last, new, src_dir_fd=folder, dst_dir_fd=there)
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(new, dir_fd=there)
                raise

    def write_new(self, name: str, data: bytes) -> None:
        """Write a small file that is not there yet. Raises FileExistsError, OSError."""
        with self._folder_of(name, make=True) as (folder, last):
            descriptor = os.open(last, _NEW, 0o644, dir_fd=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)

    def _look(
        self,
        folder: int,
        prefix: str,
        found: Found,
        rules: tuple[Callable[[str], bool], Callable[[str], bool], int],
    ) -> None:
        wanted, enter, most = rules
        inner: list[str] = []
        with os.scandir(folder) as listing:
            for one in listing:
                name = prefix + one.name
                if len(found.entries) >= most:
                    return
                if one.is_dir(follow_symlinks=False):
                    inner += [one.name] if enter(name) and prefix.count("/") < DEEPEST else []
                elif wanted(name):
                    _note(one, name, found)
        for name in inner:
            try:
                with _opened(name, folder) as deeper:
                    self._look(deeper, f"{prefix}{name}/", found, rules)
            except FileNotFoundError:
                # It went away meanwhile.
                continue
            except OSError as error:
                found.closed[prefix + name] = error

    @contextlib.contextmanager
    def _folder_of(self, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder of a path and the last part of it."""
        *folders, last = name.split("/")
        if any(part in {"", ".", ".."} for part in (*folders, last)):
            raise FileNotFoundError(name)
        with contextlib.ExitStack() as stack:
            yield self._down(folders, stack, make=make), last

    def _down(self, folders: Sequence[str], stack: contextlib.ExitStack, *, make: bool) -> int:
        folder = self._root
        for name in folders:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, dir_fd=folder)
            folder = stack.enter_context(_opened(name, folder))
        return folder


@contextlib.contextmanager
def _opened(name: str, folder: int) -> Iterator[int]:
    descriptor = os.open(name, _FOLDER, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _note(one: os.DirEntry[str], name: str, found: Found) -> None:
    """A file that went away between listing and asking is no file."""
    with contextlib.suppress(FileNotFoundError):
        known = one.stat(follow_symlinks=False)
        if stat.S_ISREG(known.st_mode):
            found.entries.append(_entry(name, known))
        else:
            found.others.append(name)


def _entry(name: str, known: os.stat_result) -> Entry:
    return Entry(name=name, size_bytes=known.st_size, mtime_ns=known.st_mtime_ns, inode=known.st_ino)


def _is_being_written(descriptor: int) -> bool:
    """Whether somebody holds a lock on the file or, where the system can tell, has it open for writing."""
    for lock in (fcntl.flock, fcntl.lockf):
        try:
            lock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # shares without locks
            continue
        lock(descriptor, fcntl.LOCK_UN)
    return _has_writer(descriptor)


def _has_writer(descriptor: int) -> bool:
    """Whether some program of this machine has it open for writing: Linux then gives no read lease (fcntl(2))."""
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        # A writer who comes in this very moment is told by a signal; this one is ignored where nobody asks for it.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:  # another's file, or a share of the network
        return False
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
