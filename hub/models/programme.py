"""A radio show, TV programme, newspaper section or magazine."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.organisation import Organisation


class Kind(StrEnum):
    RADIO = "radio"
    TV = "tv"
    PRINT = "print"


class Programme(Base):
    __tablename__ = "programme"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    #: BCP-47 tag of what is spoken or written in it.
    language: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
