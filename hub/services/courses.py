"""Courses on the shelf: those that come with the hub and those of the folder that HUB_COURSES names."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

import training
from hub.config import Settings
from hub.errors import NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.storage import Storage
from hub.models import CourseVersion
from hub.services.tree import media_type_of
from training.course import Course
from training.errors import Fault
from training.links import PICTURE_TYPES
from training.reading import Reading, read_course
from training.source import course_folders, read_source
from training.stored import course_to_json

SHIPPED = Path(training.__file__).parent / "courses"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What can be taken, by slug, and what is wrong with the courses that cannot."""

    courses: Mapping[str, Course]
    folders: Mapping[str, Path]
    faults: tuple[Fault, ...]

    def course(self, slug: str) -> Course:
        """Raises NotFoundError."""
        if slug not in self.courses:
            raise NotFoundError("khóa học", slug)
        return self.courses[slug]


#: folder -> (digest, what was read): a course is rendered again only when one of its files changed.
_read: dict[Path, tuple[str, Reading]] = {}
_reading = threading.Lock()


def shelf(settings: Settings) -> Shelf:
    """All courses as they are on disk now; one of the own folder stands in for a shipped one of the same slug.

    A course with faults is left out, and stops no other.
    """
    courses: dict[str, Course] = {}
    folders: dict[str, Path] = {}
    faults: list[Fault] = []
    for root in roots(settings):
        if not root.is_dir():
            faults.append(Fault(path=str(root), line=1, code="missing-course-folder", facts={"name": str(root)}))
        for folder in course_folders(root):
            reading = _reading_of(folder)
            faults += (replace(fault, path=f"{folder.name}/{fault.path}") for fault in reading.faults)
            if reading.course is not None:
                courses[reading.course.slug] = reading.course
                folders[reading.course.slug] = folder
    return Shelf(courses=courses, folders=folders, faults=tuple(faults))


def roots(settings: Settings) -> tuple[Path, ...]:
    return (SHIPPED, Path(settings.courses).expanduser()) if settings.courses else (SHIPPED,)


def keep(parts: Parts, session: Session, course: Course) -> CourseVersion:
    """The course as it stands, kept with its files, so that whoever began it finishes the same."""
    held = session.get(CourseVersion, course.digest)
    if held is not None:
        return held
    folder = shelf(parts.settings).folders[course.slug]
    for name in read_source(folder).files:
        if not name.endswith(".md"):
            parts.storage.put_file(_key(course.digest, name), folder / name, media_type=media_type_of(name))
    held = CourseVersion(
        digest=course.digest,
        slug=course.slug,
        version=course.version,
        title=course.title,
        content=course_to_json(course),
        kept_at=now(),
    )
    session.add(held)
    session.flush()
    return held


def file(storage: Storage, digest: str, name: str) -> bytes:
    """A picture or other file of a kept course. Raises NotFoundError."""
    try:
        return storage.read(_key(digest, name))
    except OSError as error:
        raise NotFoundError("tệp", name) from error


def is_picture(name: str) -> bool:
    """Whether a browser may show the file itself; anything else is offered for download."""
    return name.lower().endswith(PICTURE_TYPES)


def _reading_of(folder: Path) -> Reading:
    source = read_source(folder)
    with _reading:
        digest, reading = _read.get(folder, ("", None))
        if reading is None or digest != source.digest:
            reading = read_course(source)
            _read[folder] = (source.digest, reading)
    return reading


def _key(digest: str, name: str) -> str:
    # Names in a course are its author's; no name that a person gives becomes a path.
    return f"courses/{digest}/{hashlib.sha256(name.encode()).hexdigest()}"
