"""Signing in and out: by password, or by a link that works once."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user, logout_user

from hub.errors import ConflictError, InvalidError, told
from hub.models import RoleName, Staff
from hub.services import staff
from hub.web import accounts
from hub.web.current import by, page_language, parts, person
from hub.web.guard import local_path, needs, wants_json
from hub.web.words import _

auth = Blueprint("auth", __name__)


@auth.get("/sign-in")
def sign_in_page() -> ResponseReturnValue:
    onward = local_path(request.args.get("next", ""), "")
    if current_user.is_authenticated:
        return redirect(onward or home_of(person()))
    return render_template("auth/sign_in.html", email="", error="", onward=onward)


@auth.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    email, onward = request.form.get("email", ""), local_path(request.form.get("next", ""), "")
    found = accounts.find(current_app, email, request.form.get("password", ""))
    if found is None:
        error = told(InvalidError("wrong-password"), page_language())
        return render_template("auth/sign_in.html", email=email, error=error, onward=onward), 422
    _let_in(found)
    return redirect(onward or home_of(found))


@auth.get("/sign-in/<token>")
def link_page(token: str) -> ResponseReturnValue:
    """Programs that look at every link of a message only see a page with a button."""
    return render_template("auth/link.html", token=token)


@auth.post("/sign-in/<token>")
def redeem(token: str) -> ResponseReturnValue:
    try:
        with parts().database.writing() as rows:
            found = staff.redeem(rows, token)
    except ConflictError as error:
        if wants_json():
            raise
        return render_template("auth/link_used.html", sentence=told(error, page_language())), error.status
    _let_in(found)
    return redirect(home_of(found) if found.password else url_for("auth.password", first=1))


@auth.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    chosen = session.get("language")
    logout_user()
    session.clear()
    if chosen:
        session["language"] = chosen
    return redirect(url_for("auth.sign_in_page"))


@auth.get("/account/password")
@needs(RoleName.LEARNER)
def password() -> ResponseReturnValue:
    return render_template("auth/password.html", error="", onward=home_of(person()))


@auth.post("/account/password")
@needs(RoleName.LEARNER)
def keep_password() -> ResponseReturnValue:
    try:
        _check(request.form.get("old", ""), request.form.get("new", ""), request.form.get("again", ""))
    except InvalidError as error:
        text = told(error, page_language())
        return render_template("auth/password.html", error=text, onward=home_of(person())), 422
    found = staff.keep_password(parts(), person().id, accounts.hashed(request.form["new"]), by=by())
    # Every other session of the person has ended with this.
    _let_in(found)
    flash(_("Đã lưu mật khẩu mới."), "good")
    return redirect(home_of(found))


def home_of(one: Staff) -> str:
    """Where the person's work is."""
    return "/editor/" if one.may(RoleName.REPORTER) else "/learn/"


def _check(old: str, new: str, again: str) -> None:
    me = person()
    if me.password and accounts.find(current_app, me.email, old) is None:
        raise InvalidError("wrong-password")
    if len(new) < accounts.PASSWORD_CHARS:
        raise InvalidError("password-too-short", chars=accounts.PASSWORD_CHARS)
    if new != again:
        raise InvalidError("passwords-differ")


def _let_in(found: Staff) -> None:
    """A new session: nothing of the one before it is kept but the language."""
    chosen = session.get("language")
    session.clear()
    if chosen:
        session["language"] = chosen
    login_user(found)
