"""The ground of a watched folder: which part of the disk it takes files from, and where it meets that of others."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import InvalidError
from hub.extensions.parts import Parts
from hub.models import Source, SourceKind
from hub.services.folders.folder_wishes import FolderWishes


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A watched folder, with every link in its own path followed."""

    path: Path
    title: str
    wishes: FolderWishes

    @classmethod
    def of(cls, source: Source) -> "Ground":
        try:
            wishes = FolderWishes.of(source.options)
        except InvalidError:
            # Its look says what is wrong; what it moved aside before lies in the usual folders.
            wishes = FolderWishes()
        return cls(path=real(source.address), title=source.title, wishes=wishes)

    def moved_aside(self) -> tuple[Path, Path]:
        """Where it puts what was taken and what was refused."""
        return self.path / self.wishes.aside.done, self.path / self.wishes.aside.failed

    def meets(self, other: "Ground") -> bool:
        """Whether one of them would take what belongs to the other."""
        return self.reaches(other.path) or other.reaches(self.path)

    def reaches(self, path: Path) -> bool:
        """Whether it takes files from there, or puts files there."""
        whole = (self.path,) if self.wishes.recursive else self.moved_aside()
        return any(_holds(one, path) for one in whole)


def real(address: str) -> Path:
    """A path with every link in it followed, as far as it is there."""
    return Path(os.path.realpath(address))


def checked(parts: Parts, address: str) -> Path:
    """A folder that may be watched, as far as its path tells.

    Raises:
        InvalidError: It is not absolute, the root, a part of the hub's own data or around them.
    """
    if not Path(address).is_absolute() or "\0" in address:
        raise InvalidError("folder-not-absolute", path=address)
    path = real(address)
    held = [parts.settings.folder]
    if parts.settings.storage_url and not parts.settings.storage_url.startswith("s3:"):
        held.append(Path(parts.settings.storage_url.removeprefix("file://")))
    for own in (real(str(one)) for one in held):
        if _holds(own, path) or _holds(path, own):
            raise InvalidError("folder-forbidden", path=address)
    return path


def check_apart(address: str, ground: Ground, others: Sequence[Ground]) -> None:
    """Raises InvalidError where a folder is one of the others, or takes files from the same place as one of them."""
    for other in others:
        if _is_same(ground.path, other.path):
            raise InvalidError("folder-watched-twice", path=address, title=other.title)
        if ground.meets(other):
            raise InvalidError("folder-overlaps", path=address, other=str(other.path), title=other.title)


def folders(session: Session) -> Sequence[Source]:
    """Every source that watches a folder, the oldest first."""
    return session.scalars(select(Source).where(Source.kind == SourceKind.FOLDER).order_by(Source.id)).all()


def foreign(path: Path, others: Sequence[Source]) -> frozenset[str]:
    """Paths inside a folder that belong to other sources: what they watch, and what they have moved aside.

    In small letters, as folders of shares have no others. A source that is switched off keeps what it moved aside.
    """
    found = set()
    for other in others:
        ground = Ground.of(other)
        for theirs in (*ground.moved_aside(), *([ground.path] if other.enabled else ())):
            if theirs != path and theirs.is_relative_to(path):
                found.add(str(theirs.relative_to(path)).casefold())
    return frozenset(found)


def _holds(outer: Path, inner: Path) -> bool:
    """Whether a folder is another one or holds it, however the two are called."""
    return any(_is_same(outer, one) for one in (inner, *inner.parents))


def _is_same(one: Path, other: Path) -> bool:
    """A mount can give one folder two paths, and a share of the network takes small letters for capital ones."""
    return one == other or (_marks(one) is not None and _marks(one) == _marks(other))


def _marks(path: Path) -> tuple[int, int] | None:
    """By what the system tells folders apart; None for one that is not there."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_dev, known.st_ino
