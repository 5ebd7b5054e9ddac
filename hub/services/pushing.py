"""What people ask of deliveries: push, recall, send again, confirm. Each is a promise; `delivering` keeps it."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from distributors.post import to_payload
from distributors.receipt import Receipt
from hub.errors import ConflictError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Delivery, DeliveryState, Destination, Item, ItemState, Work
from hub.services import destinations, rejections, work
from hub.services.audit import record
from hub.services.posts import post_of
from hub.services.receipts import prove
from hub.services.views import ItemView, item_views

_PROVEN = frozenset({DeliveryState.DELIVERED, DeliveryState.PROCESSING})

#: States that a person may send again from.
STUCK = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


def get(session: Session, delivery_id: str) -> Delivery:
    """The delivery. Raises NotFoundError."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFoundError("lượt phân phối", delivery_id)
    return delivery


def push(parts: Parts, session: Session, item: Item, *, by: str, to: Sequence[str] = ()) -> list[Delivery]:
    """Freeze the item for each destination (all that are switched on, or those named) and promise to deliver it.

    What was pushed in this revision before is not pushed again.

    Raises:
        ConflictError: The item is not public, or there is nothing of it to show.
        NotFoundError: A named destination does not exist.
    """
    rejections.check(session, item.id)
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
        prove(delivery, receipt)
        record(session, by, "delivery.confirmed", delivery.id, {"url": url})


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


def _work_of(session: Session, kind: str, subject_id: str) -> Work:
    return session.scalars(select(Work).where(Work.kind == kind, Work.subject_id == subject_id)).one()
