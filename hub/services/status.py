"""What is not moving, and why: one line a thing, for the administrator's page and for `hub status`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hub.errors import sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import (
    WAITING,
    Asset,
    AssetState,
    Delivery,
    DeliveryState,
    DirtyPath,
    Item,
    ItemState,
    Rendition,
    RenditionState,
    Work,
    WorkState,
)
from hub.services import forms, labels
from hub.services.readiness import readiness

#: Seconds after which what should have moved has not.
PATIENCE_S = 60

#: Lines of one sort, at most.
LIMIT = 100

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """One thing that does not move. Pairs are (Vietnamese, English).

    Attributes:
        kind: asset, rendition, work, delivery, page, or part.
        state: As in the table of states; empty for a part.
        action: What a person can do.
        address: Path of the page where it is done; empty where there is none.
    """

    kind: str
    id: str
    title: str
    state: str
    since: datetime | None
    sentence: Pair
    action: Pair = ("", "")
    address: str = ""


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
        for look in (_deliveries, _assets, _renditions, _works, _pages):
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
    if not any(one.id == "redis" for one in found) and parts.queue.workers() == 0:
        told = ("Không có tiến trình nào đang làm việc.", "No worker is running.")
        action = ("Chạy `hub up` với cùng thư mục dữ liệu.", "Run `hub up` with the same data folder.")
        found.append(
            Standstill(kind="part", id="worker", title="worker", state="", since=None, sentence=told, action=action)
        )
    return found


def _assets(session: Session) -> list[Standstill]:
    rows = session.execute(
        select(Asset, Item)
        .join(Item, Item.id == Asset.item_id)
        .where(Asset.state == AssetState.REJECTED, Item.state != ItemState.WITHDRAWN)
        .order_by(Asset.id.desc())
        .limit(LIMIT)
    )
    return [
        Standstill(
            kind="asset",
            id=asset.id,
            title=item.title,
            state=asset.state,
            since=asset.received_at,
            sentence=_pair(asset.reason_code, asset.reason_facts),
            action=("Sửa tệp rồi gửi lại.", "Mend the file and send it again."),
            address=f"/editor/items/{item.id}/",
        )
        for asset, item in rows
    ]


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
            title=f"{item.title} · {forms.label(rendition.form)}",
            state=rendition.state,
            since=item.updated_at,
            sentence=_pair(rendition.reason_code, rendition.reason_facts),
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
            sentence=_pair(one.reason_code, one.reason_facts),
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
            title=f"{labels.said(labels.WORK, work.kind)} · {_subject(session, work)}".rstrip(" ·"),
            state=work.state,
            since=work.lease_until if work.state == WorkState.LEASED else work.due_at,
            sentence=told,
            address=_address(work),
        )
        for where, tell in _WORKS
        for work in session.scalars(select(Work).where(*where()).order_by(Work.due_at).limit(LIMIT))
        for told in [tell(work)]
    ]


def _late() -> datetime:
    return now() - timedelta(seconds=PATIENCE_S)


def _told_failed(work: Work) -> Pair:
    return _pair(work.reason_code, work.reason_facts)


def _told_retry(work: Work) -> Pair:
    vi, en = _pair(work.reason_code, work.reason_facts)
    return f"Sẽ tự thử lại. {vi}", f"Will be tried again. {en}"


def _told_late(work: Work) -> Pair:
    del work
    return (
        "Đã đến lượt mà chưa tiến trình nào nhận. Kiểm tra tiến trình làm việc và Redis.",
        "It is due, and no worker has taken it. Check the workers and Redis.",
    )


def _told_expired(work: Work) -> Pair:
    del work
    return (
        "Tiến trình đang làm không còn phản hồi; việc sẽ được giao lại.",
        "The worker does not answer any more; the work will be given to another.",
    )


#: Which work does not move, and what is told of it. Failed intake, transcoding and delivery show in what they were for.
_WORKS: Sequence[tuple[Callable[[], tuple[ColumnElement[bool], ...]], Callable[[Work], Pair]]] = (
    (lambda: (Work.state.in_([WorkState.FAILED, WorkState.UNKNOWN]), Work.kind == "render"), _told_failed),
    (lambda: (Work.state == WorkState.RETRY, Work.due_at >= _late()), _told_retry),
    (lambda: (Work.state.in_(WAITING), Work.due_at < _late()), _told_late),
    (lambda: (Work.state == WorkState.LEASED, Work.lease_until < now()), _told_expired),
)


def _pages(session: Session) -> list[Standstill]:
    late = session.execute(
        select(func.count(), func.min(DirtyPath.marked_at)).where(DirtyPath.marked_at < _late())
    ).one()
    count, since = late
    if not count:
        return []
    told = (f"{count} trang chờ làm lại quá lâu.", f"{count} paths have waited too long to be rendered.")
    action = ("Kiểm tra tiến trình làm việc.", "Check the workers.")
    return [Standstill(kind="page", id="dirty", title="", state="", since=since, sentence=told, action=action)]


def _subject(session: Session, work: Work) -> str:
    if work.kind in {"intake", "transcode"}:
        item = session.get(Item, work.subject_id)
        return item.title if item else ""
    if work.kind in {"deliver", "withdraw"}:
        delivery = session.get(Delivery, work.subject_id)
        return f"{delivery.item.title} → {delivery.destination.title}" if delivery else ""
    return ""


def _address(work: Work) -> str:
    if work.kind in {"intake", "transcode"}:
        return f"/editor/items/{work.subject_id}/"
    return f"/editor/deliveries/{work.subject_id}/" if work.kind in {"deliver", "withdraw"} else ""


def _pair(code: str, facts: Mapping[str, object]) -> Pair:
    return sentence(code, facts), sentence(code, facts, "en")
