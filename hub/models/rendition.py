"""One form of an item, made from its asset."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class RenditionState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class Rendition(Base):
    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("item_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    #: A row of `transcode.forms.FORMS`, or one that intake makes: page, picture, picture-thumb.
    form: Mapped[str]
    #: File below `/media/<item>/`; for `hls` its master playlist.
    name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(default="")
    duration_s: Mapped[float | None]
    #: Loudness, rungs, width, height, alternative text: what the form's maker said.
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=RenditionState.PLANNED)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime | None]
    #: 0 to 1, of the one that is being made.
    progress: Mapped[float] = mapped_column(default=0.0)
    started_at: Mapped[datetime | None]
    #: What it was made of: the table's row, the original, the text. Another value means that it is out of date.
    made_of: Mapped[str] = mapped_column(default="")

    @property
    def told_state(self) -> str:
        """As people are told: one whose turn has not come yet, in an attempt at several, waits."""
        waits = self.state == RenditionState.RUNNING and self.started_at is None
        return RenditionState.PLANNED if waits else self.state

    @property
    def private_key(self) -> str:
        """Where it stands before and after it is public."""
        return f"renditions/{self.item_id}/{self.name}"

    @property
    def public_key(self) -> str:
        return f"public/media/{self.item_id}/{self.name}"
