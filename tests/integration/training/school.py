"""A small course in place, and people who take it."""

from collections.abc import Mapping
from pathlib import Path

from hub.extensions.parts import Parts
from hub.models import Enrolment
from hub.services import learning, staff
from hub.services.staff import Person
from training.course import Lesson, Quiz

SLUG = "khoa-thu"

#: The smallest picture: a GIF of one dot.
DOT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)

COURSE = """---
title: Khóa thử
version: {version}
language: vi
summary: Một câu.
audience: [editors, reporters]
pass_mark: {pass_mark}
sources: [Kế hoạch]
---
"""
LESSON = """---
title: {title}
minutes: 5
---

{text}
"""
QUIZ = """---
kind: quiz
title: Hỏi
{attempts}---

## Một cộng một? {{#cong}}

- [x] Hai
  > Đúng rồi.
- [ ] Ba
  > Đếm lại nhé.

> Một và một là hai.

## Những số nào chẵn? {{#chan .multiple}}

- [x] Bốn
- [x] Sáu
- [ ] Bảy
"""

RIGHT: Mapping[str, list[str]] = {"cong": ["a"], "chan": ["a", "b"]}
HALF: Mapping[str, list[str]] = {"cong": ["b"], "chan": ["a", "b"]}


def write_course(
    root: Path, *, slug: str = SLUG, version: str = "1.0", pass_mark: int = 100, text: str = "Chào.", attempts: int = 0
) -> Path:
    folder = root / slug
    files = {
        "course.md": COURSE.format(version=version, pass_mark=pass_mark),
        "01-dau/module.md": "---\ntitle: Đầu\n---\n",
        "01-dau/01-mot.md": LESSON.format(title="Bài một", text=f"{text}\n\n![Chấm](../cham.gif)"),
        "01-dau/02-hai.md": LESSON.format(title="Bài hai", text="Xem [bài một](01-mot.md)."),
        "02-cuoi/module.md": "---\ntitle: Cuối\n---\n",
        "02-cuoi/01-hoi.md": QUIZ.format(attempts=f"attempts: {attempts}\n" if attempts else ""),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (folder / "cham.gif").write_bytes(DOT)
    return folder


def add_person(parts: Parts, email: str, **given: str) -> str:
    with parts.database.writing() as session:
        person = Person(email=email, name=given.pop("name", email), **{"joined_on": "2020-01-01", **given})
        return str(staff.add(session, person, by="test").id)


def enrol(parts: Parts, staff_id: str, slug: str = SLUG) -> Enrolment:
    return learning.assign(parts, staff_id, slug, by="test")


def finish(parts: Parts, enrolment: Enrolment) -> None:
    """Do everything that the course asks, at once."""
    for part in learning.course_of(enrolment).parts:
        if isinstance(part, Lesson):
            learning.read(parts, enrolment.id, part.slug)
        elif isinstance(part, Quiz):
            answers = {one.id: [choice.id for choice in one.choices if choice.correct] for one in part.questions}
            learning.answer(parts, enrolment.id, part.slug, answers, "once")
