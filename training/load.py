"""Loading courses from their folders."""

from dataclasses import replace
from pathlib import Path

from training.course import Course
from training.errors import CourseFaultsError, Fault
from training.reading import read_course
from training.source import course_folders, read_source


def load_course(folder: Path) -> Course:
    """Read the course in a folder.

    Raises:
        CourseFaultsError: Something is wrong with it; the error holds all faults.
        OSError: A file cannot be read.
    """
    reading = read_course(read_source(folder))
    if reading.course is None:
        raise CourseFaultsError(reading.faults)
    return reading.course


def courses(folder: Path) -> tuple[Course, ...]:
    """Read all courses below a folder: each folder in it that has a `course.md`, sorted by name.

    Raises:
        CourseFaultsError: Something is wrong with any of them; the paths of the faults begin with the course's slug.
        OSError: A file cannot be read.
    """
    readings = {path.name: read_course(read_source(path)) for path in course_folders(folder)}
    faults: list[Fault] = []
    for name, reading in readings.items():
        faults += (replace(fault, path=f"{name}/{fault.path}") for fault in reading.faults)
    if faults:
        raise CourseFaultsError(faults)
    return tuple(reading.course for reading in readings.values() if reading.course)
