"""Finding what a reader looks for: stage by stage, the best first, each the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import LOCAL
from hub.models import SearchEntry
from hub.services.search import engines, query
from hub.services.search.index import number_of
from hub.services.search.words import label

#: Items that are found at most; whoever gets more has to say more.
MOST = 100
#: Items of one page.
PAGE_SIZE = 10

#: Times that more rows are asked for, where an index cannot tell whether they hold a phrase.
_TRIES = 8
#: Tokens from which on it is asked first whether anything holds them all: finding that nothing does takes long.
_MANY = 4
_FIRST, _LAST = -(2**62), 2**62


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader asks for."""

    typed: str
    kind: str = ""
    language: str = ""
    #: Slug.
    programme: str = ""
    #: Days in the province, both included.
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of what was found."""

    query: query.Query
    #: Ids of items, the best first.
    ids: Sequence[str] = field(default=())
    count: int = 0
    #: Whether there are more than `count`.
    more: bool = False
    page: int = 1
    pages: int = 0


def find(session: Session, wanted: Wanted) -> Found:
    """What is public and holds all that was typed. Whatever was typed, there is an answer."""
    asked = query.read(wanted.typed)
    first, below = _bounds(wanted)
    if not asked or first >= below:
        return Found(query=asked)
    labels = [label(name, value) for name, value in _filters(wanted) if value]
    engines.prepare(session)
    numbers: dict[int, None] = {}
    for group in asked.groups(labels):
        if len(group[-1].tokens) >= _MANY and not engines.newest(
            session, group[-1].tokens, first=first, below=below, most=1
        ):
            continue
        for stage in group:
            if len(numbers) <= MOST:
                numbers |= dict.fromkeys(_held(session, stage, first, below))
    kept = list(numbers)[:MOST]
    pages = -(-len(kept) // PAGE_SIZE)
    page = min(max(wanted.page, 1), max(pages, 1))
    shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    entries = session.execute(select(SearchEntry.number, SearchEntry.item_id).where(SearchEntry.number.in_(shown)))
    ids = {entry.number: entry.item_id for entry in entries}
    return Found(
        query=asked,
        ids=[ids[number] for number in shown if number in ids],
        count=len(kept),
        more=len(numbers) > MOST,
        page=page,
        pages=pages,
    )


def _held(session: Session, stage: query.Stage, first: int, below: int) -> Iterator[int]:
    """The newest rows of a stage, one more than are found at most."""
    most = MOST + 1
    left = most
    for _ in range(_TRIES):
        rows = engines.newest(session, stage.tokens, first=first, below=below, most=most)
        held = _with_phrases(session, stage, rows)[:left]
        yield from held
        left -= len(held)
        if len(rows) < most or not left:
            return
        below = rows[-1]


def _with_phrases(session: Session, stage: query.Stage, rows: Sequence[int]) -> Sequence[int]:
    if not stage.phrases:
        return rows
    entries = select(SearchEntry.number, SearchEntry.title, SearchEntry.text).where(SearchEntry.number.in_(rows))
    held = {number for number, title, text in session.execute(entries) if stage.holds(title.split(), text.split())}
    return [number for number in rows if number in held]


def _filters(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    return ("kind", wanted.kind), ("language", wanted.language), ("programme", wanted.programme)


def _bounds(wanted: Wanted) -> tuple[int, int]:
    first = _FIRST if wanted.since is None else _midnight(wanted.since)
    # The last day that there is has no day after it.
    open_end = wanted.until is None or wanted.until == date.max
    return first, _LAST if open_end or wanted.until is None else _midnight(wanted.until + timedelta(days=1))


def _midnight(day: date) -> int:
    return number_of(datetime.combine(day, time(), LOCAL).timestamp())
