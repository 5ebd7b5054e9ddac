"""A place that the hub looks at by itself: a followed feed, a followed channel, a watched folder."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.programme import Programme


class SourceKind(StrEnum):
    FEED = "feed"
    CHANNEL = "channel"
    FOLDER = "folder"


class Source(Base):
    __tablename__ = "source"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    #: The address of a feed or channel, the path of a folder.
    address: Mapped[str] = mapped_column(Text)
    #: How it is looked at, by the names of `hub.services.sources.Wishes`.
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    enabled: Mapped[bool] = mapped_column(default=True)
    #: What the last look left for the next one: ETag, sizes of files that still grow, the page of an archive.
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Hours without anything new after which the source is said to be quiet; 0 for never.
    quiet_after_h: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime | None]
    #: When something new was last found.
    new_at: Mapped[datetime | None]
    #: Looks in a row that failed.
    failures: Mapped[int] = mapped_column(default=0)
    reason_code: Mapped[str] = mapped_column(default="")
    reason_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]

    programme: Mapped[Programme] = relationship(lazy="joined")
