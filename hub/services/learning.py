"""A person's way through courses: assigned, begun, read, answered, completed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.models import Enrolment, EnrolmentState, Group, Staff, new_id
from hub.services import certificates, courses, evidence
from hub.services.audit import record as note
from training.course import Course, Lesson, Part, Quiz
from training.events import Event
from training.progress import Progress, Rule, progress, rule_for
from training.quiz import Grade, grade
from training.stored import course_from_json

#: What an attempt's token looks like; it becomes part of an address.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)

Answers = Mapping[str, Collection[str]]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One graded try at a quiz.

    Attributes:
        answers: Question id -> ids of the ticked choices.
        left: How often the quiz may still be tried; None without a limit.
    """

    token: str
    quiz: Quiz
    answers: Mapping[str, Sequence[str]]
    grade: Grade
    left: int | None


def course_of(enrolment: Enrolment) -> Course:
    """The course as it stood when the person enrolled."""
    return _kept(enrolment.course.content)


def progress_of(enrolment: Enrolment, events: Iterable[Event]) -> Progress:
    """How far the events fulfil the rule that was frozen at enrolment."""
    return progress(Rule.from_json(enrolment.rule), events)


def part_of(course: Course, slug: str) -> Part:
    """Raises NotFoundError."""
    found = next((part for part in course.parts if part.slug == slug), None)
    if found is None:
        raise NotFoundError("bài", slug)
    return found


def assign(parts: Parts, staff_id: str, course_slug: str, *, by: str) -> Enrolment:
    """Enrol a person in a course as it stands today; one who is in it already stays where he or she is.

    Raises:
        NotFoundError: There is no such course or person.
    """
    course = courses.shelf(parts.settings).course(course_slug)
    with parts.database.writing() as session:
        evidence.lock(session)
        staff = session.get(Staff, staff_id)
        if staff is None:
            raise NotFoundError("nhân sự", staff_id)
        return _enrol(parts, session, staff, course, by=by)


def assign_group(parts: Parts, course_slug: str, *, group: str = "", by: str) -> tuple[int, int]:
    """Enrol everybody who is active today, or those of one group.

    Returns:
        How many people that is, and how many of them were not in the course before.

    Raises:
        NotFoundError: There is no such course or group.
    """
    if group and group not in list(Group):
        raise NotFoundError("nhóm", group)
    course = courses.shelf(parts.settings).course(course_slug)
    today = local(now()).date()
    with parts.database.writing() as session:
        evidence.lock(session)
        wanted = select(Staff).where(
            Staff.active, Staff.joined_on <= today, Staff.left_on.is_(None) | (Staff.left_on >= today)
        )
        people = session.scalars(wanted.where(Staff.group == group) if group else wanted).all()
        held = _held(session, course)
        fresh = [one for one in people if one.id not in held]
        for one in fresh:
            _add(parts, session, one, course, by=by)
        note(session, by, "course.assigned", course.slug, {"group": group, "people": len(people), "new": len(fresh)})
    return len(people), len(fresh)


def opened(parts: Parts, enrolment_id: str, slug: str) -> None:
    """The person looks at a part; counts once, and begins the course."""
    with parts.database.reading() as session:
        enrolment = _get(session, enrolment_id)
        part_of(course_of(enrolment), slug)
        if any(event.verb == "opened" and event.part == slug for event in evidence.of_enrolment(session, enrolment_id)):
            return
    with parts.database.writing() as session:
        evidence.lock(session)
        enrolment = _get(session, enrolment_id)
        evidence.record(session, enrolment, "opened", slug)
        if enrolment.state == EnrolmentState.ASSIGNED:
            enrolment.state = EnrolmentState.STARTED


def read(parts: Parts, enrolment_id: str, slug: str) -> Progress:
    """The person has read a lesson; said twice, it counts once.

    Raises:
        NotFoundError: There is no such enrolment or lesson.
    """
    with parts.database.writing() as session:
        evidence.lock(session)
        enrolment = _get(session, enrolment_id)
        if not isinstance(part_of(course_of(enrolment), slug), Lesson):
            raise NotFoundError("bài", slug)
        events = evidence.of_enrolment(session, enrolment_id)
        if not any(event.verb == "read" and event.part == slug for event in events):
            events.append(evidence.record(session, enrolment, "read", slug))
        return _settle(session, enrolment, events)


