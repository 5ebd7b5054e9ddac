"""What is not moving, and why: one line a thing, for the administrator's page and for `hub status`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import (
    WAITING,
    Arrival,
    Asset,
    AssetState,
    Chunk,
    Delivery,
    DeliveryState,
    DirtyPath,
    Item,
    ItemState,
    Rendition,
    RenditionState,
    Source,
    Upload,
    Work,
    WorkState,
)
from hub.services import forms, held_back, intake_status, labels, workers
from hub.services.kinds import KINDS
from hub.services.readiness import readiness
from hub.services.standstill import LIMIT, Pair, Standstill, told
from hub.services.websub import failing

#: Seconds after which what should have moved has not.
PATIENCE_S = 60


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much there is of everything."""

    items: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[str, int] = field(default_factory=dict)
    #: (kind, state) -> count.
    work: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dirty_paths: int = 0


def standstills(parts: Parts) -> list[Standstill]:
    """Everything that does not move, what stops all else first."""
    found = _machine(parts)
    if any(one.id == "database" for one in found):
        return found
    with parts.database.reading() as session:
        for look in _LOOKS:
            found += look(session)
    return found


def counts(session: Session) -> Counts:
    by_kind = select(Work.kind, Work.state, func.count()).group_by(Work.kind, Work.state)
    return Counts(
        items=_by_state(session, Item),
        deliveries=_by_state(session, Delivery),
        work={(kind, state): count for kind, state, count in session.execute(by_kind)},
        dirty_paths=session.scalar(select(func.count()).select_from(DirtyPath)) or 0,
    )


def _by_state(session: Session, table: type[Item | Delivery]) -> dict[str, int]:
    return dict(session.execute(select(table.state, func.count()).group_by(table.state)).all())


def _machine(parts: Parts) -> list[Standstill]:
    found = [
        Standstill(kind="part", id=name, title=name, state="", since=None, sentence=one.sentence)
        for name, one in readiness(parts).items()
        if not one.ready
    ]
    if not any(one.id == "redis" for one in found):
        found += [_without_worker(name) for name in workers.unattended(parts)]
    return [*found, *_cookies(parts.settings.import_cookies)]


def _cookies(path: str) -> list[Standstill]:
    """A file that was good when the hub started may have been spoilt since."""
    if not path:
        return []
    # Imported on use: yt-dlp takes a second.
    from hub.services.sites.cookies import trouble

    error = trouble(path)
    if error is None:
        return []
    return [
        Standstill(
            kind="part",
            id="cookies",
            title="HUB_IMPORT_COOKIES",
            state="",
            since=None,
            sentence=told(error.code, error.facts),
            action=(
                "Trang không cần đăng nhập vẫn được lấy về như thường.",
                "What needs nobody to sign in is imported all the same.",
            ),
        )
    ]


def _without_worker(queue: str) -> Standstill:
    kinds = [name for name, kind in KINDS.items() if kind.queue == queue]
    vi, en = (
        ", ".join(labels.said(labels.WORK, name, language).lower() for name in kinds) for language in ("vi", "en")
    )
    # The queue without a kind is the sweeper's.
    waits = (vi, en) if kinds else ("giao lại việc đến hạn", "giving out what is due")
    return Standstill(
        kind="part",
        id=f"queue-{queue}",
        title="worker",
        state="",
        since=None,
        sentence=(
            f"Hàng đợi {queue}: không có worker nào nhận việc ({waits[0]}).",
            f"Queue {queue}: no worker takes its work ({waits[1]}).",
        ),
        action=(
            f"Chạy `hub up`, hoặc `hub worker --queues {queue}`; nếu hub đang chạy, xem nhật ký trong thư mục logs.",
            f"Run `hub up`, or `hub worker --queues {queue}`; where the hub runs, see its folder logs.",
        ),
    )


def _renditions(session: Session) -> list[Standstill]:
    rows = session.execute(
        select(Rendition, Item)
        .join(Item, Item.id == Rendition.item_id)
        .join(Asset, Asset.id == Rendition.asset_id)
        .where(
            Rendition.state == RenditionState.FAILED,
            Item.state != ItemState.WITHDRAWN,
            # An original that gave no form at all is told by itself.
            Asset.state != AssetState.REJECTED,
        )
        .order_by(Rendition.id.desc())
        .limit(LIMIT)
    )
    return [
        Standstill(
            kind="rendition",
            id=rendition.id,
            title=item.title,
            about=(forms.label(rendition.form), forms.label(rendition.form, "en")),
            state=rendition.state,
            since=item.updated_at,
            sentence=told(rendition.reason_code, rendition.reason_facts),
            action=("Bấm “Làm lại”.", "Press “Make again”."),
            address=f"/editor/items/{item.id}/",
        )
        for rendition, item in rows
    ]


def _deliveries(session: Session) -> list[Standstill]:
    stuck = [DeliveryState.UNKNOWN, DeliveryState.FAILED]
    rows = session.scalars(
        select(Delivery)
        .where(Delivery.state.in_(stuck))
        .order_by(Delivery.state.desc(), Delivery.id.desc())
        .limit(LIMIT)
    )
    return [
        Standstill(
            kind="delivery",
            id=one.id,
            title=f"{one.item.title} → {one.destination.title}",
            state=one.state,
            since=one.sent_at or one.created_at,
            sentence=told(one.reason_code, one.reason_facts),
            action=("Mở biên nhận để quyết định.", "Open the receipt to decide."),
            address=f"/editor/deliveries/{one.id}/",
        )
        for one in rows
    ]


