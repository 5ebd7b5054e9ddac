"""From the files of a folder to a course, noting everything that is wrong on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from training import fields
from training.course import GROUPS, Course, Lesson, Module, Part, Quiz
from training.errors import Fault
from training.layout import layout_faults, module_folders, part_paths, part_slugs, slug_of
from training.links import Site, check_links, served_at
from training.markdown import to_html
from training.outline import check_headings
from training.page import Page, read_page
from training.question import read_questions
from training.source import CourseSource

LESSON_MINUTES = fields.Range(low=1, high=60)
COURSE_MINUTES = fields.Range(low=1, high=6000)
PERCENT = fields.Range(low=1, high=100)
ATTEMPTS = fields.Range(low=1, high=100)

#: Nobody reads faster than this, in words between spaces; in Vietnamese these are syllables.
WORDS_A_MINUTE = 300

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What came of a folder: a course when there are no faults, else None and all the faults."""

    course: Course | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class _Context:
    pages: Mapping[str, Page]
    site: Site
    pass_mark: int


def read_course(source: CourseSource) -> Reading:
    """Read a whole course from its folder's files; faults come sorted by file and line."""
    if any(fault.code == "missing-course-folder" for fault in source.faults):
        return Reading(course=None, faults=source.faults)
    pages = {path: read_page(path, file.data) for path, file in source.files.items() if file.data is not None}
    course = _course(source, pages)
    faults = [*source.faults, *layout_faults(source.slug, list(pages))]
    faults += (fault for page in pages.values() for fault in page.faults)
    faults.sort(key=lambda fault: (fault.path, fault.line))
    return Reading(course=None if faults else course, faults=tuple(faults))


def _course(source: CourseSource, pages: Mapping[str, Page]) -> Course:
    page = pages.get("course.md") or Page(path="course.md")
    known = ("title", "version", "language", "summary", "minutes", "audience", "pass_mark", "sources")
    fields.only(page, *known)
    _no_body(page)
    pass_mark = fields.number(page, "pass_mark", PERCENT)
    context = _Context(pages=pages, site=Site(files=source.files, parts=part_slugs(pages)), pass_mark=pass_mark)
    modules = tuple(_module(folder, context) for folder in module_folders(pages))
    course = Course(
        slug=source.slug,
        digest=source.digest,
        title=fields.text(page, "title"),
        version=fields.pattern(page, "version", _VERSION, expected="1.0"),
        language=fields.pattern(page, "language", _LANGUAGE, expected="vi, hmn …"),
        summary=fields.text(page, "summary"),
        audience=_audience(page),
        sources=fields.texts(page, "sources"),
        pass_mark=pass_mark,
        modules=modules,
    )
    _check_minutes(page, course)
    return course


def _check_minutes(page: Page, course: Course) -> None:
    """Note a length that is not that of the parts: people are told what the parts add up to."""
    value = page.values.get("minutes")
    if value and fields.number(page, "minutes", COURSE_MINUTES) != course.minutes:
        page.fault("minutes-disagree", value.line, parts=course.minutes)


def _audience(page: Page) -> tuple[str, ...]:
    found = fields.texts(page, "audience")
    for name in found:
        if name not in GROUPS:
            page.fault("unknown-audience", page.values["audience"].line, value=name, known=", ".join(GROUPS))
    return found


def _no_body(page: Page) -> None:
    """Note text that nobody would ever see."""
    line = next((number for number, line in enumerate(page.lines, start=page.first_line) if line.strip()), None)
    if line and page.is_readable:
        page.fault("stray-text", line)


def _module(folder: str, context: _Context) -> Module:
    page = context.pages.get(f"{folder}/module.md") or Page(path=f"{folder}/module.md")
    fields.only(page, "title")
    _no_body(page)
    parts = tuple(_part(context.pages[path], context) for path in part_paths(folder, context.pages))
    return Module(slug=slug_of(folder), title=fields.text(page, "title"), parts=parts)


def _part(page: Page, context: _Context) -> Part:
    kind = page.values.get("kind")
    if kind is None:
        return _lesson(page, context.site)
    if kind.texts != ("quiz",):
        page.fault("bad-field", kind.line, key="kind", expected="quiz")
    return _quiz(page, context)


def _lesson(page: Page, site: Site) -> Lesson:
    fields.only(page, "title", "minutes")
    minutes = fields.number(page, "minutes", LESSON_MINUTES)
    words = len(page.body.split())
    if not words and page.is_readable:
        page.fault("empty-lesson", page.first_line)
    if words > minutes * WORDS_A_MINUTE and "minutes" in page.values:
        page.fault("minutes-too-few", page.values["minutes"].line, words=words, minutes=minutes)
    check_headings(page)
    check_links(page, site)
    return Lesson(
        slug=site.parts[page.path],
        title=fields.text(page, "title"),
        minutes=minutes,
        markdown=page.body,
        html=to_html(page.body, resolve=lambda target: served_at(page.path, site, target)),
    )


def _quiz(page: Page, context: _Context) -> Quiz:
    fields.only(page, "kind", "title", "pass_mark", "attempts")
    own_mark = "pass_mark" in page.values
    return Quiz(
        slug=context.site.parts[page.path],
        title=fields.text(page, "title"),
        questions=read_questions(page),
        pass_mark=fields.number(page, "pass_mark", PERCENT) if own_mark else context.pass_mark,
        attempts_allowed=fields.number(page, "attempts", ATTEMPTS) if "attempts" in page.values else None,
    )
