"""A course written down as text, so that a person finishes the course that he or she began."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from training.course import Choice, Course, Lesson, Module, Part, Question, Quiz
from training.errors import EvidenceError


def course_to_json(course: Course) -> str:
    """Write a course down whole; `course_from_json` gives the same course back."""
    modules = [
        {
            "slug": module.slug,
            "title": module.title,
            "parts": [{"kind": part.kind, **asdict(part)} for part in module.parts],
        }
        for module in course.modules
    ]
    return json.dumps({**asdict(course), "modules": modules}, ensure_ascii=False)


def course_from_json(text: str) -> Course:
    """Read a stored course.

    Raises:
        EvidenceError: The text is no course.
    """
    try:
        plain: dict[str, Any] = json.loads(text)
        modules = tuple(_module(module) for module in plain["modules"])
        lists = {name: tuple(plain[name]) for name in ("audience", "sources")}
        # Courses that were kept earlier say how long they take, which is counted now.
        given = {name: value for name, value in plain.items() if name != "minutes"}
        return Course(**{**given, **lists, "modules": modules})
    except (ValueError, KeyError, TypeError) as error:
        raise EvidenceError("bad-stored-course", problem=f"{type(error).__name__} {error}") from error


def _module(plain: Mapping[str, Any]) -> Module:
    return Module(slug=plain["slug"], title=plain["title"], parts=tuple(_part(part) for part in plain["parts"]))


def _part(plain: Mapping[str, Any]) -> Part:
    values = {name: value for name, value in plain.items() if name != "kind"}
    if plain["kind"] == Lesson.kind:
        return Lesson(**values)
    return Quiz(**{**values, "questions": tuple(_question(question) for question in plain["questions"])})


def _question(plain: Mapping[str, Any]) -> Question:
    return Question(**{**plain, "choices": tuple(Choice(**choice) for choice in plain["choices"])})
