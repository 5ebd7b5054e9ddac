from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import EvidenceError
from training.events import VERBS, EventFields
from training.load import load_course
from training.progress import RequiredPart, Rule, progress, rule_for

DAY = datetime(2026, 11, 1, tzinfo=UTC)
RULE = Rule(
    course_slug="khoa",
    course_digest="d" * 64,
    version="1.0",
    parts=(
        RequiredPart(slug="mot", kind="lesson"),
        RequiredPart(slug="hai", kind="lesson"),
        RequiredPart(slug="thi", kind="quiz", pass_mark=80),
    ),
)


def event(verb: str, part: str | None, day: int = 0, **result: object) -> EventFields:
    at = DAY + timedelta(days=day)
    fields: Any = {"sequence": 1, "at": at, "person_id": "p", "enrolment_id": "e", "verb": verb, "part": part}
    return EventFields(**fields, result=result)


DONE = [event("read", "mot", 1), event("read", "hai", 3), event("passed", "thi", 2, score_percent=80)]


def test_nothing_done_says_everything_that_is_missing() -> None:
    state = progress(RULE, [])

    assert (state.done, state.fraction, state.completed, state.completed_at) == (frozenset(), 0.0, False, None)
    assert state.next_part == "mot"
    assert [(reason.part, reason.code) for reason in state.reasons] == [
        ("mot", "lesson-open"),
        ("hai", "lesson-open"),
        ("thi", "quiz-open"),
    ]
    assert state.reasons[2].sentence() == "Chưa làm bài kiểm tra “thi” (cần 80 %)."


def test_the_course_is_completed_when_the_last_missing_part_was_done() -> None:
    state = progress(RULE, DONE)

    assert (state.completed, state.fraction, state.next_part, state.reasons) == (True, 1.0, None, ())
    assert state.completed_at == DAY + timedelta(days=3)


def test_the_first_time_counts_when_a_part_is_done_again() -> None:
    assert progress(RULE, [*DONE, *(event("read", "hai", day) for day in (9, 8))]).completed_at == DAY + timedelta(
        days=3
    )


def test_opening_a_lesson_or_failing_a_quiz_completes_nothing() -> None:
    state = progress(RULE, [event("opened", "mot"), event("failed", "thi", score_percent=60), event("answered", "thi")])

    assert state.done == frozenset()
    assert (
        state.reasons[2].sentence(language="en").startswith("The best score of the quiz “thi” is 60 %, 80 % is needed")
    )


def test_the_frozen_mark_decides_and_not_what_the_event_is_called() -> None:
    assert progress(RULE, [event("passed", "thi", score_percent=79)]).done == frozenset()
    assert progress(RULE, [event("passed", "thi", score_percent=80)]).done == {"thi"}
    assert progress(RULE, [event("passed", "thi")]).done == {"thi"}
    assert progress(RULE, [event("failed", "thi", score_percent=100)]).done == frozenset()


def test_a_claim_of_completion_is_no_completion() -> None:
    assert progress(RULE, [event("completed", None), event("certified", None)]).completed is False


def test_a_revoked_certificate_takes_no_learning_away() -> None:
    assert progress(RULE, [*DONE, event("revoked", None, 20)]).completed


def test_parts_that_the_rule_does_not_know_count_for_nothing() -> None:
    assert progress(RULE, [event("read", "moi"), event("read", None), event("read", "thi")]).fraction == 0.0


def test_an_edit_of_the_course_changes_nothing_for_who_enrolled_before(tmp_path: Path) -> None:
    files = {
        "course.md": "---\ntitle: K\nversion: 1\nlanguage: vi\nsummary: S\n"
        "audience: editors\npass_mark: 80\nsources: S\n---\n",
        "01-a/module.md": "---\ntitle: A\n---\n",
        "01-a/01-mot.md": "---\ntitle: Một\nminutes: 5\n---\nchữ\n",
    }
    folder = tmp_path / "khoa"
    (folder / "01-a").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    before = rule_for(load_course(folder))
    (folder / "01-a" / "02-hai.md").write_text("---\ntitle: Hai\nminutes: 3\n---\nchữ\n")
    (folder / "01-a" / "03-thi.md").write_text("---\ntitle: T\nkind: quiz\n---\n## Hỏi\n- [x] a\n- [ ] b\n")
    after = rule_for(load_course(folder))
    events = [event("read", "mot")]

    assert progress(before, events).completed
    assert progress(after, events).fraction == pytest.approx(1 / 3)
    assert (before.course_digest == after.course_digest, after.version) == (False, "1")
    assert after.parts[-1] == RequiredPart(slug="thi", kind="quiz", pass_mark=80)


def test_a_rule_comes_back_from_its_text_the_same() -> None:
    assert Rule.from_json(RULE.to_json()) == RULE
    assert RULE.to_json() == Rule.from_json(RULE.to_json()).to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "null",
        '{"course_slug":"k","course_digest":"d","version":"1","parts":[]}',
        '{"course_slug":"k","course_digest":"d","version":"1","parts":[{"slug":"a","kind":"film","pass_mark":null}]}',
        '{"course_slug":"k","course_digest":"d","version":"1","parts":[{"slug":"a","kind":"quiz","pass_mark":"8"}]}',
    ],
)
def test_what_is_no_rule_or_asks_for_nothing_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError, match="rule of completion"):
        Rule.from_json(text)


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(VERBS),
        st.sampled_from(["mot", "hai", "thi", "khac", None]),
        st.integers(0, 30),
        score_percent=st.integers(0, 100),
    ),
    max_size=12,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(events: list[EventFields], random: Any) -> None:
    shuffled = [*events, *events[: len(events) // 2]]
    random.shuffle(shuffled)

    assert progress(RULE, shuffled) == progress(RULE, events)


@given(EVENTS, EVENTS)
def test_more_events_never_give_less(events: list[EventFields], more: list[EventFields]) -> None:
    before, after = progress(RULE, events), progress(RULE, [*events, *more])

    assert before.done <= after.done
    assert before.fraction <= after.fraction
    assert before.completed <= after.completed
    assert not (before.completed_at and after.completed_at) or after.completed_at <= before.completed_at


@given(EVENTS)
def test_every_part_of_progress_tells_the_same(events: list[EventFields]) -> None:
    state = progress(RULE, events)

    assert 0.0 <= state.fraction <= 1.0
    assert state.completed == (state.fraction == 1.0) == (not state.reasons) == (state.next_part is None)
    assert state.completed == (state.completed_at is not None)
    assert {reason.part for reason in state.reasons} | state.done == {part.slug for part in RULE.parts}
    assert not {reason.part for reason in state.reasons} & state.done
