"""What an item is known again by when it comes by another road."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class Likeness(Base):
    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_value", "value"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    #: `title`: hash of the folded title; `text`: one band of the text's MinHash; `wire`: an agency's guid.
    kind: Mapped[str]
    value: Mapped[str]
