"""Whether a certificate is real: for anybody who has its number, without signing in."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import NotFoundError
from hub.services import certificates
from hub.web.current import parts
from training.certificate import is_valid, normalise

verify = Blueprint("verify", __name__, url_prefix="/verify")

#: Characters that are looked at; a number has 19.
TYPED_CHARS = 64


@verify.get("/")
def form() -> ResponseReturnValue:
    typed = request.args.get("number", "").strip()[:TYPED_CHARS]
    if not typed:
        return render_template("verify/form.html", typed="", fault="")
    if not is_valid(typed):
        return render_template("verify/form.html", typed=typed, fault="misspelt"), HTTPStatus.NOT_FOUND
    return redirect(url_for("verify.shown", number=normalise(typed)))


@verify.get("/<number>")
def shown(number: str) -> ResponseReturnValue:
    typed = number[:TYPED_CHARS]
    try:
        found = certificates.verify(parts(), typed)
    except NotFoundError:
        fault = "unknown" if is_valid(typed) else "misspelt"
        return render_template("verify/form.html", typed=typed, fault=fault), HTTPStatus.NOT_FOUND
    if found.number != number:
        return redirect(url_for("verify.shown", number=found.number))
    return render_template("verify/shown.html", found=found)
