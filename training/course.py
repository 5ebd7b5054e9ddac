"""Courses as plain data: a course has modules, a module has lessons and quizzes."""

from dataclasses import dataclass
from typing import ClassVar, Literal

#: Kinds of question that can be asked. A new kind is a line here, one in `quiz.GRADERS` and one in `question.RULES`.
Kind = Literal["single", "multiple", "true-false"]

#: Who a course is for: the four groups that the provincial plan counts (field.md T6).
Group = Literal["leaders", "officials", "reporters", "editors"]
GROUPS: tuple[Group, ...] = ("leaders", "officials", "reporters", "editors")

#: Minutes in which a question is read and answered.
QUESTION_MINUTES = 1


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that may be ticked. Texts are plain text.

    Attributes:
        id: A letter by its place in the file: `a`, `b` …
        text: What the choice says.
        correct: True when it belongs to the right answer.
        feedback: Shown to who ticked it; empty when the author wrote none.
    """

    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a quiz. Texts are plain text; paragraphs are parted by an empty line.

    Attributes:
        id: Unique within its quiz.
        kind: How it is answered.
        text: The question.
        choices: In the author's order, at least two.
        explanation: Shown after the answer; empty when the author wrote none.
    """

    id: str
    kind: Kind
    text: str
    choices: tuple[Choice, ...]
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One sitting.

    Attributes:
        slug: Unique within its course, among lessons and quizzes.
        title: Plain text.
        minutes: How long it takes, as its author says.
        markdown: As written, without the front matter.
        html: Safe to show as it is. Its links suppose that a part is served at `<course>/<part slug>/` and the
            course's files at `<course>/files/<path>`.
    """

    kind: ClassVar[Literal["lesson"]] = "lesson"

    slug: str
    title: str
    minutes: int
    markdown: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """Questions with a mark to reach.

    Attributes:
        slug: Unique within its course, among lessons and quizzes.
        title: Plain text.
        questions: At least one.
        pass_mark: Percent of right questions needed, 1 to 100.
        attempts_allowed: None means as many as wanted.
    """

    kind: ClassVar[Literal["quiz"]] = "quiz"

    slug: str
    title: str
    questions: tuple[Question, ...]
    pass_mark: int
    attempts_allowed: int | None

    @property
    def minutes(self) -> int:
        """How long one try takes."""
        return QUESTION_MINUTES * len(self.questions)


Part = Lesson | Quiz


@dataclass(frozen=True, kw_only=True)
class Module:
    """A chapter: its parts in the order in which they are taken."""

    slug: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Course:
    """A whole course as read from its folder.

    Attributes:
        slug: The folder's name.
        version: The author's, for people.
        digest: SHA-256 over the names and bytes of the folder's files, in hexadecimal, for evidence.
        title: Plain text.
        summary: Plain text, a sentence or two.
        language: BCP-47.
        audience: Names out of `GROUPS`.
        sources: What the facts rest on, one line each.
        pass_mark: Percent; what its quizzes ask unless they say otherwise.
        modules: At least one.
    """

    slug: str
    version: str
    digest: str
    title: str
    summary: str
    language: str
    audience: tuple[str, ...]
    sources: tuple[str, ...]
    pass_mark: int
    modules: tuple[Module, ...]

    @property
    def minutes(self) -> int:
        """How long the whole takes: all its lessons, and one try at each quiz."""
        return sum(part.minutes for part in self.parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All lessons and quizzes, in order."""
        return tuple(part for module in self.modules for part in module.parts)
