"""Failed work of an item, made again; running work, stopped."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError
from hub.extensions.parts import Parts
from hub.models import WAITING, AssetState, Rendition, RenditionState, Work, WorkState
from hub.services import publishing, work
from hub.services.audit import record
from hub.services.endings import ended
from hub.services.intake import asset_of

#: Work whose subject is the item itself.
OF_ITEMS = ("intake", "transcode")


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
            asset.state = AssetState.RECEIVED if one.kind == "intake" else AssetState.PROCESSING
            asset.reason_code, asset.reason_facts = "", {}
            work.renew(session, one)
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


def works_of(session: Session, item_id: str) -> Sequence[Work]:
    return session.scalars(select(Work).where(Work.subject_id == item_id, Work.kind.in_(OF_ITEMS))).all()
