"""What the newsroom sees: the board of all items, and everything about one item or delivery."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.wire.item import WITHOUT_END
from hub.extensions.parts import Parts
from hub.models import (
    WAITING,
    Arrival,
    Asset,
    Attempt,
    AuditEntry,
    Chunk,
    Delivery,
    Destination,
    Item,
    Priority,
    Programme,
    Rendition,
    Work,
    WorkState,
)
from hub.services import arrivals, cutting_out, destinations, embargoes, posts, publishing, rejections
from hub.services.cutting_out import Piece
from hub.services.progress import MOVING, fraction_of, waits_for
from hub.services.renewing import OF_ITEMS, works_of
from hub.services.views import item_views

#: Items of one page of the board.
PAGE_SIZE = 30

#: Entries of an item's history.
HISTORY = 100

#: Forms that are shown one by one; an article's pictures would be many.
QUIET_FORMS = frozenset({"picture-thumb"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which part of the board; empty is everything. Pages count from 1."""

    kind: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item on the board. `progress` is None when nothing of it is being made."""

    item: Item
    asset: Asset | None
    forms: Sequence[Rendition]
    deliveries: Mapping[str, int]
    progress: float | None


@dataclass(frozen=True, kw_only=True)
class Board:
    lines: Sequence[Line]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything about one item."""

    item: Item
    asset: Asset | None
    forms: Sequence[Rendition]
    deliveries: Sequence[Delivery]
    works: Sequence[Work]
    #: By which it came, the first one first.
    roads: Sequence[Arrival]
    #: Until when its agency does not let it be public; None without such an embargo.
    not_before: datetime | None
    #: (code, facts) of what is told where its agency has cancelled it: it can not be published.
    cancelled: tuple[str, Mapping[str, object]] | None
    history: Sequence[AuditEntry]
    #: The issue that it was cut from.
    issue: Item | None
    #: Articles that were cut from it.
    pieces: Sequence[Piece]
    #: Whether there is nothing of it to show: it can be made again or put aside, and goes no step nearer to readers.
    is_bare: bool

    @property
    def running(self) -> bool:
        return any(work.state in {*WAITING, WorkState.LEASED} for work in self.works)

    @property
    def is_moving(self) -> bool:
        """Whether its page changes by itself before long: never where `progress` says that it has ended."""
        return self.running or any(one.state in MOVING for one in self.deliveries)

    @property
    def fraction(self) -> float:
        """0 to 1, as its stream tells it."""
        return fraction_of(self.works)

    @property
    def waits_for(self) -> tuple[str, Mapping[str, object]] | None:
        """(code, facts) of what its making waits for beside its turn."""
        return waits_for(self.works)

    @property
    def is_paused(self) -> bool:
        return any(work.paused for work in self.works)

    @property
    def is_news(self) -> bool:
        """Whether what is being made of it goes before whatever is less urgent."""
        return all(work.priority == Priority.NEWS for work in self.works if work.state in {*WAITING, WorkState.LEASED})

    @property
    def is_withheld(self) -> bool:
        """Whether nobody knows yet when it may be public."""
        return self.not_before is not None and self.not_before >= WITHOUT_END

    @property
    def broken(self) -> bool:
        return any(work.state in {WorkState.FAILED, WorkState.UNKNOWN} for work in self.works)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One destination that an item can be pushed to, with (code, facts) of what stands against it."""

    destination: Destination
    delivered: bool
    faults: Sequence[tuple[str, Mapping[str, object]]]


def board(session: Session, wanted: Wanted) -> Board:
    """One page of the items, the newest first."""
    query = select(Item).join(Programme).where(Item.merged_into.is_(None)).order_by(Item.id.desc())
    if wanted.kind:
        query = query.where(Programme.kind == wanted.kind)
    if wanted.state:
        query = query.where(Item.state == wanted.state)
    items = session.scalars(query.offset((wanted.page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return Board(lines=_lines(session, items[:PAGE_SIZE]), more=len(items) > PAGE_SIZE)


def _lines(session: Session, items: Sequence[Item]) -> list[Line]:
    ids = [item.id for item in items]
    forms: dict[str, list[Rendition]] = defaultdict(list)
    for form in session.scalars(select(Rendition).where(Rendition.item_id.in_(ids)).order_by(Rendition.id)):
        if not form.form.startswith("picture"):
            forms[form.item_id].append(form)
    sent: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item_id, state in session.execute(select(Delivery.item_id, Delivery.state).where(Delivery.item_id.in_(ids))):
        sent[item_id][state] += 1
    # In the order of their ids, so that the newest original of an item stands.
    assets = {
        one.item_id: one for one in session.scalars(select(Asset).where(Asset.item_id.in_(ids)).order_by(Asset.id))
    }
    open_states = [*WAITING, WorkState.LEASED]
    chunks = dict(session.execute(select(Chunk.id, Chunk.item_id).where(Chunk.item_id.in_(ids))).all())
    works: dict[str, list[Work]] = defaultdict(list)
    of_items = Work.subject_id.in_(ids) & Work.kind.in_(OF_ITEMS)
    for work in session.scalars(select(Work).where(of_items | Work.subject_id.in_(chunks))):
        works[chunks.get(work.subject_id, work.subject_id)].append(work)
    progress = {
        item_id: fraction_of(found)
        for item_id, found in works.items()
        if any(work.state in open_states for work in found)
    }
    return [
        Line(
            item=item,
            asset=assets.get(item.id),
            forms=forms[item.id],
            deliveries=sent[item.id],
            progress=progress.get(item.id),
        )
        for item in items
    ]


def desk(session: Session, item_id: str) -> Desk:
    """Raises NotFoundError."""
    item = publishing.get(session, item_id)
    cancelled = embargoes.cancellation(session, item_id)
    deliveries = session.scalars(select(Delivery).where(Delivery.item_id == item_id).order_by(Delivery.id.desc())).all()
    subjects = [item_id, *(one.id for one in deliveries)]
    forms = session.scalars(select(Rendition).where(Rendition.item_id == item_id).order_by(Rendition.id)).all()
    return Desk(
        item=item,
        asset=session.scalar(select(Asset).where(Asset.item_id == item_id).order_by(Asset.id.desc()).limit(1)),
        forms=[one for one in forms if one.form not in QUIET_FORMS],
        deliveries=deliveries,
        works=works_of(session, item_id),
        roads=arrivals.roads_of(session, item_id),
        not_before=embargoes.not_before(session, item_id),
        cancelled=(cancelled.code, cancelled.facts) if cancelled else None,
        issue=session.get(Item, item.part_of) if item.part_of else None,
        pieces=cutting_out.pieces(session, item_id),
        is_bare=rejections.is_bare(session, item_id),
        history=session.scalars(
            select(AuditEntry).where(AuditEntry.subject_id.in_(subjects)).order_by(AuditEntry.id.desc()).limit(HISTORY)
        ).all(),
    )


def choices(parts: Parts, session: Session, item: Item) -> list[Choice]:
    """Where the item can be pushed to, domestic destinations first."""
    views = item_views(session, [item.id], public_only=False)
    there = set(
        session.scalars(
            select(Delivery.destination_id).where(Delivery.item_id == item.id, Delivery.revision == item.revision)
        )
    )
    return [
        Choice(
            destination=one,
            delivered=one.id in there,
            faults=() if one.id in there else posts.pre_flight(parts, views[0], one),
        )
        for one in destinations.enabled(session)
    ]


def attempts(session: Session, delivery_id: str) -> Sequence[tuple[Work, Attempt]]:
    """Every try at a delivery and at its withdrawal, in their order."""
    rows = session.execute(
        select(Work, Attempt)
        .join(Attempt, Attempt.work_id == Work.id)
        .where(Work.subject_id == delivery_id)
        .order_by(Attempt.started_at, Attempt.id)
    )
    return [(work, attempt) for work, attempt in rows]


def form_of(session: Session, item_id: str, name: str) -> Rendition | None:
    """The form that a file below `/editor/items/<id>/media/` belongs to; None for a name that is none of them."""
    rows = session.scalars(select(Rendition).where(Rendition.item_id == item_id)).all()
    for one in rows:
        folder = one.name.rpartition("/")[0]
        if one.name == name or (folder and name.startswith(f"{folder}/")):
            return one
    return None
