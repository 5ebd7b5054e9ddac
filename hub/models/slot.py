"""When a programme is on the air, week by week."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.programme import Programme


class Slot(Base):
    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("programme_id", "weekday", "starts_min"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    #: Monday is 0.
    weekday: Mapped[int]
    #: Minutes after midnight in Asia/Ho_Chi_Minh.
    starts_min: Mapped[int]
    lasts_min: Mapped[int]
    #: Channel, repeat, or whatever else listeners should know.
    note: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship(lazy="joined")
