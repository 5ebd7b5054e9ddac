"""A person's way through a course: what was required is frozen, what happened is only ever added."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, new_id
from hub.models.staff import Staff


class EnrolmentState(StrEnum):
    ASSIGNED = "assigned"
    STARTED = "started"
    COMPLETED = "completed"
    EXPIRED = "expired"


class CourseVersion(Base):
    """A course as it stood when somebody enrolled; later edits make another row."""

    __tablename__ = "course_version"

    digest: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    title: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]


class Enrolment(Base):
    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("staff_id", "course_slug", "digest"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    course_slug: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("course_version.digest"))
    #: The rule in force at enrolment, as JSON of `training.progress.Rule`.
    rule: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default=EnrolmentState.ASSIGNED)
    enrolled_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")
    course: Mapped[CourseVersion] = relationship(lazy="joined")


class TrainingEvent(Base):
    """One link of the append-only chain."""

    __tablename__ = "training_event"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[str] = mapped_column(index=True)
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), index=True)
    verb: Mapped[str]
    part: Mapped[str | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class IssuedCertificate(Base):
    """A snapshot that later edits cannot change."""

    __tablename__ = "certificate"

    number: Mapped[str] = mapped_column(primary_key=True)
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    #: Fields of `training.certificate.Certificate`, as JSON.
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str] = mapped_column(default="")

    enrolment: Mapped[Enrolment] = relationship(lazy="joined")
