"""What a subscriber asks of the hub, read from its form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from feeds.address import absolute
from feeds.errors import FeedError

Mode = Literal["subscribe", "unsubscribe"]

#: Bytes of a secret: the Recommendation wants fewer than 200.
MAX_SECRET_BYTES = 199

#: Characters of a callback; room for a token of the subscriber's own, and short enough for an index.
MAX_CALLBACK_CHARS = 1000

_MODES = get_args(Mode)
_SHOWN_CHARS = 100
_WHOLE_NUMBER = re.compile(r"[0-9]+")
#: More digits say no more: whatever they mean is beyond the bounds.
_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request to subscribe or unsubscribe, well formed; nobody has confirmed it yet.

    Attributes:
        topic: As it was given; whether there is such a feed is for the publisher to say.
        callback: An ASCII URI without user name and fragment.
        lease_s: What was wished; None where nothing was.
        secret: Empty where content is not to be signed.
    """

    mode: Mode
    topic: str
    callback: str
    lease_s: int | None
    secret: str = field(repr=False)


def read_request(form: Mapping[str, str]) -> Request:
    """Read a form; parameters that are not known are passed over, as the Recommendation wants.

    Raises:
        FeedError: `websub-missing`, `websub-unknown-mode`, `websub-bad-callback`, `websub-bad-lease`,
            `websub-long-secret`.
    """
    mode = _required(form, "hub.mode")
    if mode not in _MODES:
        raise FeedError("websub-unknown-mode", mode=_shown(mode))
    return Request(
        mode=cast("Mode", mode),
        topic=_required(form, "hub.topic"),
        callback=_callback(_required(form, "hub.callback")),
        lease_s=_lease_s(form.get("hub.lease_seconds", "")),
        secret=_secret(form.get("hub.secret", "")),
    )


def _required(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value:
        raise FeedError("websub-missing", field=name)
    return value


def _callback(text: str) -> str:
    try:
        callback = absolute("hub.callback", text)
    except FeedError as error:
        raise FeedError("websub-bad-callback", callback=_shown(text)) from error
    if len(callback) > MAX_CALLBACK_CHARS or "#" in callback:
        raise FeedError("websub-bad-callback", callback=_shown(text))
    return callback


def _lease_s(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not _WHOLE_NUMBER.fullmatch(text):
        raise FeedError("websub-bad-lease", value=_shown(text))
    return int(text) if len(text) <= _DIGITS else 10**_DIGITS


def _secret(text: str) -> str:
    size_bytes = len(text.encode())
    if size_bytes > MAX_SECRET_BYTES:
        raise FeedError("websub-long-secret", size_bytes=size_bytes, limit=MAX_SECRET_BYTES)
    return text


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in text[:_SHOWN_CHARS])
