"""What came in, by which road, what it became, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from hub.errors import ConflictError, NotFoundError
from hub.extensions.clock import now
from hub.models import Arrival, ArrivalState, Asset, AssetState, Item, ItemState, Source, Way, Work
from hub.services import work
from hub.services.audit import record

#: Arrivals of one page.
PAGE_SIZE = 50

#: Arrivals of a source that are looked back at.
MOST_SINCE = 500

#: What a list of states has beside `ArrivalState`: what became an item whose original was rejected.
REJECTED = "rejected"

#: States of what is being fetched, or could be fetched again.
UNSETTLED = frozenset({ArrivalState.WAITING, ArrivalState.FAILED, ArrivalState.SKIPPED})


@dataclass(frozen=True, kw_only=True)
class Road:
    """How something came.

    Attributes:
        way: One of `Way`.
        source_id: The followed or watched source, if one brought it.
        key: What tells it from all else of its source; empty where nothing does.
        version: Changes with its content at the source.
        address: Where people find it again.
        arrival_id: The arrival that waited for it, where it was known before it was fetched.
        parent_id: The arrival of the playlist or channel page that it was found on.
    """

    way: str
    source_id: str | None = None
    key: str = ""
    version: str = ""
    address: str = ""
    arrival_id: str = ""
    parent_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def expect(session: Session, road: Road, *, programme_id: str, name: str, wishes: Mapping[str, Any]) -> Arrival:
    """Note something that is still to be fetched; the caller promises the work."""
    arrival = _new(road, programme_id=programme_id, name=name, by=str(wishes.get("by", "")))
    arrival.wishes = dict(wishes)
    session.add(arrival)
    session.flush()
    return arrival


def arrived(session: Session, road: Road, item: Item, asset: Asset, state: ArrivalState, *, by: str) -> Arrival:  # noqa: PLR0913
    """Note what something became: an item of its own, or one source more (JOINED) of an item that was there.

    `by` is who sent it this time; one that was waited for keeps whoever asked for it.
    """
    arrival = session.get(Arrival, road.arrival_id) if road.arrival_id else None
    if arrival is None:
        arrival = _new(road, programme_id=item.programme_id, name=asset.name, by=by)
        session.add(arrival)
    arrival.item_id, arrival.sha256, arrival.state = item.id, asset.sha256, state
    arrival.reason_code, arrival.reason_facts = "", {}
    arrival.name = arrival.name or asset.name
    session.flush()
    return arrival


def passed_over(arrival: Arrival, code: str, facts: Mapping[str, Any] | None = None) -> None:
    """Note why something was left alone on purpose."""
    arrival.state, arrival.reason_code, arrival.reason_facts = ArrivalState.SKIPPED, code, dict(facts or {})


def failed(session: Session, arrival_id: str, code: str, facts: Mapping[str, Any]) -> None:
    """Note why something could not be fetched or taken in."""
    arrival = get(session, arrival_id)
    arrival.state, arrival.reason_code, arrival.reason_facts = ArrivalState.FAILED, code, dict(facts)


def get(session: Session, arrival_id: str) -> Arrival:
    """The arrival. Raises NotFoundError."""
    found = session.get(Arrival, arrival_id)
    if found is None:
        raise NotFoundError("lượt nhận", arrival_id)
    return found


def known(session: Session, source_id: str, keys: Sequence[str]) -> Mapping[str, Arrival]:
    """Those of `keys` that came from this source before."""
    rows = select(Arrival).where(Arrival.source_id == source_id, Arrival.key.in_(keys))
    return {one.key: one for one in session.scalars(rows)}


def since(session: Session, source_id: str, moment: datetime) -> Sequence[Arrival]:
    """What a source has brought since then that became an item or one source more of one, the newest first."""
    rows = select(Arrival).where(
        Arrival.source_id == source_id,
        Arrival.arrived_at > moment,
        Arrival.state.in_((ArrivalState.TAKEN, ArrivalState.JOINED)),
    )
    return session.scalars(rows.order_by(Arrival.id.desc()).limit(MOST_SINCE)).all()


def take_again(session: Session, arrival_id: str, *, by: str) -> None:
    """Fetch once more what could not be fetched, or was passed over.

    Raises:
        NotFoundError: There is no such arrival.
        ConflictError: It became an item, which has its own "again".
    """
    arrival = get(session, arrival_id)
    fetch = session.scalar(select(Work).where(Work.kind == "fetch", Work.subject_id == arrival.id))
    if arrival.state not in {ArrivalState.FAILED, ArrivalState.SKIPPED} or fetch is None:
        raise ConflictError("wrong-state", verb="take again", state=arrival.state)
    arrival.state, arrival.reason_code, arrival.reason_facts = ArrivalState.WAITING, "", {}
    work.renew(session, fetch)
    record(session, by, "arrival.taken-again", arrival.id)


def skip(session: Session, arrival_id: str, *, by: str) -> None:
    """Pass over something that waits to be fetched. Raises NotFoundError, ConflictError."""
    arrival = get(session, arrival_id)
    if arrival.state not in {ArrivalState.WAITING, ArrivalState.FAILED}:
        raise ConflictError("wrong-state", verb="skip", state=arrival.state)
    for one in session.scalars(select(Work).where(Work.kind == "fetch", Work.subject_id == arrival.id)):
        work.cancel(one)
    passed_over(arrival, "passed-over", {"by": by})
    record(session, by, "arrival.skipped", arrival.id)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which arrivals; empty is all. `trouble` shows those that a person should look at. Pages count from 1.

    `state` is one of `ArrivalState`, or REJECTED: what was rejected is no new item.
    """

    way: str = ""
    source: str = ""
    state: str = ""
    trouble: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Line:
    """One arrival, with the original of its item, and the fetching that goes on or could go on again."""

    arrival: Arrival
    asset: Asset | None
    fetch: Work | None

    @property
    def fault(self) -> tuple[str, Mapping[str, Any]]:
        """What is wrong with it, here, with its original, or with fetching it; ("", {}) where nothing is."""
        rejected = self.asset if self.asset is not None and self.asset.state == AssetState.REJECTED else None
        for one in (self.arrival, rejected, self.fetch):
            if one is not None and one.reason_code:
                return one.reason_code, one.reason_facts
        return "", {}


