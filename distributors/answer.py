"""What a receiver's HTTP answer means; no network here."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from distributors.errors import PublishError
from distributors.text import fit

_BUSY = frozenset({408, 425, 429})
_SIGN_IN = frozenset({401, 403})
_GONE = frozenset({404, 405, 410})
_CONFLICT = 409
_EXCERPT_CHARS = 200
_MAX_WISH_S = 30 * 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One HTTP answer.

    Attributes:
        host: Who answered.
        status: HTTP status.
        retry_after: The header `Retry-After` as it came; None when there was none.
        body: Its first bytes.
    """

    host: str
    status: int
    retry_after: str | None
    body: bytes

    @property
    def text(self) -> str:
        """The body as one printable line of at most 200 characters."""
        line = " ".join(self.body.decode(errors="replace").split())
        return fit("".join(char if char.isprintable() else "\ufffd" for char in line), _EXCERPT_CHARS)

    @property
    def values(self) -> Mapping[str, Any]:
        """The JSON object of the body; empty when there is none."""
        try:
            values = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    @property
    def is_page(self) -> bool:
        """True for HTML or XML: a sign-in page or a parked domain, not a receiver's program."""
        return self.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Give the seconds that a Retry-After header (RFC 9110 §10.2.3) asks for, at most 30 days; None when unreadable."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:16]), _MAX_WISH_S)
    try:
        until = parsedate_to_datetime(text)
        wish_s = (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return min(max(wish_s, 0.0), _MAX_WISH_S) if math.isfinite(wish_s) else None


def require_accepted(answer: Answer, *, idempotency_key: str, now: datetime) -> None:
    """Do nothing when answer says that the receiver has the post, now or from an earlier try.

    Raises:
        PublishError: It says anything else.
    """
    if answer.status == _CONFLICT and answer.values.get("idempotency_key") == idempotency_key:
        return
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - the class of success, RFC 9110 §15.3
        raise refusal(answer, now=now)
    if answer.is_page:
        raise PublishError("web-page-answered", unknown=True, host=answer.host)


def refusal(answer: Answer, *, now: datetime) -> PublishError:
    """Give the error of an answer that is no success."""
    host, status = answer.host, answer.status
    if status in _BUSY or status >= 500:  # noqa: PLR2004 - the receiver's own faults, RFC 9110 §15.6
        wish_s = retry_after_s(answer.retry_after, now)
        return PublishError("busy", retry_after_s=wish_s, host=host, status=status)
    if status < 400:  # noqa: PLR2004 - redirections, RFC 9110 §15.4: a signed post is never sent on to another address
        return PublishError("redirected", permanent=True, host=host, status=status)
    if status in _SIGN_IN:
        return PublishError("sign-in-refused", permanent=True, host=host)
    if status in _GONE:
        return PublishError("address-gone", permanent=True, host=host, status=status)
    return PublishError("refused", permanent=True, host=host, status=status, answer=answer.text)
