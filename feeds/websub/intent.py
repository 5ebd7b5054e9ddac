"""How the hub asks a subscriber whether it meant what was asked in its name, or tells it no."""

import hmac
from urllib.parse import urlencode

from feeds.websub.request import Mode


def question(callback: str, *, mode: Mode, topic: str, challenge: str, lease_s: int) -> str:
    """Give the address at which a subscriber is asked; a query of its own stays in front.

    Args:
        callback: The subscriber's.
        mode: What was asked.
        topic: The feed, by the address that was given.
        challenge: Fresh and random; whoever repeats it has read this request.
        lease_s: Seconds that are granted; nobody is told of them who leaves.
    """
    lease = {"hub.lease_seconds": str(lease_s)} if mode == "subscribe" else {}
    return _with(callback, {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge, **lease})


def denial(callback: str, *, topic: str, reason: str) -> str:
    """Give the address at which a subscriber is told that it does not get a feed, and why."""
    return _with(callback, {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason})


def confirms(status: int, body: bytes, challenge: str) -> bool:
    """Say whether an answer confirms: success, and the challenge as the whole body."""
    return 200 <= status < 300 and hmac.compare_digest(body, challenge.encode())  # noqa: PLR2004  RFC 9110 §15.3


def _with(callback: str, values: dict[str, str]) -> str:
    return f"{callback}{'&' if '?' in callback else '?'}{urlencode(values)}"
