"""Renditions while they are made: begun, under way, kept, failed."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Chunk, ChunkState, Item, Priority, Rendition, RenditionState, new_id
from hub.services import outdated, publishing, tree, work
from hub.services.work import Lease, Outcome
from transcode.errors import TranscodeError
from transcode.forms import FORMS, Form, row
from transcode.made import Made

#: What is made of a long video in parts: its rungs, and what is put together from them.
IN_CHUNKS = frozenset({"hls", "mp4"})

#: Forms that last as long as the item does: others are a cut of it, or have something put before it.
WHOLE = frozenset({"lite", "speech", "audio", "hls-audio", "hls", "mp4"})

#: Seconds, or share of what is heard, that a header may claim too much.
LOST_S, LOST_SHARE = 5.0, 0.05


@dataclass(frozen=True, kw_only=True)
class Order:
    """What one attempt is to make.

    Attributes:
        forms: Names of rows that are made by themselves; empty when an earlier attempt made them all.
        made_of: Form -> what it will have been made of.
    """

    forms: frozenset[str]
    made_of: Mapping[str, str]


def start(parts: Parts, lease: Lease) -> Order:
    """Mark the forms that are still to be made as running, and remember what they are made of."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        elsewhere = IN_CHUNKS if _is_in_chunks(session, item.id) else frozenset()
        missing = session.scalars(
            select(Rendition).where(
                Rendition.item_id == item.id,
                Rendition.state != RenditionState.READY,
                Rendition.form.not_in(elsewhere),
            )
        ).all()
        for rendition in missing:
            rendition.state, rendition.progress, rendition.started_at = RenditionState.RUNNING, 0.0, None
            rendition.reason_code, rendition.reason_facts = "", {}
        return _order(session, item, missing)


def order_of(parts: Parts, lease: Lease) -> Order:
    """The forms that are being made of the parts of a long video."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        rows = session.scalars(
            select(Rendition).where(
                Rendition.item_id == item.id,
                Rendition.state != RenditionState.READY,
                Rendition.form.in_(IN_CHUNKS),
            )
        ).all()
        return _order(session, item, rows)


def _order(session: Session, item: Item, missing: Sequence[Rendition]) -> Order:
    asset = session.scalars(select(Asset).where(Asset.item_id == item.id).order_by(Asset.id.desc()).limit(1)).one()
    inputs = outdated.inputs_of(session, item, asset)
    return Order(
        forms=frozenset(form.beside or form.form for form in outdated.planned_rows(missing)),
        made_of={form.form: form.made_of(**inputs) for form in FORMS},
    )


def note_progress(parts: Parts, lease: Lease, form: str, fraction: float) -> None:
    """How far one form is, with what is made beside it; the first note is when it began."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        together = [one.form for one in FORMS if form in {one.form, one.beside}]
        rows = select(Rendition).where(
            Rendition.item_id == lease.subject_id,
            Rendition.form.in_(together),
            Rendition.state == RenditionState.RUNNING,
        )
        for rendition in session.scalars(rows):
            rendition.progress = max(rendition.progress, fraction)
            rendition.started_at = rendition.started_at or now()


def keep(parts: Parts, lease: Lease, made: Made, order: Order) -> None:
    """Store a form that has been made, and let the item be published by it where that was asked for.

    Raises:
        LeaseLostError: Another process has the work; the file may be there twice, the row is theirs.
    """
    files = {form.form: _store(parts, lease.subject_id, form, made) for form in FORMS if _comes_with(form, made)}
    with parts.database.writing() as session:
        work.fence(session, lease)
        rows = select(Rendition).where(Rendition.item_id == lease.subject_id, Rendition.form.in_(files))
        for rendition in session.scalars(rows):
            rendition.state, rendition.made_at, rendition.progress = RenditionState.READY, now(), 1.0
            rendition.size_bytes, rendition.sha256 = files[rendition.form]
            rendition.duration_s = made.duration_s
            began = rendition.started_at
            took = {"took_s": round((now() - began).total_seconds(), 1)} if began else {}
            rendition.details = {**made.details, **took}
            rendition.made_of = order.made_of.get(rendition.form, "")
        item = publishing.get(session, lease.subject_id)
        if made.form in WHOLE:
            # A header's duration lies; what was decoded does not.
            item.duration_s = made.duration_s or item.duration_s
            _compare(session, item)
        session.flush()
        publishing.forms_changed(parts, session, item)


def keep_more(parts: Parts, lease: Lease, rendition: Rendition, path: Path) -> None:
    """Store a file that is no row of the table, such as captions of one language, and note it as a form."""
    parts.storage.put_file(rendition.private_key, path, media_type=rendition.media_type)
    with parts.database.writing() as session:
        work.fence(session, lease)
        held = session.scalar(
            select(Rendition).where(Rendition.item_id == rendition.item_id, Rendition.name == rendition.name)
        )
        if held is not None:
            session.delete(held)
            session.flush()
        rendition.id = new_id()
        rendition.size_bytes, rendition.sha256 = path.stat().st_size, _sha256(path)
        rendition.state, rendition.made_at, rendition.progress = RenditionState.READY, now(), 1.0
        session.add(rendition)
        session.flush()
        publishing.forms_changed(parts, session, publishing.get(session, rendition.item_id))


