"""The one honest number, with the names behind it; and who is to take which course."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.models import Group, RoleName
from hub.services import courses, learning
from hub.services import roster as people
from hub.web.current import by, page_language, parts
from hub.web.guard import needs
from hub.web.words import _
from training.report import PersonLine, Report, Row

roster = Blueprint("roster", __name__, url_prefix="/learn")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The figure of a group in an organisation, and its people."""

    row: Row
    people: Sequence[PersonLine]


@roster.get("/report")
@needs(RoleName.EDITOR)
def report() -> ResponseReturnValue:
    found = _found()
    titles = {slug: course.title for slug, course in courses.shelf(parts().settings).courses.items()}
    return render_template(
        "learn/report.html", report=found, cells=_cells(found), titles=titles, course=request.args.get("course", "")
    )


@roster.get("/report.<form>")
@needs(RoleName.EDITOR)
def download(form: str) -> ResponseReturnValue:
    sheet = people.sheet(_found(), form, language=page_language())
    response = Response(sheet.data, content_type=sheet.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=sheet.name)
    return response


@roster.get("/assign")
@needs(RoleName.ADMINISTRATOR)
def assign_page() -> ResponseReturnValue:
    shelf = courses.shelf(parts().settings)
    return render_template("learn/assign.html", shelf=shelf, groups=list(Group))


@roster.post("/assign")
@needs(RoleName.ADMINISTRATOR)
def assign() -> ResponseReturnValue:
    group = request.form.get("group", "")
    count, fresh = learning.assign_group(parts(), request.form.get("course", ""), group=group, by=by())
    flash(_("Khóa học dành cho %(count)s người; %(fresh)s người mới được giao.", count=count, fresh=fresh), "good")
    return redirect(url_for("roster.assign_page"), 303)


def _found() -> Report:
    """What the address asks for; screen and files alike."""
    course = request.args.get("course", "")
    return people.report(
        parts(),
        people.day(request.args.get("as_of", "")),
        courses=frozenset({course}) if course else None,
        language=page_language(),
    )


def _cells(found: Report) -> list[Cell]:
    lines: dict[tuple[str, str], list[PersonLine]] = {}
    for line in found.people:
        lines.setdefault((line.person.organisation, line.person.group), []).append(line)
    return [Cell(row=row, people=lines[row.organisation or "", row.group or ""]) for row in found.rows]
