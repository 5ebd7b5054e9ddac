"""What the agency of an item does not let be public: not before its time, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.wire.item import WITHOUT_END
from hub.errors import ConflictError
from hub.extensions.clock import local, now
from hub.models import Asset, Item


def not_before(session: Session, item_id: str) -> datetime | None:
    """When an item may be public; `WITHOUT_END` until its agency says more, None where it may be now."""
    told = [facts["not_before"] for facts in _told(session, item_id) if facts.get("not_before")]
    until = max((datetime.fromisoformat(one) for one in told), default=None)
    return until if until and until > now() else None


def cancellation(session: Session, item_id: str) -> ConflictError | None:
    """What is said to whoever wants an item to be public that its agency has cancelled; None where it has not.

    A later version that may be used lifts it.
    """
    wires = (facts.get("wire", {}) for facts in _told(session, item_id))
    guid = next((str(wire["guid"]) for wire in wires if wire.get("state") == "cancelled"), None)
    return None if guid is None else ConflictError("item-cancelled", guid=guid)


def reason(session: Session, item_id: str) -> ConflictError | None:
    """What is said to whoever wants an item to be public that must not be, or not yet; None where it may be."""
    cancelled = cancellation(session, item_id)
    if cancelled is not None:
        return cancelled
    until = not_before(session, item_id)
    if until is None:
        return None
    if until >= WITHOUT_END:
        return ConflictError("item-withheld")
    return ConflictError("item-embargoed", until=local(until).strftime("%H:%M %d/%m/%Y"))


def check(session: Session, item_id: str) -> None:
    """Raises ConflictError while an item must not be public."""
    _refuse(reason(session, item_id))


def check_cancelled(session: Session, item_id: str) -> None:
    """Raises ConflictError for an item that its agency has cancelled: there is nothing to wait for."""
    _refuse(cancellation(session, item_id))


def _refuse(refusal: ConflictError | None) -> None:
    if refusal is not None:
        raise refusal


def _told(session: Session, item_id: str) -> list[Mapping[str, Any]]:
    """The facts of the newest original of an item, and of each item that it stands for: their agencies bind it too."""
    ids = [item_id]
    fresh: Sequence[str] = ids
    while fresh:
        fresh = session.scalars(select(Item.id).where(Item.merged_into.in_(fresh))).all()
        ids += fresh
    rows = session.execute(select(Asset.item_id, Asset.facts).where(Asset.item_id.in_(ids)).order_by(Asset.id))
    # In the order of their ids, so that the newest original of an item stands.
    return list({held: facts for held, facts in rows}.values())  # noqa: C416  mypy knows no rows as pairs
