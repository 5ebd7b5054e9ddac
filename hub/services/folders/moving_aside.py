"""What was taken from a watched folder leaves it: to the done ones, or to the failed ones with the reason beside it.

The arrival remembers under `facts["folder"]` what lay where: `place` (one of `Place`), `files` as pairs of where each
was and where it is, `size_bytes`, `mtime_ns` and the `day`. It is written with the item, so a move that was cut off is
finished later.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import problem_of, sentence
from hub.extensions.clock import local, now
from hub.extensions.watched_folder import Entry, WatchedFolder
from hub.models import Arrival, ArrivalState, Asset, AssetState
from hub.services import work
from hub.services.folders.watched_names import is_plain, numbered
from hub.services.sources import Visit
from transcode.gate import clean_name

#: Days for which a move is finished, or a refusal followed.
DAYS = 7

#: Moves of one kind in one look at the most.
MOST = 50

#: Bytes of a name that every file system takes (255), without those of `.txt`.
_NAME_BYTES = 240

_REASON = ".txt"

#: How the text beside a refused file begins, what else it has, and its bytes at the most.
_FIRST, _SECOND = "Tệp: ", "\r\nLý do: "
_LETTER_BYTES = 8192


class Place(StrEnum):
    #: Still where it was put.
    HERE = "here"
    DONE = "done"
    FAILED = "failed"
    #: It cannot be moved: the share can only be read.
    STAYS = "stays"
    #: Somebody else has moved it.
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """The names of the two folders inside the watched one."""

    done: str
    failed: str


def noted(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    """What an arrival remembers of files that still lie where they were put; the first is the one taken."""
    files = [[_written(name), ""] for name in names]
    return {
        "place": Place.HERE,
        "files": files,
        "size_bytes": entry.size_bytes,
        "mtime_ns": entry.mtime_ns,
        "day": f"{local(now()):%Y-%m-%d}",
    }


def clear(visit: Visit, folder: WatchedFolder, aside: Aside, arrival: Arrival) -> str:
    """Move what became this arrival aside, wherever it stands by now.

    Returns:
        "", or what the system says about why it cannot be moved.
    """
    reason = _reason_of(visit, arrival)
    told = dict(arrival.facts["folder"])
    root, place = (aside.done, Place.DONE) if reason is None else (aside.failed, Place.FAILED)
    into = f"{root}/{told['day']}"
    names = [_now(pair) for pair in told["files"]]
    problem = ""
    try:
        targets = _moved_before(folder, told, [_target(name, into, aside) for name in names])
        if targets is None:
            if not _is_there(folder, told):
                return _note(visit, arrival, {**told, "place": Place.GONE})
            targets = _move(folder, names, [_target(name, into, aside) for name in names])
        problem = _explain(folder, targets[0], names[0], reason)
    except OSError as error:
        # One that is done stays so; any other is tried again by the looks that follow.
        kept = told["place"] if told["place"] == Place.DONE else Place.STAYS
        _note(visit, arrival, {**told, "place": kept})
        return problem_of(error)
    files = [[was, new] for (was, _), new in zip(told["files"], targets, strict=True) if new]
    _note(visit, arrival, {**told, "place": place, "files": files})
    return problem


def unfinished(session: Session, source_id: str) -> Sequence[Arrival]:
    """What was taken in by a look that ended before it could clear it away."""
    place = Arrival.facts["folder"]["place"].as_string()
    rows = select(Arrival).where(*_recent(source_id), place == Place.HERE)
    return session.scalars(rows.order_by(Arrival.id).limit(MOST)).all()


def refused_later(session: Session, source_id: str) -> Sequence[Arrival]:
    """What lies with the done ones although its content was found not to be right."""
    place = Arrival.facts["folder"]["place"].as_string()
    rows = (
        select(Arrival)
        .join(Asset, (Asset.item_id == Arrival.item_id) & (Asset.sha256 == Arrival.sha256))
        .where(*_recent(source_id), Asset.state == AssetState.REJECTED, place == Place.DONE)
    )
    return session.scalars(rows.order_by(Arrival.id).limit(MOST)).unique().all()


def of_ids(session: Session, ids: Sequence[str]) -> Sequence[Arrival]:
    """Those arrivals, the oldest first."""
    return session.scalars(select(Arrival).where(Arrival.id.in_(ids)).order_by(Arrival.id)).all()


def _recent(source_id: str) -> tuple[Any, ...]:
    states = (ArrivalState.TAKEN, ArrivalState.JOINED, ArrivalState.FAILED)
    return (
        Arrival.source_id == source_id,
        Arrival.state.in_(states),
        Arrival.arrived_at > now() - timedelta(days=DAYS),
    )


def _reason_of(visit: Visit, arrival: Arrival) -> tuple[str, Mapping[str, Any]] | None:
    """Why it was refused: by itself, or by what its content was found to be."""
    if arrival.state == ArrivalState.FAILED:
        return arrival.reason_code, arrival.reason_facts
    refused = select(Asset).where(
        Asset.item_id == arrival.item_id, Asset.sha256 == arrival.sha256, Asset.state == AssetState.REJECTED
    )
    with visit.parts.database.reading() as session:
        asset = session.scalar(refused.limit(1))
    return None if asset is None else (asset.reason_code, asset.reason_facts)


def _is_there(folder: WatchedFolder, told: Mapping[str, Any]) -> bool:
    """Whether the file that was taken is still where it was noted, and no other one of its name."""
    return _is_the_one(folder, _now(told["files"][0]), told)


def _is_the_one(folder: WatchedFolder, name: str, told: Mapping[str, Any]) -> bool:
    entry = folder.find(name)
    return entry is not None and (entry.size_bytes, entry.mtime_ns) == (told["size_bytes"], told["mtime_ns"])


def _moved_before(folder: WatchedFolder, told: Mapping[str, Any], targets: Sequence[str]) -> list[str] | None:
    """Where the files went in a look that ended before it could note it: the one that was taken goes last."""
    if _is_there(folder, told):
        return None
    number = 1
    while not folder.is_free(_numbered(targets[0], number)):
        if _is_the_one(folder, _numbered(targets[0], number), told):
            return [path if folder.find(path) else "" for path in (_numbered(one, number) for one in targets)]
        number += 1
    return None


def _move(folder: WatchedFolder, names: Sequence[str], targets: Sequence[str]) -> list[str]:
    """Move files that belong together under one number, the one that was taken last.

    Returns:
        Where each of them is; "" for one that was not there any more.
    """
    free = _free(folder, targets)
    moved = []
    for name, target in reversed([*zip(names, free, strict=True)]):
        there = folder.find(name) is not None
        if there:
            folder.move(name, target)
        moved.append(target if there else "")
    return moved[::-1]


def _explain(folder: WatchedFolder, target: str, name: str, reason: tuple[str, Mapping[str, Any]] | None) -> str:
    """Put the reason beside what was refused; returns what the system says when that cannot be."""
    if reason is None:
        return ""
    try:
        folder.write_new(target + _REASON, _letter(name, reason))
    except FileExistsError:
        return ""
    except OSError as error:
        return problem_of(error)
    return ""


def _target(name: str, into: str, aside: Aside) -> str:
    """Its path in there: folders inside the watched one are kept, those of an earlier move are not."""
    parts = name.split("/")
    inner = parts[2:] if parts[0] == aside.done else parts
    return "/".join([into, *(_safe(part) for part in inner)])


def _safe(part: str) -> str:
    """A name of bytes that are no text, or with control characters, becomes one that people can read."""
    readable = part.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return part if readable == part and readable.isprintable() else clean_name(readable)


def _free(folder: WatchedFolder, targets: Sequence[str]) -> list[str]:
    """The same paths with the first number with which all are free, and the text beside the first one too."""
    number = 0
    while True:
        number += 1
        wanted = [_numbered(path, number) for path in targets]
        if all(folder.is_free(path) for path in (*wanted, wanted[0] + _REASON)):
            return wanted


def _numbered(path: str, number: int) -> str:
    parents, _, name = path.rpartition("/")
    return f"{parents}/{numbered(name, number, room_bytes=_NAME_BYTES)}"


def _letter(name: str, reason: tuple[str, Mapping[str, Any]]) -> bytes:
    """For whoever finds the file: in both languages, with the marks by which old editors know Unicode and lines."""
    lines = (
        f"{_FIRST}{clean_name(name)}",
        f"Thời gian: {local(now()):%d/%m/%Y %H:%M} (giờ Việt Nam)",
        f"{_SECOND.strip()} {sentence(*reason)}",
        "",
        f"Reason: {sentence(*reason, 'en')}",
        "",
    )
    return "\r\n".join(lines).encode("utf-8-sig")


def may_be_letter(entry: Entry) -> bool:
    """Whether a file is called as the text beside a refused one, and as small."""
    return entry.name.endswith(_REASON) and entry.size_bytes <= _LETTER_BYTES


def is_letter(data: bytes) -> bool:
    """Whether this is the text that the hub puts beside what it refused."""
    return data.startswith(_FIRST.encode("utf-8-sig")) and _SECOND.encode() in data


def _written(name: str) -> str:
    """A path as a row keeps it: its bytes may be no text that a database takes. No path begins with a slash."""
    return name if is_plain(name) else "//" + quote(os.fsencode(name))


def _now(pair: Sequence[str]) -> str:
    """Where a file is, from where it was and where it went."""
    was, at = pair
    return at or (os.fsdecode(unquote_to_bytes(was[2:])) if was.startswith("//") else was)


def _note(visit: Visit, arrival: Arrival, told: Mapping[str, Any]) -> str:
    if told == arrival.facts["folder"]:
        return ""
    with visit.parts.database.writing() as session:
        work.fence(session, visit.lease)
        row = session.get_one(Arrival, arrival.id)
        row.facts = {**row.facts, "folder": dict(told)}
    arrival.facts = {**arrival.facts, "folder": dict(told)}
    return ""
