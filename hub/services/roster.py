"""Who counts, and how many of them are trained: one report for screen, file, program and command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.errors import InvalidError
from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.models import Enrolment, Organisation, Role, RoleName, Staff
from training import table
from training.report import Completion, Person, Report
from training.report import report as count

if TYPE_CHECKING:
    from training.course import Group

#: Where people work of whom nobody wrote down where.
NOWHERE = {"vi": "(chưa ghi cơ quan)", "en": "(no organisation)"}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A report as a file."""

    data: bytes
    media_type: str
    name: str


def report(
    parts: Parts, as_of: date | None = None, *, courses: frozenset[str] | None = None, language: str = "vi"
) -> Report:
    """The figures of a day, today's by default, over all courses or some, with everybody behind them."""
    with parts.database.reading() as session:
        people, completions = _people(session, NOWHERE[language]), _completions(session)
    return count(people, completions, as_of=as_of or local(now()).date(), courses=courses)


def day(text: str) -> date | None:
    """The day that somebody wrote, as 2026-11-22 or 22/11/2026; None for nothing. Raises InvalidError."""
    written = text.strip()
    if not written:
        return None
    try:
        return date.fromisoformat("-".join(reversed(written.split("/"))) if "/" in written else written)
    except ValueError as error:
        raise InvalidError("invalid-value", field="as-of", problem=f"“{text}”: YYYY-MM-DD, DD/MM/YYYY") from error


def sheet(found: Report, form: str, *, language: str = "vi") -> Sheet:
    """The report as `csv`, `xlsx` or `json`. Raises InvalidError for another form."""
    if form not in _FORMS:
        raise InvalidError("invalid-value", field="format", problem=" | ".join(_FORMS))
    make, media_type = _FORMS[form]
    return Sheet(data=make(found, language), media_type=media_type, name=f"dao-tao-{found.as_of}.{form}")


def csv_text(found: Report, language: str) -> str:
    """The figures, an empty line, the people."""
    tables = (table.summary(found, language=language), table.people(found, language=language))
    return "\r\n".join(table.as_csv(one) for one in tables)


def _csv(found: Report, language: str) -> bytes:
    # Without the mark at its start, Excel takes Vietnamese letters for something else.
    return csv_text(found, language).encode("utf-8-sig")


def _xlsx(found: Report, language: str) -> bytes:
    tables = (table.summary(found, language=language), table.people(found, language=language))
    return table.as_xlsx(tables, made_at=now())


def _json(found: Report, language: str) -> bytes:
    import json

    del language
    return json.dumps(table.as_json(found), ensure_ascii=False, indent=2).encode()


_FORMS: Mapping[str, tuple[Callable[[Report, str], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (_json, "application/json"),
}


def _people(session: Session, nowhere: str) -> list[Person]:
    rows = session.execute(
        select(Staff.id, Staff.name, Staff.group, Organisation.name, Staff.joined_on, Staff.left_on)
        .outerjoin(Organisation, Staff.organisation_id == Organisation.id)
        # The account that keeps the machine is nobody of the press.
        .where(or_(Staff.organisation_id.is_not(None), ~Staff.roles.any(Role.name == RoleName.ADMINISTRATOR)))
    )
    return [
        Person(
            id=staff_id,
            name=name,
            group=cast("Group", group),
            organisation=organisation or nowhere,
            joined_on=joined_on,
            left_on=left_on,
        )
        for staff_id, name, group, organisation, joined_on, left_on in rows
    ]


def _completions(session: Session) -> list[Completion]:
    rows = session.execute(
        select(Enrolment.staff_id, Enrolment.course_slug, Enrolment.completed_at).where(
            Enrolment.completed_at.is_not(None)
        )
    )
    return [Completion(person_id=staff_id, course_slug=slug, completed_at=at) for staff_id, slug, at in rows if at]
