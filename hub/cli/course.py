"""`hub course`: look at courses before anybody takes them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from hub.cli.output import as_json, say
from hub.config import Settings
from hub.errors import InvalidError, problem_of
from training.check import check_course
from training.errors import Fault


@click.group()
def course() -> None:
    """Khóa học. / Courses."""


@course.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@as_json
def check(*, folder: Path, json_: bool) -> None:
    """Kiểm tra một khóa học, hoặc mọi khóa học trong thư mục. / Check a course, or every course of a folder."""
    settings = Settings.read()
    folders = [folder] if _is_course(folder) else _courses_in(folder)
    rows = [row for one in folders for row in _rows(one, _faults(one), settings.language)]
    if not folders:
        rows = _rows(folder, [_nothing(folder)], settings.language)
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo("{path}:{line}: {sentence}".format_map(row))
    if rows:
        say(settings, f"{len(rows)} lỗi.", f"{len(rows)} fault(s).", err=True)
        raise SystemExit(1)
    names = ", ".join(one.resolve().name for one in folders)
    say(settings, f"Không có lỗi: {names}.", f"No faults: {names}.", err=json_)


def _is_course(folder: Path) -> bool:
    """Whether the folder is meant as a course, whatever it lacks."""
    return (folder / "course.md").exists() or any(one.is_dir() for one in folder.glob("[0-9][0-9]-*"))


def _courses_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.is_dir() and _is_course(one))


def _nothing(folder: Path) -> Fault:
    """What to say of a folder without any course."""
    if folder.is_dir():
        return Fault(path="course.md", line=1, code="missing-course-file", facts={"name": "course.md"})
    return Fault(path=".", line=1, code="missing-course-folder", facts={"name": str(folder)})


def _faults(folder: Path) -> Sequence[Fault]:
    try:
        return check_course(folder)
    except OSError as error:
        raise InvalidError("not-readable", path=str(folder), problem=problem_of(error)) from error


def _rows(folder: Path, faults: Sequence[Fault], language: str) -> list[dict[str, Any]]:
    return [
        {
            "course": folder.resolve().name,
            "path": str(folder if fault.path == "." else folder / fault.path),
            "line": fault.line,
            "code": fault.code,
            "sentence": fault.sentence(language=language),
        }
        for fault in faults
    ]
