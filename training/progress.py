"""The one place that says how far a person is and whether a course is completed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from training.canonical import canonical_json
from training.course import Course, Quiz
from training.errors import EvidenceError, Fact, sentence
from training.events import EventFields


@dataclass(frozen=True, kw_only=True)
class RequiredPart:
    """A lesson to read or a quiz to pass; `pass_mark` is a percentage, None for a lesson."""

    slug: str
    kind: Literal["lesson", "quiz"]
    pass_mark: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a person has to do. Frozen when the person enrols: a later edit of the course changes nothing here."""

    course_slug: str
    course_digest: str
    version: str
    parts: tuple[RequiredPart, ...]

    def to_json(self) -> str:
        """Write the rule down; `from_json` gives the same rule back, the same rule always gives the same text."""
        parts = [{"slug": part.slug, "kind": part.kind, "pass_mark": part.pass_mark} for part in self.parts]
        plain = {"course_slug": self.course_slug, "course_digest": self.course_digest, "version": self.version}
        return canonical_json({**plain, "parts": parts}).decode()

    @classmethod
    def from_json(cls, text: str) -> "Rule":
        """Read a stored rule.

        Raises:
            EvidenceError: The text is no rule, or a rule that asks for nothing.
        """
        try:
            plain = json.loads(text)
            parts = tuple(_required(part) for part in plain["parts"])
            names = {name: str(plain[name]) for name in ("course_slug", "course_digest", "version")}
        except (ValueError, KeyError, TypeError) as error:
            raise EvidenceError("bad-rule", problem=f"{type(error).__name__} {error}") from error
        if not parts:
            raise EvidenceError("bad-rule", problem="no parts")
        return cls(**names, parts=parts)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a course is not completed yet: a code of `errors.SENTENCES` with its facts."""

    part: str
    code: str
    facts: Mapping[str, Fact]

    def sentence(self, *, language: str = "vi") -> str:
        """Say it to the learner."""
        return sentence(self.code, self.facts, language=language)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a person is.

    Attributes:
        done: Slugs of the required parts that are done.
        fraction: Done parts of required parts, 0 to 1; 1 exactly when completed.
        completed: Every required part is done.
        completed_at: When the last missing part was done for the first time; None while not completed.
        next_part: The first part not done, in course order; None when completed.
        reasons: One for each part that is still missing, in course order.
    """

    done: frozenset[str]
    fraction: float
    completed: bool
    completed_at: datetime | None
    next_part: str | None
    reasons: tuple[Reason, ...]


def rule_for(course: Course) -> Rule:
    """Make the rule that a person who enrols now is held to: read every lesson, pass every quiz."""
    return Rule(
        course_slug=course.slug,
        course_digest=course.digest,
        version=course.version,
        parts=tuple(
            RequiredPart(slug=part.slug, kind=part.kind, pass_mark=part.pass_mark if isinstance(part, Quiz) else None)
            for part in course.parts
        ),
    )


def progress(rule: Rule, events: Iterable[EventFields]) -> Progress:
    """Say how far the events of one enrolment fulfil its rule.

    A lesson is done by `read`. A quiz is done by `passed`; when that event carries a `score_percent` it must reach the
    mark of the rule, whatever the course asks today. Nothing takes away what is done: `revoked` concerns the
    certificate, not the learning. Order and repetition of events do not matter, and more events never give less
    progress nor a later completion.
    """
    first_at: dict[str, datetime] = {}
    best_percent: dict[str, int] = {}
    required = {part.slug: part for part in rule.parts}
    for event in events:
        part = required.get(event.part or "")
        if part is None:
            continue
        score = _score(event)
        if score is not None:
            best_percent[part.slug] = max(score, best_percent.get(part.slug, score))
        if _fulfils(part, event, score):
            first_at[part.slug] = min(event.at, first_at.get(part.slug, event.at))
    missing = [part for part in rule.parts if part.slug not in first_at]
    completed = bool(required) and not missing
    return Progress(
        done=frozenset(first_at),
        fraction=len(first_at) / len(required) if required else 0.0,
        completed=completed,
        completed_at=max(first_at.values()) if completed else None,
        next_part=missing[0].slug if missing else None,
        reasons=tuple(_reason(part, best_percent.get(part.slug)) for part in missing),
    )


def _fulfils(part: RequiredPart, event: EventFields, score: int | None) -> bool:
    if part.kind == "lesson":
        return event.verb == "read"
    return event.verb == "passed" and (score is None or score >= (part.pass_mark or 0))


def _score(event: EventFields) -> int | None:
    score = event.result.get("score_percent")
    return score if isinstance(score, int) and event.verb in {"answered", "passed", "failed"} else None


def _reason(part: RequiredPart, best_percent: int | None) -> Reason:
    if part.kind == "lesson":
        return Reason(part=part.slug, code="lesson-open", facts={"part": part.slug})
    facts: dict[str, Fact] = {"part": part.slug, "pass_mark": part.pass_mark or 0}
    if best_percent is None:
        return Reason(part=part.slug, code="quiz-open", facts=facts)
    return Reason(part=part.slug, code="quiz-below", facts={**facts, "score_percent": best_percent})


def _required(plain: Mapping[str, object]) -> RequiredPart:
    mark = plain["pass_mark"]
    if mark is not None and not isinstance(mark, int):
        raise TypeError(f"pass_mark {mark!r}")
    slug = str(plain["slug"])
    if plain["kind"] == "lesson":
        return RequiredPart(slug=slug, kind="lesson", pass_mark=mark)
    if plain["kind"] == "quiz":
        return RequiredPart(slug=slug, kind="quiz", pass_mark=mark)
    raise ValueError(f"kind {plain['kind']!r}")
