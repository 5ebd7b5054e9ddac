"""How far the deliveries of an item are, in one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import sentence
from hub.extensions.clock import local
from hub.extensions.parts import Parts
from hub.models import Delivery, DeliveryState, Item, Work, WorkState
from hub.services import labels


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One delivery of an item's present revision.

    Attributes:
        state: As in the table of states.
        settled: Its first attempt has ended: there, not there, or to be tried again later.
        retry_at: When it is tried again; None when it is not.
    """

    id: str
    destination: str
    title: str
    state: str
    settled: bool
    retry_at: datetime | None
    reason_code: str
    reason_facts: Mapping[str, Any]

    @property
    def failed(self) -> bool:
        """It needs a person."""
        return self.state in {DeliveryState.FAILED, DeliveryState.UNKNOWN}

    @property
    def retrying(self) -> bool:
        return self.retry_at is not None

    def row(self, language: str) -> dict[str, Any]:
        """What `--json` tells."""
        return {
            "id": self.id,
            "destination": self.destination,
            "state": self.state,
            "retry_at": self.retry_at.isoformat() if self.retry_at else None,
            "reason": self._reason(language),
        }

    def line(self, language: str) -> str:
        """State, destination, when it is tried again, why."""
        again = ""
        if self.retry_at is not None:
            again = ("again at" if language == "en" else "thử lại lúc") + f" {local(self.retry_at):%d/%m/%Y %H:%M:%S}"
        state = DeliveryState.RETRYING if self.retrying else self.state
        told = (labels.state("delivery", state, language), f"{self.title} ({self.destination})", again)
        return " · ".join(part for part in (*told, self._reason(language)) if part)

    def _reason(self, language: str) -> str:
        return sentence(self.reason_code, self.reason_facts, language) if self.reason_code else ""


def look(parts: Parts, item_id: str, to: Sequence[str] = ()) -> list[Sent]:
    """The deliveries of an item now, to all destinations or those named, in the order in which they were promised."""
    with parts.database.reading() as session:
        return [_sent(session, one) for one in of(session, item_id) if not to or one.destination.slug in to]


def of(session: Session, item_id: str) -> Sequence[Delivery]:
    """The deliveries of an item's present revision."""
    return session.scalars(
        select(Delivery)
        .join(Item, Item.id == Delivery.item_id)
        .where(Item.id == item_id, Delivery.revision == Item.revision)
        .order_by(Delivery.id)
    ).all()


def _sent(session: Session, delivery: Delivery) -> Sent:
    work = session.scalar(select(Work).where(Work.kind == "deliver", Work.subject_id == delivery.id))
    moving = work is not None and work.state in {WorkState.DUE, WorkState.LEASED}
    # A platform that can be asked keeps the delivery "sending" between two attempts: the work knows better.
    retrying = work is not None and work.state == WorkState.RETRY
    return Sent(
        id=delivery.id,
        destination=delivery.destination.slug,
        title=delivery.destination.title,
        state=delivery.state,
        settled=not moving,
        retry_at=work.due_at if work is not None and retrying else None,
        reason_code=delivery.reason_code,
        reason_facts=delivery.reason_facts,
    )
