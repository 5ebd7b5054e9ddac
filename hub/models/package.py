"""A selection of what is published, saved by an editor for a group of readers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class Package(Base):
    __tablename__ = "package"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    #: BCP-47, of its readers.
    language: Mapped[str]
    #: Names of listings. An item is in it that stands in at least one of each sort (kinds, languages, places …) named.
    listings: Mapped[list[Any]] = mapped_column(default=list)
    #: Whether the subscribe page names it; its feeds stay for those who follow it.
    is_offered: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
