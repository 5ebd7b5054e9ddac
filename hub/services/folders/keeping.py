"""A file of a folder is kept with all that lies beside it, for watched folders and for those handed in at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hub.services import intake
from hub.services.folders import sidecar_files
from hub.services.folders.sidecar_files import Attached, Table
from hub.services.folders.sidecars import Remark
from hub.services.folders.watched_names import Bundle, shown
from hub.services.intake import Received, Submission


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file that is kept.

    Attributes:
        submission: What was wished, and what the sidecars say.
        received: For `hub.services.intake.enter`.
        facts: Of its arrival: an item that was there keeps what it has, so what came beside this file is noted here.
        remarks: What was wrong with anything that lay beside it.
    """

    submission: Submission
    received: Received
    facts: Mapping[str, Any]
    remarks: tuple[Remark, ...]


def keep(table: Table, bundle: Bundle, path: Path, submission_of: Callable[[Mapping[str, Any]], Submission]) -> Kept:
    """Keep a file and what belongs to it.

    Args:
        table: Where its sidecars lie.
        bundle: The file and its sidecars.
        path: Where its bytes are to be read.
        submission_of: The wishes, from the fields that its sidecars give.

    Raises:
        InUseError: A sidecar is being written.
        InvalidError: The file cannot be read.
    """
    attached = sidecar_files.attach(table, bundle)
    submission = submission_of(attached.values)
    received = intake.keep(table.parts, path, submission)
    facts = {**received.facts, **_named(bundle, attached)}
    if attached.kept:
        facts["sidecars"] = attached.kept
    noted: dict[str, Any] = {"sidecars": attached.kept} if attached.kept else {}
    if attached.pictures:
        noted["pictures"] = {shown(place): key for place, key in attached.pictures.items()}
    if attached.remarks:
        noted["remarks"] = [{"code": remark.code, "facts": dict(remark.facts)} for remark in attached.remarks]
    return Kept(
        submission=submission,
        received=replace(received, facts=facts, told=attached.values),
        facts=noted,
        remarks=tuple(attached.remarks),
    )


def _named(bundle: Bundle, attached: Attached) -> dict[str, Any]:
    """The facts of an original that tell what its references lead to, and what was left out."""
    pictures = {
        reference: attached.pictures[place]
        for reference, place in bundle.references.items()
        if place in attached.pictures
    }
    facts: dict[str, Any] = {"attachments": pictures} if pictures else {}
    if attached.left_out:
        facts["left_out"] = attached.left_out
    return facts
