from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import select

from hub.errors import ConflictError, NotFoundError
from hub.extensions.parts import Parts
from hub.models import CourseVersion, Enrolment, IssuedCertificate, TrainingEvent
from hub.services import courses, learning, lessons
from tests.integration.training.school import HALF, RIGHT, SLUG, add_person, enrol, finish, write_course
from training.course import Lesson


def _verbs(parts: Parts, enrolment: Enrolment) -> list[str]:
    with parts.database.reading() as session:
        rows = session.scalars(select(TrainingEvent).order_by(TrainingEvent.sequence))
        return [row.verb for row in rows if row.enrolment_id == enrolment.id]


def test_assigning_twice_gives_one_enrolment(parts):
    person = add_person(parts, "a@lc.vn")
    assert enrol(parts, person).id == enrol(parts, person).id


def test_a_group_is_assigned_once_and_newcomers_later(parts):
    add_person(parts, "a@lc.vn", group="editors")
    add_person(parts, "b@lc.vn", group="reporters")
    add_person(parts, "gone@lc.vn", group="editors", left_on="2021-01-01")
    assert learning.assign_group(parts, SLUG, group="editors", by="test") == (1, 1)
    assert learning.assign_group(parts, SLUG, by="test") == (2, 1)
    assert learning.assign_group(parts, SLUG, by="test") == (2, 0)
    with pytest.raises(NotFoundError):
        learning.assign_group(parts, SLUG, group="cooks", by="test")


def test_states_follow_what_the_person_does(parts):
    person = add_person(parts, "a@lc.vn")
    enrolment = enrol(parts, person)
    seen = [lessons.one(parts, enrolment.id, person).state]
    learning.opened(parts, enrolment.id, "mot")
    seen.append(lessons.one(parts, enrolment.id, person).state)
    finish(parts, enrolment)
    seen.append(lessons.one(parts, enrolment.id, person).state)
    assert seen == ["assigned", "started", "completed"]


