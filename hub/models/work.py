"""A promise as a row: ingest this, transcode that, render, deliver. RQ executes it, the row is the truth."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class WorkState(StrEnum):
    DUE = "due"
    LEASED = "leased"
    DONE = "done"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Priority(IntEnum):
    """Which work is executed first where it has to wait for a worker; the smaller number."""

    NEWS = 0
    #: Parts of long videos: what is short overtakes them.
    LONG = 1
    ARCHIVE = 2


#: States in which work waits for its moment.
WAITING = (WorkState.DUE, WorkState.RETRY)


class Work(Base):
    __tablename__ = "work"
    __table_args__ = (Index("ix_work_due", "state", "due_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    #: The row that it is about: an item, a delivery.
    subject_id: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default=WorkState.DUE)
    due_at: Mapped[datetime]
    #: Leases taken so far; each is one attempt.
    attempts: Mapped[int] = mapped_column(default=0)
    #: Attempts that count against the limit of its kind.
    failures: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=Priority.NEWS)
    #: Not executed until somebody lets it go on; the state says what it waits for then.
    paused: Mapped[bool] = mapped_column(default=False)
    #: Of the disk, for what is under way.
    reserved_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    #: 0 to 1.
    progress: Mapped[float] = mapped_column(default=0.0)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Attempt(Base):
    """One lease of one work, for the history that people read."""

    __tablename__ = "attempt"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    work_id: Mapped[str] = mapped_column(ForeignKey("work.id"), index=True)
    number: Mapped[int]
    owner: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: ok, retry, failed, unknown, released, lost; empty while it runs.
    outcome: Mapped[str] = mapped_column(default="")
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: For operators: the error as Python tells it.
    trace: Mapped[str] = mapped_column(Text, default="")
