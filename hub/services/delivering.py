"""Deliver: send once, prove. Around each call to a platform stand two commits: no crash hides a sending."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from distributors.errors import PublishError
from distributors.post import Post, from_payload
from distributors.protocol import Corrects, Distributor, Finds, Withdraws
from distributors.receipt import Receipt
from hub.errors import HubError, code_and_facts
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Delivery, DeliveryState, ItemState
from hub.services import destinations, stale_media, work
from hub.services.pushing import get, push_correction, recall
from hub.services.receipts import newest_receipt, prove
from hub.services.work import Lease, Outcome


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
        prove(delivery, receipt)
        if delivery.revision > 1:
            stale_media.mark(session, delivery.item)
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
            can_look = isinstance(destinations.adapter(parts, delivery.destination), Finds)
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


def _gather(parts: Parts, session: Session, delivery: Delivery, folder: Path) -> _Call:
    post = from_payload(json.loads(delivery.payload))
    media = [replace(one, path=parts.storage.fetch(one.path.as_posix(), folder)) for one in post.media]
    return _Call(
        adapter=destinations.adapter(parts, delivery.destination),
        post=replace(post, media=tuple(media)),
        key=delivery.idempotency_key,
        receipt=newest_receipt(session, delivery),
        in_doubt=delivery.sent_at is not None,
    )
