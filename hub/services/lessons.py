"""What a learner sees: his or her courses, the outline of one with its ticks, and a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hub.errors import NotFoundError
from hub.extensions.parts import Parts
from hub.models import Enrolment, IssuedCertificate
from hub.services import courses, evidence, learning
from training.course import Course, Part
from training.events import Event
from training.progress import Progress


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A course as one person takes it.

    Attributes:
        minutes_left: What is still to be done.
        certificate: Its number; empty before completion.
        is_revoked: The certificate was taken back.
    """

    enrolment_id: str
    staff_id: str
    state: str
    digest: str
    course: Course
    progress: Progress
    events: Sequence[Event]
    minutes_left: int
    enrolled_at: datetime
    completed_at: datetime | None
    certificate: str
    is_revoked: bool

    @property
    def percent(self) -> int:
        return int(self.progress.fraction * 100)

    @property
    def next_part(self) -> Part | None:
        """Where to go on; None when nothing is missing."""
        return learning.part_of(self.course, self.progress.next_part) if self.progress.next_part else None

    def missing(self, language: str) -> list[str]:
        """What is still to be done, in sentences that call parts by their titles."""
        titles = {part.slug: part.title for part in self.course.parts}
        return [
            reason.sentence(language=language).replace(f"“{reason.part}”", f"“{titles[reason.part]}”")
            for reason in self.progress.reasons
        ]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A part of a course with its neighbours; `number` counts from 1."""

    part: Part
    number: int
    count: int
    before: Part | None
    after: Part | None


def mine(parts: Parts, staff_id: str) -> list[Taken]:
    """A person's courses: those under way first, then those completed, the newest first."""
    with parts.database.reading() as session:
        enrolments = session.scalars(select(Enrolment).where(Enrolment.staff_id == staff_id)).all()
        ids = [one.id for one in enrolments]
        events = evidence.of_enrolments(session, ids)
        held = session.scalars(select(IssuedCertificate).where(IssuedCertificate.enrolment_id.in_(ids)))
        certificates = {one.enrolment_id: one for one in held}
    found = [_taken(one, events[one.id], certificates.get(one.id)) for one in enrolments]
    found.sort(key=lambda one: one.enrolled_at, reverse=True)
    return sorted(found, key=lambda one: one.completed_at is not None)


def one(parts: Parts, enrolment_id: str, staff_id: str) -> Taken:
    """One of a person's own courses. Raises NotFoundError, also for somebody else's."""
    found = next((taken for taken in mine(parts, staff_id) if taken.enrolment_id == enrolment_id), None)
    if found is None:
        raise NotFoundError("lượt học", enrolment_id)
    return found


def open_to(parts: Parts, taken: Sequence[Taken]) -> list[Course]:
    """Courses on the shelf that the person may still begin."""
    held = {one.course.slug for one in taken if one.completed_at is None or _same_version(parts, one.course)}
    return [course for slug, course in sorted(courses.shelf(parts.settings).courses.items()) if slug not in held]


def place(course: Course, slug: str) -> Place:
    """Raises NotFoundError."""
    part = learning.part_of(course, slug)
    index = course.parts.index(part)
    return Place(
        part=part,
        number=index + 1,
        count=len(course.parts),
        before=course.parts[index - 1] if index else None,
        after=course.parts[index + 1] if index + 1 < len(course.parts) else None,
    )


def _same_version(parts: Parts, course: Course) -> bool:
    today = courses.shelf(parts.settings).courses.get(course.slug)
    return today is not None and today.version == course.version


def _taken(enrolment: Enrolment, events: list[Event], certificate: IssuedCertificate | None) -> Taken:
    course = learning.course_of(enrolment)
    reached = learning.progress_of(enrolment, events)
    return Taken(
        enrolment_id=enrolment.id,
        staff_id=enrolment.staff_id,
        state=enrolment.state,
        digest=enrolment.digest,
        course=course,
        progress=reached,
        events=events,
        minutes_left=_minutes_left(course, reached),
        enrolled_at=enrolment.enrolled_at,
        completed_at=enrolment.completed_at,
        certificate=certificate.number if certificate else "",
        is_revoked=certificate is not None and certificate.revoked_at is not None,
    )


def _minutes_left(course: Course, reached: Progress) -> int:
    """Minutes of lessons not read and of quizzes not passed."""
    return sum(part.minutes for part in course.parts if part.slug not in reached.done)
