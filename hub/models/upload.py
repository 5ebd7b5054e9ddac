"""A file on its way to the hub by the tus protocol: in pieces, over days if need be."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class UploadState(StrEnum):
    OPEN = "open"
    #: Every byte is here; what becomes of it stands on its arrival.
    COMPLETE = "complete"
    #: Whole, and not what its sender said it is: its hash is another.
    BROKEN = "broken"
    #: Given up by its sender, or left alone for too long.
    ENDED = "ended"


class Upload(Base):
    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    #: Whose it is: nobody else may continue it.
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    #: Bytes that are safe on the disk.
    offset: Mapped[int] = mapped_column("upload_offset", BigInteger, default=0)
    #: SHA-256 of the whole file as its sender knows it; empty where he does not.
    sha256: Mapped[str] = mapped_column(default="")
    #: What was told with it at the beginning, as tus metadata.
    metadata_: Mapped[dict[str, Any]] = mapped_column("upload_metadata", default=dict)
    #: The wishes of the form, as `hub.services.intake.Submission` keeps them.
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=UploadState.OPEN, index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
