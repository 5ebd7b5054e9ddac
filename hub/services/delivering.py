"""Deliver: freeze, send once, prove. Around each call to a platform stand two commits: no crash hides a sending."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from distributors.errors import PublishError
from distributors.post import Post, from_payload, to_payload
from distributors.protocol import Corrects, Distributor, Finds, Withdraws
from distributors.receipt import Receipt
from hub.errors import ConflictError, HubError, NotFoundError, code_and_facts
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Delivery, DeliveryState, Destination, Item, ItemState, Work
from hub.services import destinations, work
from hub.services.audit import record
from hub.services.posts import post_of
from hub.services.views import ItemView, item_views
from hub.services.work import Lease, Outcome

_PROVEN = frozenset({DeliveryState.DELIVERED, DeliveryState.PROCESSING})

#: States that a person may send again from.
STUCK = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


def push(parts: Parts, session: Session, item: Item, *, by: str, to: Sequence[str] = ()) -> list[Delivery]:
    """Freeze the item for each destination (all that are switched on, or those named) and promise to deliver it.

    What was pushed in this revision before is not pushed again.

    Raises:
        ConflictError: The item is not public.
        NotFoundError: A named destination does not exist.
    """
    if item.state != ItemState.PUBLISHED:
        raise ConflictError("wrong-state", verb="push", state=item.state)
    chosen = [destinations.find(session, slug) for slug in to] or destinations.enabled(session)
    there = set(
        session.scalars(
            select(Delivery.destination_id).where(Delivery.item_id == item.id, Delivery.revision == item.revision)
        )
    )
    session.flush()
    view = item_views(session, [item.id])[0]
    made = []
    for destination in chosen:
        if destination.id in there:
            continue
        delivery = _freeze(item, view, destination, parts.settings.public_url)
        delivery.approved_by = by
        session.add(delivery)
        session.flush()
        work.promise(session, "deliver", delivery.id)
        record(session, by, "delivery.queued", delivery.id, {"item": item.id, "destination": destination.slug})
        made.append(delivery)
    return made


def push_correction(parts: Parts, session: Session, item: Item, *, by: str) -> None:
    """Push a new revision to everyone who got an older one."""
    got = (
        select(Destination.slug)
        .join(Delivery, Delivery.destination_id == Destination.id)
        .where(
            Delivery.item_id == item.id,
            Delivery.state.in_([DeliveryState.DELIVERED, DeliveryState.PROCESSING]),
            Destination.enabled,
        )
    )
    slugs = sorted(set(session.scalars(got)))
    if slugs:
        push(parts, session, item, by=by, to=slugs)


def recall_all(session: Session, item: Item, *, by: str) -> None:
    """Recall an item from every destination: the newest revision that stands there, once."""
    held = select(Delivery).where(Delivery.item_id == item.id).order_by(Delivery.revision.desc())
    asked: set[str] = set()
    for delivery in session.scalars(held):
        if delivery.destination_id in asked and delivery.state in _PROVEN:
            # It was corrected in place: there is one thing there, which is taken back already.
            delivery.state = DeliveryState.WITHDRAWN
            continue
        recall(session, delivery, by=by)
        if delivery.state == DeliveryState.WITHDRAWING:
            asked.add(delivery.destination_id)


def recall(session: Session, delivery: Delivery, *, by: str) -> None:
    """Ask for what was delivered to be taken back; what has not been sent yet is not sent."""
    if delivery.state in {DeliveryState.QUEUED, DeliveryState.RETRYING} and delivery.sent_at is None:
        delivery.state = DeliveryState.WITHDRAWN
    elif delivery.state in {DeliveryState.DELIVERED, DeliveryState.PROCESSING, DeliveryState.UNKNOWN}:
        delivery.state = DeliveryState.WITHDRAWING
        work.promise(session, "withdraw", delivery.id)
    else:
        return
    record(session, by, "delivery.recalled", delivery.id)


def send_again(parts: Parts, delivery_id: str, *, by: str) -> None:
    """A person looked, and it is not there: send it again. Raises ConflictError where it is not stuck."""
    with parts.database.writing() as session:
        delivery = get(session, delivery_id)
        if delivery.state not in STUCK:
            raise ConflictError("wrong-state", verb="send again", state=delivery.state)
        delivery.state, delivery.sent_at = DeliveryState.QUEUED, None
        delivery.reason_code, delivery.reason_facts = "", {}
        work.renew(session, _work_of(session, "deliver", delivery.id))
        record(session, by, "delivery.sent-again", delivery.id)


def confirm(parts: Parts, delivery_id: str, *, by: str, url: str = "") -> None:
    """A person looked, and it is there. Raises ConflictError where its outcome is not in doubt."""
    with parts.database.writing() as session:
        delivery = get(session, delivery_id)
        if delivery.state not in STUCK:
            raise ConflictError("wrong-state", verb="confirm", state=delivery.state)
        receipt = Receipt(
            remote_id=url or f"confirmed-{delivery.id}",
            remote_url=url or None,
            accepted_at=now(),
            detail={"confirmed_by": by},
        )
        _prove(delivery, receipt)
        record(session, by, "delivery.confirmed", delivery.id, {"url": url})


def get(session: Session, delivery_id: str) -> Delivery:
    """The delivery. Raises NotFoundError."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFoundError("lượt phân phối", delivery_id)
    return delivery


