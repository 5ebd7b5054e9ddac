"""The administrator's pages: what does not move, destinations, programmes, people."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from distributors.errors import ConfigurationError
from distributors.fields import Field
from distributors.registry import platforms
from hub.errors import HubError, sentence, told
from hub.models import Destination, Group, Kind, RoleName
from hub.services import destinations, feed_states, feed_visits, programmes, staff, status
from hub.services.destinations import OWN_FIELDS, Account
from hub.services.held_back import Fault
from hub.services.languages import LANGUAGES
from hub.services.staff import Person
from hub.web.current import by, page_language, parts
from hub.web.guard import needs
from hub.web.words import _

admin = Blueprint("admin", __name__, url_prefix="/admin")

#: What a person can be added with, and a programme.
PERSON = ("email", "name", "role", "group", "organisation")
PROGRAMME = ("slug", "title", "kind", "language", "organisation", "description")


@admin.get("/")
@needs(RoleName.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    found = status.standstills(parts())
    with parts().database.reading() as session:
        return render_template("admin/overview.html", standstills=found, counts=status.counts(session))


@admin.get("/destinations/")
@needs(RoleName.ADMINISTRATOR)
def destination_list() -> ResponseReturnValue:
    with parts().database.reading() as session:
        found = destinations.every(session)
    names = {one.name: one for one in platforms()}
    return render_template("admin/destinations.html", destinations=found, platforms=names)


@admin.get("/destinations/new")
@needs(RoleName.ADMINISTRATOR)
def new_destination() -> ResponseReturnValue:
    platform = destinations.platform(request.args.get("platform", "webhook"))
    return render_template("admin/destination.html", platform=platform, held=None, typed={}, faults={})


@admin.post("/destinations/new")
@needs(RoleName.ADMINISTRATOR)
def add_destination() -> ResponseReturnValue:
    platform = destinations.platform(request.form.get("platform", ""))
    slug, title = request.form.get("slug", "").strip(), request.form.get("title", "").strip()
    try:
        account = Account(slug=slug, title=title, platform=platform.name, values=_values())
        destinations.add(parts(), account, by=by())
    except ConfigurationError as error:
        return _destination_again(error, platform_name=platform.name, held=None)
    flash(_("Đã thêm điểm đến."), "good")
    return redirect(url_for("admin.destination_list"))


@admin.get("/destinations/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def destination(slug: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        held = destinations.find(session, slug)
    platform = destinations.platform(held.platform)
    return render_template("admin/destination.html", platform=platform, held=held, typed=dict(held.values), faults={})


@admin.post("/destinations/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def change_destination(slug: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        held = destinations.find(session, slug)
    title, enabled = request.form.get("title", ""), request.form.get("enabled") == "yes"
    try:
        destinations.change(parts(), slug, title=title, values=_values(), by=by())
        destinations.switch(parts(), slug, enabled=enabled, by=by())
    except ConfigurationError as error:
        return _destination_again(error, platform_name=held.platform, held=held)
    flash(_("Đã lưu."), "good")
    return redirect(url_for("admin.destination_list"))


@admin.post("/destinations/<slug>/switch")
@needs(RoleName.ADMINISTRATOR)
def switch_destination(slug: str) -> ResponseReturnValue:
    destinations.switch(parts(), slug, enabled=request.form.get("enabled") == "yes", by=by())
    return redirect(url_for("admin.destination_list"))


@admin.get("/programmes/")
@needs(RoleName.ADMINISTRATOR)
def programme_list() -> ResponseReturnValue:
    return _programmes_page({}, "")


@admin.post("/programmes/")
@needs(RoleName.ADMINISTRATOR)
def add_programme() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "").strip() for name in PROGRAMME}
    try:
        with parts().database.writing() as session:
            programmes.add(session, typed, by=by())
    except HubError as error:
        return _programmes_page(typed, told(error, page_language())), error.status
    flash(_("Đã thêm chương trình."), "good")
    return redirect(url_for("admin.programme_list"))


@admin.get("/feeds/")
@needs(RoleName.ADMINISTRATOR)
def feed_list() -> ResponseReturnValue:
    with parts().database.reading() as session:
        last = feed_visits.last(session)
        return render_template(
            "admin/feeds.html",
            feeds=list(feed_states.every(parts(), session)),
            visiting=feed_visits.is_visiting(session),
            checked_at=last.at if last else None,
            said=_said,
        )


@admin.post("/feeds/check")
@needs(RoleName.ADMINISTRATOR)
def check_feeds() -> ResponseReturnValue:
    with parts().database.writing() as session:
        feed_visits.ask_for_visit(session)
    return redirect(url_for("admin.feed_list"))


def _said(faults: Sequence[Fault]) -> list[str]:
    return [sentence(code, facts, page_language()) for code, facts in faults]


@admin.get("/staff/")
@needs(RoleName.ADMINISTRATOR)
def staff_list() -> ResponseReturnValue:
    return _staff_page({}, "", "")


@admin.post("/staff/")
@needs(RoleName.ADMINISTRATOR)
def add_staff() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "").strip() for name in PERSON}
    try:
        with parts().database.writing() as session:
            link = _link(staff.sign_in_link(session, staff.add(session, Person.of(typed), by=by())))
    except HubError as error:
        return _staff_page(typed, told(error, page_language()), ""), error.status
    flash(_("Đã thêm %(name)s.", name=typed["name"]), "good")
    return _staff_page({}, "", link)


@admin.post("/staff/<staff_id>/link")
@needs(RoleName.ADMINISTRATOR)
def staff_link(staff_id: str) -> ResponseReturnValue:
    """A fresh link, shown this once: only its hash is kept."""
    return _staff_page({}, "", _link(staff.new_link(parts(), staff_id, by=by())))


def _values() -> dict[str, str]:
    """Account values; their names in the form begin with `value-`, so that none is taken for another field."""
    prefix = "value-"
    return {name.removeprefix(prefix): value for name, value in request.form.items() if name.startswith(prefix)}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One bad field of a form: its label, and the sentence about it."""

    label: str
    sentence: str


