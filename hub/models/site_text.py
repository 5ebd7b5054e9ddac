"""A text of the reader's site that the newsroom writes itself: about, contacts, accessibility."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class SiteText(Base):
    __tablename__ = "site_text"

    slug: Mapped[str] = mapped_column(primary_key=True)
    #: Markdown.
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(default="")
