"""How often, and how large: rate limits on signing in, and how many bytes a request may have."""

import time
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_security import current_user

from hub.extensions.redis import address
from hub.models import RoleName
from hub.services.readiness import MEGABYTE, check_room
from hub.web.current import parts

#: Bytes of a request that carries no file.
SMALL_BYTES = 2 * 1024**2

#: The endpoints that take files; they ask who sends them before they read them.
WHOLE = frozenset({"upload.receive", "api.receive"})
PIECES = frozenset({"tus.begin", "tus.append", "tus.overridden"})

PER_ADDRESS = "10 per minute"
FAILURES_PER_ACCOUNT = "5 per 15 minutes"

#: Enough for a clerk with a pile of certificates; nothing for whoever guesses among 2**40 numbers.
CHECKS_PER_ADDRESS = "60 per minute"

#: A reader that subscribes to every feed of a newsroom at once; each makes the hub ask somebody.
SUBSCRIPTIONS_PER_ADDRESS = "60 per minute"
#: Many readers share one address where a mobile network gives few; a program that reads everything is slowed down.
SEARCHES_PER_ADDRESS = "300 per minute"


def prepare(app: Flask) -> None:
    app.before_request(_keep_small)
    app.extensions["hub-limiter"] = Limiter(
        get_remote_address,
        app=app,
        storage_uri=address(app.extensions["hub"].settings).replace("unix://", "redis+unix://", 1),
        storage_options={"socket_connect_timeout": 1},
        # Each process counts for itself while Redis is away.
        in_memory_fallback_enabled=True,
        key_prefix="hub",
    )


def protect(app: Flask) -> None:
    """Put the limits on the views that let people in; called when these are registered."""
    limiter: Limiter = app.extensions["hub-limiter"]
    per_address = limiter.shared_limit(PER_ADDRESS, scope="sign-in", methods=["POST"])
    per_account = limiter.limit(FAILURES_PER_ACCOUNT, key_func=_account, methods=["POST"], deduct_when=_failed)
    views: dict[str, Any] = app.view_functions
    views["auth.sign_in"] = per_address(per_account(views["auth.sign_in"]))
    views["auth.redeem"] = per_address(views["auth.redeem"])
    views["websub.ask"] = limiter.limit(SUBSCRIPTIONS_PER_ADDRESS)(views["websub.ask"])
    searches = limiter.shared_limit(SEARCHES_PER_ADDRESS, scope="search")
    for name in ("search.results", "api.search"):
        views[name] = searches(views[name])
    views["verify.shown"] = limiter.limit(CHECKS_PER_ADDRESS)(views["verify.shown"])


def seconds_to_wait(app: Flask, error: RateLimitExceeded) -> int:
    """Until the limit that was reached lets the next request through."""
    limiter: Limiter = app.extensions["hub-limiter"]
    current = limiter.current_limit
    if current is None:
        return int(error.limit.limit.get_expiry()) if error.limit else 60
    return max(1, round(current.reset_at - time.time()))


def _keep_small() -> None:
    """Before anything reads a body: only who may, and where there is room, sends more than a form."""
    if (
        request.endpoint not in {*WHOLE, *PIECES}
        or not current_user.is_authenticated
        or not current_user.may(RoleName.REPORTER)
    ):
        request.max_content_length = SMALL_BYTES
        return
    if request.endpoint in PIECES:
        # There was room for all of it when it was begun.
        return
    # It stands in the work folder while its copy is made in the storage.
    check_room(parts(), needed_mb=2 * (request.content_length or 0) // MEGABYTE)


def _account() -> str:
    """Failures are counted for the account, from wherever they come."""
    return request.form.get("email", "").strip().lower()[:200]


def _failed(response: Response) -> bool:
    """Whether a try to sign in was in vain: a success leads on."""
    return response.status_code not in {302, 303}
