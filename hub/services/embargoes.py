"""Until when an item must not be public, as its agency told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.wire.item import WITHOUT_END
from hub.errors import ConflictError
from hub.extensions.clock import local, now
from hub.models import Asset


def not_before(session: Session, item_id: str) -> datetime | None:
    """When an item may be public; `WITHOUT_END` until its agency says more, None where it may be now."""
    newest = select(Asset.facts).where(Asset.item_id == item_id).order_by(Asset.id.desc()).limit(1)
    told = (session.scalar(newest) or {}).get("not_before")
    until = datetime.fromisoformat(told) if told else None
    return until if until and until > now() else None


def reason(session: Session, item_id: str) -> ConflictError | None:
    """What is said to whoever wants an item to be public too early; None where it may be."""
    until = not_before(session, item_id)
    if until is None:
        return None
    if until >= WITHOUT_END:
        return ConflictError("item-withheld")
    return ConflictError("item-embargoed", until=local(until).strftime("%H:%M %d/%m/%Y"))


def check(session: Session, item_id: str) -> None:
    """Raises ConflictError while an item must not be public."""
    refusal = reason(session, item_id)
    if refusal is not None:
        raise refusal
