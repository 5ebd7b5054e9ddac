from hypothesis import given
from hypothesis import strategies as st

from training.course import Choice, Kind, Question, Quiz
from training.quiz import grade


def question(id_: str, kind: Kind, right: str, *, of: str = "abcd", explanation: str = "") -> Question:
    choices = tuple(
        Choice(id=c, text=c.upper(), correct=c in right, feedback=f"về {c}" if c != "d" else "") for c in of
    )
    return Question(id=id_, kind=kind, text="?", choices=choices, explanation=explanation)


def quiz(*questions: Question, pass_mark: int = 80) -> Quiz:
    return Quiz(slug="thi", title="Thi", questions=questions, pass_mark=pass_mark, attempts_allowed=None)


ONE = quiz(question("mot", "single", "b"), question("nhieu", "multiple", "ac", explanation="vì thế"))


def test_all_right_is_a_hundred_percent_and_passes() -> None:
    result = grade(ONE, {"mot": "b", "nhieu": frozenset("ac")})

    assert (result.score_percent, result.passed) == (100, True)
    assert [(one.id, one.right) for one in result.per_question] == [("mot", True), ("nhieu", True)]


def test_a_multiple_answer_is_all_or_nothing() -> None:
    for answer in ("a", "c", "", "abc", "abcd", "ab"):
        assert not grade(ONE, {"nhieu": set(answer)}).per_question[1].right


def test_two_ticks_on_a_single_answer_are_wrong() -> None:
    assert not grade(ONE, {"mot": ["a", "b"]}).per_question[0].right


def test_a_question_left_out_is_wrong_and_has_only_its_explanation() -> None:
    result = grade(ONE, {})

    assert (result.score_percent, result.passed) == (0, False)
    assert [one.feedback for one in result.per_question] == [(), ("vì thế",)]


def test_ids_that_do_not_exist_are_ignored() -> None:
    assert grade(ONE, {"mot": ["b", "z", ""], "nhieu": ["a", "c", "9"], "khac": "a"}).score_percent == 100


def test_feedback_comes_in_the_authors_order_without_empty_ones() -> None:
    assert grade(ONE, {"nhieu": ["d", "c", "a"]}).per_question[1].feedback == ("về a", "về c", "vì thế")


def test_a_mark_is_never_reached_by_rounding() -> None:
    three = quiz(*(question(f"q{n}", "true-false", "a", of="ab") for n in range(3)), pass_mark=67)

    two_right = grade(three, {"q0": "a", "q1": "a", "q2": "b"})

    assert (two_right.score_percent, two_right.passed) == (66, False)


def test_exactly_the_pass_mark_passes() -> None:
    five = quiz(*(question(f"q{n}", "single", "a") for n in range(5)), pass_mark=80)

    assert grade(five, {f"q{n}": "a" for n in range(4)}).passed
    assert not grade(five, {f"q{n}": "a" for n in range(3)}).passed


@given(st.dictionaries(st.sampled_from(["mot", "nhieu", "x"]), st.frozensets(st.sampled_from("abcdz"))))
def test_the_score_is_the_share_of_right_questions(answers: dict[str, frozenset[str]]) -> None:
    result = grade(ONE, answers)

    assert result.score_percent == 50 * sum(one.right for one in result.per_question)
    assert result.passed == (result.score_percent >= 80)
