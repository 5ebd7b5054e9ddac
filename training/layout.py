"""Names and places of a course's files: `course.md`, `01-module/module.md`, `01-module/01-lesson.md`."""

import re
from collections.abc import Iterable, Sequence

from training.errors import Fault

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_NUMBERED = re.compile(r"(?P<number>\d\d)-(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)", re.ASCII)


def module_folders(paths: Iterable[str]) -> list[str]:
    """List the folders that hold Markdown, in order."""
    return sorted({path.split("/")[0] for path in paths if "/" in path})


def part_paths(folder: str, paths: Iterable[str]) -> list[str]:
    """List the lessons and quizzes of a module's folder, in order."""
    return sorted(path for path in paths if path.startswith(f"{folder}/") and _is_part(path))


def part_slugs(paths: Iterable[str]) -> dict[str, str]:
    """Give the slug of each lesson and quiz by its path."""
    return {path: slug_of(path.split("/")[1]) for path in paths if _is_part(path)}


def slug_of(name: str) -> str:
    """Take the number off a file's or folder's name; a name of another form comes back as it is."""
    match = _NUMBERED.fullmatch(name.removesuffix(".md"))
    return match["slug"] if match else name


def layout_faults(slug: str, paths: Sequence[str]) -> list[Fault]:
    """Find what is wrong with the names of a course's folder and of its Markdown files."""
    folders = module_folders(paths)
    wanted = ["course.md", *(f"{folder}/module.md" for folder in folders)]
    faults = [_fault(path, "missing-course-file", name=path) for path in wanted if path not in paths]
    if not _SLUG.fullmatch(slug):
        faults.append(_fault(".", "bad-course-name", name=slug, pattern="ten-khoa-hoc"))
    if not folders:
        faults.append(_fault("course.md", "no-modules"))
    faults += (
        _fault(f, "bad-course-name", name=f, pattern="01-ten-chuong") for f in folders if not _NUMBERED.fullmatch(f)
    )
    faults += (_stray(path) for path in paths if path not in wanted and not _is_part(path))
    faults += (_fault(f"{folder}/module.md", "empty-module") for folder in folders if not part_paths(folder, paths))
    return faults + _repeated(folders) + _repeated(path for path in paths if _is_part(path))


def _stray(path: str) -> Fault:
    pattern = "01-ten-chuong/01-ten-bai.md" if "/" in path else "course.md"
    return _fault(path, "bad-course-name", name=path, pattern=pattern)


def _is_part(path: str) -> bool:
    folder, _, name = path.partition("/")
    is_markdown = name.endswith(".md")
    return bool(is_markdown and _NUMBERED.fullmatch(folder) and _NUMBERED.fullmatch(name.removesuffix(".md")))


def _repeated(paths: Iterable[str]) -> list[Fault]:
    """Find slugs used twice in the whole course, and numbers used twice in one folder."""
    faults: list[Fault] = []
    slugs: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        number, slug = name[:2], slug_of(name)
        slug_owner = slugs.setdefault(slug, path)
        number_owner = numbers.setdefault(f"{folder}/{number}", path)
        if slug_owner != path:
            faults.append(_fault(path, "duplicate-slug", slug=slug, other=slug_owner))
        if number_owner != path and _NUMBERED.fullmatch(name.removesuffix(".md")):
            faults.append(_fault(path, "duplicate-number", number=number, other=number_owner))
    return faults


def _fault(path: str, code: str, **facts: str) -> Fault:
    return Fault(path=path, line=1, code=code, facts=facts)
