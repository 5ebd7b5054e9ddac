"""The work kernel: lease with heartbeat → attempt → outcome. Each step is one transaction on the row."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from hub.errors import Fact, LeaseLostError
from hub.extensions.clock import now
from hub.extensions.database import Database, own_insert
from hub.extensions.queue import Dispatch
from hub.models import WAITING, Attempt, Priority, Work, WorkState, new_id
from hub.services.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right to execute one attempt, until it expires."""

    work_id: str
    kind: str
    subject_id: str
    owner: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an attempt ended.

    `ok`, `retry` (later), `failed` (for good), `unknown`, or what is not its fault: `released` (at once) and `waiting`
    (after `retry_after_s`).
    """

    name: str
    code: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    retry_after_s: float | None = None
    trace: str = ""


#: States in which nothing more comes of work by itself.
ENDED = frozenset({WorkState.DONE, WorkState.FAILED, WorkState.UNKNOWN})

OK = Outcome(name="ok")
LOST = Outcome(name="lost", code="worker-gone")

#: Seconds after which waiting work is taken to have found no free worker.
OVERTAKEN_S = 3.0


def promise(  # noqa: PLR0913  each is a column
    session: Session,
    kind: str,
    subject_id: str,
    *,
    due_at: datetime | None = None,
    work_id: str | None = None,
    priority: Priority = Priority.NEWS,
) -> Work:
    """Add work to the transaction of the change that wants it; it is dispatched after the commit."""
    work = Work(
        id=work_id or new_id(),
        kind=kind,
        subject_id=subject_id,
        due_at=due_at or now(),
        created_at=now(),
        priority=priority,
    )
    session.add(work)
    session.flush()
    if due_at is None:
        _dispatch_after_commit(session, work)
    return work


def only(session: Session, kind: str, subject_id: str, *, work_id: str = "") -> Work:
    """The one work of its kind for a subject, locked to the end of the transaction; done where it never was due."""
    work_id = work_id or f"{kind}-{subject_id}"
    # What was changed here is not to be read over.
    session.flush()
    found = session.get(Work, work_id, with_for_update=True, populate_existing=True)
    if found is not None:
        return found
    # Two first changes at the same moment make one row, and the second waits for the first.
    first = {"id": work_id, "kind": kind, "subject_id": subject_id, "state": WorkState.DONE}
    values = {**first, "due_at": now(), "created_at": now()}
    session.execute(own_insert(session)(Work).values(values).on_conflict_do_nothing())
    return session.get_one(Work, work_id, with_for_update=True)


def renew(session: Session, work: Work, *, due_at: datetime | None = None) -> None:
    """Make ended work due again, with all its tries."""
    work.state, work.due_at, work.failures = WorkState.DUE, due_at or now(), 0
    work.reason_code, work.reason_facts, work.cancel_requested = "", {}, False
    work.progress, work.ended_at = 0.0, None
    session.flush()
    if due_at is None:
        _dispatch_after_commit(session, work)


def claim(database: Database, work_id: str, *, owner: str, lease_s: float) -> Lease | None:
    """Take the lease of due work; None when it is not due, or somebody else has it."""
    with database.writing() as session:
        taken = session.execute(
            update(Work)
            .where(Work.id == work_id, Work.state.in_(WAITING), Work.due_at <= now(), Work.paused.is_(False))
            .values(
                state=WorkState.LEASED,
                lease_owner=owner,
                lease_until=now() + timedelta(seconds=lease_s),
                attempts=Work.attempts + 1,
            )
            .returning(Work.id, Work.kind, Work.subject_id, Work.attempts)
        ).one_or_none()
        if taken is None:
            return None
        lease = Lease(
            work_id=taken.id, kind=taken.kind, subject_id=taken.subject_id, owner=owner, number=taken.attempts
        )
        session.add(Attempt(work_id=work_id, number=lease.number, owner=owner, started_at=now()))
        return lease


def new_owner(node: str, pid: int) -> str:
    """Names one attempt on one machine; never given twice."""
    return f"{node}:{pid}:{secrets.token_hex(4)}"


def fence(session: Session, lease: Lease) -> None:
    """Hold the lease to the end of the transaction, so that nobody who lost it writes.

    Raises:
        LeaseLostError: Another process has it.
    """
    held = session.scalar(
        select(Work.id)
        .where(Work.id == lease.work_id, Work.lease_owner == lease.owner, Work.state == WorkState.LEASED)
        .with_for_update()
    )
    if held is None:
        raise LeaseLostError


def heartbeat(database: Database, lease: Lease, *, lease_s: float, progress: float | None) -> bool:
    """Prolong the lease and note the progress. False when the lease is lost or somebody asked to stop or pause."""
    values: dict[str, Any] = {"lease_until": now() + timedelta(seconds=lease_s)}
    if progress is not None:
        # Another attempt begins anew, and what people see of it does not.
        values["progress"] = case((Work.progress > progress, Work.progress), else_=progress)
    with database.writing() as session:
        row = session.execute(
            update(Work)
            .where(Work.id == lease.work_id, Work.lease_owner == lease.owner, Work.state == WorkState.LEASED)
            .values(**values)
            .returning(Work.cancel_requested, Work.paused)
        ).one_or_none()
    return row is not None and not row.cancel_requested and not row.paused


def is_held(database: Database, lease: Lease) -> bool:
    """False when the lease is lost or somebody asked to stop or pause."""
    with database.reading() as session:
        row = session.execute(
            select(Work.cancel_requested, Work.paused).where(
                Work.id == lease.work_id, Work.lease_owner == lease.owner, Work.state == WorkState.LEASED
            )
        ).one_or_none()
    return row is not None and not row.cancel_requested and not row.paused


def is_overtaken(database: Database, lease: Lease) -> bool:
    """Whether this one is to make way: what is more urgent has waited longer than a free worker would need."""
    kinds = [name for name, kind in KINDS.items() if kind.queue == KINDS[lease.kind].queue]
    with database.reading() as session:
        own = session.scalar(select(Work.priority).where(Work.id == lease.work_id))
        more_urgent = select(func.count(Work.id)).where(
            Work.state.in_(WAITING),
            Work.due_at <= now() - timedelta(seconds=OVERTAKEN_S),
            Work.paused.is_(False),
            Work.kind.in_(kinds),
            Work.priority < own,
        )
        waiting = session.scalar(more_urgent) or 0
        if not waiting:
            return False
        # The least urgent first, and of these the one that began last, which loses least; one for each that waits.
        last = (
            select(Work.id)
            .join(Attempt, (Attempt.work_id == Work.id) & (Attempt.number == Work.attempts))
            .where(Work.state == WorkState.LEASED, Work.kind.in_(kinds))
            .order_by(Work.priority.desc(), Attempt.started_at.desc(), Work.id.desc())
            .limit(waiting)
        )
        return lease.work_id in set(session.scalars(last))


def finish(session: Session, lease: Lease, outcome: Outcome) -> Work:
    """Write an attempt's end and what follows from it.

    Raises:
        LeaseLostError: Another process has the lease; nothing is written.
    """
    fence(session, lease)
    work = session.get_one(Work, lease.work_id)
    _end_attempt(session, lease.work_id, lease.number, outcome)
    _settle(session, work, outcome)
    return work


def cancel(work: Work) -> None:
    """Ask running work to stop; waiting work ends at once."""
    work.cancel_requested = True
    if work.state in WAITING:
        _end(work, WorkState.FAILED, Outcome(name="failed", code="cancelled"))


def pause(work: Work) -> None:
    """Let work rest: what runs is given back within seconds, and nothing of it is executed before `resume`."""
    work.paused = True


def resume(session: Session, work: Work) -> None:
    """Let paused work go on."""
    work.paused = False
    session.flush()
    if work.state in WAITING and work.due_at <= now():
        _dispatch_after_commit(session, work)


def prefer(session: Session, work: Work, priority: Priority) -> None:
    """Give work another place in the order; where it waits in a queue, it is put into the other one."""
    work.priority = priority
    session.flush()
    if work.state in WAITING and work.due_at <= now():
        # Another round: the job that waits in the former queue finds nothing to do.
        work.attempts += 1
        _dispatch_after_commit(session, work)


def take_back(session: Session, *, node: str | None = None) -> Sequence[Work]:
    """Release leases that expired, or all of one node (which has just started, so nobody there holds any)."""
    gone = Work.lease_until < now() if node is None else Work.lease_owner.startswith(f"{node}:")
    lost = select(Work).where(Work.state == WorkState.LEASED, gone).with_for_update(skip_locked=True)
    works = session.scalars(lost).all()
    for work in works:
        _end_attempt(session, work.id, work.attempts, LOST)
        _settle(session, work, LOST)
    return works


def overdue(database: Database, *, limit: int = 1000) -> list[Dispatch]:
    """Attempts that should run now, oldest first."""
    with database.reading() as session:
        rows = session.scalars(
            select(Work)
            .where(Work.state.in_(WAITING), Work.due_at <= now(), Work.paused.is_(False))
            .order_by(Work.priority, Work.due_at)
            .limit(limit)
        )
        return [dispatch_of(work) for work in rows]


def dispatch_of(work: Work) -> Dispatch:
    kind = KINDS[work.kind]
    later = kind.queue == "media" and work.priority != Priority.NEWS
    queue = f"{kind.queue}-{Priority(work.priority).name.lower()}" if later else kind.queue
    # Work that was renewed without an attempt in between keeps its round; RQ forgets a round after seconds.
    return Dispatch(work_id=work.id, queue=queue, round=work.attempts, time_limit_s=kind.time_limit_s)


def waiting_or_running(session: Session, kind: str, subject_id: str) -> bool:
    """Whether some work of this kind on this subject has not ended."""
    return (
        session.scalar(
            select(Work.id)
            .where(
                Work.kind == kind,
                Work.subject_id == subject_id,
                or_(Work.state.in_(WAITING), Work.state == WorkState.LEASED),
            )
            .limit(1)
        )
        is not None
    )


def _dispatch_after_commit(session: Session, work: Work) -> None:
    session.info.setdefault("promised", []).append(dispatch_of(work))


def _settle(session: Session, work: Work, outcome: Outcome) -> None:
    kind = KINDS[work.kind]
    match outcome.name:
        case "ok":
            _end(work, WorkState.DONE, outcome)
            work.progress = 1.0
        case "failed":
            _end(work, WorkState.FAILED, outcome)
        case "unknown":
            _end(work, WorkState.UNKNOWN, outcome)
        case "released" | "waiting" if not work.cancel_requested:
            _wait(work, WorkState.DUE, outcome, outcome.retry_after_s or 0)
        case _ if work.cancel_requested:
            _end(work, WorkState.FAILED, Outcome(name="failed", code="cancelled"))
        case _:
            work.failures += 1
            if work.failures >= kind.tries:
                _end(work, WorkState.FAILED, outcome)
            else:
                pause_s = kind.back_off_s[min(work.failures, len(kind.back_off_s)) - 1]
                pause_s *= secrets.SystemRandom().uniform(1, 1 + kind.jitter)
                _wait(work, WorkState.RETRY, outcome, outcome.retry_after_s or pause_s)
    if work.state in WAITING and work.due_at <= now() and not work.paused:
        session.flush()
        _dispatch_after_commit(session, work)


def _wait(work: Work, state: WorkState, outcome: Outcome, pause_s: float) -> None:
    # A process that vanished has cost time enough: its work is due at once.
    work.state, work.due_at = state, now() + timedelta(seconds=0 if outcome.name == "lost" else pause_s)
    work.lease_owner, work.lease_until, work.reserved_bytes = "", None, 0
    work.reason_code, work.reason_facts = outcome.code, dict(outcome.facts)


def _end(work: Work, state: WorkState, outcome: Outcome) -> None:
    work.state, work.ended_at = state, now()
    work.lease_owner, work.lease_until, work.reserved_bytes = "", None, 0
    work.paused = False
    work.reason_code, work.reason_facts = outcome.code, dict(outcome.facts)


def _end_attempt(session: Session, work_id: str, number: int, outcome: Outcome) -> None:
    session.execute(
        update(Attempt)
        .where(Attempt.work_id == work_id, Attempt.number == number)
        .values(
            ended_at=now(),
            outcome=outcome.name,
            reason_code=outcome.code,
            reason_facts=dict(outcome.facts),
            trace=outcome.trace,
        )
    )
