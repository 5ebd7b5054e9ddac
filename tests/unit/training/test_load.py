import json
from pathlib import Path

import pytest

from training.course import Lesson, Quiz
from training.errors import CourseFaultsError, EvidenceError
from training.load import courses, load_course
from training.stored import course_from_json, course_to_json

COURSE = """---
title: "Khóa: thử"
version: 1.10
language: vi
summary: Một câu.
audience: editors
pass_mark: 70
sources: [Kế hoạch]
---
"""
QUIZ = """---
kind: quiz
title: Hỏi
attempts: 3
---

## Một cộng một?

Tính cả
hai tay.

- [x] Hai
- [ ] Ba
  > Đếm lại
  nhé.

> Một và một là hai.

## Số chẵn? {#chan .multiple}
* [X] Bốn,
  tức hai lần hai
* [x] Sáu
* [ ] Bảy
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "course.md": COURSE,
        "10-sau/module.md": "---\ntitle: Sau\n---\n",
        "10-sau/01-hoi.md": QUIZ,
        "02-truoc/module.md": "---\ntitle: Trước\n---\n",
        "02-truoc/01-doc.md": "---\ntitle: Đọc\nminutes: 5\n---\n\nXem [bài kiểm tra](../10-sau/01-hoi.md), "
        "[tệp](tep.pdf).\n\n![Bản đồ](../anh/ban%20do.png)\n",
        "02-truoc/tep.pdf": "x",
        "anh/ban do.png": "x",
    }
    for name, text in files.items():
        path = tmp_path / "khoa-thu" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "khoa-thu"


def test_a_course_is_read_with_its_parts_in_order(folder: Path) -> None:
    course = load_course(folder)

    assert (course.slug, course.title, course.version, course.minutes) == ("khoa-thu", "Khóa: thử", "1.10", 7)
    assert (course.audience, course.sources, course.pass_mark) == (("editors",), ("Kế hoạch",), 70)
    assert [(module.slug, module.title) for module in course.modules] == [("truoc", "Trước"), ("sau", "Sau")]
    assert [(part.kind, part.slug, part.title) for part in course.parts] == [
        ("lesson", "doc", "Đọc"),
        ("quiz", "hoi", "Hỏi"),
    ]


def test_links_of_a_lesson_lead_to_where_the_hub_serves_parts_and_files(folder: Path) -> None:
    lesson = load_course(folder).parts[0]

    assert isinstance(lesson, Lesson)
    assert 'href="../hoi/"' in lesson.html
    assert 'href="../files/02-truoc/tep.pdf"' in lesson.html
    assert 'src="../files/anh/ban%20do.png"' in lesson.html


def test_a_quiz_is_read_with_kinds_ids_feedback_and_explanation(folder: Path) -> None:
    quiz = load_course(folder).parts[1]

    assert isinstance(quiz, Quiz)
    assert (quiz.pass_mark, quiz.attempts_allowed) == (70, 3)
    first, second = quiz.questions
    assert (first.id, first.kind, first.text) == ("q1", "single", "Một cộng một?\n\nTính cả hai tay.")
    assert first.explanation == "Một và một là hai."
    assert [(c.id, c.text, c.correct, c.feedback) for c in first.choices] == [
        ("a", "Hai", True, ""),
        ("b", "Ba", False, "Đếm lại nhé."),
    ]
    assert (second.id, second.kind, second.explanation) == ("chan", "multiple", "")
    assert [(c.text, c.correct) for c in second.choices] == [
        ("Bốn, tức hai lần hai", True),
        ("Sáu", True),
        ("Bảy", False),
    ]


def test_the_digest_follows_every_file_and_name_but_not_what_editors_leave_behind(folder: Path) -> None:
    digest = load_course(folder).digest
    (folder / ".DS_Store").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "index.md").write_text("x")
    assert load_course(folder).digest == digest

    (folder / "anh" / "ban do.png").write_text("y")
    changed = load_course(folder).digest
    (folder / "anh" / "khac.png").write_text("y")

    added = load_course(folder).digest
    (folder / "anh" / "khac.png").rename(folder / "anh" / "khac-nua.png")

    assert len({digest, changed, added, load_course(folder).digest}) == 4


def test_windows_line_ends_and_a_byte_order_mark_change_nothing_that_is_read(folder: Path) -> None:
    before = load_course(folder)
    for path in folder.rglob("*.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert load_course(folder).modules == before.modules


def test_a_faulty_course_is_refused_with_all_its_faults(folder: Path) -> None:
    (folder / "course.md").write_text(COURSE.replace("version: 1.10\n", "").replace("language: vi\n", ""))

    with pytest.raises(CourseFaultsError) as caught:
        load_course(folder)

    assert [fault.facts["key"] for fault in caught.value.faults] == ["version", "language"]
    assert caught.value.code == "course-faults"
    assert str(caught.value).startswith("The course has 2 faults. The first one: course.md:1: ")


def test_faults_of_several_courses_name_the_course(folder: Path) -> None:
    (folder / "course.md").write_text(COURSE.replace("version: 1.10\n", ""))

    with pytest.raises(CourseFaultsError) as caught:
        courses(folder.parent)

    assert [fault.path for fault in caught.value.faults] == ["khoa-thu/course.md"]


def test_a_stored_course_comes_back_the_same(folder: Path) -> None:
    course = load_course(folder)

    assert course_from_json(course_to_json(course)) == course


def test_a_course_that_was_kept_with_a_length_of_its_own_tells_that_of_its_parts(folder: Path) -> None:
    course = load_course(folder)
    kept = json.dumps({**json.loads(course_to_json(course)), "minutes": 90})

    assert course_from_json(kept) == course
    assert course_from_json(kept).minutes == 7


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"modules": [], "audience": [], "sources": []}', "null"])
def test_what_is_no_stored_course_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError):
        course_from_json(text)


@pytest.mark.parametrize(
    ("front_matter", "code"),
    [
        ("- a\n- b", "bad-front-matter"),
        ("title: [" + "[" * 5000, "bad-front-matter"),
        ("title: a\x07b", "bad-front-matter"),
        ("title: [a, b]\nminutes: 5", "bad-field"),
        ("title: {a: b}\nminutes: 5", "empty-field"),
        ("minutes: 5", "missing-field"),
        ("", "missing-field"),
    ],
)
def test_front_matter_of_any_wrong_form_is_a_fault_and_never_a_crash(
    folder: Path, front_matter: str, code: str
) -> None:
    (folder / "02-truoc" / "01-doc.md").write_text(f"---\n{front_matter}\n---\n\nchữ\n")

    with pytest.raises(CourseFaultsError) as caught:
        load_course(folder)

    assert code in {fault.code for fault in caught.value.faults}


def test_text_below_the_front_matter_of_a_course_is_told_because_nobody_would_see_it(folder: Path) -> None:
    (folder / "course.md").write_text(COURSE + "\nLời ngỏ\n")

    with pytest.raises(CourseFaultsError) as caught:
        load_course(folder)

    assert [(fault.code, fault.line) for fault in caught.value.faults] == [("stray-text", 11)]
