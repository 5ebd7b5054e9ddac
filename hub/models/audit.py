"""Who did what, when: appended, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class AuditEntry(Base):
    __tablename__ = "audit"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    #: E-mail address of a person, or the name of a part of the hub.
    who: Mapped[str]
    verb: Mapped[str]
    subject_id: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
