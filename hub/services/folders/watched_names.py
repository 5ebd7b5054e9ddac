"""The names in a watched folder: which are passing, which cannot be shown, which files belong together."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from feeds.wire.beside import is_address, paths_beside
from hub.services.languages import LANGUAGES
from transcode.content.plaintext import MEDIA_SUFFIXES

#: `named` is what a story of an agency names by its path, whatever it is.
Role = Literal["json", "xml", "captions", "cover", "named"]

#: Of each picture and recording of an agency's story, the references of its renditions (`feeds.wire.beside`).
Named = Sequence[Sequence[str]]

#: Suffix -> what a file beside a recording is for.
ROLES: Mapping[str, Role] = {
    ".json": "json",
    ".xml": "xml",
    ".srt": "captions",
    ".vtt": "captions",
    ".ass": "captions",
    ".ssa": "captions",
    ".ttml": "captions",
    ".sbv": "captions",
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
    """A file beside another one.

    Attributes:
        name: Its path inside the folder.
        role: What it is for.
        language: Where its name tells one (`ban-tin.hmn.vtt`).
        stays: Whether it is not to be moved with this file: another one needs it too.
    """

    name: str
    role: Role
    language: str = ""
    stays: bool = False


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A file that becomes an item, and what belongs to it.

    Attributes:
        name: Its path inside the folder.
        sidecars: What lies beside it.
        references: What the document of an agency calls a file -> that file's path inside the folder.
        missing: What such a document names, and is not there.
        is_waiting: Whether it lacks a picture or recording in all its renditions.
    """

    name: str
    sidecars: tuple[Sidecar, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    is_waiting: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The file itself, then all that is moved with it."""
        return (self.name, *(sidecar.name for sidecar in self.sidecars if not sidecar.stays))


def is_passing(name: str) -> bool:
    """Whether a file or folder of that name (without its folders) is no content and never looked at."""
    return bool(_PASSING.fullmatch(name)) or name.lower() in _SYSTEM


def is_plain(name: str) -> bool:
    """Whether a path can be kept and shown: text without control characters."""
    return not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)


def shown(name: str) -> str:
    """A path as a row can keep it, whatever its bytes are."""
    return "".join(char if is_plain(char) else ascii(char)[1:-1] for char in name)


def bundles(
    names: Iterable[str], *, pictures: bool, stories: Mapping[str, Named] | None = None
) -> tuple[list[Bundle], list[str]]:
    """Files that belong together by their base names, upper and lower case and the forms of Unicode being alike.

    A sidecar belongs to the file whose whole name or base name it bears, to the first one by name where there are
    several. The document of an agency belongs to a text of its name like any description; beside all else it is a file
    of its own, to which belong what it names and what bears its name.

    Args:
        names: Paths inside the folder.
        pictures: Whether a picture that belongs to nothing is content of its own.
        stories: The documents of agencies among them, and what each names.

    Returns:
        The bundles, and the sidecars that belong to nothing.
    """
    given = sorted(names)
    own = _own_stories(given, stories or {})
    taken = {sidecar.name for bundle in own for sidecar in bundle.sidecars}
    mains = [name for name in given if _role(name) is None and name not in taken] + [bundle.name for bundle in own]
    owners = _owners(mains)
    if pictures:
        alone = [one for one in given if is_picture(one) and one not in taken and _owned(one, owners) is None]
        mains, owners = mains + alone, {**_owners(alone), **owners}
    sidecars: dict[str, list[Sidecar]] = {name: [] for name in mains}
    orphans = []
    for name in given:
        role = _role(name)
        if role is None or name in sidecars or name in taken:
            continue
        owned = _owned(name, owners)
        if owned is None:
            orphans.append(name)
        else:
            sidecars[owned[0]].append(Sidecar(name=name, role=role, language=owned[1]))
    made = {name: Bundle(name=name) for name in mains} | {bundle.name: bundle for bundle in own}
    return [replace(one, sidecars=(*one.sidecars, *sidecars[name])) for name, one in sorted(made.items())], orphans


def paths_named(story: str, reference: str) -> list[str]:
    """What the path inside the folder may be of a picture or recording that a document names; texts are their own."""
    folder = story.rpartition("/")[0]
    return [f"{folder}/{path}" if folder else path for path in paths_beside(reference) if is_media(path)]


def is_media(name: str) -> bool:
    """Whether a file is called like sound, film or a picture."""
    return _suffix(name) in MEDIA_SUFFIXES


def is_picture(name: str) -> bool:
    """Whether a file is called like a picture that belongs to another file or is content of its own."""
    return _role(name) == "cover"


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


def _own_stories(given: Sequence[str], stories: Mapping[str, Named]) -> list[Bundle]:
    """The documents that are items of their own, each with what it names, and with sound and pictures of its name."""
    if not stories:
        return []
    places = {_folded(name): name for name in reversed(given)}
    references = {story: _references(story, named, places) for story, named in stories.items()}
    named = {place for found in references.values() for place in found.values()}
    rest = [name for name in given if name not in named]
    texts = _owners([name for name in rest if _role(name) is None and not is_media(name)])
    media: defaultdict[str, list[str]] = defaultdict(list)
    for name in filter(is_media, rest):
        for key in _borne(name):
            media[key].append(name)
    made = []
    for story in sorted(story for story in stories if _owned(story, texts) is None):
        of_its_name = (name for key, _ in _bearing(story) for name in media[key])
        there = {*references[story].values(), *of_its_name}
        made.append(
            Bundle(
                name=story,
                sidecars=tuple(Sidecar(name=place, role="named") for place in sorted(there)),
                references=references[story],
                missing=tuple(one for each in stories[story] for one in each if one not in references[story]),
                is_waiting=_lacks(stories[story], references[story]),
            )
        )
    return made


def _references(story: str, named: Named, places: Mapping[str, str]) -> dict[str, str]:
    """What a document calls files that are there -> their paths inside the folder."""
    found = {}
    for reference in (one for renditions in named for one in renditions):
        paths = [places[_folded(path)] for path in paths_named(story, reference) if _folded(path) in places]
        if paths:
            found[reference] = paths[0]
    return found


def _lacks(named: Named, references: Mapping[str, str]) -> bool:
    """Whether there is a picture or recording none of whose renditions is there, and none has an address."""
    return any(not any(one in references or is_address(one) for one in renditions) for renditions in named)


def _role(name: str) -> Role | None:
    return ROLES.get(_suffix(name))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _owners(mains: Iterable[str]) -> dict[str, str]:
    """Base names and whole names -> the file that bears them."""
    owners: dict[str, str] = {}
    whole: dict[str, str] = {}
    for name in mains:
        base, own = _borne(name)
        owners.setdefault(base, name)
        whole[own] = name
    return owners | whole


def _borne(name: str) -> tuple[str, str]:
    """The names that a file bears, by which others belong to it: without its suffix, and whole."""
    return _folded(str(PurePosixPath(name).with_suffix(""))), _folded(name)


def _bearing(name: str) -> list[tuple[str, str]]:
    """The names by which a file may belong to another one, each with the language that it then tells."""
    base = PurePosixPath(name).with_suffix("")
    tag = base.suffix.removeprefix(".")
    if not _TAG.fullmatch(tag):
        return [(_folded(str(base)), "")]
    known = tag.split("-")[0].lower() in LANGUAGES
    return [(_folded(str(base)), ""), (_folded(str(base.with_suffix(""))), tag.lower() if known else "")]


def _owned(name: str, owners: Mapping[str, str]) -> tuple[str, str] | None:
    """Whose sidecar it is, and the language that its name tells."""
    return next(((owners[key], language) for key, language in _bearing(name) if key in owners), None)
