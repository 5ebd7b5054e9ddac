import csv
import io
import json
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from hub.cli.training import training
from hub.errors import InvalidError
from hub.extensions.clock import local, now
from hub.models import Enrolment
from hub.services import programmes, roster
from tests.integration.training.school import SLUG, add_person, enrol, finish

TODAY = local(now()).date()


@pytest.fixture
def newsroom(parts) -> None:
    """Three people in two organisations; two of them are trained, one of these has left since."""
    with parts.database.writing() as session:
        for slug, name in (("bao", "Báo Lai Châu"), ("dai", "Đài =cmd|' /C calc'!A0")):
            programmes.add_organisation(session, slug=slug, name=name, valid_from=None, valid_to=None)
    first = add_person(parts, "a@lc.vn", name="Lò Thị Lan", group="editors", organisation="bao")
    add_person(parts, "b@lc.vn", name="+Vàng A Páo", group="leaders", organisation="dai")
    yesterday = str(TODAY - timedelta(days=1))
    gone = add_person(parts, "c@lc.vn", name="Giàng Seo", group="editors", organisation="bao", left_on=yesterday)
    for person in (first, gone):
        finish(parts, enrol(parts, person))


def _csv(data: bytes) -> tuple[list[list[str]], list[list[str]]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    parted = rows.index([])
    return rows[1:parted], rows[parted + 2 :]


def _xlsx_texts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        tree = ET.fromstring(book.read("xl/sharedStrings.xml"))
    return [node.text or "" for node in tree.iter() if node.tag.endswith("}t")]


def _xlsx_total(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        tree = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    last = [node for node in tree.iter() if node.tag.endswith("}row")][-1]
    return [value.text or "" for value in last.iter() if value.tag.endswith("}v")]


def test_every_format_says_the_same(parts, newsroom):
    found = roster.report(parts, TODAY)
    assert (found.total.trained, found.total.total, str(found.total.percent_exact)) == (1, 2, "50.00")
    figures, people = _csv(roster.sheet(found, "csv").data)
    plain = json.loads(roster.sheet(found, "json").data)
    book = roster.sheet(found, "xlsx").data
    assert figures[-1][2:6] == ["1", "2", "50", "50.00"]
    assert plain["total"]["share"] == "1/2"
    assert _xlsx_total(book)[2:6] == ["1", "2", "50", "50.00"]
    names = [line.person.name for line in found.people]
    assert names == [one["name"] for one in plain["people"]]
    assert [row[3].removeprefix("'") for row in people] == names
    assert set(names) <= set(_xlsx_texts(book))


@pytest.mark.parametrize("form", ["table", "csv", "json", "xlsx"])
def test_the_command_says_what_the_service_says(parts, newsroom, monkeypatch, form):
    monkeypatch.setattr("hub.cli.training.opened", lambda: parts)
    done = CliRunner().invoke(training, ["report", "--format", form, "--as-of", str(TODAY)])
    assert done.exit_code == 0, done.output
    found = roster.report(parts, TODAY)
    if form == "table":
        assert done.stdout.startswith(f"{TODAY}: 1/2 = 50.00 %")
        assert "Vàng A Páo" in done.stdout
    elif form == "xlsx":
        assert _xlsx_total(done.stdout_bytes)[2:6] == ["1", "2", "50", "50.00"]
    else:
        expected = roster.sheet(found, form).data.decode("utf-8-sig").replace("\r\n", "\n").strip()
        assert done.stdout.replace("\r\n", "\n").strip() == expected


def test_a_file_is_written_for_a_spreadsheet(parts, newsroom, monkeypatch, tmp_path):
    monkeypatch.setattr("hub.cli.training.opened", lambda: parts)
    path = tmp_path / "report.csv"
    done = CliRunner().invoke(training, ["report", "--format", "csv", "--output", str(path)])
    assert done.exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_names_that_a_spreadsheet_would_run_are_harmless(parts, newsroom):
    _figures, people = _csv(roster.sheet(roster.report(parts, TODAY), "csv").data)
    assert all(not cell.startswith(("=", "+")) for row in people for cell in row)


def test_a_day_in_the_past_counts_who_was_there_and_what_was_done_by_then(parts, newsroom):
    yesterday = roster.report(parts, TODAY - timedelta(days=1))
    assert (yesterday.total.trained, yesterday.total.total) == (0, 3)
    with parts.database.writing() as session:
        session.execute(update(Enrolment).values(completed_at=now() - timedelta(days=3)))
    yesterday = roster.report(parts, TODAY - timedelta(days=1))
    assert (yesterday.total.trained, yesterday.total.total) == (2, 3)
    assert roster.report(parts, date(2019, 12, 31)).total.total == 0


def test_a_report_of_one_course_counts_no_other(parts, newsroom):
    assert roster.report(parts, TODAY, courses=frozenset({SLUG})).total.trained == 1
    assert roster.report(parts, TODAY, courses=frozenset({"other"})).total.trained == 0


def test_people_without_an_organisation_count(parts):
    add_person(parts, "a@lc.vn")
    found = roster.report(parts, TODAY)
    assert [row.organisation for row in found.organisations] == ["(chưa ghi cơ quan)"]


@pytest.mark.parametrize(
    ("typed", "day"), [("2026-11-22", date(2026, 11, 22)), ("22/11/2026", date(2026, 11, 22)), (" ", None)]
)
def test_days_are_read_as_people_write_them(typed, day):
    assert roster.day(typed) == day


@pytest.mark.parametrize("typed", ["2026-13-01", "31/02/2026", "hôm nay"])
def test_other_days_are_refused(typed):
    with pytest.raises(InvalidError):
        roster.day(typed)
