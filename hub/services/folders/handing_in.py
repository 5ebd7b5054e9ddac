"""A folder handed in at once, with all folders inside it: the same bundles as in a watched one, without waiting."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hub.errors import HubError, InvalidError, problem_of
from hub.extensions.parts import Parts
from hub.extensions.watched_folder import Entry, Found, InUseError, WatchedFolder
from hub.models import Kind, Way
from hub.services import attachments, intake, programmes
from hub.services.arrivals import Road
from hub.services.folders import keeping, watched_names, wire_stories
from hub.services.folders.sidecar_files import Table
from hub.services.folders.sidecars import Remark
from hub.services.folders.watched_names import Bundle, Named, is_plain, shown
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE, ShortError, check_room


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What became of one file.

    Attributes:
        path: Where it lies.
        item_id: The item that it became, or is one source more of; empty where it became none.
        error: Why it was refused.
        remarks: What was wrong with what lay beside it; of a file that belongs to nothing, why it was passed over.
    """

    path: Path
    item_id: str = ""
    error: HubError | None = None
    remarks: Sequence[Remark] = ()


def hand_in(parts: Parts, root: Path, wish: Submission) -> Iterator[Handed]:
    """Take in what lies in a folder; one bad file stops no other.

    Args:
        parts: Of the hub.
        root: The folder. Links in it are not followed.
        wish: Of each file. What it says stands; what it leaves open, the sidecars say.

    Raises:
        InvalidError: The folder cannot be read.
        NotFoundError: There is no such programme.
    """
    with parts.database.reading() as session:
        is_print = programmes.find(session, wish.programme).kind == Kind.PRINT
    parts.work_folder.mkdir(parents=True, exist_ok=True)
    try:
        folder = WatchedFolder(root)
    except OSError as error:
        raise _unreadable(root, error) from error
    with folder, tempfile.TemporaryDirectory(prefix="ingest-", dir=parts.work_folder) as scratch:
        table = Table(parts=parts, folder=folder, scratch=Path(scratch))
        found = _found(folder, root)
        for name in sorted(found.others):
            yield _passed_over(root, name, "link-passed-over")
        for name, why in sorted(found.closed.items()):
            yield Handed(path=root / name, error=_unreadable(root / name, why))
        stories = _stories(table, found.entries) if is_print else {}
        names = [entry.name for entry in found.entries]
        bundles, orphans = watched_names.bundles(names, pictures=is_print, stories=stories)
        for bundle in bundles:
            yield _handed(table, root, bundle, wish)
        for name in orphans:
            is_description = wire_stories.is_description(name)
            yield _passed_over(root, name, "description-alone" if is_description else "companion-alone")


def left_beside(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """What would be taken along with files if their folders were handed in, and is not among them.

    Pictures beside Markdown and pages are not told: what the text names is taken with it.
    """
    given = {path.absolute() for path in paths}
    left: dict[Path, list[str]] = {}
    for parent in {path.parent for path in given}:
        own = {path.name for path in given if path.parent == parent}
        stories: dict[str, Named] = {name: () for name in own if wire_stories.is_description(name)}
        try:
            names = [one.name for one in parent.iterdir() if not watched_names.is_passing(one.name)]
        except OSError:
            continue
        bundles, _ = watched_names.bundles({*names, *own}, pictures=True, stories=stories)
        for bundle in (one for one in bundles if one.name in own):
            is_page = attachments.folder_of(Path(bundle.name)) is not None
            beside = [one.name for one in bundle.sidecars if one.role != "cover" or not is_page]
            if {*beside} - own:
                left[parent / bundle.name] = sorted({*beside} - own)
    return left


def _found(folder: WatchedFolder, root: Path) -> Found:
    def is_wanted(name: str) -> bool:
        return not watched_names.is_passing(name.rpartition("/")[2])

    try:
        return folder.look(wanted=is_wanted, enter=is_wanted, most=sys.maxsize)
    except OSError as error:
        raise _unreadable(root, error) from error


def _unreadable(path: Path, error: OSError) -> InvalidError:
    return InvalidError("not-readable", path=shown(str(path)), problem=problem_of(error))


def _stories(table: Table, entries: Sequence[Entry]) -> dict[str, Named]:
    """What cannot be read here says so where it is taken in, or beside the file that it describes."""
    found: dict[str, Named] = {}
    for entry in entries:
        if wire_stories.is_description(entry.name):
            try:
                story = wire_stories.story_in(table.folder, entry, table.scratch)
            except OSError:
                continue
            if story is not None:
                found[entry.name] = story
    return found


def _passed_over(root: Path, name: str, code: str) -> Handed:
    return Handed(path=root / name, remarks=(Remark(code=code, facts={}),))


def _handed(table: Table, root: Path, bundle: Bundle, wish: Submission) -> Handed:
    path = root / bundle.name
    try:
        return _taken(table, path, bundle, wish)
    except InUseError as error:
        return Handed(path=path, error=InvalidError("file-being-written", name=shown(str(error) or bundle.name)))
    except (InvalidError, ShortError) as error:
        return Handed(path=path, error=error)


def _taken(table: Table, path: Path, bundle: Bundle, wish: Submission) -> Handed:
    if not is_plain(bundle.name):
        raise InvalidError("folder-bad-name", name=shown(bundle.name))
    before = table.folder.find(bundle.name)
    check_room(table.parts, needed_mb=before.size_bytes // MEGABYTE if before else 0)

    def submission_of(told: Mapping[str, Any]) -> Submission:
        own = replace(wish, name=path.name, pictures=attachments.folder_of(path))
        return replace(own, **{name: value for name, value in told.items() if not getattr(wish, name)})

    kept = keeping.keep(table, bundle, path, submission_of)
    if before is None or not before.is_like(table.folder.find(bundle.name)):
        raise InUseError(bundle.name)
    road = Road(way=Way.COMMAND, facts=kept.facts)
    with table.parts.database.writing() as session:
        item = intake.enter(table.parts, session, kept.received, kept.submission, road)
        return Handed(path=path, item_id=item.id, remarks=kept.remarks)
