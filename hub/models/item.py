"""One piece of content with an immutable id, which is its GUID in every feed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.programme import Programme


class ItemState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Item(Base):
    __tablename__ = "item"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text, default="")
    #: Markdown; for radio and TV the transcript where there is one.
    body: Mapped[str] = mapped_column(Text, default="")
    #: The body as readers get it; made anew whenever the body or its pictures change.
    body_html: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str]
    authors: Mapped[list[Any]] = mapped_column(default=list)
    tags: Mapped[list[Any]] = mapped_column(default=list)
    #: Slugs of communes and wards that it is about or from (`services.communes`).
    places: Mapped[list[Any]] = mapped_column(default=list)
    #: Printed wherever the item stands; empty when no part was made by a machine (Law 134/2025/QH15, art. 11).
    ai_label: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ItemState.DRAFT, index=True)
    #: Grows with every correction of a published item.
    revision: Mapped[int] = mapped_column(default=1)
    #: Whoever asked for it at intake approves it as soon as its first form is ready.
    publish_by: Mapped[str] = mapped_column(default="")
    #: Destinations get it once every form is made or has failed.
    push_by: Mapped[str] = mapped_column(default="")
    duration_s: Mapped[float | None]
    created_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    #: The item that this one turned out to be: it stands for both, and this one is shown no more.
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)
    #: The issue of a newspaper or magazine that this article was cut from.
    part_of: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)

    programme: Mapped[Programme] = relationship(lazy="joined")