def _works(session: Session) -> list[Standstill]:
    return [
        Standstill(
            kind="work",
            id=work.id,
            title=_subject(session, work),
            about=(labels.said(labels.WORK, work.kind), labels.said(labels.WORK, work.kind, "en")),
            state=work.state,
            since=work.lease_until if work.state == WorkState.LEASED else work.due_at,
            sentence=why,
            address=_address(work),
        )
        for where, tell in _WORKS
        for work in session.scalars(select(Work).where(*where()).order_by(Work.due_at).limit(LIMIT))
        for why in [tell(work)]
    ]


#: Kinds of work whose subject is an item.
_OF_ITEMS = frozenset({"intake", "transcode", "join", "release"})

_OF_SUBSCRIBERS = frozenset({"verify", "notify"})


def _late() -> datetime:
    return now() - timedelta(seconds=PATIENCE_S)


def _ours_to_come() -> tuple[ColumnElement[bool], ...]:
    """What will be tried again; a subscriber somewhere that does not answer at once is no news."""
    return Work.due_at >= _late(), Work.paused.is_(False), Work.kind.not_in(_OF_SUBSCRIBERS)


def _is_passed_by() -> ColumnElement[bool]:
    """Not what stands in a line before workers that are busy: making forms may take hours."""
    heavy = [name for name, kind in KINDS.items() if kind.queue == "media"]
    other = aliased(Work)
    busy = select(other.id).where(other.kind.in_(heavy), other.state == WorkState.LEASED, other.lease_until >= now())
    return or_(Work.kind.not_in(heavy), ~busy.exists())


def _told_failed(work: Work) -> Pair:
    return told(work.reason_code, work.reason_facts)


def _told_retry(work: Work) -> Pair:
    vi, en = told(work.reason_code, work.reason_facts)
    return f"Sẽ tự thử lại. {vi}", f"Will be tried again. {en}"


def _told_late(work: Work) -> Pair:
    queue = KINDS[work.kind].queue
    return (
        f"Đã đến lượt mà chưa worker nào của hàng đợi {queue} nhận. Kiểm tra worker và Redis.",
        f"It is due, and no worker of the queue {queue} has taken it. Check the workers and Redis.",
    )


def _told_expired(work: Work) -> Pair:
    del work
    return (
        "Tiến trình đang làm không còn phản hồi; việc sẽ được giao lại.",
        "The worker does not answer any more; the work will be given to another.",
    )


def _told_paused(work: Work) -> Pair:
    del work
    return (
        "Đang tạm dừng theo yêu cầu. Bấm “Làm tiếp” ở trang của mục để làm nốt.",
        "Paused on request. Press “Resume” on the item's page to have the rest made.",
    )


#: Which work does not move, and what is told of it. Failed intake, transcoding and delivery show in what they were for.
_WORKS: Sequence[tuple[Callable[[], tuple[ColumnElement[bool], ...]], Callable[[Work], Pair]]] = (
    (lambda: (Work.state.in_([WorkState.FAILED, WorkState.UNKNOWN]), Work.kind.in_(["render", "visit"])), _told_failed),
    (lambda: (Work.state == WorkState.RETRY, *_ours_to_come()), _told_retry),
    (lambda: (Work.state == WorkState.DUE, Work.reason_code != "", *_ours_to_come()), _told_retry),
    (lambda: (Work.state.in_(WAITING), Work.due_at < _late(), Work.paused.is_(False), _is_passed_by()), _told_late),
    (lambda: (Work.state == WorkState.LEASED, Work.lease_until < now()), _told_expired),
    (lambda: (Work.state.in_(WAITING), Work.paused.is_(True)), _told_paused),
)


def _pages(session: Session) -> list[Standstill]:
    late = session.execute(
        select(func.count(), func.min(DirtyPath.marked_at)).where(DirtyPath.marked_at < _late())
    ).one()
    count, since = late
    if not count:
        return []
    why = (f"{count} trang chờ làm lại quá lâu.", f"{count} paths have waited too long to be rendered.")
    action = ("Kiểm tra tiến trình làm việc.", "Check the workers.")
    return [Standstill(kind="page", id="dirty", title="", state="", since=since, sentence=why, action=action)]


_LOOKS: Sequence[Callable[[Session], list[Standstill]]] = (
    _deliveries,
    failing.standstills,
    intake_status.assets,
    _renditions,
    intake_status.silent_sources,
    intake_status.untaken,
    intake_status.damaged,
    _works,
    _pages,
    held_back.standstills,
)


def _subject(session: Session, work: Work) -> str:
    if work.kind in _OF_ITEMS:
        item = session.get(Item, work.subject_id)
        return item.title if item else ""
    if work.kind == "chunk":
        chunk = session.get(Chunk, work.subject_id)
        return session.get_one(Item, chunk.item_id).title if chunk else ""
    if work.kind in {"deliver", "withdraw"}:
        delivery = session.get(Delivery, work.subject_id)
        return f"{delivery.item.title} → {delivery.destination.title}" if delivery else ""
    return _of_intake(session, work)


def _of_intake(session: Session, work: Work) -> str:
    """The same of what comes in: an arrival, the place that is looked at, an upload."""
    if work.kind == "fetch":
        arrival = session.get(Arrival, work.subject_id)
        return (arrival.name or arrival.address) if arrival else ""
    if work.kind == "look":
        source = session.get(Source, work.subject_id)
        return source.title if source else ""
    upload = session.get(Upload, work.subject_id) if work.kind == "accept" else None
    return upload.name if upload else ""


def _address(work: Work) -> str:
    if work.kind in _OF_ITEMS:
        return f"/editor/items/{work.subject_id}/"
    return f"/editor/deliveries/{work.subject_id}/" if work.kind in {"deliver", "withdraw"} else ""