@dataclass(frozen=True, kw_only=True)
class _Call:
    """All that one sending needs, gathered before it."""

    adapter: Distributor
    post: Post
    key: str
    receipt: Receipt | None
    #: Something may have been sent by an attempt whose end nobody saw.
    in_doubt: bool


class OutcomeUnknownError(HubError):
    def __init__(self) -> None:
        super().__init__("outcome-unknown")


def deliver(parts: Parts, lease: Lease, folder: Path) -> Outcome:
    """One attempt at one delivery."""
    call = _begin(parts, lease, folder)
    if call is None:
        return work.OK
    try:
        receipt = _look_or_send(parts, lease, call)
    except OutcomeUnknownError as error:
        with parts.database.writing() as session:
            work.fence(session, lease)
            delivery = get(session, lease.subject_id)
            delivery.state, delivery.reason_code = DeliveryState.UNKNOWN, error.code
        return Outcome(name="unknown", code=error.code)
    except PublishError as error:
        return _told(parts, lease, error)
    with parts.database.writing() as session:
        work.fence(session, lease)
        delivery = get(session, lease.subject_id)
        _prove(delivery, receipt)
        _catch_up(parts, session, delivery)
    return work.OK


def _catch_up(parts: Parts, session: Session, delivery: Delivery) -> None:
    """What was withdrawn or corrected while it was being sent follows it."""
    item = delivery.item
    if item.state == ItemState.WITHDRAWN:
        recall(session, delivery, by=delivery.approved_by)
    elif item.state == ItemState.PUBLISHED and item.revision > delivery.revision:
        push_correction(parts, session, item, by=delivery.approved_by)


def withdraw(parts: Parts, lease: Lease, folder: Path) -> Outcome:
    """One attempt to take a delivery back."""
    with parts.database.reading() as session:
        delivery = get(session, lease.subject_id)
        if delivery.state != DeliveryState.WITHDRAWING:
            return work.OK
        call = _gather(parts, session, delivery, folder)
    receipt = call.receipt
    try:
        if receipt is None and isinstance(call.adapter, Finds):
            receipt = call.adapter.find(call.post, idempotency_key=call.key)
        if receipt is not None and isinstance(call.adapter, Withdraws):
            call.adapter.withdraw(receipt, idempotency_key=call.key)
    except PublishError as error:
        return _told(parts, lease, error, waiting=DeliveryState.WITHDRAWING)
    with parts.database.writing() as session:
        work.fence(session, lease)
        delivery = get(session, lease.subject_id)
        if isinstance(call.adapter, Withdraws) or receipt is None:
            delivery.state = DeliveryState.WITHDRAWN
            delivery.reason_code, delivery.reason_facts = "", {}
        else:
            delivery.state, delivery.reason_code = DeliveryState.FAILED, "cannot-withdraw"
    return work.OK


def gave_up(session: Session, delivery_id: str, outcome: Outcome) -> None:
    """The kernel ended the work without the delivery's own say: its state follows."""
    delivery = get(session, delivery_id)
    if delivery.state not in {DeliveryState.DELIVERED, DeliveryState.WITHDRAWN}:
        delivery.state = DeliveryState.UNKNOWN if delivery.sent_at else DeliveryState.FAILED
        delivery.reason_code, delivery.reason_facts = outcome.code, dict(outcome.facts)


