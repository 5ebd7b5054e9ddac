"""A received original, stored under its SHA-256."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class AssetState(StrEnum):
    RECEIVED = "received"
    PROBED = "probed"
    PROCESSING = "processing"
    READY = "ready"
    REJECTED = "rejected"


class Asset(Base):
    __tablename__ = "asset"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    #: What the sender called it, cleaned; shown, never a path.
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    #: What its content says it is; empty until that was looked at.
    media_type: Mapped[str] = mapped_column(default="")
    #: Of gate and probe.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=AssetState.RECEIVED)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    received_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """Where storage keeps it."""
        return f"originals/{self.sha256[:2]}/{self.sha256}"
