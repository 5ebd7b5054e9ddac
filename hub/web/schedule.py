"""The schedule, as an administrator keeps it: one programme's week at a time."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import HubError, told
from hub.models import RoleName
from hub.services import airtimes, programmes
from hub.services import schedule as services
from hub.web.current import by, page_language, parts
from hub.web.guard import needs
from hub.web.words import _

schedule = Blueprint("schedule", __name__, url_prefix="/admin/schedule")

#: What one more time is typed in; together they are a line of the whole week.
TIME = ("starts", "lasts", "note")


@schedule.get("/")
@needs(RoleName.ADMINISTRATOR)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        found = [(one, airtimes.lines(services.of_programme(session, one))) for one in programmes.every(session)]
    return render_template("admin/schedule.html", programmes=found)


@schedule.get("/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def week(slug: str) -> ResponseReturnValue:
    return _week(slug)


@schedule.post("/<slug>/")
@needs(RoleName.ADMINISTRATOR)
def replace(slug: str) -> ResponseReturnValue:
    """The whole week, as lines."""
    text = request.form.get("week", "")
    try:
        with parts().database.writing() as session:
            services.replace(session, slug, airtimes.read(text), by=by())
    except HubError as error:
        return _week(slug, text=text, error=told(error, page_language())), error.status
    return _saved(slug)


@schedule.post("/<slug>/add")
@needs(RoleName.ADMINISTRATOR)
def add(slug: str) -> ResponseReturnValue:
    days = request.form.getlist("days")
    typed = {name: request.form.get(name, "").strip() for name in TIME}
    try:
        with parts().database.writing() as session:
            times = airtimes.read(" ".join((",".join(days), *typed.values())))
            services.add(session, slug, times, by=by())
    except HubError as error:
        return _week(slug, days=days, typed=typed, error=told(error, page_language())), error.status
    return _saved(slug)


@schedule.post("/<slug>/remove")
@needs(RoleName.ADMINISTRATOR)
def remove(slug: str) -> ResponseReturnValue:
    with parts().database.writing() as session:
        services.remove(session, slug, request.form.get("slot", ""), by=by())
    return _saved(slug)


def _saved(slug: str) -> ResponseReturnValue:
    flash(_("Đã lưu; trang công khai đang được làm lại."), "good")
    return redirect(url_for("schedule.week", slug=slug), 303)


def _week(
    slug: str,
    *,
    text: str | None = None,
    days: list[str] | None = None,
    typed: dict[str, str] | None = None,
    error: str = "",
) -> str:
    with parts().database.reading() as session:
        programme = programmes.find(session, slug)
        slots = services.slots_of(session, programme)
        lines = airtimes.lines(services.of_programme(session, programme))
    return render_template(
        "admin/week.html",
        programme=programme,
        slots=slots,
        text="\n".join(lines) if text is None else text,
        short_days=airtimes.SHORT_DAYS,
        hours=services.hours,
        days=days or [],
        typed=typed or {},
        error=error,
    )
