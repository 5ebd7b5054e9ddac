"""One part of a long video: encoded by any worker on any machine, and joined with the others."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class ChunkState(StrEnum):
    PLANNED = "planned"
    READY = "ready"
    FAILED = "failed"


class Chunk(Base):
    __tablename__ = "chunk"
    __table_args__ = (UniqueConstraint("item_id", "asset_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    #: From 0, in the order of time.
    number: Mapped[int]
    #: What `transcode.chunks` planned: frames, segments, rungs.
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=ChunkState.PLANNED)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
