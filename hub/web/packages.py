"""Packages for groups of readers: listed, made, changed, offered or not."""

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import sentence
from hub.models import RoleName
from hub.services import packages as services
from hub.services.languages import LANGUAGES
from hub.services.packages import Fault, Wanted
from hub.web.current import by, page_language, parts
from hub.web.guard import needs
from hub.web.words import _

packages = Blueprint("packages", __name__, url_prefix="/editor/packages")


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One bad field of the form: its label, and the sentence about it."""

    label: str
    sentence: str


@packages.get("/")
@needs(RoleName.EDITOR)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        return render_template("editor/packages.html", packages=services.every(session))


@packages.get("/new")
@needs(RoleName.EDITOR)
def new() -> ResponseReturnValue:
    return _form(Wanted(title="", listings=()), "")


@packages.post("/new")
@needs(RoleName.EDITOR)
def add() -> ResponseReturnValue:
    wanted, slug = _typed(), request.form.get("slug", "").strip()
    with parts().database.writing() as session:
        found = services.slug_faults(session, slug) | services.faults(session, wanted)
        if not found:
            services.add(session, slug, wanted, by=by())
    if found:
        return _form(wanted, slug, found), 422
    flash(_("Đã thêm gói nội dung; trang và luồng tin của gói đang được dựng."), "good")
    return redirect(url_for("packages.one", slug=slug), 303)


@packages.get("/<slug>/")
@needs(RoleName.EDITOR)
def one(slug: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        held = services.find(session, slug)
    wanted = Wanted(
        title=held.title, description=held.description, language=held.language, listings=[*map(str, held.listings)]
    )
    return _form(wanted, slug, held=True)


@packages.post("/<slug>/")
@needs(RoleName.EDITOR)
def change(slug: str) -> ResponseReturnValue:
    wanted = _typed()
    with parts().database.writing() as session:
        services.find(session, slug)
        found = services.faults(session, wanted)
        if not found:
            services.change(session, slug, wanted, by=by())
    if found:
        return _form(wanted, slug, found, held=True), 422
    flash(_("Đã lưu."), "good")
    return redirect(url_for("packages.one", slug=slug), 303)


@packages.post("/<slug>/offer")
@needs(RoleName.EDITOR)
def offer(slug: str) -> ResponseReturnValue:
    offered = request.form.get("offered") == "yes"
    with parts().database.writing() as session:
        services.offer(session, slug, offered=offered, by=by())
    flash(
        _("Gói hiện trên trang đăng ký.")
        if offered
        else _("Gói không còn hiện trên trang đăng ký; ai đang theo dõi vẫn nhận được bài."),
        "good",
    )
    return redirect(url_for("packages.one", slug=slug), 303)


def _typed() -> Wanted:
    form = request.form
    wanted = Wanted(title=form.get("title", ""), listings=form.getlist("listings"))
    return replace(wanted, description=form.get("description", ""), language=form.get("language", "vi"))


def _form(wanted: Wanted, slug: str, found: dict[str, Fault] | None = None, *, held: bool = False) -> str:
    labels = {"title": _("Tên"), "slug": _("Mã ngắn"), "language": _("Ngôn ngữ"), "listings": _("Gồm những gì")}
    found = found or {}
    faults = {
        name: Wrong(label=label, sentence=sentence(*found[name], page_language()))
        for name, label in labels.items()
        if name in found
    }
    with parts().database.reading() as session:
        package = services.find(session, slug) if held else None
        return render_template(
            "editor/package.html",
            wanted=wanted,
            slug=slug,
            held=package,
            count=services.count(session, package) if package else 0,
            choices=services.choices(session, wanted.listings),
            languages=LANGUAGES,
            faults=faults,
            address=f"{parts().settings.public_url}/packages/{slug}/",
        )
