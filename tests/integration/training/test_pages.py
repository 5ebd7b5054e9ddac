import re
from datetime import timedelta

import pytest

from hub.extensions.clock import local, now
from hub.services import certificates, lessons, staff
from tests.integration.training.school import DOT, RIGHT, SLUG, add_person, enrol, finish, write_course

SENT = {f"q-{question}": ticked for question, ticked in RIGHT.items()}


@pytest.fixture
def sign_in(app, parts):
    """Sign a person in by a one-time link; gives his or her client."""
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(email: str):
        client = app.test_client()
        with parts.database.writing() as session:
            token = staff.sign_in_link(session, staff.find(session, email))
        assert client.post(f"/sign-in/{token}").status_code in {302, 303}
        return client

    return signed_in


@pytest.fixture
def lan(parts, sign_in):
    add_person(parts, "lan@lc.vn", name="Lò Thị Lan", group="editors")
    return sign_in("lan@lc.vn")


def _person_id(parts, email: str) -> str:
    with parts.database.reading() as session:
        return str(staff.find(session, email).id)


def _begin(client) -> str:
    answer = client.post(f"/learn/courses/{SLUG}")
    assert answer.status_code == 303
    return answer.location


def test_a_person_takes_a_course_to_its_certificate(parts, lan):
    assert "Khóa thử" in lan.get("/learn/").text
    course = _begin(lan)
    assert "Bắt đầu học" in lan.get(course).text
    page = lan.get(f"{course}mot/")
    assert "Chào." in page.text
    assert lan.get(f"{course}files/cham.gif").data == DOT
    assert lan.post(f"{course}mot/read").location == f"{course}hai/"
    assert lan.post(f"{course}hai/read").location == f"{course}hoi/"
    token = re.search(r'name="attempt" value="(\w+)"', lan.get(f"{course}hoi/").text)[1]
    result = lan.post(f"{course}hoi/", data={"attempt": token, "q-cong": "b", "q-chan": ["a", "b"]}).location
    shown = lan.get(result).text
    assert "Chưa đạt" in shown
    assert "Đếm lại nhé." in shown
    assert "Làm lại" in shown
    result = lan.post(f"{course}hoi/", data={"attempt": "another", **SENT}).location
    assert "Nhận chứng nhận" in lan.get(result).text
    done = lan.get(course).text
    assert "Chúc mừng" in done
    number = lessons.mine(parts, _person_id(parts, "lan@lc.vn"))[0].certificate
    paper = lan.get(f"/learn/certificates/{number}").text
    assert "Lò Thị Lan" in paper
    assert f"https://hub.example.vn/verify/{number}" in paper
    assert "<svg" in paper


def test_forgotten_questions_do_not_count_and_nothing_ticked_is_lost(lan):
    course = _begin(lan)
    answer = lan.post(f"{course}hoi/", data={"attempt": "t1", "q-cong": "b"})
    assert answer.status_code == 422
    assert "câu 2" in answer.text
    assert re.search(r'value="b" checked', answer.text)
    assert 'name="attempt" value="t1"' in answer.text


def test_a_form_sent_twice_leads_to_the_same_result(lan):
    course = _begin(lan)
    answers = {"attempt": "t1", **SENT}
    assert lan.post(f"{course}hoi/", data=answers).location == lan.post(f"{course}hoi/", data=answers).location


def test_a_token_that_is_no_token_counts_nothing(lan):
    course = _begin(lan)
    for token in ("", "a/b", "x" * 65):
        assert lan.post(f"{course}hoi/", data={"attempt": token, **SENT}).status_code == 422
    assert "Bắt đầu học" in lan.get(course).text


def test_every_page_needs_a_person(client, parts):
    for path in ("/learn/", "/learn/x/", "/learn/x/y/", "/learn/report", "/learn/report.csv", "/learn/assign"):
        assert "/sign-in" in client.get(path).location


def test_somebody_elses_course_file_and_certificate_are_not_there(parts, lan):
    other = add_person(parts, "other@lc.vn")
    enrolment = enrol(parts, other)
    finish(parts, enrolment)
    number = lessons.mine(parts, other)[0].certificate
    for path in ("", "mot/", "files/cham.gif", "hoi/attempts/once/"):
        assert lan.get(f"/learn/{enrolment.id}/{path}").status_code == 404
    assert lan.post(f"/learn/{enrolment.id}/mot/read").status_code == 404
    assert lan.get(f"/learn/certificates/{number}").status_code == 404


