"""What the practice destination received: a partner's side of a delivery, for people to look at."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class PracticePost(Base):
    """One event. A withdrawal bears the key of the delivery that it ends, so the key alone does not name an event."""

    __tablename__ = "practice_post"
    __table_args__ = (UniqueConstraint("idempotency_key", "event"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    idempotency_key: Mapped[str] = mapped_column(index=True)
    #: item.published, item.corrected or item.withdrawn.
    event: Mapped[str]
    item_id: Mapped[str] = mapped_column(index=True)
    received_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
