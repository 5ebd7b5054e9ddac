"""What a sender sends anew of an item that was taken from it: looked at like the first time, unless somebody edited."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import HubError
from hub.extensions.clock import now
from hub.models import Asset, AuditEntry, Item, Work, WorkState
from hub.services import publishing, work
from hub.services.audit import record
from hub.services.intake import Received
from transcode.gate import clean_name


def was_edited(session: Session, item: Item, *, by: str) -> bool:
    """Whether anybody but the sender has changed the text since it was taken."""
    changed = select(AuditEntry.id).where(
        AuditEntry.subject_id == item.id, AuditEntry.verb == "item.changed", AuditEntry.who != by
    )
    return session.scalar(changed.limit(1)) is not None


class BeingLookedAtError(HubError):
    """An older original of the item is being read; what is newer can be put before it in a moment."""

    permanent = False

    def __init__(self) -> None:
        super().__init__("item-being-read")


def require_rest(session: Session, item: Item) -> None:
    """Raises BeingLookedAtError while the item's original is being looked at."""
    look = _look(session, item)
    if look is not None and look.state == WorkState.LEASED:
        raise BeingLookedAtError


def enter(session: Session, item: Item, received: Received, *, name: str, by: str) -> Asset:
    """Have the newer original of an item looked at. What it says replaces title and text as a correction by `by`."""
    asset = Asset(
        item_id=item.id,
        sha256=received.original.sha256,
        name=clean_name(name),
        size_bytes=received.original.size_bytes,
        received_at=now(),
        facts={**received.facts, "correction": by, "separate": True},
    )
    session.add(asset)
    session.flush()
    look = _look(session, item)
    if look is None:
        work.promise(session, "intake", item.id)
    else:
        work.renew(session, look)
    record(session, by, "item.came-anew", item.id, {"name": asset.name, "sha256": asset.sha256})
    return asset


def before(item: Item) -> Mapping[str, Any]:
    """What a correction may change, as it is now."""
    return {name: getattr(item, name) for name in publishing.EDITABLE}


def _look(session: Session, item: Item) -> Work | None:
    return session.scalar(select(Work).where(Work.kind == "intake", Work.subject_id == item.id))
