"""The folder of a course on disk. The only file of this package that reads files."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.errors import Fault

#: A lesson is a few kilobytes; more than this is a mistake.
MARKDOWN_LIMIT_BYTES = 512 * 1024


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One file; `data` is kept for Markdown only, and None for all else."""

    sha256: str
    size_bytes: int
    data: bytes | None


@dataclass(frozen=True, kw_only=True)
class CourseSource:
    """What a folder holds: files by path (with `/`, NFC, sorted), and what is wrong with the folder itself."""

    slug: str
    files: Mapping[str, SourceFile]
    faults: tuple[Fault, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of all files, in hexadecimal."""
        whole = hashlib.sha256()
        for path, file in self.files.items():
            whole.update(f"{path}\0{file.sha256}\n".encode())
        return whole.hexdigest()


def read_source(folder: Path) -> CourseSource:
    """Read the folder of a course.

    Names that begin with a dot are left out: they belong to editors and version control. Symbolic links are not
    followed but reported.

    Raises:
        OSError: A file cannot be read.
    """
    slug = unicodedata.normalize("NFC", folder.resolve().name)
    if not folder.is_dir():
        return CourseSource(
            slug=slug, files={}, faults=(Fault(path=".", line=1, code="missing-course-folder", facts={"name": slug}),)
        )
    files: dict[str, SourceFile] = {}
    faults: list[Fault] = []
    for path in _walk(folder):
        name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        if path.is_symlink():
            faults.append(Fault(path=name, line=1, code="course-symlink"))
        elif path.suffix.lower() == ".md" and path.stat().st_size > MARKDOWN_LIMIT_BYTES:
            facts = {"size_bytes": path.stat().st_size, "limit_bytes": MARKDOWN_LIMIT_BYTES}
            faults.append(Fault(path=name, line=1, code="lesson-file-too-large", facts=facts))
        elif path.is_file():
            files[name] = _read(path)
    return CourseSource(slug=slug, files=dict(sorted(files.items())), faults=tuple(faults))


def course_folders(folder: Path) -> tuple[Path, ...]:
    """List the folders in a folder that hold a course, by name.

    Raises:
        OSError: The folder cannot be read.
    """
    return tuple(sorted(path.parent for path in folder.glob("[!.]*/course.md")))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _read(path: Path) -> SourceFile:
    if path.suffix.lower() == ".md":
        data = path.read_bytes()
        return SourceFile(sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data), data=data)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(sha256=digest, size_bytes=path.stat().st_size, data=None)
