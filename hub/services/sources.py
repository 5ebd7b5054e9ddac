"""Sources that the hub looks at by itself: kept, switched, looked at in their turn, said to be quiet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.reading.errors import FeedReadError
from hub.errors import ConflictError, HubError, InvalidError, NotFoundError, code_and_facts
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Source, SourceKind, Work
from hub.services import programmes, work
from hub.services.audit import record
from hub.services.work import Lease, Outcome

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

#: Seconds between two looks at a source, where it does not ask for others.
EVERY_S: Mapping[str, float] = {SourceKind.FEED: 900, SourceKind.CHANNEL: 6 * 3600, SourceKind.FOLDER: 15}

#: Seconds that a source which fails again and again is left alone at the most.
LONGEST_S: Mapping[str, float] = {SourceKind.FEED: 24 * 3600, SourceKind.CHANNEL: 48 * 3600, SourceKind.FOLDER: 300}

#: Seconds between two looks that a person may ask for.
LEAST_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Account:
    """A source as a person gives it."""

    slug: str
    kind: str
    title: str
    programme: str
    #: The address of a feed or channel, the path of a folder.
    address: str
    #: `every_s`, `publish`, `full_text`, `archive`, `form`, `fields` … as the kind knows them.
    options: Mapping[str, Any] = field(default_factory=dict)
    quiet_after_h: int = 0


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What one look at a source found.

    Attributes:
        found: Things that were not known before.
        memory: What the next look should know.
        again_s: Seconds to the next look where it should not be the usual ones: more is there already.
    """

    found: int
    memory: Mapping[str, Any]
    again_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One look at one source: everything that whoever looks needs."""

    parts: Parts
    lease: Lease
    source: Source
    folder: Path
    cancelled: Callable[[], bool]


Looker = Callable[[Visit], Looked]


def find(session: Session, slug: str) -> Source:
    """The source of that slug. Raises NotFoundError."""
    found = session.scalar(select(Source).where(Source.slug == slug))
    if found is None:
        raise NotFoundError("nguồn tin", slug)
    return found


def every(session: Session) -> Sequence[Source]:
    return session.scalars(select(Source).order_by(Source.kind, Source.title)).all()


def add(session: Session, account: Account, *, by: str) -> Source:
    """Keep a new source; it is looked at as soon as this is committed.

    Raises:
        InvalidError: Its slug, title, kind or address cannot be right.
        ConflictError: There is one of that slug.
        NotFoundError: There is no such programme.
    """
    if not _SLUG.fullmatch(account.slug):
        raise InvalidError("not-a-slug", slug=account.slug)
    if account.kind not in EVERY_S:
        raise InvalidError("invalid-value", field="kind", problem=", ".join(EVERY_S))
    if not account.title.strip() or not account.address.strip():
        raise InvalidError("invalid-value", field="title, address", problem="trống / empty")
    if session.scalar(select(Source.id).where(Source.slug == account.slug)):
        raise ConflictError("already-there", what="nguồn tin", name=account.slug)
    source = Source(
        slug=account.slug,
        kind=account.kind,
        title=account.title.strip(),
        programme_id=programmes.find(session, account.programme).id,
        address=account.address.strip(),
        options=dict(account.options),
        quiet_after_h=account.quiet_after_h,
        created_at=now(),
    )
    session.add(source)
    session.flush()
    work.promise(session, "look", source.id)
    record(session, by, "source.added", source.id, {"slug": source.slug, "kind": source.kind})
    return source


def change(session: Session, slug: str, values: Mapping[str, Any], *, by: str) -> Source:
    """Change title, programme (slug), address, options or hours of quiet; what was learnt elsewhere is forgotten."""
    source = find(session, slug)
    if values.get("address", source.address) != source.address:
        source.memory = {}
    if "programme" in values:
        source.programme_id = programmes.find(session, values["programme"]).id
    for name in ("title", "address", "options", "quiet_after_h"):
        if name in values:
            setattr(source, name, values[name])
    record(session, by, "source.changed", source.id)
    look_now(session, source)
    return source


def switch(session: Session, slug: str, *, enabled: bool, by: str) -> None:
    """Begin or end looking at a source; what came from it stays."""
    source = find(session, slug)
    source.enabled = enabled
    record(session, by, "source.switched", source.id, {"enabled": enabled})
    if enabled:
        look_now(session, source)


def look_now(session: Session, source: Source) -> None:
    """Have a source looked at without waiting for its turn."""
    look = _work_of(session, source)
    if look is not None and look.state != "leased":
        work.renew(session, look)


def look(visit: Visit, looker: Looker) -> Outcome:
    """One look at one source. A refusal is written on the source in its own words, and stops no other one."""
    if not visit.source.enabled:
        return work.OK
    try:
        looked = looker(visit)
    except (HubError, FeedReadError) as error:
        code, facts = code_and_facts(error)
        with visit.parts.database.writing() as session:
            work.fence(session, visit.lease)
            source = session.get_one(Source, visit.source.id)
            source.looked_at, source.failures = now(), source.failures + 1
            source.reason_code, source.reason_facts = code, dict(facts)
        return Outcome(name="failed", code=code, facts=facts, retry_after_s=getattr(error, "retry_after_s", None))
    with visit.parts.database.writing() as session:
        work.fence(session, visit.lease)
        source = session.get_one(Source, visit.source.id)
        source.looked_at, source.failures = now(), 0
        source.reason_code, source.reason_facts = "", {}
        source.memory = {**looked.memory, "again_s": looked.again_s}
        if looked.found:
            source.new_at = now()
    return work.OK


def looked(session: Session, look: Work) -> None:
    """A look has ended: the next one is due after the source's own time, later after each failure in a row."""
    source = session.get(Source, look.subject_id)
    if source is None or not source.enabled:
        return
    usual = max(LEAST_S, float(source.options.get("every_s") or EVERY_S[source.kind]))
    again = source.memory.get("again_s") if not source.failures else None
    pause = min(usual * 2**source.failures, max(usual, LONGEST_S[source.kind])) if again is None else float(again)
    work.renew(session, look, due_at=now() + timedelta(seconds=pause))


def notes(source: Source) -> list[tuple[str, Mapping[str, Any]]]:
    """What a source has to say although it works: codes of the sentences, and their facts."""
    told = list(source.memory.get("notes", {}).items())
    if source.memory.get("moved"):
        told.append(("followed-feed-moved", {"address": source.memory["moved"]}))
    fault = source.memory.get("archive_fault")
    return [*told, (fault["code"], fault["facts"])] if fault else told


def quiet_since(source: Source, *, at: datetime) -> datetime | None:
    """Since when a source has brought nothing, where that is longer than it may be; None otherwise."""
    if not source.enabled or not source.quiet_after_h:
        return None
    since = source.new_at or source.created_at
    return since if at - since > timedelta(hours=source.quiet_after_h) else None


def _work_of(session: Session, source: Source) -> Work | None:
    return session.scalar(select(Work).where(Work.kind == "look", Work.subject_id == source.id))
