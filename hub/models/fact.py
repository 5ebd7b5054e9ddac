"""Single facts about this hub that must outlive a restart: the address its pages were made for, the demo's mark."""

from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class Fact(Base):
    __tablename__ = "fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
