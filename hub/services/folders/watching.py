"""Watched folders: what is put into one is taken in once it has come to rest, once and whole, then moved aside.

Options of such a source: see `hub.services.folders.folder_wishes`. What it says of itself without failing: `notes`.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.errors import InvalidError, LeaseLostError, code_and_facts, problem_of
from hub.extensions.watched_folder import InUseError, WatchedFolder
from hub.services.folders import grounds, moving_aside
from hub.services.folders.folder_wishes import FolderWishes
from hub.services.folders.grounds import Ground
from hub.services.folders.moving_aside import Place
from hub.services.folders.seeing import Look, at_rest, see
from hub.services.folders.taking import Find, Taker
from hub.services.folders.watched_names import Bundle, shown
from hub.services.readiness import ShortError
from hub.services.sources import Looked, Visit

logger = logging.getLogger(__name__)

#: Files that are taken in one look, and seconds after which none is begun any more.
MOST_TAKEN = 50
BUDGET_S = 120.0

#: Faults of the hub with one file, one a look, after which it is refused.
MOST_FAULTS = 3


def look(visit: Visit) -> Looked:
    """One look at a watched folder, as `hub.services.sources.look` asks for it.

    Raises:
        InvalidError: The folder or an option of it cannot be right.
        ShortError: The hub has no room for more.
        LeaseLostError: Somebody else looks.
    """
    with visit.parts.database.reading() as session:
        path, foreign = _place(visit, session)
    wishes = FolderWishes.of(visit.source.options)
    try:
        folder = WatchedFolder(path)
    except OSError as error:
        raise InvalidError("folder-not-readable", path=visit.source.address, problem=problem_of(error)) from error
    with folder:
        one = Look(
            visit=visit, wishes=wishes, folder=folder, at=time.time(), before=visit.source.memory, foreign=foreign
        )
        _clear_earlier(one)
        bundles = see(one)
        _take(one, bundles)
        used = _note_bare(one)
    again_s = 0.0 if one.more else wishes.settle_s if one.waits else None
    memory = {"files": one.files, "kept": one.kept, "notes": one.notes, "used": used}
    return Looked(found=one.found, memory=memory, again_s=again_s)


def _note_bare(one: Look) -> bool:
    """Whether anything was ever moved aside here; where that is gone, the place may be that of a share that is away."""
    aside = one.wishes.aside
    try:
        there = not (one.folder.is_free(aside.done) and one.folder.is_free(aside.failed))
    except OSError:
        # What cannot be told is no reason to alarm anybody.
        there = True
    used = there or bool(one.before.get("used"))
    if used and not there and not one.files and not one.notes:
        one.notes["folder-bare"] = {"done": aside.done, "failed": aside.failed}
    return used


def _place(visit: Visit, session: Session) -> tuple[Path, frozenset[str]]:
    """The folder, and what inside it is none of its own. Raises InvalidError; of two that meet, for the younger one."""
    source = visit.source
    path = grounds.checked(visit.parts, source.address)
    others = [one for one in grounds.folders(session) if one.id != source.id]
    elders = [Ground.of(one) for one in others if one.enabled and one.id < source.id]
    grounds.check_apart(source.address, Ground.of(source), elders)
    return path, grounds.foreign(path, others)


def _clear_earlier(one: Look) -> None:
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


def _tell_move(one: Look, problem: str) -> None:
    if problem:
        one.notes["folder-cannot-move"] = {"path": one.visit.source.address, "problem": problem}


def _take(one: Look, bundles: Sequence[Bundle]) -> None:
    began, taken = time.monotonic(), 0
    taker = Taker(visit=one.visit, folder=one.folder, wishes=one.wishes)
    _retry_moves(one)
    for bundle in bundles:
        if taken >= MOST_TAKEN or time.monotonic() - began > BUDGET_S or one.visit.cancelled():
            one.more = True
            return
        resting = at_rest(one, bundle)
        find = _tried(one, taker, resting)
        if find is not None:
            taken += 1
            one.needed.subtract(sidecar.name for sidecar in bundle.sidecars)
            _cleared(one, resting, find)


def _tried(one: Look, taker: Taker, bundle: Bundle) -> Find | None:
    """What one file became; None where it waits for another look. Its faults stop no other file."""
    sight = one.files[shown(bundle.name)]
    try:
        return taker.take(bundle)
    except InUseError:
        del one.files[shown(bundle.name)]
        one.waits = True
    except OSError as error:
        sight["faults"] += 1
        one.note_unreadable(bundle.name, error)
    except (LeaseLostError, ShortError, SQLAlchemyError):
        raise
    except Exception as error:
        logger.exception("%s of %s could not be taken in", shown(bundle.name), one.visit.source.slug)
        sight["faults"] += 1
        one.waits = True
        # A fault of the hub may pass; with the third one the file makes way for others.
        return taker.refuse(bundle, *code_and_facts(error)) if sight["faults"] >= MOST_FAULTS else None
    return None


def _cleared(one: Look, bundle: Bundle, find: Find) -> None:
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


def _retry_moves(one: Look) -> None:
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
