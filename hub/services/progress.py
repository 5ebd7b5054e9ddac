"""How far an item is: one answer for the browser's stream and for the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import (
    WAITING,
    Asset,
    AssetState,
    Chunk,
    Delivery,
    DeliveryState,
    Item,
    ItemState,
    Rendition,
    RenditionState,
    Work,
    WorkState,
)
from hub.services import embargoes, publishing, tree
from hub.services.chunking import BEFORE_PARTS

#: Below this share nobody can tell how long the rest takes.
_TELLING = 0.02

#: States of a form that is still to come.
_OPEN = frozenset({RenditionState.PLANNED, RenditionState.RUNNING})

#: Share of intake in the whole; the rest is the making of the forms.
INTAKE_SHARE = 0.05

#: States of deliveries that go on by themselves.
MOVING = frozenset(
    {
        DeliveryState.QUEUED,
        DeliveryState.SENDING,
        DeliveryState.PROCESSING,
        DeliveryState.RETRYING,
        DeliveryState.WITHDRAWING,
    }
)


@dataclass(frozen=True, kw_only=True)
class FormProgress:
    """How far one form is.

    Attributes:
        fraction: 0 to 1.
        left_s: Seconds until it is ready, as things go; None while nobody can tell.
    """

    form: str
    state: str
    fraction: float
    left_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class ItemProgress:
    """What a person who waits wants to know.

    Attributes:
        fraction: 0 to 1 of everything promised.
        ended: Nothing moves any more without a person.
        paused: Somebody lets it rest.
        waits_for: (code, facts) of what it waits for beside its turn; None: nothing.
        url: The public address once the page is there; empty before.
        faults: (code, facts) of what went wrong.
        remarks: (code, facts) of what is doubtful about the original, though nothing failed.
    """

    item_id: str
    state: str
    fraction: float
    ended: bool
    paused: bool
    waits_for: tuple[str, Mapping[str, Any]] | None
    url: str
    forms: tuple[FormProgress, ...]
    deliveries: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, Mapping[str, Any]], ...]
    remarks: tuple[tuple[str, Mapping[str, Any]], ...]


def item_progress(parts: Parts, item_id: str) -> ItemProgress:
    """The progress of an item now, or of the one that it turned out to be. Raises NotFoundError."""
    with parts.database.reading() as session:
        item = publishing.get(session, item_id)
        if item.merged_into is not None:
            item = publishing.get(session, item.merged_into)
            item_id = item.id
        # Nobody waits at a screen for the end of an embargo.
        chunks = select(Chunk.id).where(Chunk.item_id == item_id)
        works = session.scalars(
            select(Work).where((Work.subject_id == item_id) | Work.subject_id.in_(chunks), Work.kind != "release")
        ).all()
        forms = session.scalars(select(Rendition).where(Rendition.item_id == item_id)).all()
        deliveries = session.scalars(select(Delivery).where(Delivery.item_id == item_id)).all()
        running = any(work.state in {*WAITING, WorkState.LEASED} for work in works)
        rendering = item.state == ItemState.PUBLISHED and tree.is_dirty(session)
        sending = any(delivery.state in MOVING for delivery in deliveries)
        ended = not (running or rendering or sending)
        return ItemProgress(
            item_id=item_id,
            state=item.state,
            fraction=1.0 if ended else fraction_of(works),
            ended=ended,
            paused=any(work.paused for work in works),
            waits_for=waits_for(works),
            url=f"{parts.settings.public_url}/items/{item_id}/" if item.state == ItemState.PUBLISHED else "",
            forms=tuple(_form(one) for one in forms),
            deliveries=tuple((one.destination.slug, one.state) for one in deliveries),
            faults=(*_faults(session, item_id, forms, deliveries), *_embargo(session, item)),
            remarks=_remarks(session, item_id),
        )


def _remarks(session: Session, item_id: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    newest = select(Asset).where(Asset.item_id == item_id).order_by(Asset.id.desc()).limit(1)
    asset = session.scalar(newest)
    return tuple(asset.facts.get("remarks", {}).items()) if asset else ()


def _form(rendition: Rendition) -> FormProgress:
    state = rendition.told_state
    fraction = 1.0 if state == RenditionState.READY else rendition.progress
    left_s = rendition.details.get("expected_s") if state in _OPEN else None
    if state == RenditionState.RUNNING and rendition.started_at is not None and fraction > _TELLING:
        left_s = (now() - rendition.started_at).total_seconds() * (1 - fraction) / fraction
    return FormProgress(form=rendition.form, state=state, fraction=fraction, left_s=left_s)


def _embargo(session: Session, item: Item) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Why an item that was to be published is not."""
    refusal = embargoes.reason(session, item.id) if item.publish_by else None
    return () if refusal is None else ((refusal.code, refusal.facts),)


def waits_for(works: Sequence[Work]) -> tuple[str, Mapping[str, Any]] | None:
    """(code, facts) of what work waits for that is due and not taken; None where it only waits for its turn."""
    short = (
        work for work in works if work.state == WorkState.DUE and work.reason_code == "disk-short" and not work.paused
    )
    return next((("making-waits-for-room", work.reason_facts) for work in short), None)


def fraction_of(works: Sequence[Work]) -> float:
    """0 to 1 of everything that is promised, by what is being made of it."""
    making = [work for work in works if work.kind == "transcode"]
    if making:
        share = float(max(work.progress for work in making))
        parts = [work.progress for work in works if work.kind == "chunk"]
        if parts and share >= BEFORE_PARTS:
            # What goes on beside the parts is a tenth of what they take.
            beside = (share - BEFORE_PARTS) / (1 - BEFORE_PARTS)
            share = BEFORE_PARTS + (1 - BEFORE_PARTS) * (0.1 * beside + 0.9 * sum(parts) / len(parts))
        return INTAKE_SHARE + (0.98 - INTAKE_SHARE) * share
    return INTAKE_SHARE / 2


def _faults(session: Session, item_id: str, forms: Any, deliveries: Any) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    rejected = select(Asset).where(Asset.item_id == item_id, Asset.state == AssetState.REJECTED)
    found = [(one.reason_code, one.reason_facts) for one in session.scalars(rejected)]
    found += [(one.reason_code, one.reason_facts) for one in forms if one.state == RenditionState.FAILED]
    bad = {DeliveryState.FAILED, DeliveryState.UNKNOWN}
    found += [(one.reason_code, one.reason_facts) for one in deliveries if one.state in bad]
    # The same fault of several forms is told once.
    return tuple({(code, repr(sorted(facts.items()))): (code, facts) for code, facts in found}.values())