def _begin(parts: Parts, lease: Lease, folder: Path) -> _Call | None:
    """Gather, and commit that a sending begins."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        delivery = get(session, lease.subject_id)
        if delivery.state not in {DeliveryState.QUEUED, DeliveryState.RETRYING, DeliveryState.SENDING}:
            return None
        call = _gather(parts, session, delivery, folder)
        delivery.state = DeliveryState.SENDING
        if not call.in_doubt:
            delivery.sent_at = now()
    return call


def _look_or_send(parts: Parts, lease: Lease, call: _Call) -> Receipt:
    if call.in_doubt:
        if not isinstance(call.adapter, Finds):
            raise OutcomeUnknownError
        found = call.adapter.find(call.post, idempotency_key=call.key)
        if found is not None:
            return found
        with parts.database.writing() as session:
            work.fence(session, lease)
            get(session, lease.subject_id).sent_at = now()
    if call.receipt is not None and isinstance(call.adapter, Corrects):
        return call.adapter.correct(call.post, call.receipt, idempotency_key=call.key)
    return call.adapter.publish(call.post, idempotency_key=call.key)


def _told(
    parts: Parts, lease: Lease, error: PublishError, *, waiting: DeliveryState = DeliveryState.RETRYING
) -> Outcome:
    """What the platform's answer means for the delivery and for the work."""
    code, facts = code_and_facts(error)
    with parts.database.writing() as session:
        work.fence(session, lease)
        delivery = get(session, lease.subject_id)
        delivery.reason_code, delivery.reason_facts = code, dict(facts)
        if error.unknown:
            can_look = isinstance(destinations.adapter(parts.settings, delivery.destination), Finds)
            # Where the platform can be asked, the next attempt looks; elsewhere a person decides.
            delivery.state = DeliveryState.SENDING if can_look else DeliveryState.UNKNOWN
            name = "retry" if can_look else "unknown"
        elif error.permanent:
            delivery.state, name = DeliveryState.FAILED, "failed"
            delivery.sent_at = None
        else:
            delivery.state, name = waiting, "retry"
            delivery.sent_at = None
    return Outcome(name=name, code=code, facts=facts, retry_after_s=error.retry_after_s)


def _freeze(item: Item, view: ItemView, destination: Destination, base_url: str) -> Delivery:
    payload = json.dumps(to_payload(post_of(view, base_url)), ensure_ascii=False, sort_keys=True)
    return Delivery(
        item_id=item.id,
        destination_id=destination.id,
        revision=item.revision,
        payload=payload,
        payload_sha256=hashlib.sha256(payload.encode()).hexdigest(),
        created_at=now(),
    )


def _gather(parts: Parts, session: Session, delivery: Delivery, folder: Path) -> _Call:
    post = from_payload(json.loads(delivery.payload))
    media = [replace(one, path=parts.storage.fetch(one.path.as_posix(), folder)) for one in post.media]
    return _Call(
        adapter=destinations.adapter(parts.settings, delivery.destination),
        post=replace(post, media=tuple(media)),
        key=delivery.idempotency_key,
        receipt=_newest_receipt(session, delivery),
        in_doubt=delivery.sent_at is not None,
    )


def _newest_receipt(session: Session, delivery: Delivery) -> Receipt | None:
    """The proof of this or of the last earlier revision at the same destination."""
    held = session.scalars(
        select(Delivery)
        .where(
            Delivery.item_id == delivery.item_id,
            Delivery.destination_id == delivery.destination_id,
            Delivery.revision <= delivery.revision,
        )
        .order_by(Delivery.revision.desc())
    )
    return next((_receipt(one.receipt) for one in held if one.receipt), None)


def _prove(delivery: Delivery, receipt: Receipt) -> None:
    delivery.state = DeliveryState(receipt.state)
    delivery.remote_id, delivery.remote_url = receipt.remote_id, receipt.remote_url or ""
    delivery.receipt = {
        "remote_id": receipt.remote_id,
        "remote_url": receipt.remote_url,
        "accepted_at": receipt.accepted_at.isoformat(),
        "detail": dict(receipt.detail),
    }
    delivery.delivered_at = receipt.accepted_at
    delivery.sent_at = None
    delivery.reason_code, delivery.reason_facts = "", {}


def _receipt(kept: Mapping[str, Any]) -> Receipt:
    return Receipt(
        remote_id=str(kept["remote_id"]),
        remote_url=str(kept["remote_url"]) if kept["remote_url"] else None,
        accepted_at=datetime.fromisoformat(str(kept["accepted_at"])),
        detail=dict(kept["detail"]),
    )


def _work_of(session: Session, kind: str, subject_id: str) -> Work:
    return session.scalars(select(Work).where(Work.kind == kind, Work.subject_id == subject_id)).one()
