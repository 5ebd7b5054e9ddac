"""One account on one platform."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base, new_id


class Destination(Base):
    __tablename__ = "destination"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    #: Name in the registry of `distributors`.
    platform: Mapped[str]
    #: Account values that are no secret.
    values: Mapped[dict[str, Any]] = mapped_column("account_values", default=dict)
    #: Secret account values: JSON, encrypted with the hub's key.
    secrets: Mapped[str] = mapped_column(Text, default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    domestic: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
