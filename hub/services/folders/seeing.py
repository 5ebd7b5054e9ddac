"""What lies in a watched folder at one look: what has come to rest, what belongs together, what is to be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hub.errors import InvalidError, problem_of
from hub.extensions.watched_folder import Entry, Found, InUseError, WatchedFolder
from hub.models import Kind
from hub.services.folders import moving_aside, settling, watched_names, wire_stories
from hub.services.folders.folder_wishes import FolderWishes
from hub.services.folders.watched_names import Bundle, Named, Sidecar, shown
from hub.services.sources import Visit

#: Files that are remembered from look to look; more than these wait for their turn.
MOST_SEEN = 5000

#: Seconds after which captions or a cover without a recording are told.
ORPHAN_S = 3600.0

#: Names in one note.
_TOLD = 3


@dataclass(kw_only=True)
class Look:
    """One look while it goes on; moments in seconds since 1970.

    Attributes:
        before: What the look before remembered: of files that come to rest, and of taken ones that cannot be moved.
        foreign: Paths inside the folder, in small letters, that belong to other sources.
        needed: By how many files that are not taken yet each sidecar is needed.
        waits: Whether something will soon have come to rest.
        more: Whether something ready was left for the next look.
    """

    visit: Visit
    wishes: FolderWishes
    folder: WatchedFolder
    at: float
    before: Mapping[str, Any]
    foreign: frozenset[str] = frozenset()
    files: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    needed: Counter[str] = field(default_factory=Counter)
    found: int = 0
    waits: bool = False
    more: bool = False

    @property
    def is_print(self) -> bool:
        return self.visit.source.programme.kind == Kind.PRINT

    @property
    def aside(self) -> set[str]:
        """The folders for what was taken and what was refused, in small letters."""
        return {self.wishes.aside.done.casefold(), self.wishes.aside.failed.casefold()}

    def note(self, code: str, names: Sequence[str]) -> None:
        """Something that the newsroom should know of some files."""
        if names:
            listed = ", ".join(sorted(map(shown, names))[:_TOLD])
            self.notes[code] = {"count": len(names), "name": listed}

    def note_unreadable(self, name: str, error: OSError) -> None:
        self.notes["folder-file-unreadable"] = {"name": shown(name), "problem": problem_of(error)}

    def note_closed(self, closed: Mapping[str, OSError]) -> None:
        """Folders inside that cannot be looked through; why, is told of the first one."""
        self.note("folder-inner-closed", [*closed])
        for error in list(closed.values())[:1]:
            self.notes["folder-inner-closed"]["problem"] = problem_of(error)


def see(one: Look) -> list[Bundle]:
    """Note what each file looks like; gives what is ready, the oldest first. Raises InvalidError."""
    found = _scan(one)
    entries = {entry.name: entry for entry in found.entries if not _is_left(one, entry)}
    one.note("folder-links", found.others)
    one.note_closed(found.closed)
    ahead = {name for name, entry in entries.items() if settling.is_ahead(entry, at=one.at)}
    one.note("folder-clock-ahead", [*ahead])
    for entry in entries.values():
        _sight(one, entry)
    stories = _stories(one, entries, ahead) if one.is_print else {}
    for entry in _named_elsewhere(one, stories, entries):
        entries[entry.name] = entry
        _sight(one, entry)
    bundles, orphans = watched_names.bundles(entries, pictures=one.is_print, stories=stories)
    one.needed = Counter(sidecar.name for bundle in bundles for sidecar in bundle.sidecars)
    _note_orphans(one, [name for name in orphans if name not in ahead])
    ready = []
    for bundle in bundles:
        if bundle.name in ahead or shown(bundle.name) not in one.files:
            continue
        if _is_ready(one, bundle):
            ready.append(bundle)
        else:
            one.waits = True
    return sorted(ready, key=lambda bundle: (one.files[shown(bundle.name)]["faults"], entries[bundle.name].mtime_ns))


def at_rest(one: Look, bundle: Bundle) -> Bundle:
    """As it is to be taken: without what did not come to rest in time; what others still need stays where it is."""
    beside = [known for known in bundle.sidecars if shown(known.name) in one.files]
    return replace(
        bundle,
        sidecars=tuple(
            replace(known, stays=one.needed[known.name] > 1)
            for known in beside
            if settling.is_settled(one.files[shown(known.name)])
        ),
    )


def _sight(one: Look, entry: Entry) -> None:
    if not settling.is_young(entry, at=one.at):
        sight = one.before.get("files", {}).get(shown(entry.name))
        one.files[shown(entry.name)] = settling.sighted(sight, entry, at=one.at, settle_s=one.wishes.settle_s)


def _scan(one: Look) -> Found:
    inner: list[str] = []
    aside = one.aside

    def is_wanted(name: str) -> bool:
        return not watched_names.is_passing(name.rpartition("/")[2])

    def is_entered(name: str) -> bool:
        is_inner = is_wanted(name) and name.casefold() not in aside and name.casefold() not in one.foreign
        if is_inner and not one.wishes.recursive:
            inner.append(name)
        return is_inner and one.wishes.recursive

    # Those that cannot be moved must not take the places of new ones.
    most = MOST_SEEN + len(one.before.get("kept", {}))
    try:
        found = one.folder.look(wanted=is_wanted, enter=is_entered, most=most)
    except OSError as error:
        raise InvalidError("folder-not-readable", path=one.visit.source.address, problem=problem_of(error)) from error
    one.note("folder-inner", inner)
    return found


def _is_left(one: Look, entry: Entry) -> bool:
    """Whether a file is no news: taken before, or a word of the hub itself about one that it refused."""
    return _is_kept(one, entry) or _is_letter(one, entry)


def _is_letter(one: Look, entry: Entry) -> bool:
    """The folder for what is refused may have had another name, or have been copied here with all that was in it."""
    if not moving_aside.may_be_letter(entry):
        return False
    copy = one.visit.folder / "letter"
    try:
        one.folder.copy(entry.name, copy)
    except OSError:
        return False
    return moving_aside.is_letter(copy.read_bytes())


def _is_kept(one: Look, entry: Entry) -> bool:
    """Whether this was taken and could not be moved; it is tried again in each look, as far as it goes."""
    kept = one.before.get("kept", {}).get(shown(entry.name))
    if kept is None or (kept["size_bytes"], kept["mtime_ns"]) != (entry.size_bytes, entry.mtime_ns):
        return False
    one.kept[shown(entry.name)] = kept
    return True


def _has_waited(one: Look, name: str) -> bool:
    """Whether a lone file has rested as long as any other one; until then it is looked at again soon."""
    sight = one.files.get(shown(name))
    waited = sight is not None and settling.has_waited(sight, at=one.at, settle_s=one.wishes.settle_s)
    one.waits = one.waits or (sight is not None and not waited)
    return waited


def _stories(one: Look, entries: Mapping[str, Entry], ahead: set[str]) -> dict[str, Named]:
    """The documents of news agencies that have come to rest, and what each names; asked once, while one is the same."""
    found: dict[str, Named] = {}
    for name, entry in entries.items():
        sight = one.files.get(shown(name))
        if sight is None or name in ahead or not wire_stories.is_description(name) or not settling.is_settled(sight):
            continue
        try:
            if "named" not in sight:
                sight["named"] = wire_stories.story_in(one.folder, entry, one.visit.folder)
        except InUseError:
            one.waits = True
        except OSError as error:
            one.note_unreadable(name, error)
        if sight.get("named") is not None:
            found[name] = sight["named"]
    return found


def _named_elsewhere(one: Look, stories: Mapping[str, Named], entries: Mapping[str, Entry]) -> list[Entry]:
    """What stories name in folders below that are not looked through themselves."""
    references = [(story, each) for story, named in stories.items() for renditions in named for each in renditions]
    paths = {path for story, each in references for path in watched_names.paths_named(story, each) if "/" in path}
    inside = [path for path in sorted(paths - entries.keys()) if not _is_aside(one, path)]
    found = [one.folder.find(path) for path in inside]
    return [entry for entry in found if entry is not None and not _is_kept(one, entry)]


def _is_aside(one: Look, path: str) -> bool:
    steps = path.split("/")
    is_foreign = any("/".join(steps[:depth]).casefold() in one.foreign for depth in range(1, len(steps)))
    return is_foreign or steps[0].casefold() in one.aside or any(map(watched_names.is_passing, steps))


def _note_orphans(one: Look, orphans: Sequence[str]) -> None:
    """Captions and covers that lie there alone are told after a while: their recording may still be on the way."""
    lone = [name for name in orphans if wire_stories.is_description(name)]
    one.note("folder-lone-descriptions", [name for name in lone if _has_waited(one, name)])
    one.note("folder-orphans", [name for name in orphans if name not in lone and _has_lain(one, name)])


def _has_lain(one: Look, name: str) -> bool:
    sight = one.files.get(shown(name))
    return sight is not None and one.at - sight["since"] > ORPHAN_S


def _is_ready(one: Look, bundle: Bundle) -> bool:
    """The file has rested and waited for what belongs to it, and this has come to rest, or took too long."""
    sight = one.files[shown(bundle.name)]
    if not settling.has_waited(sight, at=one.at, settle_s=one.wishes.settle_s):
        return False
    rested = not bundle.is_waiting and all(_has_rested(one, sidecar) for sidecar in bundle.sidecars)
    return rested or settling.is_impatient(sight, at=one.at)


def _has_rested(one: Look, sidecar: Sidecar) -> bool:
    """A description in a folder of print must have been read too: it may be a story, to which the file belongs."""
    sight = one.files.get(shown(sidecar.name))
    if sight is None or not settling.is_settled(sight):
        return False
    return "named" in sight or not one.is_print or not wire_stories.is_description(sidecar.name)
