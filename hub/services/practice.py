"""The practice destination: where staff learn to push, and the demo goes."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from distributors.signature import verify
from hub.config import Settings
from hub.errors import InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import PracticePost

#: What a partner is told of.
PUBLISHED, CORRECTED, WITHDRAWN = "item.published", "item.corrected", "item.withdrawn"

_KEY = re.compile(r"[A-Za-z0-9._:-]{1,200}")


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A request as it came: what its sender vouches for."""

    key: str
    timestamp: str
    signature: str
    body: bytes


def address(settings: Settings) -> str:
    """Where this machine reaches it."""
    return f"{settings.own_url}/practice/webhook"


def secret(settings: Settings) -> str:
    """What signs posts to it; follows from the hub's own key, so that nobody has to set it."""
    return hmac.new(settings.key().encode(), b"hub practice destination", hashlib.sha256).hexdigest()


def is_signed(settings: Settings, request: Signed, at: datetime | None = None) -> bool:
    """Whether the request comes from who has the secret, and not from long ago."""
    return verify(secret(settings), request.timestamp, request.body, request.signature, at or now())


def receive(parts: Parts, request: Signed) -> PracticePost:
    """Keep an event; one that was received before is not kept twice.

    Raises:
        InvalidError: The body is no event.
    """
    event = _event(request)
    try:
        return _kept(parts, request, event)
    except IntegrityError:
        # The same event came twice at once: the other one was first.
        return _kept(parts, request, event)


def _kept(parts: Parts, request: Signed, event: dict[str, Any]) -> PracticePost:
    with parts.database.writing() as session:
        held = session.scalar(
            select(PracticePost).where(
                PracticePost.idempotency_key == request.key, PracticePost.event == event["event"]
            )
        )
        if held is None:
            held = PracticePost(
                idempotency_key=request.key,
                event=event["event"],
                item_id=str(event["item"].get("item_id", "")),
                received_at=now(),
                body=event,
            )
            session.add(held)
    return held


def find(session: Session, key: str) -> PracticePost | None:
    """What stands there under a key; None when nothing came, or it was withdrawn."""
    posts = session.scalars(
        select(PracticePost).where(PracticePost.idempotency_key == key).order_by(PracticePost.id)
    ).all()
    return None if not posts or any(one.event == WITHDRAWN for one in posts) else posts[0]


def get(session: Session, post_id: str) -> PracticePost:
    """Raises NotFoundError."""
    found = session.get(PracticePost, post_id)
    if found is None:
        raise NotFoundError("tin nhận được", post_id)
    return found


def newest(session: Session, count: int) -> Sequence[PracticePost]:
    return session.scalars(select(PracticePost).order_by(PracticePost.id.desc()).limit(count)).all()


def _event(request: Signed) -> dict[str, Any]:
    try:
        event = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise InvalidError("not-an-event") from error
    known = isinstance(event, dict) and event.get("event") in {PUBLISHED, CORRECTED, WITHDRAWN}
    if not known or not isinstance(event.get("item"), dict) or not _KEY.fullmatch(request.key):
        raise InvalidError("not-an-event")
    return dict(event)
