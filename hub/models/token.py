"""A key with which a program acts for a person, within its scopes. Only its hash is kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.staff import Staff


class Scope(StrEnum):
    """What a token allows; never more than its person may."""

    #: Read items, forms, arrivals and sources.
    READ = "read"
    #: Hand over content: uploads, addresses.
    INTAKE = "intake"
    #: Publish, correct, withdraw and push.
    PUBLISH = "publish"


class Token(Base):
    __tablename__ = "token"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    title: Mapped[str]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")
