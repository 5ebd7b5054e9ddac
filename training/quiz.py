"""Marking a quiz."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from training.course import Kind, Question, Quiz


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """How one question went.

    Attributes:
        id: The question's.
        right: All of the right answer and nothing else was given.
        feedback: What to tell the learner: on each ticked choice in the author's order, then the explanation.
    """

    id: str
    right: bool
    feedback: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grade:
    """How a whole attempt went.

    Attributes:
        score_percent: Right questions of all questions, rounded down, so that a mark is never reached by rounding.
        passed: The score reaches the quiz's pass mark.
        per_question: One result for each question, in the quiz's order.
    """

    score_percent: int
    passed: bool
    per_question: tuple[QuestionResult, ...]


def _exactly_the_right_choices(question: Question, ticked: frozenset[str]) -> bool:
    return ticked == {choice.id for choice in question.choices if choice.correct}


#: How each kind is marked, all or nothing. Ticked ids are those of existing choices.
GRADERS: Mapping[Kind, Callable[[Question, frozenset[str]], bool]] = {
    "single": _exactly_the_right_choices,
    "multiple": _exactly_the_right_choices,
    "true-false": _exactly_the_right_choices,
}


def grade(quiz: Quiz, answers: Mapping[str, str | Collection[str]]) -> Grade:
    """Mark one attempt.

    Args:
        quiz: As the learner saw it.
        answers: Question id -> the id, or ids, of the ticked choices. A question left out is wrong; ids that do not
            exist are ignored.
    """
    results = tuple(_result(question, answers.get(question.id, ())) for question in quiz.questions)
    right = sum(result.right for result in results)
    score_percent = right * 100 // len(results) if results else 0
    return Grade(
        score_percent=score_percent, passed=bool(results) and score_percent >= quiz.pass_mark, per_question=results
    )


def _result(question: Question, answer: str | Collection[str]) -> QuestionResult:
    given = {answer} if isinstance(answer, str) else set(answer)
    ticked = [choice for choice in question.choices if choice.id in given]
    feedback = [*(choice.feedback for choice in ticked), question.explanation]
    return QuestionResult(
        id=question.id,
        right=GRADERS[question.kind](question, frozenset(choice.id for choice in ticked)),
        feedback=tuple(text for text in feedback if text),
    )
