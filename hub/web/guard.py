"""Who may open a view."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from hub.errors import HubError
from hub.models import RoleName

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class RoleMissingError(HubError):
    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("role-missing")


class SignInNeededError(HubError):
    """For programs; people are led to the sign-in page."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("sign-in-needed")


def needs(role: RoleName) -> Callable[[View[P]], View[P]]:
    """Only people with the role, or one above it, get in; people who are not signed in are led to the sign-in page."""

    def guarded(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return to_sign_in()
            if not current_user.may(role):
                raise RoleMissingError
            return view(*args, **kwargs)

        return checked

    return guarded


def asks_to_publish(*, asked: bool) -> bool:
    """What was asked, of whoever may ask for it. Raises RoleMissingError, as nothing asked for is passed over."""
    if asked and not current_user.may(RoleName.EDITOR):
        raise RoleMissingError
    return asked


def to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and back here after it."""
    if wants_json():
        raise SignInNeededError
    here = request.full_path.rstrip("?") if request.method == "GET" else local_path(request.referrer or "")
    return redirect(url_for("auth.sign_in_page", next=here))


def local_path(address: str, otherwise: str = "/editor/") -> str:
    """The address itself where it is a path of this site, so that nobody is led elsewhere after signing in."""
    # Browsers take a backslash for a slash, and leave out control characters.
    if address.isprintable() and "\\" not in address and address.startswith("/") and not address.startswith("//"):
        return address
    parts = urlsplit(address)
    if parts.netloc and parts.netloc == request.host and parts.scheme in {"http", "https"}:
        return local_path(parts.path or "/", otherwise)
    return otherwise


def wants_json() -> bool:
    """Whether the client is a program rather than a browser."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
