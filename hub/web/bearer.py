"""Programs that act for a person: `Authorization: Bearer …` (RFC 6750), within `/api/v1/` and the token's scopes."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from flask import Flask, Request, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from hub.errors import HubError
from hub.models import RoleName, Scope, Staff
from hub.services import tokens
from hub.web.current import parts
from hub.web.guard import P, RoleMissingError, SignInNeededError, View

#: The only paths that a token opens.
API = "/api/v1/"

#: What a person must be, for a token of hers to do this.
#: Blueprints whose views guard themselves by `allows`.
BLUEPRINTS = frozenset({"tus", "api"})

ROLE_OF = {Scope.READ: RoleName.REPORTER, Scope.INTAKE: RoleName.REPORTER, Scope.PUBLISH: RoleName.EDITOR}


class ScopeMissingError(HubError):
    status = HTTPStatus.FORBIDDEN

    def __init__(self, scope: str) -> None:
        super().__init__("scope-missing", scope=scope)


class TokenNeededError(HubError):
    """For programs: they have no sign-in page."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("token-needed")


def prepare(app: Flask) -> None:
    app.login_manager.request_loader(_owner)  # type: ignore[attr-defined]


def exempt(app: Flask) -> None:
    """Programs send no form's guard; `check` asks for it wherever a session, not a token, lets somebody in."""
    for view in app.view_functions:
        if view.split(".")[0] in BLUEPRINTS:
            app.extensions["csrf"].exempt(app.view_functions[view])


def allows(scope: Scope) -> Callable[[View[P]], View[P]]:
    """Only a token with the scope gets in, or a signed-in person whose form carries its guard against forgery."""

    def guarded(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            check(scope)
            return view(*args, **kwargs)

        return checked

    return guarded


def check(scope: Scope) -> None:
    """Raises TokenNeededError, SignInNeededError, RoleMissingError, ScopeMissingError, CSRFError for a forged form."""
    if not current_user.is_authenticated:
        # The browser sends its files by tus too, for a person whose session may have ended.
        raise TokenNeededError if request.blueprint != "tus" or request.authorization else SignInNeededError
    if not current_user.may(ROLE_OF[scope]):
        raise RoleMissingError
    held = g.get("token_scopes")
    if held is None:
        current_app.extensions["csrf"].protect()
    elif scope not in held:
        raise ScopeMissingError(scope)


def _owner(sent: Request) -> Staff | None:
    """Whose token it is; asked only where no session tells."""
    authorization = sent.authorization
    if authorization is None or authorization.type != "bearer" or not sent.path.startswith(API):
        return None
    with parts().database.writing() as session:
        token = tokens.find(session, authorization.token or "")
        if token is None:
            return None
        g.token_scopes = frozenset(token.scopes)
        staff = token.staff
        session.flush()
        session.expunge_all()
    return staff


def by_token() -> bool:
    """Whether the request comes from a program."""
    return bool(current_user.is_authenticated) and request.path.startswith(API) and g.get("token_scopes") is not None
