"""The questions of a quiz, read from Markdown; how to write them is told in courses/README.md."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from training.course import Choice, Kind, Question
from training.page import Page

_ID = re.compile(r"#[a-z0-9-]+", re.ASCII)
_CHOICE = re.compile(r"[-*]\s+\[(?P<tick>[ xX])\]\s*(?P<text>.*)")
_KINDS: tuple[Kind, ...] = get_args(Kind)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(kw_only=True)
class _ChoiceDraft:
    line: int
    correct: bool
    text: str
    feedback: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class _QuestionDraft:
    line: int
    id: str
    kind: Kind
    text: list[str]
    choices: list[_ChoiceDraft] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)

    @property
    def right(self) -> int:
        return sum(choice.correct for choice in self.choices)


def read_questions(page: Page) -> tuple[Question, ...]:
    """Read all questions of a page; what is wrong is noted on it."""
    drafts: list[_QuestionDraft] = []
    for number, line in enumerate(page.lines, start=page.first_line):
        if line.startswith("##") and not line.startswith("###"):
            drafts.append(_draft(page, number, line[2:].strip(), f"q{len(drafts) + 1}"))
        elif line.strip() and not (drafts and _take(drafts[-1], number, line)):
            page.fault("stray-text", number)
    if not drafts:
        page.fault("quiz-empty", page.first_line)
    _check_ids(page, drafts)
    for draft in drafts:
        _check(page, draft)
    return tuple(_question(draft) for draft in drafts)


def _draft(page: Page, number: int, heading: str, default_id: str) -> _QuestionDraft:
    text, brace, marks = heading.removesuffix("}").rpartition("{") if heading.endswith("}") else (heading, "", "")
    draft = _QuestionDraft(line=number, id=default_id, kind="single", text=[text.strip() if brace else heading])
    for mark in marks.split() if brace else ():
        kind = next((kind for kind in _KINDS if mark == f".{kind}"), None)
        if kind:
            draft.kind = kind
        elif _ID.fullmatch(mark):
            draft.id = mark[1:]
        else:
            page.fault("unknown-kind", number, kind=mark, known=", ".join(f".{kind}" for kind in _KINDS))
    return draft


def _take(draft: _QuestionDraft, number: int, line: str) -> bool:
    """Put a line where it belongs in a question; False when it belongs nowhere."""
    stripped, indented = line.strip(), line.startswith(("  ", "\t"))
    choice = _CHOICE.fullmatch(line.rstrip())
    if choice and not draft.explanation:
        draft.choices.append(_ChoiceDraft(line=number, correct=choice["tick"] != " ", text=choice["text"]))
    elif line.startswith(">") and draft.choices:
        draft.explanation.append(stripped[1:].strip())
    elif indented and draft.choices and not draft.explanation:
        _take_indented(draft.choices[-1], stripped)
    elif not draft.choices and not line.startswith(("#", "-", "*", ">")):
        draft.text.append(stripped)
    else:
        return False
    return True


def _take_indented(choice: _ChoiceDraft, stripped: str) -> None:
    if stripped.startswith(">"):
        choice.feedback.append(stripped[1:].strip())
    elif choice.feedback:
        choice.feedback.append(stripped)
    else:
        choice.text += f" {stripped}"


def _needs_one_answer(page: Page, draft: _QuestionDraft) -> None:
    if draft.right > 1:
        page.fault("two-answers", draft.line, count=draft.right)


def _needs_two_choices(page: Page, draft: _QuestionDraft) -> None:
    _needs_one_answer(page, draft)
    if len(draft.choices) != 2:  # noqa: PLR2004 -- true and false are two
        page.fault("true-false-choices", draft.line, count=len(draft.choices))


def _may_have_many(page: Page, draft: _QuestionDraft) -> None:
    """Ask nothing more: any number of choices may be right."""


#: What each kind asks besides two choices and a right one.
RULES: Mapping[Kind, Callable[[Page, _QuestionDraft], None]] = {
    "single": _needs_one_answer,
    "multiple": _may_have_many,
    "true-false": _needs_two_choices,
}


def _check(page: Page, draft: _QuestionDraft) -> None:
    if not draft.text[0]:
        page.fault("question-without-text", draft.line)
    if not 2 <= len(draft.choices) <= len(_LETTERS):  # noqa: PLR2004 -- a choice needs an alternative
        page.fault("question-without-choices", draft.line, count=len(draft.choices))
    elif not draft.right:
        page.fault("question-without-answer", draft.line)
    RULES[draft.kind](page, draft)
    first: dict[str, int] = {}
    for choice in draft.choices:
        if choice.text in first:
            page.fault("duplicate-choice", choice.line, other=first[choice.text])
        first.setdefault(choice.text, choice.line)


def _check_ids(page: Page, drafts: list[_QuestionDraft]) -> None:
    first: dict[str, int] = {}
    for draft in drafts:
        if draft.id in first:
            page.fault("duplicate-question", draft.line, id=draft.id, other=first[draft.id])
        first.setdefault(draft.id, draft.line)


def _question(draft: _QuestionDraft) -> Question:
    choices = zip(_LETTERS, draft.choices, strict=False)  # more choices than letters were noted
    return Question(
        id=draft.id,
        kind=draft.kind,
        text="\n\n".join([draft.text[0], " ".join(draft.text[1:])]).strip(),
        choices=tuple(
            Choice(id=letter, text=choice.text, correct=choice.correct, feedback=" ".join(choice.feedback))
            for letter, choice in choices
        ),
        explanation=" ".join(draft.explanation),
    )
