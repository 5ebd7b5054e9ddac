"""The chain of training events: appended one at a time by whoever holds its lock, and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Enrolment, EnrolmentState, IssuedCertificate, TrainingEvent
from training.certificate import Certificate, fingerprint
from training.errors import EvidenceError
from training.events import Event, EventFields, Verb, seal, verify

#: Any number that nothing else on the database locks.
_LOCK = 0x4C61_6943

#: Where a session keeps the end of the chain while it holds the lock.
_TAIL = "end of the training chain"


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What came of looking at all the evidence.

    Attributes:
        events: How many there are.
        head: Hash of the newest one; kept somewhere else, it also shows whether the newest were cut off.
        broken_at: Where the chain breaks; None when it is whole.
        altered: Numbers of certificates that say something else than on the day they were issued.
        unproven: Enrolments that claim a completion of which the chain knows nothing.
    """

    events: int
    head: str
    broken_at: int | None
    altered: tuple[str, ...]
    unproven: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and not self.altered and not self.unproven


def lock(session: Session) -> None:
    """Wait until nobody else appends; held to the end of the transaction. Taken before any row is read or locked."""
    # SQLite: a writing session has the write lock already.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def record(
    session: Session, enrolment: Enrolment, verb: Verb, part: str | None = None, result: Mapping[str, Any] | None = None
) -> Event:
    """Append what happened in an enrolment.

    Raises:
        EvidenceError: The result holds what cannot be written down.
    """
    if _TAIL not in session.info:
        lock(session)
        newest = session.scalar(select(TrainingEvent).order_by(TrainingEvent.sequence.desc()).limit(1))
        session.info[_TAIL] = as_event(newest) if newest else None
    tail: Event | None = session.info[_TAIL]
    fields = EventFields(
        sequence=tail.sequence + 1 if tail else 1,
        at=now(),
        person_id=enrolment.staff_id,
        enrolment_id=enrolment.id,
        verb=verb,
        part=part,
        result=dict(result or {}),
    )
    event = seal(fields, previous=tail)
    session.add(TrainingEvent(**vars(event)))
    session.info[_TAIL] = event
    return event


def of_enrolment(session: Session, enrolment_id: str) -> list[Event]:
    """What happened in one enrolment, oldest first."""
    session.flush()
    rows = select(TrainingEvent).where(TrainingEvent.enrolment_id == enrolment_id).order_by(TrainingEvent.sequence)
    return [as_event(row) for row in session.scalars(rows)]


def of_enrolments(session: Session, ids: Iterable[str]) -> dict[str, list[Event]]:
    """What happened in each of some enrolments, oldest first."""
    found: dict[str, list[Event]] = {one: [] for one in ids}
    rows = select(TrainingEvent).where(TrainingEvent.enrolment_id.in_(found)).order_by(TrainingEvent.sequence)
    for row in session.scalars(rows):
        found[row.enrolment_id].append(as_event(row))
    return found


def verify_chain(parts: Parts) -> int | None:
    """The sequence at which the chain breaks, or None when it is whole."""
    with parts.database.reading() as session:
        rows = session.scalars(select(TrainingEvent).order_by(TrainingEvent.sequence).execution_options(yield_per=1000))
        return verify(as_event(row) for row in rows)


def audit(parts: Parts) -> Audit:
    """Look at the chain, at every certificate and at every completion."""
    broken_at = verify_chain(parts)
    with parts.database.reading() as session:
        proven = select(TrainingEvent.enrolment_id).where(TrainingEvent.verb == "completed")
        unproven = session.scalars(
            select(Enrolment.id)
            .where((Enrolment.state == EnrolmentState.COMPLETED) | Enrolment.completed_at.is_not(None))
            .where(Enrolment.id.not_in(proven))
            .order_by(Enrolment.id)
        ).all()
        certified = {
            str(row.result.get("number")): row.result.get("fingerprint")
            for row in session.scalars(select(TrainingEvent).where(TrainingEvent.verb == "certified"))
        }
        held = session.scalars(select(IssuedCertificate).order_by(IssuedCertificate.number)).all()
        return Audit(
            events=session.scalar(select(func.count()).select_from(TrainingEvent)) or 0,
            head=session.scalar(select(TrainingEvent.hash).order_by(TrainingEvent.sequence.desc()).limit(1)) or "",
            broken_at=broken_at,
            altered=tuple(one.number for one in held if not is_unaltered(one, certified.get(one.number))),
            unproven=tuple(unproven),
        )


def is_unaltered(held: IssuedCertificate, certified: object) -> bool:
    """Whether a certificate says what it said when it was issued; `certified` is the fingerprint in the chain."""
    try:
        certificate = Certificate.from_json(held.content)
    except EvidenceError:
        return False
    return certificate.number == held.number and fingerprint(certificate) == held.fingerprint == certified


def as_event(row: TrainingEvent) -> Event:
    return Event(
        sequence=row.sequence,
        at=row.at,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        verb=cast("Verb", row.verb),  # a forged one is for `verify` to find
        part=row.part,
        result=row.result,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