def test_files_of_a_course_never_run_in_the_hubs_origin(parts, courses_folder, lan):
    folder = write_course(courses_folder)
    (folder / "bay.html").write_text("<script>alert(1)</script>")
    course = _begin(lan)
    answer = lan.get(f"{course}files/bay.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content_type == "application/octet-stream"
    for name in ("../../secret-key", "%2e%2e/secret-key", "/etc/passwd", "missing.png"):
        assert lan.get(f"{course}files/{name}").status_code == 404


def test_anybody_verifies_with_the_number_however_it_is_typed(parts, client):
    person = add_person(parts, "a@lc.vn", name="Lò Thị Lan")
    finish(parts, enrol(parts, person))
    number = lessons.mine(parts, person)[0].certificate
    page = client.get(f"/verify/{number.lower().replace('-', '')}", follow_redirects=True)
    assert page.request.path == f"/verify/{number}"
    assert "Lò Thị Lan" in page.text
    assert "a@lc.vn" not in page.text
    assert "100 %" not in page.text
    assert client.get("/verify/", query_string={"number": f" {number[3:]} "}).location == f"/verify/{number}"
    certificates.revoke(parts, number, reason="Bí mật nội bộ", by="test")
    page = client.get(f"/verify/{number}")
    assert "thu hồi ngày" in page.text
    assert "Bí mật" not in page.text


def test_unknown_and_misspelt_numbers_are_told_apart(client):
    unknown = client.get("/verify/LC-2026-0000-0000-" + _check("LC-2026-0000-0000-"))
    assert unknown.status_code == 404
    assert "Không có chứng nhận nào" in unknown.text
    misspelt = client.get("/verify/LC-2026-0000-0001-0")
    assert misspelt.status_code == 404
    assert "so lại từng ký tự" in misspelt.text
    assert client.get("/verify/").status_code == 200
    assert "&lt;b&gt;" in client.get("/verify/", query_string={"number": "<b>"}).text


def _check(start: str) -> str:
    from training.certificate import ALPHABET, is_valid

    return next(sign for sign in ALPHABET if is_valid(start + sign))


def test_the_report_page_and_its_files_show_one_number(parts, sign_in):
    add_person(parts, "chief@lc.vn", name="Sùng A Chứ", role="editor", group="leaders")
    person = add_person(parts, "a@lc.vn", name="Lò Thị Lan", group="reporters")
    finish(parts, enrol(parts, person))
    chief = sign_in("chief@lc.vn")
    page = chief.get("/learn/report").text
    assert "1/2" in page
    assert "50,00&nbsp;%" in page
    assert "Sùng A Chứ" in page
    assert chief.get("/learn/report.json").json["total"]["share"] == "1/2"
    assert "attachment" in chief.get("/learn/report.xlsx").headers["Content-Disposition"]
    yesterday = str(local(now()).date() - timedelta(days=1))
    assert chief.get("/learn/report.json", query_string={"as_of": yesterday}).json["total"]["share"] == "0/2"
    assert chief.get("/learn/report", query_string={"as_of": "mai"}).status_code == 422
    assert chief.get("/learn/report.exe").status_code == 422


def test_learners_neither_see_the_report_nor_assign_courses(lan):
    for path in ("/learn/report", "/learn/report.csv", "/learn/assign"):
        assert lan.get(path).status_code == 403
    assert lan.post("/learn/assign", data={"course": SLUG}).status_code == 403


def test_an_administrator_assigns_revokes_and_sees_faults(parts, courses_folder, sign_in):
    add_person(parts, "boss@lc.vn", role="administrator")
    person = add_person(parts, "a@lc.vn", group="editors")
    (write_course(courses_folder, slug="hong") / "course.md").write_text("---\n---\n")
    boss = sign_in("boss@lc.vn")
    assert "hong/course.md:1" in boss.get("/learn/assign").text
    page = boss.post("/learn/assign", data={"course": SLUG, "group": "editors"}, follow_redirects=True).text
    assert "1 người mới" in page
    [taken] = lessons.mine(parts, person)
    finish(parts, enrol(parts, person))
    number = lessons.mine(parts, person)[0].certificate
    boss.post(f"/learn/certificates/{number}/revoke", data={"reason": "Cấp nhầm"})
    assert certificates.verify(parts, number).state == "revoked"
    assert taken.state == "assigned"


def test_pages_speak_english_when_asked(lan):
    lan.get("/language/en")
    assert '<html lang="en"' in lan.get("/learn/").text
