"""Watched folders: what is put into one is taken in once it has come to rest, once and whole, then moved aside.

Options of such a source: see `hub.services.folders.folder_wishes`. What it says of itself without failing: `notes`.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from hub.errors import InvalidError, LeaseLostError, code_and_facts
from hub.extensions.watched_folder import Entry, Found, InUseError, WatchedFolder
from hub.models import Kind
from hub.services.folders import lone_files, moving_aside, settling, watched_names
from hub.services.folders.folder_wishes import FolderWishes, checked_folder
from hub.services.folders.moving_aside import Place
from hub.services.folders.taking import Find, Taker
from hub.services.folders.watched_names import Bundle, shown
from hub.services.readiness import ShortError
from hub.services.sources import Looked, Visit

logger = logging.getLogger(__name__)

#: Files that are taken in one look, and seconds after which none is begun any more.
MOST_TAKEN = 50
BUDGET_S = 120.0

#: Files that are remembered from look to look; more than these wait for their turn.
MOST_SEEN = 5000

#: Faults of the hub with one file, one a look, after which it is refused.
MOST_FAULTS = 3

#: Seconds after which captions or a cover without a recording are told.
ORPHAN_S = 3600.0

#: Names in one note.
_TOLD = 3


@dataclass(kw_only=True)
class _Look:
    """One look while it goes on; moments in seconds since 1970."""

    visit: Visit
    wishes: FolderWishes
    folder: WatchedFolder
    at: float
    #: What the look before remembered: of files that come to rest, and of taken ones that cannot be moved.
    before: Mapping[str, Any]
    files: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: int = 0
    waits: bool = False
    more: bool = False

    def note(self, code: str, names: Sequence[str]) -> None:
        """Something that the newsroom should know of some files."""
        if names:
            listed = ", ".join(sorted(map(shown, names))[:_TOLD])
            self.notes[code] = {"count": len(names), "name": listed}


def look(visit: Visit) -> Looked:
    """One look at a watched folder, as `hub.services.sources.look` asks for it.

    Raises:
        InvalidError: The folder or an option of it cannot be right.
        ShortError: The hub has no room for more.
        LeaseLostError: Somebody else looks.
    """
    with visit.parts.database.reading() as session:
        path = checked_folder(visit.parts, session, visit.source)
    wishes = FolderWishes.of(visit.source.options)
    try:
        folder = WatchedFolder(path)
    except OSError as error:
        problem = error.strerror or str(error)
        raise InvalidError("folder-not-readable", path=visit.source.address, problem=problem) from error
    with folder:
        one = _Look(visit=visit, wishes=wishes, folder=folder, at=time.time(), before=visit.source.memory)
        _clear_earlier(one)
        bundles = _see(one)
        _take(one, bundles)
    again_s = 0.0 if one.more else wishes.settle_s if one.waits else None
    return Looked(found=one.found, memory={"files": one.files, "kept": one.kept, "notes": one.notes}, again_s=again_s)


def _clear_earlier(one: _Look) -> None:
    """Finish the moves of looks that ended too early, and move what was refused by its content since."""
    with one.visit.parts.database.reading() as session:
        source_id = one.visit.source.id
        arrivals = [
            *moving_aside.unfinished(session, source_id),
            *moving_aside.refused_later(session, source_id),
        ]
    for arrival in arrivals:
        if one.visit.cancelled():
            return
        _tell_move(one, moving_aside.clear(one.visit, one.folder, one.wishes.aside, arrival))


def _tell_move(one: _Look, problem: str) -> None:
    if problem:
        one.notes["folder-cannot-move"] = {"path": one.visit.source.address, "problem": problem}


def _see(one: _Look) -> list[Bundle]:
    """What lies there: notes what each file looks like, and gives what is ready, the oldest first."""
    found = _scan(one)
    entries = {entry.name: entry for entry in found.entries if not _is_kept(one, entry)}
    one.note("folder-links", found.others)
    ahead = [name for name, entry in entries.items() if settling.is_ahead(entry, at=one.at)]
    one.note("folder-clock-ahead", ahead)
    before = one.before.get("files", {})
    for name, entry in entries.items():
        if not settling.is_young(entry, at=one.at):
            sight = before.get(shown(name))
            one.files[shown(name)] = settling.sighted(sight, entry, at=one.at, settle_s=one.wishes.settle_s)
    pictures = one.visit.source.programme.kind == Kind.PRINT
    bundles, orphans = watched_names.bundles(entries, pictures=pictures)
    lone = [name for name in orphans if lone_files.is_description(name) and name not in ahead]
    stories = [name for name in lone if pictures and _is_story(one, entries[name])]
    bundles += [Bundle(name=name) for name in stories]
    one.note("folder-lone-descriptions", [name for name in lone if name not in stories and _has_waited(one, name)])
    # Captions and covers that lie there alone are told after a while: their recording may still be on the way.
    one.note("folder-orphans", [name for name in orphans if name not in lone and _has_lain(one, name)])
    ready = []
    for bundle in bundles:
        if bundle.name in ahead or shown(bundle.name) not in one.files:
            continue
        if _is_ready(one, bundle):
            ready.append(bundle)
        else:
            one.waits = True
    return sorted(ready, key=lambda bundle: (one.files[shown(bundle.name)]["faults"], entries[bundle.name].mtime_ns))


def _scan(one: _Look) -> Found:
    inner: list[str] = []
    aside = {one.wishes.aside.done.casefold(), one.wishes.aside.failed.casefold()}

    def is_wanted(name: str) -> bool:
        return not watched_names.is_passing(name.rpartition("/")[2])

    def is_entered(name: str) -> bool:
        is_inner = is_wanted(name) and name.casefold() not in aside
        if is_inner and not one.wishes.recursive:
            inner.append(name)
        return is_inner and one.wishes.recursive

    # Those that cannot be moved must not take the places of new ones.
    most = MOST_SEEN + len(one.before.get("kept", {}))
    try:
        found = one.folder.look(wanted=is_wanted, enter=is_entered, most=most)
    except OSError as error:
        problem = error.strerror or str(error)
        raise InvalidError("folder-not-readable", path=one.visit.source.address, problem=problem) from error
    one.note("folder-inner", inner)
    return found


def _is_kept(one: _Look, entry: Entry) -> bool:
    """Whether this was taken and could not be moved; it is tried again in each look, as far as it goes."""
    kept = one.before.get("kept", {}).get(shown(entry.name))
    if kept is None or (kept["size_bytes"], kept["mtime_ns"]) != (entry.size_bytes, entry.mtime_ns):
        return False
    one.kept[shown(entry.name)] = kept
    return True


def _has_waited(one: _Look, name: str) -> bool:
    """Whether a lone file has rested as long as any other one; until then it is looked at again soon."""
    sight = one.files.get(shown(name))
    waited = sight is not None and settling.has_waited(sight, at=one.at, settle_s=one.wishes.settle_s)
    one.waits = one.waits or (sight is not None and not waited)
    return waited


def _is_story(one: _Look, entry: Entry) -> bool:
    """Whether it is the agency's own story; asked once, as long as the file is the same."""
    sight = one.files.get(shown(entry.name))
    if sight is None or not _has_waited(one, entry.name):
        return False
    if "story" not in sight:
        try:
            sight["story"] = lone_files.is_story(one.folder, entry, one.visit.folder)
        except InUseError:
            one.waits = True
            return False
        except OSError as error:
            problem = error.strerror or str(error)
            one.notes["folder-file-unreadable"] = {"name": shown(entry.name), "problem": problem}
            return False
    return bool(sight["story"])


