"""Signs what is posted to a receiver; receivers verify with the same file."""

import hashlib
import hmac
import math
from datetime import datetime

_PREFIX = "sha256="


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Give `sha256=` and the hexadecimal HMAC-SHA256 (RFC 2104) of timestamp, a full stop and body.

    Args:
        secret: Shared with the receiver.
        timestamp: Seconds since 1970 as in the header `X-Hub-Timestamp`.
        body: The bytes as they are sent.
    """
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return _PREFIX + digest.hexdigest()


def verify(  # noqa: PLR0913, PLR0917 - what a receiver has in hand, and nothing to bundle it in
    secret: str,
    timestamp: str,
    body: bytes,
    signature: str,
    now: datetime,
    tolerance_s: float = 300.0,
) -> bool:
    """Say whether body was signed with secret, not longer ago (or ahead) than tolerance_s seconds.

    A receiver calls this before it reads the body, so any nonsense in the two headers is only False.

    Args:
        secret: Shared with the sender.
        timestamp: The header `X-Hub-Timestamp` as it came.
        body: The bytes as they came.
        signature: The header `X-Hub-Signature-256` as it came.
        now: Aware; the receiver's time.
        tolerance_s: How far the two clocks may be apart, in seconds; guards against replay.
    """
    try:
        age_s = abs(now.timestamp() - float(timestamp))
        expected = sign(secret, timestamp, body).encode()
        given = signature.encode()
    except ValueError:
        return False
    return math.isfinite(age_s) and age_s <= tolerance_s and hmac.compare_digest(expected, given)
