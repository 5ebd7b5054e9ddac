"""The form table, and the renditions that come of it: planned, made, failed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, Kind, Rendition, RenditionState, new_id
from hub.services import publishing, tree, work
from hub.services.work import Lease, Outcome
from transcode.audio import Made
from transcode.errors import TranscodeError


@dataclass(frozen=True, kw_only=True)
class Form:
    """One row of the table.

    Attributes:
        name: File below `/media/<item>/`.
        media_type: Of that file.
        kinds: Kinds of programme whose items have it.
        needs_sound: Whether it cannot be made of a silent original.
        label: Vietnamese and English name for people.
        beside: The form with which it is made; empty when it is made by itself.
    """

    form: str
    name: str
    media_type: str
    kinds: frozenset[str]
    needs_sound: bool
    label: tuple[str, str]
    beside: str = ""


_SOUND = frozenset({Kind.RADIO, Kind.TV})
_TV = frozenset({Kind.TV})

#: Seconds, or share of what is heard, that a header may claim too much.
LOST_S, LOST_SHARE = 5.0, 0.05

#: Lightest first, as they are made.
FORMS: Sequence[Form] = (
    Form(
        form="lite",
        name="lite.mp3",
        media_type="audio/mpeg",
        kinds=_SOUND,
        needs_sound=True,
        label=("Âm thanh bản nhẹ", "Light audio"),
    ),
    Form(
        form="poster",
        name="poster.jpg",
        media_type="image/jpeg",
        kinds=_TV,
        needs_sound=False,
        label=("Ảnh bìa", "Poster"),
    ),
    Form(
        form="thumb",
        name="thumb.jpg",
        media_type="image/jpeg",
        kinds=_TV,
        needs_sound=False,
        label=("Ảnh nhỏ", "Thumbnail"),
        beside="poster",
    ),
    Form(
        form="audio",
        name="audio.mp3",
        media_type="audio/mpeg",
        kinds=_SOUND,
        needs_sound=True,
        label=("Âm thanh", "Audio"),
    ),
    Form(
        form="hls",
        name="hls/master.m3u8",
        media_type="application/vnd.apple.mpegurl",
        kinds=_TV,
        needs_sound=False,
        label=("Video nhiều mức", "Adaptive video"),
    ),
)

#: Labels of the forms that intake itself makes.
TEXT_LABELS: Mapping[str, tuple[str, str]] = {
    "page": ("Trang bài", "Article page"),
    "picture": ("Ảnh", "Picture"),
    "picture-thumb": ("Ảnh nhỏ", "Thumbnail"),
}


def label(form: str, language: str = "vi") -> str:
    """What people call a form."""
    labels = {one.form: one.label for one in FORMS} | dict(TEXT_LABELS)
    pair = labels.get(form, (form, form))
    return pair[1 if language == "en" else 0]


def of_media(kind: Kind, *, has_sound: bool) -> list[Form]:
    """The forms that an original should get."""
    return [form for form in FORMS if kind in form.kinds and (has_sound or not form.needs_sound)]


def plan(session: Session, item: Item, asset: Asset, wanted: Sequence[Form]) -> None:
    """Plan forms anew; what was made of an older original of the item is forgotten."""
    session.execute(delete(Rendition).where(Rendition.item_id == item.id))
    for form in wanted:
        session.add(
            Rendition(
                id=new_id(),
                item_id=item.id,
                asset_id=asset.id,
                form=form.form,
                name=form.name,
                media_type=form.media_type,
            )
        )
    session.flush()


def page(session: Session, item: Item, asset: Asset) -> None:
    """An article's page is a form like any other: it is ready when its text is."""
    held = session.scalar(select(Rendition).where(Rendition.item_id == item.id, Rendition.form == "page"))
    if held is None:
        held = Rendition(
            id=new_id(), item_id=item.id, asset_id=asset.id, form="page", name="page", media_type="text/html"
        )
        session.add(held)
    held.size_bytes = len(item.body.encode())
    held.state, held.made_at = RenditionState.READY, now()


def start(parts: Parts, lease: Lease) -> frozenset[str]:
    """Mark the forms that are still to be made as running.

    Returns:
        Names of those that are made by themselves; none when an earlier attempt made them all.
    """
    with parts.database.writing() as session:
        work.fence(session, lease)
        missing = session.scalars(
            select(Rendition).where(Rendition.item_id == lease.subject_id, Rendition.state != RenditionState.READY)
        ).all()
        for rendition in missing:
            rendition.state = RenditionState.RUNNING
            rendition.reason_code, rendition.reason_facts = "", {}
        names = {rendition.form for rendition in missing}
    return frozenset(form.beside or form.form for form in FORMS if form.form in names)


def keep(parts: Parts, lease: Lease, made: Made) -> None:
    """Store a form that has been made, and let the item be published by it where that was asked for.

    Raises:
        LeaseLostError: Another process has the work; the file may be there twice, the row is theirs.
    """
    files = {form.form: _store(parts, lease.subject_id, form, made) for form in FORMS if _comes_with(form, made)}
    with parts.database.writing() as session:
        work.fence(session, lease)
        rows = select(Rendition).where(Rendition.item_id == lease.subject_id, Rendition.form.in_(files))
        for rendition in session.scalars(rows):
            rendition.state, rendition.made_at = RenditionState.READY, now()
            rendition.size_bytes, rendition.sha256 = files[rendition.form]
            rendition.duration_s = made.duration_s
            rendition.details = dict(made.details)
        item = publishing.get(session, lease.subject_id)
        # A header's duration lies; what was decoded does not.
        item.duration_s = made.duration_s or item.duration_s
        _compare(session, item)
        session.flush()
        publishing.forms_changed(parts, session, item)


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
        for form in FORMS:
            error = failures.get(form.beside or form.form)
            if error is None:
                continue
            rows = select(Rendition).where(Rendition.item_id == lease.subject_id, Rendition.form == form.form)
            for rendition in session.scalars(rows):
                rendition.state = RenditionState.FAILED
                rendition.reason_code, rendition.reason_facts = error.code, dict(error.facts)


def settle(parts: Parts, session: Session, item_id: str, outcome: Outcome) -> None:
    """The work on an item's forms has ended: what is not ready has failed; one form is enough for an item to live."""
    reason: dict[str, Any] = dict(outcome.facts)
    rows = session.scalars(select(Rendition).where(Rendition.item_id == item_id)).all()
    for rendition in rows:
        if rendition.state in {RenditionState.PLANNED, RenditionState.RUNNING}:
            rendition.state = RenditionState.FAILED
            rendition.reason_code, rendition.reason_facts = outcome.code or "unexpected", reason
    asset = session.scalars(select(Asset).where(Asset.item_id == item_id).order_by(Asset.id.desc())).first()
    if asset is not None and any(one.state == RenditionState.READY for one in rows):
        asset.state = AssetState.READY
    elif asset is not None:
        asset.state, asset.reason_code, asset.reason_facts = AssetState.REJECTED, outcome.code, reason
    session.flush()
    publishing.forms_changed(parts, session, publishing.get(session, item_id))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
