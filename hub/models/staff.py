"""One person, one account; with group and dates, the roster that training counts."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.organisation import Organisation


class RoleName(StrEnum):
    """What a person may do; each role may all that the ones after it may."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    REPORTER = "reporter"
    LEARNER = "learner"


class Group(StrEnum):
    """The four groups that the provincial plan wants trained."""

    LEADERS = "leaders"
    OFFICIALS = "officials"
    REPORTERS = "reporters"
    EDITORS = "editors"


staff_role = Table(
    "staff_role",
    Base.metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    __tablename__ = "role"

    # Flask-Security's mixins are typed for whole-number ids.
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")


class Staff(Base, UserMixin):
    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    #: Changes end every session of the person (Flask-Security).
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=new_id)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))
    group: Mapped[str] = mapped_column("staff_group", default=Group.OFFICIALS)
    joined_on: Mapped[date]
    #: The last day that counts; None while the person is there.
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    roles: Mapped[list[Role]] = relationship(secondary=staff_role, lazy="selectin")  # type: ignore[assignment]

    def may(self, role: RoleName) -> bool:
        """Whether one of the person's roles is `role` or above it."""
        order = list(RoleName)
        held = [order.index(RoleName(one.name)) for one in self.roles]
        return bool(held) and min(held) <= order.index(role)


class SignInLink(Base):
    """A link that signs a person in once, before it expires. Only its hash is kept."""

    __tablename__ = "sign_in_link"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
