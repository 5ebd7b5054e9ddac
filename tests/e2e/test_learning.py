"""From a one-time link to a certificate that anybody can verify, on the screen of a cheap phone, without JavaScript."""

from collections.abc import Iterator

import pytest

from hub.extensions.parts import Parts
from hub.services import learning, lessons, staff
from hub.services.staff import Person
from training.course import Course, Lesson, Quiz

playwright = pytest.importorskip("playwright.sync_api")

COURSE = "xuat-ban-nhieu-nen-tang"
PHONE = {"width": 360, "height": 640}

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(served: str, chromium: "playwright.Browser") -> Iterator["playwright.Page"]:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, base_url=served)
    yield context.new_page()
    context.close()


def _add_lan(parts: Parts) -> tuple[str, str]:
    """A person and the token of her link."""
    with parts.database.writing() as session:
        person = Person(email="lan@lc.vn", name="Lò Thị Lan", group="reporters")
        lan = staff.add(session, person, by="test")
        return str(lan.id), staff.sign_in_link(session, lan)


def _answer(page: "playwright.Page", quiz: Quiz, *, rightly: bool) -> None:
    for question in quiz.questions:
        for choice in question.choices:
            if choice.correct == rightly:
                page.locator(f'input[name="q-{question.id}"][value="{choice.id}"]').check()
                if question.kind != "multiple":
                    break
    page.get_by_role("button", name="Nộp bài").click()


def _take(page: "playwright.Page", course: Course) -> None:
    for part in course.parts:
        playwright.expect(page.get_by_role("heading", level=1)).to_have_text(part.title)
        if isinstance(part, Lesson):
            page.get_by_role("button", name="Đã đọc xong, tiếp tục").click()
        else:
            _answer(page, part, rightly=False)
            playwright.expect(page.get_by_role("heading", level=1)).to_contain_text("Chưa đạt")
            page.get_by_role("link", name="Làm lại").click()
            _answer(page, part, rightly=True)
            playwright.expect(page.get_by_role("heading", level=1)).to_contain_text("Đạt · 100 %")


@pytest.mark.slow
def test_a_newcomer_takes_the_shipped_course_on_a_phone_and_anybody_verifies_the_certificate(parts, phone):
    lan, token = _add_lan(parts)
    phone.goto(f"/sign-in/{token}")
    phone.get_by_role("button", name="Vào hệ thống").click()
    phone.goto("/learn/")
    phone.get_by_role("button", name="Học khóa này").click()
    phone.get_by_role("link", name="Bắt đầu học").click()
    [taken] = lessons.mine(parts, lan)
    _take(phone, taken.course)
    phone.get_by_role("link", name="Nhận chứng nhận").click()
    playwright.expect(phone.get_by_text("Chúc mừng")).to_be_visible()
    phone.get_by_role("link", name="Xem và in chứng nhận").click()
    playwright.expect(phone.locator(".holder")).to_have_text("Lò Thị Lan")
    number = phone.locator(".paper .serial").inner_text()

    phone.context.clear_cookies()
    phone.goto("/verify/")
    phone.get_by_label("Số chứng nhận").fill(number.lower().replace("-", " "))
    phone.get_by_role("button", name="Kiểm tra").click()
    playwright.expect(phone.get_by_text("Chứng nhận có hiệu lực")).to_be_visible()
    playwright.expect(phone.get_by_text("Lò Thị Lan")).to_be_visible()


def test_no_page_is_wider_than_a_phone(parts, phone):
    lan, token = _add_lan(parts)
    enrolment = learning.assign(parts, lan, COURSE, by="test")
    phone.goto(f"/sign-in/{token}")
    phone.get_by_role("button", name="Vào hệ thống").click()
    slugs = [part.slug for part in learning.course_of(enrolment).parts]
    for path in (
        "/learn/",
        f"/learn/{enrolment.id}/",
        *(f"/learn/{enrolment.id}/{slug}/" for slug in slugs),
        "/verify/",
    ):
        phone.goto(path)
        box = phone.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= PHONE["width"], path
        for element in phone.locator("main :is(table, img, pre, .button, button, fieldset)").all():
            inner = element.bounding_box()
            assert inner is None or inner["x"] + inner["width"] <= PHONE["width"], path
