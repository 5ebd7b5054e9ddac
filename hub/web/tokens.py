"""A person's own tokens, with which programs act for her: made, shown once, revoked."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import HubError, InvalidError, told
from hub.extensions.clock import now
from hub.models import RoleName, Scope, Staff
from hub.services import tokens as services
from hub.services.tokens import Order
from hub.web.bearer import ROLE_OF
from hub.web.current import by, page_language, parts, person
from hub.web.guard import needs
from hub.web.words import _

tokens = Blueprint("tokens", __name__, url_prefix="/account/tokens")

#: Days of life that are offered; 0 is no end.
DAYS = (30, 90, 365, 0)


@tokens.get("")
@needs(RoleName.REPORTER)
def page() -> ResponseReturnValue:
    return _page(secret="")


@tokens.post("")
@needs(RoleName.REPORTER)
def make() -> ResponseReturnValue:
    """A new one. Its secret stands on this answer and nowhere else."""
    try:
        order = _order()
        with parts().database.writing() as session:
            secret = services.make(session, session.get_one(Staff, person().id), order, by=by())[1]
    except HubError as error:
        return _page(secret="", error=told(error, page_language())), error.status
    return _page(secret=secret)


@tokens.post("/<token_id>/revoke")
@needs(RoleName.REPORTER)
def revoke(token_id: str) -> ResponseReturnValue:
    with parts().database.writing() as session:
        services.revoke(session, token_id, str(person().id), by=by())
    flash(_("Đã thu hồi mã truy cập; chương trình dùng nó không vào được nữa."), "good")
    return redirect(url_for("tokens.page"), 303)


def _order() -> Order:
    """Raises InvalidError for days that are not offered, or a scope that the person herself has not."""
    days = request.form.get("days", "")
    if days not in map(str, DAYS):
        raise InvalidError("invalid-value", field=_("Hết hạn sau"), problem=_("chọn một dòng trong danh sách"))
    scopes = request.form.getlist("scopes")
    allowed = _offered()
    if not set(scopes) <= set(allowed):
        raise InvalidError("token-no-scope", allowed=", ".join(allowed))
    return Order(title=request.form.get("title", ""), scopes=scopes, days=int(days))


def _offered() -> list[Scope]:
    """A token may never more than its person."""
    return [scope for scope in Scope if person().may(ROLE_OF[scope])]


def _page(*, secret: str, error: str = "") -> str:
    with parts().database.reading() as session:
        held = services.of_staff(session, str(person().id))
    form = request.form if error else None
    return render_template(
        "auth/tokens.html",
        tokens=held,
        now=now(),
        scopes=_offered(),
        days=DAYS,
        secret=secret,
        error=error,
        typed={"title": form.get("title", ""), "days": form.get("days", "365")} if form else {},
        ticked=form.getlist("scopes") if form else [],
    )
