"""What was changed in a published item, as its readers are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class Correction(Base):
    __tablename__ = "correction"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    revision: Mapped[int]
    made_at: Mapped[datetime]
    #: Names of the fields that were changed; `withdrawn` where all of it was taken away.
    fields: Mapped[list[Any]] = mapped_column(default=list)
    #: What was wrong and is right now, in plain words or as the code of a sentence of the hub's own; may be empty.
    note: Mapped[str] = mapped_column(Text, default="")
