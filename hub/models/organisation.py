"""Press agencies. They merge and are renamed, so each has the dates between which it is in force."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: The first day in force; None when nobody remembers.
    valid_from: Mapped[date | None]
    #: The last day in force; None while it is.
    valid_to: Mapped[date | None]

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
