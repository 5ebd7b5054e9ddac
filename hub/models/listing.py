"""The order of what is published, so that a new item touches few pages however large the archive is."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class Listing(Base):
    """A list of items: `all`, `issues`, a kind, or a sort and its name: `programme-<slug>`, `place-<slug>`."""

    __tablename__ = "listing"

    name: Mapped[str] = mapped_column(primary_key=True)
    #: Entries so far; the newest has this number.
    last: Mapped[int] = mapped_column(default=0)
    #: What people call it, where nothing else says it: a topic as it was first written.
    title: Mapped[str] = mapped_column(default="")


class ListingEntry(Base):
    """One item's fixed place in one list: numbers grow from 1 and are never given again."""

    __tablename__ = "listing_entry"
    __table_args__ = (Index("ix_listing_entry_item", "item_id"),)

    listing: Mapped[str] = mapped_column(ForeignKey("listing.name"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
