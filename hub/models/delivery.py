"""One item to one destination; with its receipt, the proof."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.destination import Destination
from hub.models.item import Item


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    PROCESSING = "processing"
    DELIVERED = "delivered"
    RETRYING = "retrying"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


class Delivery(Base):
    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("item_id", "destination_id", "revision"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    destination_id: Mapped[str] = mapped_column(ForeignKey("destination.id"), index=True)
    #: Of the item, as it was when it was pushed.
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(default=DeliveryState.QUEUED, index=True)
    #: What is sent, frozen: JSON of `distributors.post`.
    payload: Mapped[str] = mapped_column(Text)
    payload_sha256: Mapped[str]
    approved_by: Mapped[str]
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    remote_id: Mapped[str] = mapped_column(default="")
    remote_url: Mapped[str] = mapped_column(default="")
    receipt: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    #: Set before the platform is called, cleared when its answer is known: what is unknown in between.
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]

    item: Mapped[Item] = relationship(lazy="joined")
    destination: Mapped[Destination] = relationship(lazy="joined")

    @property
    def idempotency_key(self) -> str:
        """The same for every attempt of this delivery."""
        return f"delivery-{self.id}"
