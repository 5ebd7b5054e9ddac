"""A program elsewhere that is handed a feed whenever it changes (WebSub)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class SubscriptionState(StrEnum):
    #: Asked for; the subscriber has not confirmed it.
    PENDING = "pending"
    ACTIVE = "active"
    #: Not confirmed: kept for a while, for whoever wonders.
    REFUSED = "refused"
    #: Given up by the subscriber itself; kept for a while.
    ENDED = "ended"


class Subscription(Base):
    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("topic", "callback"), Index("ix_subscription_state", "state", "host"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    #: Path of the feed below the public root.
    topic: Mapped[str]
    callback: Mapped[str]
    #: Of the callback.
    host: Mapped[str]
    state: Mapped[str] = mapped_column(default=SubscriptionState.PENDING)
    #: What content is signed with, encrypted with the hub's key; empty where it is not signed.
    secret: Mapped[str] = mapped_column(Text, default="")
    lease_until: Mapped[datetime | None]

    #: What was asked last and is not confirmed: subscribe or unsubscribe. What holds does not change before it is.
    asked_mode: Mapped[str] = mapped_column(default="")
    asked_secret: Mapped[str] = mapped_column(Text, default="")
    asked_lease_s: Mapped[int] = mapped_column(default=0)
    #: Changes with each request, so that an answer to an older one confirms nothing.
    asked_mark: Mapped[str] = mapped_column(default="")
    #: The request about which the subscriber was asked last.
    tried_mark: Mapped[str] = mapped_column(default="")

    #: SHA-256 of the feed that was announced last, of the one whose announcement was followed, and of the one that the
    #: subscriber has.
    announced_sha256: Mapped[str] = mapped_column(default="")
    served_sha256: Mapped[str] = mapped_column(default="")
    sent_sha256: Mapped[str] = mapped_column(default="")
    delivered: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]

    #: Tries in a row that failed, why the last one did, and since when the hub has given up until the next change.
    failures: Mapped[int] = mapped_column(default=0)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    failed_at: Mapped[datetime | None]

    created_at: Mapped[datetime]
    #: Of its state.
    changed_at: Mapped[datetime]
