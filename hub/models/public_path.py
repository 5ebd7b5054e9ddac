"""Paths of the public tree whose files are out of date."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class DirtyPath(Base):
    __tablename__ = "dirty_path"

    path: Mapped[str] = mapped_column(primary_key=True)
    #: Changes with each marking, so that one made while it was rendered is not lost.
    mark: Mapped[str]
    marked_at: Mapped[datetime]
