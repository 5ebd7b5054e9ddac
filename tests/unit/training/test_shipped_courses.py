"""The courses that come with the hub: sound, and every fault that is put into a copy is found at its place."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from training.check import check_course
from training.load import courses, load_course

COURSES = Path(__file__).parents[3] / "training" / "courses"
PLATFORMS = COURSES / "xuat-ban-nhieu-nen-tang"
MODULE = "01-vi-sao-va-cho-ai"
FIRST = "01-vi-sao-va-cho-ai/01-mot-tin-nhieu-noi.md"
QUIZ = "03-dang-va-chiu-trach-nhiem/03-kiem-tra-cuoi-khoa.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PLATFORMS, tmp_path / PLATFORMS.name))


def found(folder: Path) -> set[tuple[str, int, str]]:
    return {(fault.path, fault.line, fault.code) for fault in check_course(folder)}


def line_of(path: Path, text: str) -> int:
    before, found_text, _ = path.read_text().partition(text)
    assert found_text
    return before.count("\n") + 1


def replace(old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return edit


def test_every_shipped_course_has_no_fault() -> None:
    assert [str(fault) for folder in COURSES.iterdir() if folder.is_dir() for fault in check_course(folder)] == []
    assert [course.slug for course in courses(COURSES)] == ["xuat-ban-nhieu-nen-tang"]


def test_the_platform_course_is_five_short_lessons_and_a_quiz() -> None:
    course = load_course(PLATFORMS)
    lessons = [part for part in course.parts if part.kind == "lesson"]
    quiz = course.parts[-1]

    assert (course.language, course.pass_mark, course.audience) == ("vi", 80, ("reporters", "editors"))
    assert len(lessons) == 5
    assert all(5 <= lesson.minutes <= 10 for lesson in lessons)
    assert all(700 <= len(lesson.markdown.split()) <= 1100 for lesson in lessons)
    assert all("Tự kiểm tra" in lesson.html and "Thực hành" in lesson.html for lesson in lessons)
    assert quiz.kind == "quiz"
    assert len(quiz.questions) >= 10
    assert quiz.pass_mark == 80
    assert all(choice.feedback for question in quiz.questions for choice in question.choices)
    assert len(course.sources) >= 5


def test_a_lesson_weighs_little_on_a_slow_network() -> None:
    assert all(len(part.html.encode()) < 14_000 for part in load_course(PLATFORMS).parts if part.kind == "lesson")


@pytest.mark.parametrize(
    ("path", "edit", "anchor", "code"),
    [
        ("course.md", replace("title: Xuất", "titel: Xuất"), "titel:", "unknown-field"),
        ("course.md", replace("version: 1.0.0", "version:"), "version:", "empty-field"),
        ("course.md", replace("pass_mark: 80", "pass_mark: 800"), "pass_mark:", "field-out-of-range"),
        ("course.md", replace("pass_mark: 80", "pass_mark: 80\nminutes: nhiều"), "minutes:", "bad-field"),
        ("course.md", replace("pass_mark: 80", "pass_mark: 80\nminutes: 90"), "minutes:", "minutes-disagree"),
        ("course.md", replace("audience: [reporters", "audience: [bloggers"), "audience:", "unknown-audience"),
        ("course.md", replace("language: vi", "language: tiếng Việt"), "language:", "bad-field"),
        ("course.md", replace("language: vi", "language: vi\nlanguage: en"), "language: en", "duplicate-field"),
        (FIRST, replace("title: Một tin, nhiều", "title: Một: tin, nhiều"), "title:", "bad-front-matter"),
        (FIRST, replace("minutes: 8", "minutes: 3"), "minutes:", "minutes-too-few"),
        (FIRST, replace("## Ưu tiên", "# Ưu tiên"), "# Ưu tiên", "heading-title"),
        (FIRST, replace("### Zalo", "#### Zalo"), "#### Zalo", "heading-skips"),
        (FIRST, replace("(/editor/)", "(http://laichau.example/)"), "http://", "link-not-https"),
        (FIRST, replace("(/editor/)", "(javascript:void)"), "javascript", "link-scheme"),
        (FIRST, replace("(/editor/)", "(//laichau.example/)"), "//laichau", "link-scheme"),
        (FIRST, replace("(/editor/)", "(../../../khac.md)"), "khac.md", "link-leaves-course"),
        (FIRST, replace("(/editor/)", "(https://[)"), "https://[", "link-scheme"),
        (FIRST, replace("## Tự", "![Bản đồ](../../a.png)\n\n## Tự"), "a.png", "link-leaves-course"),
        (FIRST, replace("## Ưu tiên trong nước trước", "Ưu tiên\n==="), "Ưu tiên\n===", "heading-title"),
        (FIRST, replace("(/editor/)", "(khong-co.md)"), "khong-co.md", "dead-link"),
        (FIRST, replace("(/editor/)", "(module.md)"), "module.md", "dead-link"),
        (FIRST, replace("(/editor/)", "(#muc)"), "#muc", "dead-link"),
        (FIRST, replace("## Tự", "![Bản đồ](ban-do.png)\n\n## Tự"), "ban-do", "dead-picture"),
        (FIRST, replace("## Tự", "![Bản đồ](https://x.example/a.png)\n\n## Tự"), "a.png", "picture-remote"),
        (FIRST, replace("## Tự", "![](ban-do.png)\n\n## Tự"), "ban-do", "picture-without-alt"),
        (FIRST, replace("## Tự", "<iframe src='x'></iframe>\n\n## Tự"), "<iframe", "html-not-allowed"),
        (FIRST, replace("## Tự", "<span onclick='x'>a</span>\n\n## Tự"), "onclick", "html-not-allowed"),
        (FIRST, replace("bốn người", "bốn\u202e người"), "bốn\u202e", "text-direction"),
        (FIRST, replace("bốn người", "bốn\u200b người"), "bốn\u200b", "hidden-character"),
        (FIRST, replace("bốn người", "bo\u0302\u0301n người"), "bo\u0302\u0301n", "course-not-nfc"),
        (QUIZ, replace("- [x] Khoảng 140", "- [ ] Khoảng 140"), "{#tit-zalo}", "question-without-answer"),
        (QUIZ, replace("- [ ] Đúng 150", "- [x] Đúng 150"), "{#tit-zalo}", "two-answers"),
        (QUIZ, replace("{#tit-zalo}", "{#uu-tien}"), "Tít riêng", "duplicate-question"),
        (QUIZ, replace("{#tit-zalo}", "{.essay}"), "Tít riêng", "unknown-kind"),
        (QUIZ, replace("- [ ] 15 MB", "- [ ] 7,5 MB"), "- [ ] 7,5 MB", "duplicate-choice"),
        (QUIZ, replace("- [ ] 15 MB", "- [y] 15 MB"), "- [y] 15 MB", "stray-text"),
        (QUIZ, replace("## Tít riêng", "### Tít riêng"), "### Tít riêng", "stray-text"),
        (QUIZ, replace("## Tít riêng", "Lời ngoài lề\n\n## Tít riêng"), "Lời ngoài lề", "stray-text"),
        (QUIZ, replace("title: Kiểm", "attempts: 0\ntitle: Kiểm"), "attempts:", "field-out-of-range"),
        (QUIZ, replace("## Tít riêng cho Zalo nên dài bao nhiêu?", "##"), "## {#tit-zalo}", "question-without-text"),
        (QUIZ, replace("- [x] Sai\n", "- [x] Sai\n- [ ] Không rõ\n"), "{#do-to", "true-false-choices"),
        (QUIZ, replace("## Tít riêng", "## Mới\n\n- [x] Một\n\n## Tít riêng"), "## Mới", "question-without-choices"),
        (QUIZ, replace("kind: quiz", "kind: exam"), "kind:", "bad-field"),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_its_file_at_its_line(
    copy: Path, path: str, edit: Callable[[Path], None], anchor: str, code: str
) -> None:
    edit(copy / path)

    assert (path, line_of(copy / path, anchor), code) in found(copy)


@pytest.mark.parametrize(
    ("name", "content", "place", "code"),
    [
        ("04-trong/module.md", "---\ntitle: Trống\n---\n", "04-trong/module.md", "empty-module"),
        ("04-thieu/01-bai.md", "---\ntitle: B\nminutes: 5\n---\nchữ", "04-thieu/module.md", "missing-course-file"),
        ("phu/bai.md", "---\ntitle: B\nminutes: 5\n---\nchữ", "phu/bai.md", "bad-course-name"),
        ("ghi-chu.md", "chữ", "ghi-chu.md", "bad-course-name"),
        ("01-vi-sao-va-cho-ai/bai.md", "chữ", "01-vi-sao-va-cho-ai/bai.md", "bad-course-name"),
        ("01-vi-sao-va-cho-ai/01-khac.md", "chữ", "01-vi-sao-va-cho-ai/01-mot-tin-nhieu-noi.md", "duplicate-number"),
        ("02-cho-ai-cung-doc-nghe-duoc/09-mot-tin-nhieu-noi.md", "chữ",
         "02-cho-ai-cung-doc-nghe-duoc/09-mot-tin-nhieu-noi.md", "duplicate-slug"),
        (f"{MODULE}/09-rong.md", "---\ntitle: R\nminutes: 5\n---\n", f"{MODULE}/09-rong.md", "empty-lesson"),
        (f"{MODULE}/09-hoi.md", "---\ntitle: R\nkind: quiz\n---\n", f"{MODULE}/09-hoi.md", "quiz-empty"),
        (f"{MODULE}/09-mo.md", "---\ntitle: R\n", f"{MODULE}/09-mo.md", "front-matter-open"),
        (f"{MODULE}/09-tran.md", "chữ", f"{MODULE}/09-tran.md", "no-front-matter"),
        (f"{MODULE}/09-lon.md", "a" * 600_000, f"{MODULE}/09-lon.md", "lesson-file-too-large"),
    ],
)  # fmt: skip
def test_a_file_in_the_wrong_place_or_form_is_found(copy: Path, name: str, content: str, place: str, code: str) -> None:
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_text(content)

    assert (place, code) in {(path, kind) for path, _, kind in found(copy)}


def test_a_course_is_as_long_as_its_lessons_and_questions_and_may_say_nothing_else(copy: Path) -> None:
    course = load_course(copy)
    minutes = sum(part.minutes if part.kind == "lesson" else len(part.questions) for part in course.parts)
    assert course.minutes == minutes

    replace("pass_mark: 80", f"minutes: {minutes}\npass_mark: 80")(copy / "course.md")
    assert found(copy) == set()

    replace(f"minutes: {minutes}", f"minutes: {minutes - 1}")(copy / "course.md")
    assert {code for _, _, code in found(copy)} == {"minutes-disagree"}


def test_every_fault_of_a_course_is_told_at_once_by_file_and_line(copy: Path) -> None:
    replace("version: 1.0.0\n", "")(copy / "course.md")
    replace("## Ưu tiên", "#### Ưu tiên")(copy / FIRST)
    replace("(/editor/)", "(khong-co.md)")(copy / FIRST)
    replace("- [x] Khoảng 140", "- [ ] Khoảng 140")(copy / QUIZ)
    (copy / "02-cho-ai-cung-doc-nghe-duoc" / "module.md").unlink()

    faults = check_course(copy)

    assert [(fault.path, fault.code) for fault in faults] == [
        (FIRST, "heading-skips"),
        (FIRST, "dead-link"),
        ("02-cho-ai-cung-doc-nghe-duoc/module.md", "missing-course-file"),
        (QUIZ, "question-without-answer"),
        ("course.md", "missing-field"),
    ]
    assert str(faults[1]).startswith(f"{FIRST}:{faults[1].line}: The link “khong-co.md” leads to no page")
    assert faults[1].sentence(language="vi").startswith("Liên kết “khong-co.md”")


def test_a_file_that_is_not_utf8_is_told_with_its_line_and_the_rest_is_still_checked(copy: Path) -> None:
    path = copy / FIRST
    text = path.read_text().replace("## Ưu tiên", "# Ưu tiên")
    path.write_bytes(text.encode().replace("bốn người".encode(), "bốn".encode("utf-16-le") + b"\xff", 1))

    codes = {(fault.code, fault.line) for fault in check_course(copy)}

    assert ("course-not-utf8", 11) in codes
    assert "heading-title" in {code for code, _ in codes}


def test_a_link_out_of_the_folder_is_a_fault_and_is_not_read(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("bí mật")
    (copy / "01-vi-sao-va-cho-ai" / "09-muon.md").symlink_to(tmp_path / "secret.md")
    (copy / "pictures").symlink_to(tmp_path)

    assert found(copy) == {("01-vi-sao-va-cho-ai/09-muon.md", 1, "course-symlink"), ("pictures", 1, "course-symlink")}


def test_a_folder_without_a_course_or_no_folder_at_all_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "trong"
    empty.mkdir()

    assert {code for _, _, code in found(empty)} == {"missing-course-file", "no-modules"}
    assert found(tmp_path / "khong") == {(".", 1, "missing-course-folder")}


def test_a_course_folder_needs_a_name_fit_for_an_address(copy: Path) -> None:
    assert (".", 1, "bad-course-name") in found(copy.rename(copy.parent / "Khóa học"))


def test_pictures_must_be_light_and_of_a_safe_type(copy: Path) -> None:
    (copy / "to.png").write_bytes(b"x" * 102_401)
    (copy / "ve.svg").write_text("<svg/>")
    (copy / "vua.webp").write_bytes(b"x" * 102_400)
    text = "![Một](../to.png) ![Hai](../ve.svg)\n\n![Ba](../vua.webp) [tệp](../vua.webp)\n\n## Tự"
    replace("## Tự", text)(copy / FIRST)

    line = line_of(copy / FIRST, "to.png")
    assert found(copy) == {(FIRST, line, "picture-heavy"), (FIRST, line, "picture-type")}


def test_what_stands_in_code_is_no_heading_and_no_link(copy: Path) -> None:
    replace("## Tự", "```\n# không\n[x](khong-co.md)\n~~~\n```\n\n## Tự")(copy / FIRST)

    assert found(copy) == set()


def test_a_target_that_the_file_writes_otherwise_is_told_at_the_top_of_the_text(copy: Path) -> None:
    replace("## Tự", "[a](http://x.example/?a=1&amp;b=2)\n\n## Tự")(copy / FIRST)

    assert found(copy) == {(FIRST, 5, "link-not-https")}


def test_what_is_neither_file_nor_folder_is_passed_over(copy: Path) -> None:
    os.mkfifo(copy / "pipe")

    assert found(copy) == set()


def test_the_second_of_two_equal_links_is_told_at_its_own_line(copy: Path) -> None:
    replace("## Tự", "[a](khong-co.md)\n\nchữ\n\n[b](khong-co.md)\n\n## Tự")(copy / FIRST)

    first = line_of(copy / FIRST, "[a]")
    assert found(copy) == {(FIRST, first, "dead-link"), (FIRST, first + 4, "dead-link")}