def test_opening_and_reading_twice_is_written_down_once(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    for _ in range(2):
        learning.opened(parts, enrolment.id, "mot")
        learning.read(parts, enrolment.id, "mot")
    assert _verbs(parts, enrolment) == ["enrolled", "opened", "read"]


def test_the_same_attempt_sent_twice_counts_once_and_answers_the_same(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    first = learning.answer(parts, enrolment.id, "hoi", HALF, "t1")
    # A second submission with other answers is still the first attempt.
    again = learning.answer(parts, enrolment.id, "hoi", RIGHT, "t1")
    assert first == again == learning.attempt(parts, enrolment.id, "hoi", "t1")
    assert (first.grade.score_percent, first.grade.passed) == (50, False)
    assert _verbs(parts, enrolment) == ["enrolled", "failed"]


def test_attempts_are_limited_but_a_repeated_one_is_answered(parts, courses_folder):
    write_course(courses_folder, attempts=2)
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    assert learning.answer(parts, enrolment.id, "hoi", HALF, "t1").left == 1
    assert learning.answer(parts, enrolment.id, "hoi", HALF, "t2").left == 0
    with pytest.raises(ConflictError) as refused:
        learning.answer(parts, enrolment.id, "hoi", RIGHT, "t3")
    assert refused.value.code == "no-attempts-left"
    assert learning.answer(parts, enrolment.id, "hoi", HALF, "t2").left == 0


def test_answers_that_do_not_exist_are_left_out(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    attempt = learning.answer(parts, enrolment.id, "hoi", {"cong": ["a", "z"], "none": ["a"], "chan": ["a", "b"]}, "t")
    assert attempt.answers == {"cong": ["a"], "chan": ["a", "b"]}
    assert attempt.grade.passed


def test_unanswered_questions_are_told_by_number(parts):
    quiz = learning.course_of(enrol(parts, add_person(parts, "a@lc.vn"))).parts[-1]
    assert learning.unanswered(quiz, {}) == [1, 2]
    assert learning.unanswered(quiz, {"cong": ["z"], "chan": ["c"]}) == [1]


def test_editing_a_course_keeps_rule_and_content_of_who_began(parts, courses_folder):
    person = add_person(parts, "a@lc.vn")
    enrolment = enrol(parts, person)
    write_course(courses_folder, version="2.0", pass_mark=50, text="Khác hẳn.")
    (courses_folder / SLUG / "01-dau/02-hai.md").unlink()
    (courses_folder / SLUG / "cham.gif").unlink()
    (courses_folder / SLUG / "01-dau/01-mot.md").write_text("---\ntitle: Bài một\nminutes: 5\n---\n\nKhác hẳn.\n")
    taken = lessons.one(parts, enrolment.id, person)
    assert [part.slug for part in taken.course.parts] == ["mot", "hai", "hoi"]
    assert "Chào" in taken.course.parts[0].html
    assert courses.file(parts.storage, taken.digest, "cham.gif").startswith(b"GIF")
    # The mark of today would be reached; that of the enrolment is not.
    assert not learning.answer(parts, enrolment.id, "hoi", HALF, "t1").grade.passed
    # Who comes later takes the new one; who is under way stays.
    assert enrol(parts, person).id == enrolment.id
    later = enrol(parts, add_person(parts, "b@lc.vn"))
    assert [part.slug for part in learning.course_of(later).parts] == ["mot", "hoi"]
    with parts.database.reading() as session:
        assert len(session.scalars(select(CourseVersion)).all()) == 2


def test_a_new_version_may_be_taken_after_the_old_one_and_a_small_edit_not(parts, courses_folder):
    person = add_person(parts, "a@lc.vn")
    first = enrol(parts, person)
    finish(parts, first)
    write_course(courses_folder, text="Một dấu phẩy.")
    assert enrol(parts, person).id == first.id
    assert SLUG not in {course.slug for course in lessons.open_to(parts, lessons.mine(parts, person))}
    write_course(courses_folder, version="2.0")
    assert SLUG in {course.slug for course in lessons.open_to(parts, lessons.mine(parts, person))}
    assert enrol(parts, person).id != first.id


def test_a_course_with_faults_stops_no_other(parts, courses_folder):
    broken = write_course(courses_folder, slug="hong")
    (broken / "course.md").write_text("---\ntitle: Hỏng\n---\n")
    shelf = courses.shelf(parts.settings)
    assert set(shelf.courses) == {SLUG, "xuat-ban-nhieu-nen-tang"}
    assert {fault.path for fault in shelf.faults} == {"hong/course.md"}


def test_a_folder_of_courses_that_is_not_there_is_told(settings, tmp_path):
    shelf = courses.shelf(settings.model_copy(update={"courses": str(tmp_path / "nowhere")}))
    assert [fault.code for fault in shelf.faults] == ["missing-course-folder"]
    assert set(shelf.courses) == {"xuat-ban-nhieu-nen-tang"}


def test_minutes_left_shrink_to_nothing(parts):
    person = add_person(parts, "a@lc.vn")
    enrolment = enrol(parts, person)
    seen = [lessons.one(parts, enrolment.id, person).minutes_left]
    learning.read(parts, enrolment.id, "mot")
    seen.append(lessons.one(parts, enrolment.id, person).minutes_left)
    finish(parts, enrolment)
    seen.append(lessons.one(parts, enrolment.id, person).minutes_left)
    assert seen == [12, 7, 0]


def test_nobody_sees_the_enrolment_of_somebody_else(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"))
    with pytest.raises(NotFoundError):
        lessons.one(parts, enrolment.id, add_person(parts, "b@lc.vn"))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.sampled_from(["mot", "hai"])),
        st.tuples(st.just("answer"), st.sampled_from([(HALF, "1"), (RIGHT, "2"), (HALF, "3"), (RIGHT, "1")])),
        st.tuples(st.just("open"), st.sampled_from(["mot", "hai", "hoi"])),
    ),
    max_size=8,
)


@how(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(steps=STEPS)
def test_a_certificate_comes_with_everything_done_and_not_before(parts, steps):
    with parts.database.reading() as session:
        number = len(session.scalars(select(Enrolment)).all())
    enrolment = enrol(parts, add_person(parts, f"p{number}@lc.vn"))
    read, answered = set(), {}
    for step, what in steps:
        if step == "read":
            learning.read(parts, enrolment.id, what)
            read.add(what)
        elif step == "answer":
            learning.answer(parts, enrolment.id, "hoi", what[0], what[1])
            answered.setdefault(what[1], what[0])
        else:
            learning.opened(parts, enrolment.id, what)
    expected = read == {"mot", "hai"} and RIGHT in answered.values()
    with parts.database.reading() as session:
        held = session.scalars(select(IssuedCertificate).where(IssuedCertificate.enrolment_id == enrolment.id)).all()
        state = session.get_one(Enrolment, enrolment.id).state
    assert len(held) == expected
    assert (state == "completed") == expected


def test_all_of_the_shipped_course_can_be_taken(parts):
    enrolment = enrol(parts, add_person(parts, "a@lc.vn"), "xuat-ban-nhieu-nen-tang")
    assert any(isinstance(part, Lesson) for part in learning.course_of(enrolment).parts)
    finish(parts, enrolment)
    assert _verbs(parts, enrolment)[-2:] == ["completed", "certified"]


def test_a_course_that_is_not_there_is_told(parts, courses_folder: Path):
    with pytest.raises(NotFoundError):
        enrol(parts, add_person(parts, "a@lc.vn"), "khong-co")