def fetch_folder(parts: Parts, item_id: str, name: str, into: Path) -> None:
    """Bring a form that is a folder of files to where another form is made of it."""
    prefix = f"renditions/{item_id}/"
    for key in parts.storage.keys(f"{prefix}{name}"):
        target = into / key.removeprefix(prefix)
        target.parent.mkdir(parents=True, exist_ok=True)
        fetched = parts.storage.fetch(key, target.parent)
        if fetched != target:
            shutil.copyfile(fetched, target)


def _compare(session: Session, item: Item) -> None:
    """Tell the newsroom where an original holds much less than its header claims: it may have been cut off."""
    asset = session.scalar(select(Asset).where(Asset.item_id == item.id).order_by(Asset.id.desc()).limit(1))
    claimed, heard = (asset.facts.get("duration_s") if asset else None) or 0.0, item.duration_s or 0.0
    if asset is not None and heard and claimed > heard + max(LOST_S, heard * LOST_SHARE):
        told = {"claimed_s": round(claimed), "heard_s": round(heard)}
        asset.facts = {**asset.facts, "remarks": {**asset.facts.get("remarks", {}), "shorter-than-claimed": told}}


def _comes_with(form: Form, made: Made) -> bool:
    return form.form == made.form or (form.beside == made.form and made.path.with_name(form.name).is_file())


def _store(parts: Parts, item_id: str, form: Form, made: Made) -> tuple[int, str]:
    """Put the form's files into the storage.

    Returns:
        Bytes of all of them, and SHA-256 of the one that the form is named by.
    """
    prefix = f"renditions/{item_id}"
    if not made.path.is_dir():
        path = made.path.with_name(form.name)
        parts.storage.put_file(f"{prefix}/{form.name}", path, media_type=form.media_type)
        return path.stat().st_size, _sha256(path)
    for path in sorted(one for one in made.path.rglob("*") if one.is_file()):
        name = path.relative_to(made.path.parent).as_posix()
        parts.storage.put_file(f"{prefix}/{name}", path, media_type=tree.media_type_of(name))
    return made.size_bytes, _sha256(made.path / Path(form.name).name)


def note_failures(parts: Parts, lease: Lease, failures: Mapping[str, TranscodeError]) -> None:
    """Each form that could not be made says why."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        rows = select(Rendition).where(Rendition.item_id == lease.subject_id)
        for rendition in session.scalars(rows):
            form = row(rendition.form)
            error = failures.get(form.beside or form.form) if form else None
            if error is not None:
                rendition.state = RenditionState.FAILED
                rendition.reason_code, rendition.reason_facts = error.code, dict(error.facts)


def settle(parts: Parts, session: Session, item_id: str, outcome: Outcome) -> None:
    """The work on an item's forms has ended: what was begun and is not ready has failed; one form is enough to live.

    What was planned meanwhile is made next.
    """
    reason: dict[str, Any] = dict(outcome.facts)
    rows = session.scalars(select(Rendition).where(Rendition.item_id == item_id)).all()
    went_well = outcome.name == "done"
    elsewhere = IN_CHUNKS if _is_in_chunks(session, item_id) else frozenset()
    for rendition in rows:
        if rendition.form in elsewhere:
            continue
        if rendition.state == RenditionState.RUNNING or (rendition.state == RenditionState.PLANNED and not went_well):
            rendition.state = RenditionState.FAILED
            rendition.reason_code, rendition.reason_facts = outcome.code or "unexpected", reason
    asset = session.scalars(select(Asset).where(Asset.item_id == item_id).order_by(Asset.id.desc())).first()
    if asset is not None and any(one.state == RenditionState.READY for one in rows):
        asset.state = AssetState.READY
    elif asset is not None:
        asset.state, asset.reason_code, asset.reason_facts = AssetState.REJECTED, outcome.code, reason
    session.flush()
    if any(one.state == RenditionState.PLANNED for one in rows):
        outdated.promise(session, item_id, priority=Priority.NEWS)
    publishing.forms_changed(parts, session, publishing.get(session, item_id))


def _is_in_chunks(session: Session, item_id: str) -> bool:
    """Whether parts of a long video are still encoded or joined; others make its rungs then."""
    open_ones = select(Chunk.id).where(Chunk.item_id == item_id, Chunk.state != ChunkState.FAILED)
    failed = select(Chunk.id).where(Chunk.item_id == item_id, Chunk.state == ChunkState.FAILED)
    return session.scalar(open_ones.limit(1)) is not None and session.scalar(failed.limit(1)) is None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
