"""Keys with which programs act for a person: made once, shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.models import Scope, Staff, Token
from hub.services.audit import record

#: Begins every token, so that one which strayed into a file can be found.
PREFIX = "hub_"

#: Time between two notes of a token's use.
NOTE_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A token as a person asks for it; `days` of life, 0 for no end."""

    title: str
    scopes: Sequence[str]
    days: int = 365


def make(session: Session, staff: Staff, order: Order, *, by: str) -> tuple[Token, str]:
    """A new token, and its secret, which nobody can read again.

    Raises:
        InvalidError: It has no title, no scope, or one that does not exist.
    """
    wrong = [scope for scope in order.scopes if scope not in set(Scope)]
    if not order.title.strip():
        raise InvalidError("token-no-title")
    if wrong or not order.scopes:
        raise InvalidError("token-no-scope", allowed=", ".join(Scope))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        staff_id=staff.id,
        title=order.title.strip(),
        token_sha256=_hash(secret),
        scopes=sorted(set(order.scopes)),
        created_at=now(),
        expires_at=now() + timedelta(days=order.days) if order.days else None,
    )
    session.add(token)
    session.flush()
    record(session, by, "token.made", token.id, {"title": token.title, "scopes": token.scopes})
    return token, secret


def find(session: Session, secret: str) -> Token | None:
    """The token of a secret while it is good, with its use noted; its person must be active."""
    token = session.scalar(select(Token).where(Token.token_sha256 == _hash(secret)))
    if token is None or token.revoked_at is not None or not token.staff.active:
        return None
    if token.expires_at is not None and token.expires_at <= now():
        return None
    if token.used_at is None or now() - token.used_at > NOTE_EVERY:
        token.used_at = now()
    return token


def of_staff(session: Session, staff_id: str) -> Sequence[Token]:
    """A person's tokens, the newest first."""
    return session.scalars(select(Token).where(Token.staff_id == staff_id).order_by(Token.id.desc())).all()


def revoke(session: Session, token_id: str, staff_id: str, *, by: str) -> None:
    """End a token at once. Raises NotFoundError for one that is somebody else's."""
    token = session.get(Token, token_id)
    if token is None or token.staff_id != staff_id:
        raise NotFoundError("mã truy cập", token_id)
    token.revoked_at = token.revoked_at or now()
    record(session, by, "token.revoked", token.id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
