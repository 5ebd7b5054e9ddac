"""One thing that came by one way: where it is from, what it became, or why it became nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.item import Item
from hub.models.source import Source


class Way(StrEnum):
    """The roads by which content comes in."""

    UPLOAD = "upload"
    COMMAND = "command"
    API = "api"
    URL = "url"
    CHANNEL = "channel"
    FOLDER = "folder"
    FEED = "feed"


class ArrivalState(StrEnum):
    #: Known of, but still to be fetched.
    WAITING = "waiting"
    #: Became an item of its own.
    TAKEN = "taken"
    #: Is the same thing as an item that was there, which now has one source more.
    JOINED = "joined"
    #: Was left alone on purpose: older than what is held, cancelled by its sender, passed over by a person.
    SKIPPED = "skipped"
    FAILED = "failed"


class Arrival(Base):
    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("source_id", "key", name="uq_arrival_source_key"),
        Index("ix_arrival_state_at", "state", "arrived_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    way: Mapped[str] = mapped_column(index=True)
    #: The followed or watched source; None for what a person or program handed over.
    source_id: Mapped[str | None] = mapped_column(ForeignKey("source.id"), index=True)
    #: What tells it from all else of its source: an entry's GUID, a file's name and hash; its own id without one.
    key: Mapped[str] = mapped_column(Text, default=new_id)
    #: Changes with its content at the source: an entry's hash, a wire item's version.
    version: Mapped[str] = mapped_column(default="")
    #: The playlist or channel page that it was found on.
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("arrival.id"), index=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)
    #: What the sender called it, cleaned; shown, never a path.
    name: Mapped[str] = mapped_column(default="")
    #: Where it can be found again: an address, or a path as people know it. Shown to the newsroom only.
    address: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(default="", index=True)
    #: The wishes that came with it, as `hub.services.intake.Submission` keeps them, for when it is taken again.
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=ArrivalState.WAITING)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    arrived_by: Mapped[str] = mapped_column(default="")
    arrived_at: Mapped[datetime]

    @property
    def brought(self) -> str:
        """What its agency sent of an item that was there: "update" or "cancellation"; empty for all else."""
        return str(self.facts.get("brought", ""))

    @property
    def is_separable(self) -> bool:
        """Whether it could be an item of its own: not what its agency says of the very item that it came to."""
        return self.state == ArrivalState.JOINED and not self.brought

    source: Mapped[Source | None] = relationship()
    item: Mapped[Item | None] = relationship()