def page(session: Session, wanted: Wanted) -> tuple[Sequence[Line], bool]:
    """One page of what came in, the newest first, and whether there is more."""
    query = select(Arrival).options(joinedload(Arrival.source), joinedload(Arrival.item)).order_by(Arrival.id.desc())
    if wanted.way:
        query = query.where(Arrival.way == wanted.way)
    if wanted.source:
        query = query.join(Source, Source.id == Arrival.source_id).where(Source.slug == wanted.source)
    if wanted.state == REJECTED:
        query = query.where(_is_rejected())
    elif wanted.state:
        query = query.where(Arrival.state == wanted.state)
    if wanted.state == ArrivalState.TAKEN:
        query = query.where(~_is_rejected())
    if wanted.trouble:
        query = query.where((Arrival.state == ArrivalState.FAILED) | _is_rejected())
    rows = session.scalars(query.offset((wanted.page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).unique().all()
    return _lines(session, rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE


def line(session: Session, arrival_id: str) -> Line:
    """One arrival with what belongs to it. Raises NotFoundError."""
    return _lines(session, [get(session, arrival_id)])[0]


def lines(session: Session, most: int) -> Sequence[Line]:
    """The newest arrivals with what belongs to each."""
    query = select(Arrival).options(joinedload(Arrival.source)).order_by(Arrival.id.desc()).limit(most)
    return _lines(session, session.scalars(query).unique().all())


def counts(session: Session) -> Mapping[str, int]:
    """How many arrivals there are by state; those whose original was rejected apart from new items."""
    rows = session.execute(select(Arrival.state, func.count()).group_by(Arrival.state))
    found = {state: count for state, count in rows}  # noqa: C416  mypy knows no rows as pairs
    rejected = select(Arrival.state, func.count()).where(_is_rejected()).group_by(Arrival.state)
    for state, count in session.execute(rejected):
        found[REJECTED] = found.get(REJECTED, 0) + count
        if state == ArrivalState.TAKEN:
            found[state] -= count
    return found


def became(arrival_id: str) -> Select[str]:
    """The ids of the arrivals that were found on the page of this one."""
    return select(Arrival.id).where(Arrival.parent_id == arrival_id).order_by(Arrival.id)


def roads_of(session: Session, item_id: str) -> Sequence[Arrival]:
    """Every road by which an item came, the first one first."""
    rows = select(Arrival).options(joinedload(Arrival.source)).where(Arrival.item_id == item_id).order_by(Arrival.id)
    return session.scalars(rows).unique().all()


def is_by_hand(way: str) -> bool:
    """Whether a person or her program handed it over."""
    return way in {Way.UPLOAD, Way.COMMAND, Way.API}


def _is_rejected() -> ColumnElement[bool]:
    """Whether the newest original of an arrival's item was rejected, and nobody has put the item aside."""
    newer = aliased(Asset)
    overtaken = select(newer.id).where(newer.item_id == Asset.item_id, newer.id > Asset.id)
    items = (
        select(Asset.item_id)
        .join(Item, Item.id == Asset.item_id)
        .where(Asset.state == AssetState.REJECTED, Item.state != ItemState.WITHDRAWN, ~overtaken.exists())
    )
    return Arrival.item_id.is_not(None) & Arrival.item_id.in_(items)


def _lines(session: Session, rows: Sequence[Arrival]) -> list[Line]:
    items = [row.item_id for row in rows if row.item_id]
    # In the order of their ids, so that the newest original of an item stands.
    held = session.scalars(select(Asset).where(Asset.item_id.in_(items)).order_by(Asset.id))
    assets = {asset.item_id: asset for asset in held}
    unsettled = [row.id for row in rows if row.state in UNSETTLED]
    held_works = session.scalars(select(Work).where(Work.kind == "fetch", Work.subject_id.in_(unsettled)))
    fetches = {fetch.subject_id: fetch for fetch in held_works}
    return [Line(arrival=row, asset=assets.get(row.item_id or ""), fetch=fetches.get(row.id)) for row in rows]


def _new(road: Road, *, programme_id: str, name: str, by: str) -> Arrival:
    arrival = Arrival(
        way=road.way,
        source_id=road.source_id,
        version=road.version,
        parent_id=road.parent_id,
        programme_id=programme_id,
        name=name,
        address=road.address,
        facts=dict(road.facts),
        arrived_by=by,
        arrived_at=now(),
    )
    if road.key:
        arrival.key = road.key
    return arrival
