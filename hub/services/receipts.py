"""Receipts as deliveries keep them: the platform's proof that something stands there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from distributors.receipt import Receipt
from hub.models import Delivery, DeliveryState


def prove(delivery: Delivery, receipt: Receipt) -> None:
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


def newest_receipt(session: Session, delivery: Delivery) -> Receipt | None:
    """The proof of this or of the last earlier revision at the same destination."""
    held = session.scalars(
        select(Delivery)
        .where(
            Delivery.item_id == delivery.item_id,
            Delivery.destination_id == delivery.destination_id,
            Delivery.revision <= delivery.revision,
            # What was taken back stands there no more, and cannot be corrected.
            Delivery.state != DeliveryState.WITHDRAWN,
        )
        .order_by(Delivery.revision.desc())
    )
    return next((_receipt(one.receipt) for one in held if one.receipt), None)
