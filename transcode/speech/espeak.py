"""Voices of eSpeak NG: small, without a model, a little robotic, there for everybody.

The library comes with the package espeakng-loader; where that has no wheel, the program `espeak-ng` of the system does.
Either runs as a program of its own inside `transcode.process` (its licence is GPL-3.0-or-later).
"""

import importlib.util
import json
import platform
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.errors import MachineError, RejectedError
from transcode.process import Limits, run
from transcode.speech import espeak_program
from transcode.speech.voice import failed, no_voice, run_voice, write_lines

#: First part of the BCP-47 tag -> its voices, the usual one first. A language is here only when somebody who speaks it
#: can understand the voice: languages of the mountains without a voice of their own are not read by another's.
VOICES: Mapping[str, tuple[str, ...]] = {
    "vi": ("vi", "vi-vn-x-central", "vi-vn-x-south"),
    "en": ("en",),
    "fr": ("fr",),
}
#: About four syllables a second: slower than a newsreader, for a voice without melody.
WORDS_PER_MINUTE = 160
#: Of 100, where the loudest samples touch full scale and beyond.
VOLUME = 60

_LIMITS = Limits(time_s=600, stall_s=60, memory_bytes=512 << 20, output_bytes=128 << 20)
_PACKAGE = "espeakng_loader"
_LIBRARIES = {"Darwin": "libespeak-ng.dylib", "Windows": "espeak-ng.dll"}


@dataclass(frozen=True, kw_only=True)
class EspeakVoice:
    """One voice.

    Attributes:
        name: As the engine knows it.
        language: First part of its BCP-47 tag.
        package: Folder of espeakng-loader, or None.
        program: `espeak-ng` of the system, used where there is no package.
    """

    name: str
    language: str
    package: Path | None = None
    program: Path | None = None

    @property
    def kind(self) -> str:
        """The engine."""
        return "espeak-ng"

    def synthesise(
        self,
        lines: Sequence[str],
        folder: Path,
        *,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> list[Path]:
        """See `Voice.synthesise`."""
        paths = [folder / f"{number:05d}.wav" for number in range(len(lines))]
        if self.package is not None:
            self._by_library(lines, folder, on_progress, cancelled)
        else:
            for place, (line, path) in enumerate(zip(lines, paths, strict=True)):
                self._by_program(line, path, cancelled)
                on_progress((place + 1) / len(lines))
        return paths

    def _by_library(
        self,
        lines: Sequence[str],
        folder: Path,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Say all lines in one run.

        Raises:
            MachineError: See `Voice.synthesise`.
        """
        package = self.package or Path()
        told = {
            "library": str(package / _LIBRARIES.get(platform.system(), "libespeak-ng.so")),
            "data": str(package / "espeak-ng-data"),
            "voice": self.name,
            "words_per_minute": WORDS_PER_MINUTE,
            "volume": VOLUME,
            "lines": str(write_lines(lines, folder)),
            "out": str(folder),
        }

        def on_line(line: str) -> None:
            if line.isdecimal():
                on_progress((int(line) + 1) / len(lines))

        argv = [sys.executable, "-I", "-S", espeak_program.__file__, json.dumps(told)]
        finished = run_voice(self, lambda: run(argv, limits=_LIMITS, cwd=folder, on_line=on_line, cancelled=cancelled))
        if finished.return_code in {espeak_program.NO_LIBRARY, espeak_program.NO_VOICE}:
            raise no_voice(self, finished.stderr_tail)
        if finished.return_code:
            raise failed(self, finished)

    def _by_program(self, line: str, path: Path, cancelled: Callable[[], bool]) -> None:
        """Say one line.

        Raises:
            MachineError: See `Voice.synthesise`.
        """
        text = write_lines([line], path.parent)
        speed = ["-s", str(WORDS_PER_MINUTE), "-a", str(VOLUME)]
        argv = [str(self.program), "-v", self.name, *speed, "-b", "1", "-f", str(text), "-w", str(path)]
        finished = run_voice(self, lambda: run(argv, limits=_LIMITS, cwd=path.parent, cancelled=cancelled))
        if finished.return_code or not path.exists():
            raise failed(self, finished)


def speaks(language: str) -> bool:
    """Tell whether eSpeak NG may read a language aloud."""
    return _first(language) in VOICES


def find_espeak(language: str, *, name: str = "") -> EspeakVoice:
    """Give the voice for a language.

    Args:
        language: BCP-47.
        name: One of that language's `VOICES`; "" for its usual one.

    Raises:
        RejectedError: "no-voice-for-language": the language is not in the table, or the name not in its row.
        MachineError: "no-voice": neither package nor program is there.
    """
    first = _first(language)
    names = VOICES.get(first, ())
    if not names or (name and name not in names):
        raise RejectedError("no-voice-for-language", language=language)
    spec = importlib.util.find_spec(_PACKAGE)
    package = Path(spec.origin).parent if spec and spec.origin else None
    program = None if package else shutil.which("espeak-ng")
    if package is None and program is None:
        raise MachineError("no-voice", voice="espeak-ng", detail=f"-{_PACKAGE}, -espeak-ng")
    return EspeakVoice(
        name=name or names[0], language=first, package=package, program=Path(program) if program else None
    )


def _first(language: str) -> str:
    return language.lower().partition("-")[0]
