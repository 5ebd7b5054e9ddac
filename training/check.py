"""Checking a course before anybody takes it."""

from pathlib import Path

from training.errors import Fault
from training.reading import read_course
from training.source import read_source

__all__ = ["Fault", "check_course"]


def check_course(folder: Path) -> tuple[Fault, ...]:
    """Find everything that is wrong with a course, all at once, sorted by file and line.

    Returns:
        Empty exactly when `load.load_course` takes the folder.

    Raises:
        OSError: A file cannot be read.
    """
    return read_course(read_source(folder)).faults
