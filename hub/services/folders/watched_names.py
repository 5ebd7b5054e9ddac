"""The names in a watched folder: which are passing, which cannot be shown, which files belong together."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from hub.services.languages import LANGUAGES

Role = Literal["json", "xml", "captions", "cover"]

#: Suffix -> what a file beside a recording is for.
ROLES: Mapping[str, Role] = {
    ".json": "json",
    ".xml": "xml",
    ".srt": "captions",
    ".vtt": "captions",
    ".jpg": "cover",
    ".jpeg": "cover",
    ".png": "cover",
    ".webp": "cover",
}

#: What programs call a file that they are still writing: browsers, FTP clients, office programs, Syncthing, rsync.
_PASSING = re.compile(
    r"\..*|~\$.*|~syncthing~.*|.*~|.*\.(part|tmp|temp|filepart|crdownload|partial|download|opdownload|!ut|swp|lock)",
    re.IGNORECASE | re.DOTALL,
)
#: What systems put into every folder, in lower case.
_SYSTEM = frozenset(
    {"thumbs.db", "desktop.ini", "@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information",
     "lost+found"}
)  # fmt: skip

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sidecar:
    """A file beside a recording; `language` where its name tells one (`ban-tin.hmn.vtt`)."""

    name: str
    role: Role
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A file that becomes an item, and what belongs to it."""

    name: str
    sidecars: tuple[Sidecar, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *(sidecar.name for sidecar in self.sidecars))


def is_passing(name: str) -> bool:
    """Whether a file or folder of that name (without its folders) is no content and never looked at."""
    return bool(_PASSING.fullmatch(name)) or name.lower() in _SYSTEM


def is_plain(name: str) -> bool:
    """Whether a path can be kept and shown: text without control characters."""
    return not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)


def shown(name: str) -> str:
    """A path as a row can keep it, whatever its bytes are."""
    return name if is_plain(name) else ascii(name)[1:-1]


def bundles(names: Iterable[str], *, pictures: bool) -> tuple[list[Bundle], list[str]]:
    """Files that belong together by their base names, upper and lower case and the forms of Unicode being alike.

    A sidecar belongs to the file whose whole name or base name it bears, to the first one by name where there are
    several.

    Args:
        names: Paths inside the folder.
        pictures: Whether a picture that belongs to nothing is content of its own.

    Returns:
        The bundles, and the sidecars that belong to nothing.
    """
    given = sorted(names)
    mains = [name for name in given if _role(name) is None]
    owners = _owners(mains)
    if pictures:
        alone = [name for name in given if _role(name) == "cover" and _owned(name, owners) is None]
        mains, owners = mains + alone, {**_owners(alone), **owners}
    sidecars: dict[str, list[Sidecar]] = {name: [] for name in mains}
    orphans = []
    for name in given:
        role = _role(name)
        if role is None or name in sidecars:
            continue
        owned = _owned(name, owners)
        if owned is None:
            orphans.append(name)
        else:
            sidecars[owned[0]].append(Sidecar(name=name, role=role, language=owned[1]))
    return [Bundle(name=name, sidecars=tuple(sidecars[name])) for name in mains], orphans


def numbered(name: str, number: int, *, room_bytes: int) -> str:
    """A name with a number before its first dot, from 2 on, cut where it would be longer than so many bytes."""
    stem, dot, suffixes = name.partition(".")
    tail = (f"-{number}" if number > 1 else "") + dot + suffixes
    room = room_bytes - len(tail.encode("utf-8", "surrogateescape"))
    if room <= 0:
        return numbered(name[: len(name) // 2].rstrip(".") or "x", number, room_bytes=room_bytes)
    while len(stem.encode("utf-8", "surrogateescape")) > room:
        stem = stem[:-1]
    return stem + tail


def _role(name: str) -> Role | None:
    return ROLES.get(PurePosixPath(name).suffix.lower())


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _owners(mains: Iterable[str]) -> dict[str, str]:
    """Base names and whole names -> the file that bears them."""
    owners: dict[str, str] = {}
    for name in mains:
        owners.setdefault(_folded(str(PurePosixPath(name).with_suffix(""))), name)
    return owners | {_folded(name): name for name in mains}


def _owned(name: str, owners: Mapping[str, str]) -> tuple[str, str] | None:
    """Whose sidecar it is, and the language that its name tells."""
    base = PurePosixPath(name).with_suffix("")
    owner = owners.get(_folded(str(base)))
    if owner is not None:
        return owner, ""
    tag = base.suffix.removeprefix(".")
    owner = owners.get(_folded(str(base.with_suffix("")))) if _TAG.fullmatch(tag) else None
    known = tag.split("-")[0].lower() in LANGUAGES
    return None if owner is None else (owner, tag.lower() if known else "")
