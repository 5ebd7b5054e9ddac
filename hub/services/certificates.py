"""Certificates: issued once, in the transaction of the completion; what anybody may see of them; taken back."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.models import Enrolment, IssuedCertificate, TrainingEvent
from hub.services import evidence
from hub.services.audit import record
from training.certificate import RANDOM_BITS, Certificate, fingerprint, is_valid, normalise, number
from training.course import Course, Quiz
from training.events import EventFields


@dataclass(frozen=True, kw_only=True)
class Verified:
    """All that a certificate's number tells to whoever has it."""

    number: str
    holder: str
    course_title: str
    course_version: str
    completed_on: date
    organisation: str
    state: Literal["valid", "revoked", "altered"]
    revoked_on: date | None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A certificate as its holder prints it."""

    staff_id: str
    certificate: Certificate
    revoked_at: datetime | None
    revoked_reason: str


def issue(session: Session, enrolment: Enrolment, course: Course, events: Iterable[EventFields]) -> IssuedCertificate:
    """Issue the certificate of an enrolment that has just been completed."""
    issued_at = now()
    organisation = enrolment.staff.organisation
    certificate = Certificate(
        number=_fresh_number(session, local(issued_at).year),
        holder=enrolment.staff.name,
        course_title=course.title,
        course_version=course.version,
        course_digest=course.digest,
        completed_at=enrolment.completed_at or issued_at,
        issued_at=issued_at,
        organisation=organisation.name if organisation else "",
        minutes=course.minutes,
        score_percent=_score_percent(course, events),
    )
    held = IssuedCertificate(
        number=certificate.number,
        enrolment_id=enrolment.id,
        content=certificate.to_json(),
        fingerprint=fingerprint(certificate),
        issued_at=issued_at,
    )
    session.add(held)
    evidence.record(session, enrolment, "certified", result={"number": held.number, "fingerprint": held.fingerprint})
    return held


def verify(parts: Parts, typed: str) -> Verified:
    """What may be shown of the certificate with a number that somebody typed, in whatever form.

    Raises:
        NotFoundError: There is none.
    """
    with parts.database.reading() as session:
        held = find(session, typed)
        certificate = Certificate.from_json(held.content)
        altered = not evidence.is_unaltered(held, _certified(session, held))
        return Verified(
            number=held.number,
            holder=certificate.holder,
            course_title=certificate.course_title,
            course_version=certificate.course_version,
            completed_on=local(certificate.completed_at).date(),
            organisation=certificate.organisation,
            state="altered" if altered else "revoked" if held.revoked_at else "valid",
            revoked_on=local(held.revoked_at).date() if held.revoked_at else None,
        )


def paper(parts: Parts, typed: str) -> Paper:
    """The certificate for its holder. Raises NotFoundError."""
    with parts.database.reading() as session:
        held = find(session, typed)
        return Paper(
            staff_id=held.enrolment.staff_id,
            certificate=Certificate.from_json(held.content),
            revoked_at=held.revoked_at,
            revoked_reason=held.revoked_reason,
        )


def revoke(parts: Parts, typed: str, *, reason: str, by: str) -> None:
    """Take a certificate back; the learning stays.

    Raises:
        NotFoundError: There is none.
        InvalidError: No reason is given.
        ConflictError: It was taken back before.
    """
    if not reason.strip():
        raise InvalidError("invalid-value", field="reason", problem="trống / empty")
    with parts.database.writing() as session:
        evidence.lock(session)
        held = find(session, typed)
        if held.revoked_at is not None:
            raise ConflictError("certificate-revoked", number=held.number)
        held.revoked_at, held.revoked_reason = now(), reason.strip()
        evidence.record(session, held.enrolment, "revoked", result={"number": held.number, "by": by})
        record(session, by, "certificate.revoked", held.number, {"reason": held.revoked_reason})


def find(session: Session, typed: str) -> IssuedCertificate:
    """Raises NotFoundError."""
    held = session.get(IssuedCertificate, normalise(typed)) if is_valid(typed) else None
    if held is None:
        raise NotFoundError("chứng nhận", typed[:40])
    return held


def _certified(session: Session, held: IssuedCertificate) -> object:
    """The fingerprint that the chain holds."""
    events = session.scalars(
        select(TrainingEvent).where(TrainingEvent.enrolment_id == held.enrolment_id, TrainingEvent.verb == "certified")
    )
    return next((one.result.get("fingerprint") for one in events if one.result.get("number") == held.number), None)


def _fresh_number(session: Session, year: int) -> str:
    while True:
        made = number(year=year, random_bits=secrets.randbits(RANDOM_BITS))
        if session.get(IssuedCertificate, made) is None:
            return made


def _score_percent(course: Course, events: Iterable[EventFields]) -> int | None:
    """The best score of each quiz, on average, rounded down; None without a quiz."""
    best = {part.slug: 0 for part in course.parts if isinstance(part, Quiz)}
    for event in events:
        score = event.result.get("score_percent")
        if event.part in best and isinstance(score, int):
            best[event.part] = max(best[event.part], score)
    return sum(best.values()) // len(best) if best else None
