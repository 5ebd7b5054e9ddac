"""What happened in training: an append-only list in which each event carries the hash of the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from training.canonical import sha256_of, utc_text
from training.errors import EvidenceError

Verb = Literal["enrolled", "opened", "read", "answered", "passed", "failed", "completed", "certified", "revoked"]
VERBS: tuple[Verb, ...] = get_args(Verb)

#: What the first event names as the hash before it.
GENESIS_HASH = "0" * 64


@dataclass(frozen=True, kw_only=True)
class EventFields:
    """What an event says.

    Attributes:
        sequence: Place in the chain, from 1, without gaps.
        at: When it happened; aware.
        person_id: Who.
        enrolment_id: In which enrolment.
        verb: What the person did, or what was done for the person.
        part: Slug of the lesson or quiz; None when the whole course is meant.
        result: Plain facts; `score_percent` (a whole number) with `passed` and `failed`. No fractions.
    """

    sequence: int
    at: datetime
    person_id: str
    enrolment_id: str
    verb: Verb
    part: str | None = None
    result: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Event(EventFields):
    """An event as it is stored. It is not checked when made, so that `verify` can be shown a forged one."""

    previous_hash: str
    hash: str


def chain(previous_hash: str, fields: EventFields) -> str:
    """Hash what an event says together with the hash before it (SHA-256, hexadecimal).

    Raises:
        EvidenceError: The time has no zone, or the result holds a value that cannot be written down.
    """
    return sha256_of(
        {
            "previous_hash": previous_hash,
            "sequence": fields.sequence,
            "at": utc_text(fields.at, name="at"),
            "person_id": fields.person_id,
            "enrolment_id": fields.enrolment_id,
            "verb": fields.verb,
            "part": fields.part,
            "result": fields.result,
        }
    )


def seal(fields: EventFields, *, previous: Event | None) -> Event:
    """Make the next event of a chain.

    Args:
        fields: What happened; its sequence must follow that of `previous`.
        previous: The last event of the chain; None when this is the first.

    Raises:
        EvidenceError: The verb is unknown, the sequence does not follow, or see `chain`.
    """
    if fields.verb not in VERBS:
        raise EvidenceError("unknown-verb", verb=fields.verb)
    due = 1 if previous is None else previous.sequence + 1
    if fields.sequence != due:
        raise EvidenceError("evidence-out-of-range", name="sequence", value=fields.sequence, low=due, high=due)
    previous_hash = GENESIS_HASH if previous is None else previous.hash
    return Event(
        sequence=fields.sequence,
        at=fields.at,
        person_id=fields.person_id,
        enrolment_id=fields.enrolment_id,
        verb=fields.verb,
        part=fields.part,
        result=fields.result,
        previous_hash=previous_hash,
        hash=chain(previous_hash, fields),
    )


def verify(events: Iterable[Event], *, previous: Event | None = None) -> int | None:
    """Find the first place where a chain was changed, cut or reordered.

    A chain that lost its newest events still verifies: keep the last hash somewhere else to see that too.

    Args:
        events: In the order of the chain.
        previous: The event before the first one given; None when the chain is given from its start.

    Returns:
        The sequence at which the chain breaks (where an event is missing: the one missing), or None when it is whole.
    """
    due, last_hash = (1, GENESIS_HASH) if previous is None else (previous.sequence + 1, previous.hash)
    for event in events:
        if event.sequence != due:
            return due
        if event.previous_hash != last_hash or not _is_true(event):
            return event.sequence
        due, last_hash = due + 1, event.hash
    return None


def _is_true(event: Event) -> bool:
    try:
        return chain(event.previous_hash, event) == event.hash
    except EvidenceError:
        return False  # what cannot be hashed was never sealed
