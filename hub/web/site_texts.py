"""The texts of the reader's site, as an administrator writes them: seen before they are kept."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import HubError, told
from hub.models import RoleName
from hub.services import site_texts as services
from hub.web.current import by, page_language, parts
from hub.web.guard import needs
from hub.web.words import _

site_texts = Blueprint("site_texts", __name__, url_prefix="/admin/texts")


@site_texts.get("/")
@needs(RoleName.ADMINISTRATOR)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        found = [services.held(session, slug) for slug in services.TITLES]
    return render_template("admin/texts.html", texts=found)


@site_texts.get("/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def text(slug: str) -> ResponseReturnValue:
    return _form(slug)


@site_texts.post("/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def change(slug: str) -> ResponseReturnValue:
    body = "" if request.form.get("do") == "shipped" else request.form.get("body", "")
    if request.form.get("do") == "preview":
        return _form(slug, typed=body)
    try:
        with parts().database.writing() as session:
            services.change(session, slug, body, by=by())
    except HubError as error:
        return _form(slug, typed=body, error=told(error, page_language())), error.status
    flash(_("Đã lưu; trang công khai đang được làm lại."), "good")
    return redirect(url_for("site_texts.text", slug=slug), 303)


def _form(slug: str, *, typed: str | None = None, error: str = "") -> str:
    with parts().database.reading() as session:
        held = services.held(session, slug)
    body = held.body if typed is None else typed
    shown = services.html_of(parts().settings, body)
    return render_template("admin/text.html", text=held, body=body, shown=shown, error=error)