def answer(parts: Parts, enrolment_id: str, quiz_slug: str, answers: Answers, attempt_token: str) -> Attempt:
    """Grade one try at a quiz; sent twice with one token (a bad link, an impatient thumb) it counts once.

    Raises:
        NotFoundError: There is no such enrolment or quiz.
        InvalidError: The token cannot be one.
        ConflictError: The quiz may not be tried any more.
    """
    if not _TOKEN.fullmatch(attempt_token):
        raise InvalidError("invalid-value", field="attempt", problem="A-Z, 0-9, -")
    with parts.database.writing() as session:
        evidence.lock(session)
        enrolment = _get(session, enrolment_id)
        quiz = _quiz(enrolment, quiz_slug)
        events = evidence.of_enrolment(session, enrolment_id)
        tries = tries_at(events, quiz_slug)
        held = next((event for event in tries if event.result["attempt"] == attempt_token), None)
        if held is None:
            if quiz.attempts_allowed is not None and len(tries) >= quiz.attempts_allowed:
                raise ConflictError("no-attempts-left", allowed=quiz.attempts_allowed)
            ticked = _known(quiz, answers)
            graded = grade(quiz, ticked)
            held = evidence.record(
                session,
                enrolment,
                "passed" if graded.passed else "failed",
                quiz_slug,
                {"attempt": attempt_token, "answers": ticked, "score_percent": graded.score_percent},
            )
            events.append(held)
            _settle(session, enrolment, events)
        return _attempt(quiz, held, tries_at(events, quiz_slug))


def attempt(parts: Parts, enrolment_id: str, quiz_slug: str, token: str) -> Attempt:
    """A try that was graded before. Raises NotFoundError."""
    with parts.database.reading() as session:
        enrolment = _get(session, enrolment_id)
        tries = tries_at(evidence.of_enrolment(session, enrolment_id), quiz_slug)
        held = next((event for event in tries if event.result["attempt"] == token), None)
        if held is None:
            raise NotFoundError("lần làm bài", token[:64])
        return _attempt(_quiz(enrolment, quiz_slug), held, tries)


def tries_at(events: Iterable[Event], quiz_slug: str) -> list[Event]:
    return [event for event in events if event.part == quiz_slug and event.verb in {"passed", "failed"}]


def unanswered(quiz: Quiz, answers: Answers) -> list[int]:
    """Numbers, from 1, of the questions without a tick."""
    return [number for number, question in enumerate(quiz.questions, 1) if not _known(quiz, answers)[question.id]]


def _enrol(parts: Parts, session: Session, staff: Staff, course: Course, *, by: str) -> Enrolment:
    held = _held(session, course, staff.id).get(staff.id)
    return _add(parts, session, staff, course, by=by) if held is None else held


def _held(session: Session, course: Course, staff_id: str = "") -> dict[str, Enrolment]:
    """Who is in the course: still under way, whatever its version, or through with this version."""
    wanted = select(Enrolment).where(Enrolment.course_slug == course.slug, Enrolment.state != EnrolmentState.EXPIRED)
    found = session.scalars(wanted.where(Enrolment.staff_id == staff_id) if staff_id else wanted)
    return {
        one.staff_id: one
        for one in found
        if one.state != EnrolmentState.COMPLETED or one.course.version == course.version
    }


def _add(parts: Parts, session: Session, staff: Staff, course: Course, *, by: str) -> Enrolment:
    made = Enrolment(
        id=new_id(),
        staff=staff,
        staff_id=staff.id,
        course_slug=course.slug,
        course=courses.keep(parts, session, course),
        rule=rule_for(course).to_json(),
        state=EnrolmentState.ASSIGNED,
        enrolled_at=now(),
    )
    session.add(made)
    session.flush()
    evidence.record(session, made, "enrolled", result={"course": course.slug, "digest": course.digest, "by": by})
    return made


def _settle(session: Session, enrolment: Enrolment, events: list[Event]) -> Progress:
    """Write down what the events amount to; what is completed gets its certificate at once."""
    reached = progress_of(enrolment, events)
    if enrolment.state == EnrolmentState.ASSIGNED:
        enrolment.state = EnrolmentState.STARTED
    if reached.completed and enrolment.completed_at is None:
        enrolment.state, enrolment.completed_at = EnrolmentState.COMPLETED, reached.completed_at
        evidence.record(session, enrolment, "completed", result={"digest": enrolment.digest})
        certificates.issue(session, enrolment, course_of(enrolment), events)
    return reached


def _get(session: Session, enrolment_id: str) -> Enrolment:
    found = session.get(Enrolment, enrolment_id)
    if found is None:
        raise NotFoundError("lượt học", enrolment_id)
    return found


def _quiz(enrolment: Enrolment, slug: str) -> Quiz:
    part = part_of(course_of(enrolment), slug)
    if not isinstance(part, Quiz):
        raise NotFoundError("bài kiểm tra", slug)
    return part


def _known(quiz: Quiz, answers: Answers) -> dict[str, list[str]]:
    """Answers without what the quiz does not have."""
    return {
        question.id: [choice.id for choice in question.choices if choice.id in answers.get(question.id, ())]
        for question in quiz.questions
    }


def _attempt(quiz: Quiz, held: Event, tries: Sequence[Event]) -> Attempt:
    answers = held.result["answers"]
    assert isinstance(answers, dict)  # noqa: S101  written above, and sealed
    return Attempt(
        token=str(held.result["attempt"]),
        quiz=quiz,
        answers=answers,
        grade=grade(quiz, answers),
        left=None if quiz.attempts_allowed is None else max(0, quiz.attempts_allowed - len(tries)),
    )


@lru_cache(maxsize=64)
def _kept(content: str) -> Course:
    return course_from_json(content)
