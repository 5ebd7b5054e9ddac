"""The receipt of a delivery: what was sent, what came of it, and what a person decides."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from distributors.fields import is_address
from hub.errors import InvalidError
from hub.models import RoleName
from hub.services import desk, pushing
from hub.web.current import by, parts, person
from hub.web.guard import needs
from hub.web.words import _

deliveries = Blueprint("deliveries", __name__, url_prefix="/editor/deliveries")


@deliveries.get("/<delivery_id>/")
@needs(RoleName.REPORTER)
def receipt(delivery_id: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        found = pushing.get(session, delivery_id)
        tries = desk.attempts(session, delivery_id)
    return render_template(
        "editor/delivery.html",
        delivery=found,
        item=found.item,
        frozen=json.loads(found.payload),
        tries=tries,
        stuck=found.state in pushing.STUCK and person().may(RoleName.EDITOR),
        link=found.remote_url if is_address(found.remote_url) else "",
    )


@deliveries.post("/<delivery_id>/confirm")
@needs(RoleName.EDITOR)
def confirm(delivery_id: str) -> ResponseReturnValue:
    url = request.form.get("url", "").strip()
    if url and not is_address(url):
        raise InvalidError("invalid-value", field=_("Đường dẫn"), problem=_("phải bắt đầu bằng https:// hoặc http://"))
    pushing.confirm(parts(), delivery_id, by=by(), url=url)
    flash(_("Đã ghi nhận là đã đăng."), "good")
    return redirect(url_for("deliveries.receipt", delivery_id=delivery_id))


@deliveries.post("/<delivery_id>/again")
@needs(RoleName.EDITOR)
def again(delivery_id: str) -> ResponseReturnValue:
    pushing.send_again(parts(), delivery_id, by=by())
    flash(_("Đang gửi lại."), "good")
    return redirect(url_for("deliveries.receipt", delivery_id=delivery_id))