def _destination_again(
    error: ConfigurationError, *, platform_name: str, held: Destination | None
) -> ResponseReturnValue:
    """The form with what was typed, and every bad field named, in the order of the page."""
    platform = destinations.platform(platform_name)
    own = {field.name: field for field in OWN_FIELDS}
    fields = {**own, **{f"value-{field.name}": field for field in platform.fields}}
    faults = {
        name: Wrong(label=_label(field), sentence=_fault(error.fields[field.name]))
        for name, field in fields.items()
        if field.name in error.fields
    }
    page = render_template("admin/destination.html", platform=platform, held=held, typed=_values(), faults=faults)
    return page, 422


def _label(field: Field) -> str:
    return field.label_en if page_language() == "en" else field.label_vi


def _fault(code: str) -> str:
    own = {
        "not-a-slug": _("Mã ngắn chỉ gồm chữ thường không dấu, số và gạch nối. Hãy viết lại, ví dụ bao-doi-tac."),
        "slug-taken": _("Đã có điểm đến dùng mã này. Hãy chọn mã khác."),
    }
    return own.get(code) or sentence(code, {}, page_language())


def _programmes_page(typed: dict[str, str], error: str) -> str:
    with parts().database.reading() as session:
        return render_template(
            "admin/programmes.html",
            programmes=programmes.every(session),
            organisations=programmes.organisations(session),
            kinds=list(Kind),
            languages=LANGUAGES,
            typed=typed,
            error=error,
        )


def _staff_page(typed: dict[str, str], error: str, link: str) -> str:
    with parts().database.reading() as session:
        return render_template(
            "admin/staff.html",
            people=staff.every(session),
            organisations=programmes.organisations(session),
            roles=list(RoleName),
            groups=list(Group),
            typed=typed,
            error=error,
            link=link,
            hours=staff.LINK_HOURS,
        )


def _link(token: str) -> str:
    return parts().settings.desk_url + url_for("auth.link_page", token=token)
