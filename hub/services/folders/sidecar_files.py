"""The files beside another one in a folder: read or kept; a wrong one costs nothing but itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.errors import HubError, InvalidError, code_and_facts, problem_of
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.watched_folder import InUseError, WatchedFolder
from hub.services import originals
from hub.services.folders import sidecars
from hub.services.folders.sidecars import Remark, Told
from hub.services.folders.watched_names import Bundle, Sidecar, is_picture
from transcode.captions.reading import read_captions
from transcode.errors import RejectedError, TranscodeError
from transcode.gate import clean_name, identify
from transcode.images import make_pictures

#: Bytes of captions and of a cover at the most.
CAPTIONS_BYTES = 5_000_000
COVER_BYTES = 30_000_000


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What came of the sidecars of one file.

    Attributes:
        values: Fields of `hub.services.intake.Submission`.
        kept: `captions`, a list of `key`, `language` and `name`, and `cover` with `key` and `name`.
        pictures: Of an agency's story: path inside the folder -> storage key of a picture that it names.
        left_out: Of an agency's story: names of sound, film and all else that print has no place for.
        remarks: What was wrong with any of them.
    """

    values: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Where sidecars are worked on: the hub's parts, the folder, scratch room, and the map for XML."""

    parts: Parts
    folder: WatchedFolder
    scratch: Path
    fields: Mapping[str, str] = field(default_factory=dict)


def attach(table: Table, bundle: Bundle) -> Attached:
    """Read and keep what lies beside a file, JSON before XML. Raises InUseError when one of them is being written."""
    attached, told = Attached(), Told()
    for sidecar in sorted(bundle.sidecars, key=lambda one: (one.role, one.name)):
        try:
            if sidecar.role in {"json", "xml"}:
                told = sidecars.both(told, _read(table, sidecar))
            elif sidecar.role == "named":
                _keep_named(table, sidecar, attached, is_referred=sidecar.name in bundle.references.values())
            else:
                _KEEPERS[sidecar.role](table, sidecar, attached.kept)
        except (HubError, TranscodeError) as error:
            attached.remarks.append(_remark(sidecar, error))
    attached.values.update(told.values)
    attached.remarks[:0] = told.remarks
    published_at = attached.values.get("published_at")
    if published_at is not None and published_at > now():
        del attached.values["published_at"]
        attached.remarks.append(Remark(code="sidecar-in-future", facts={"value": published_at.isoformat()}))
    return attached


def _read(table: Table, sidecar: Sidecar) -> Told:
    data = _copy(table, sidecar, sidecars.MOST_BYTES).read_bytes()
    name = clean_name(sidecar.name)
    if sidecar.role == "json":
        return sidecars.read_json(data, name=name)
    return sidecars.read_xml(data, name=name, fields=table.fields)


def _keep_captions(table: Table, sidecar: Sidecar, kept: dict[str, Any]) -> None:
    copy = _copy(table, sidecar, CAPTIONS_BYTES)
    try:
        read_captions(copy.read_bytes())
    except RejectedError as error:
        raise InvalidError("sidecar-no-captions", name=clean_name(sidecar.name)) from error
    key = originals.keep(table.parts, copy).key
    line = {"key": key, "language": sidecar.language, "name": clean_name(sidecar.name)}
    kept.setdefault("captions", []).append(line)


def _keep_cover(table: Table, sidecar: Sidecar, kept: dict[str, Any]) -> None:
    if "cover" in kept:
        raise InvalidError("sidecar-second-cover", name=clean_name(sidecar.name))
    copy = _copy(table, sidecar, COVER_BYTES)
    if identify(copy, name=sidecar.name).kind != "image":
        raise RejectedError("picture-broken")
    kept["cover"] = {"key": _key_of_picture(table, copy), "name": clean_name(sidecar.name)}


def _keep_named(table: Table, sidecar: Sidecar, attached: Attached, *, is_referred: bool) -> None:
    """A picture that a story names is one of its own; one that only bears its name is its cover."""
    entry = table.folder.find(sidecar.name)
    if entry is not None and entry.size_bytes > COVER_BYTES and not is_picture(sidecar.name):
        attached.left_out.append(clean_name(sidecar.name))
        return
    copy = _copy(table, sidecar, COVER_BYTES)
    if identify(copy, name=sidecar.name).kind != "image":
        attached.left_out.append(clean_name(sidecar.name))
    elif is_referred:
        attached.pictures[sidecar.name] = _key_of_picture(table, copy)
    else:
        _keep_cover(table, sidecar, attached.kept)


def _key_of_picture(table: Table, copy: Path) -> str:
    """Where a picture is kept that can be shown. Raises RejectedError for any other."""
    make_pictures(copy, table.scratch, stem="beside")
    return originals.keep(table.parts, copy).key


_KEEPERS: Mapping[str, Callable[[Table, Sidecar, dict[str, Any]], None]] = {
    "captions": _keep_captions,
    "cover": _keep_cover,
}


def _copy(table: Table, sidecar: Sidecar, most_bytes: int) -> Path:
    entry = table.folder.find(sidecar.name)
    if entry is None or entry.size_bytes > most_bytes:
        raise InvalidError("sidecar-too-large", name=clean_name(sidecar.name), limit_kb=most_bytes // 1000)
    target = table.scratch / "sidecar"
    try:
        table.folder.copy(sidecar.name, target)
    except InUseError:
        raise
    except OSError as error:
        name = clean_name(sidecar.name)
        raise InvalidError("sidecar-closed", name=name, problem=problem_of(error)) from error
    return target


def _remark(sidecar: Sidecar, error: Exception) -> Remark:
    """The error with the name of the file that it is about; the gate knows no names."""
    code, facts = code_and_facts(error)
    return Remark(code=code, facts={"name": clean_name(sidecar.name), **facts})