def _has_lain(one: _Look, name: str) -> bool:
    sight = one.files.get(shown(name))
    return sight is not None and one.at - sight["since"] > ORPHAN_S


def _is_ready(one: _Look, bundle: Bundle) -> bool:
    """The file has rested and waited for its sidecars, and these have come to rest, or took too long."""
    sight = one.files[shown(bundle.name)]
    if not settling.has_waited(sight, at=one.at, settle_s=one.wishes.settle_s):
        return False
    beside = [one.files.get(shown(sidecar.name)) for sidecar in bundle.sidecars]
    rested = all(known is not None and settling.is_settled(known) for known in beside)
    return rested or settling.is_impatient(sight, at=one.at)


def _take(one: _Look, bundles: Sequence[Bundle]) -> None:
    began, taken = time.monotonic(), 0
    taker = Taker(visit=one.visit, folder=one.folder, wishes=one.wishes)
    _retry_moves(one)
    for bundle in bundles:
        if taken >= MOST_TAKEN or time.monotonic() - began > BUDGET_S or one.visit.cancelled():
            one.more = True
            return
        find = _tried(one, taker, bundle)
        if find is not None:
            taken += 1
            _cleared(one, bundle, find)


def _tried(one: _Look, taker: Taker, bundle: Bundle) -> Find | None:
    """What one file became; None where it waits for another look. Its faults stop no other file."""
    sight = one.files[shown(bundle.name)]
    try:
        return taker.take(_settled_ones(one, bundle))
    except InUseError:
        del one.files[shown(bundle.name)]
        one.waits = True
    except OSError as error:
        sight["faults"] += 1
        problem = error.strerror or str(error)
        one.notes["folder-file-unreadable"] = {"name": shown(bundle.name), "problem": problem}
    except (LeaseLostError, ShortError, SQLAlchemyError):
        raise
    except Exception as error:
        logger.exception("%s of %s could not be taken in", shown(bundle.name), one.visit.source.slug)
        sight["faults"] += 1
        one.waits = True
        # A fault of the hub may pass; with the third one the file makes way for others.
        return taker.refuse(bundle, *code_and_facts(error)) if sight["faults"] >= MOST_FAULTS else None
    return None


def _settled_ones(one: _Look, bundle: Bundle) -> Bundle:
    """Without the sidecars that did not come to rest in time."""
    beside = [known for known in bundle.sidecars if shown(known.name) in one.files]
    return Bundle(
        name=bundle.name,
        sidecars=tuple(known for known in beside if settling.is_settled(one.files[shown(known.name)])),
    )


def _cleared(one: _Look, bundle: Bundle, find: Find) -> None:
    """It is in the hub: now it may leave the folder, or is remembered where it cannot."""
    one.found += find.is_new
    problem = moving_aside.clear(one.visit, one.folder, one.wishes.aside, find.arrival)
    _tell_move(one, problem)
    stays = find.arrival.facts["folder"]["place"] == Place.STAYS
    for name in bundle.names:
        one.files.pop(shown(name), None)
        entry = one.folder.find(name) if stays else None
        if entry is not None:
            one.kept[shown(name)] = {**asdict(entry), "name": shown(name), "arrival": find.arrival.id}


def _retry_moves(one: _Look) -> None:
    """What could not be moved may be by now."""
    ids = list(dict.fromkeys(kept["arrival"] for kept in one.kept.values()))[: moving_aside.MOST]
    with one.visit.parts.database.reading() as session:
        arrivals = moving_aside.of_ids(session, ids)
    for arrival in arrivals:
        problem = moving_aside.clear(one.visit, one.folder, one.wishes.aside, arrival)
        _tell_move(one, problem)
        if problem:
            # What stops one move stops all.
            return
        one.kept = {name: kept for name, kept in one.kept.items() if kept["arrival"] != arrival.id}
