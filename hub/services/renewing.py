"""Work of an item: failed, made again; running, stopped, paused, let go on, preferred."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError
from hub.extensions.parts import Parts
from hub.models import WAITING, AssetState, Chunk, ChunkState, Priority, Rendition, RenditionState, Work, WorkState
from hub.services import publishing, work
from hub.services.audit import record
from hub.services.endings import ended
from hub.services.intake import asset_of

#: Work whose subject is the item itself.
OF_ITEMS = ("intake", "transcode", "join")

#: Kind of work -> what it means for the original that it is made again; of a part of a video nothing.
_STATES = {"intake": AssetState.RECEIVED, "transcode": AssetState.PROCESSING}


def make_again(parts: Parts, item_id: str, *, by: str) -> None:
    """Make due again what failed on an item's way to its forms.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: Nothing of it has failed.
    """
    with parts.database.writing() as session:
        publishing.get(session, item_id)
        broken = [one for one in works_of(session, item_id) if one.state in {WorkState.FAILED, WorkState.UNKNOWN}]
        if not broken:
            raise ConflictError("nothing-to-renew")
        asset = asset_of(session, item_id)
        for one in broken:
            if one.kind in _STATES:
                asset.state, asset.reason_code, asset.reason_facts = _STATES[one.kind], "", {}
            work.renew(session, one)
        lost = select(Chunk).where(Chunk.item_id == item_id, Chunk.state == ChunkState.FAILED)
        for chunk in session.scalars(lost):
            chunk.state, chunk.reason_code, chunk.reason_facts = ChunkState.PLANNED, "", {}
        failed = select(Rendition).where(Rendition.item_id == item_id, Rendition.state == RenditionState.FAILED)
        for rendition in session.scalars(failed):
            rendition.state, rendition.reason_code, rendition.reason_facts = RenditionState.PLANNED, "", {}
        record(session, by, "item.made-again", item_id)


def cancel(parts: Parts, item_id: str, *, by: str) -> None:
    """Stop what is being made of an item; forms that are ready stay. Raises NotFoundError."""
    with parts.database.writing() as session:
        publishing.get(session, item_id)
        for one in works_of(session, item_id):
            if one.state in WAITING:
                work.cancel(one)
                session.flush()
                ended(parts, session, one)
            elif one.state == WorkState.LEASED:
                work.cancel(one)
        record(session, by, "item.cancelled", item_id)


def pause(parts: Parts, item_id: str, *, by: str) -> None:
    """Let the making of an item's forms rest; forms that are ready stay.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: Nothing of it is being made.
    """
    with parts.database.writing() as session:
        open_ones = _open(session, item_id)
        for one in open_ones:
            work.pause(one)
        record(session, by, "item.paused", item_id)


def resume(parts: Parts, item_id: str, *, by: str) -> None:
    """Let paused making go on.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: Nothing of it is paused.
    """
    with parts.database.writing() as session:
        paused = [one for one in _open(session, item_id) if one.paused]
        if not paused:
            raise ConflictError("nothing-paused")
        for one in paused:
            work.resume(session, one)
        record(session, by, "item.resumed", item_id)


def prefer(parts: Parts, item_id: str, priority: Priority, *, by: str) -> None:
    """Put the making of an item's forms before or behind other items'.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: Nothing of it is being made.
    """
    with parts.database.writing() as session:
        for one in _open(session, item_id):
            work.prefer(session, one, priority)
        record(session, by, "item.preferred", item_id, {"priority": priority.name.lower()})


def _open(session: Session, item_id: str) -> Sequence[Work]:
    publishing.get(session, item_id)
    states = {*WAITING, WorkState.LEASED}
    found = [one for one in works_of(session, item_id) if one.state in states and one.kind != "intake"]
    if not found:
        raise ConflictError("nothing-being-made")
    return found


def works_of(session: Session, item_id: str) -> Sequence[Work]:
    """Everything that is made of an item, parts of its video too, in the order in which it was promised."""
    chunks = select(Chunk.id).where(Chunk.item_id == item_id)
    of_item = (Work.subject_id == item_id) & Work.kind.in_(OF_ITEMS)
    of_chunks = Work.subject_id.in_(chunks) & (Work.kind == "chunk")
    return session.scalars(select(Work).where(of_item | of_chunks).order_by(Work.id)).all()
