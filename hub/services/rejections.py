"""Items of which there is nothing to show: the original was rejected before any form of it was made."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError
from hub.models import Asset, AssetState, Rendition, RenditionState


def is_bare(session: Session, item_id: str) -> bool:
    """Whether the newest original of an item was rejected, and no form of it is ready."""
    newest = select(Asset.state).where(Asset.item_id == item_id).order_by(Asset.id.desc()).limit(1)
    if session.scalar(newest) != AssetState.REJECTED:
        return False
    ready = select(Rendition.id).where(Rendition.item_id == item_id, Rendition.state == RenditionState.READY)
    return session.scalar(ready.limit(1)) is None


def check(session: Session, item_id: str) -> None:
    """Before anything that leads to readers: raises ConflictError for an item of which there is nothing to show."""
    if is_bare(session, item_id):
        raise ConflictError("item-rejected")
