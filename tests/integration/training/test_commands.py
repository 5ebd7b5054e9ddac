import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from hub.cli.course import course
from hub.cli.staff import staff
from hub.cli.training import training
from hub.services import lessons
from tests.integration.training.school import add_person, enrol, finish, write_course


@pytest.fixture
def run(parts, monkeypatch):
    for module in ("staff", "training"):
        monkeypatch.setattr(f"hub.cli.{module}.opened", lambda: parts)
    return CliRunner().invoke


def test_good_courses_are_told_by_name(run, courses_folder: Path):
    write_course(courses_folder, slug="khac")
    done = run(course, ["check", str(courses_folder)])
    assert (done.exit_code, done.stdout) == (0, "Không có lỗi: khac, khoa-thu.\n")


def test_one_course_may_be_checked_by_itself(run, courses_folder: Path):
    assert run(course, ["check", str(courses_folder / "khoa-thu")]).exit_code == 0


def test_all_faults_are_told_with_file_and_line(run, courses_folder: Path):
    folder = write_course(courses_folder, slug="hong")
    (folder / "02-cuoi/01-hoi.md").write_text("---\nkind: quiz\ntitle: Hỏi\n---\n\n## Gì?\n\n- [ ] Một\n- [ ] Hai\n")
    (folder / "cham.gif").unlink()
    done = run(course, ["check", str(courses_folder)])
    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        f"{folder}/01-dau/01-mot.md:8",
        f"{folder}/02-cuoi/01-hoi.md:6",
    ]
    rows = json.loads(run(course, ["check", str(courses_folder), "--json"]).stdout)
    assert [(row["course"], row["code"]) for row in rows] == [
        ("hong", "dead-picture"),
        ("hong", "question-without-answer"),
    ]


@pytest.mark.parametrize("name", ["nothing-here", "empty"])
def test_a_folder_without_courses_is_a_fault(run, tmp_path: Path, name):
    (tmp_path / "empty").mkdir()
    assert run(course, ["check", str(tmp_path / name)]).exit_code == 1


def test_a_course_without_its_first_file_is_not_passed_over(run, courses_folder: Path):
    (write_course(courses_folder, slug="thieu") / "course.md").unlink()
    done = run(course, ["check", str(courses_folder)])
    assert done.exit_code == 1
    assert "thieu/course.md:1" in done.stdout


def test_people_are_added_listed_and_let_in(run):
    added = run(staff, ["add", "--email", "Lan@LC.vn", "--name", "Lò Thị Lan", "--group", "editors", "--json"])
    assert json.loads(added.stdout)["email"] == "lan@lc.vn"
    [row] = json.loads(run(staff, ["list", "--json"]).stdout)
    assert (row["name"], row["role"], row["group"]) == ("Lò Thị Lan", "learner", "editors")
    link = run(staff, ["link", "lan@lc.vn"])
    assert link.stdout.startswith("https://hub.example.vn/sign-in/")


def test_a_file_of_people_is_taken_in_row_by_row(run, tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text("email,name,group\na@lc.vn,Án,editors\nb,Bê,editors\nc@lc.vn,Cê,officials\n", "utf-8-sig")
    done = run(staff, ["import", str(path)])
    assert done.exit_code == 1
    assert "Dòng 3" in done.stderr
    assert "Đã thêm 2 người" in done.stdout


def test_evidence_is_verified_and_what_is_broken_is_named(run, parts):
    person = add_person(parts, "a@lc.vn")
    finish(parts, enrol(parts, person))
    assert run(training, ["verify"]).exit_code == 0
    assert json.loads(run(training, ["verify", "--json"]).stdout)["whole"] is True
    with parts.database.engine.execution_options(hub_writes=True).begin() as connection:
        connection.execute(text("UPDATE training_event SET person_id = 'x' WHERE sequence = 2"))
    done = run(training, ["verify"])
    assert done.exit_code == 1
    assert "sự kiện 2" in done.stdout


def test_a_certificate_is_revoked(run, parts):
    person = add_person(parts, "a@lc.vn")
    finish(parts, enrol(parts, person))
    number = lessons.mine(parts, person)[0].certificate
    assert run(training, ["revoke", number, "--reason", "Cấp nhầm"]).exit_code == 0
    assert lessons.mine(parts, person)[0].is_revoked
