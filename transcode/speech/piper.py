"""Voices of Piper: neural, more natural, with a model that an operator has to bring.

Piper 1.3 or later, as the package piper-tts brings it: `python -m piper` or its program `piper`. A model is a file
`<name>.onnx` with its `<name>.onnx.json` beside it. Piper is GPL-3.0-or-later and always runs as a program of its own.
"""

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.errors import MachineError
from transcode.process import Limits, run
from transcode.speech.voice import failed, run_voice, write_lines

#: A large model on a slow machine, which says a second of speech in a second.
_LIMITS = Limits(time_s=7200, stall_s=300, memory_bytes=3 << 30, output_bytes=128 << 20)
_CONFIG_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class PiperVoice:
    """One model.

    Attributes:
        name: Of the model's file, without its ending.
        language: First part of its BCP-47 tag, as the model's own description says it.
        model: The file.
        command: The program and what comes before its options.
    """

    name: str
    language: str
    model: Path
    command: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The engine."""
        return "piper"

    def synthesise(
        self,
        lines: Sequence[str],
        folder: Path,
        *,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> list[Path]:
        """See `Voice.synthesise`. The model is loaded once for all lines."""
        text = write_lines(lines, folder)
        out = folder / "out"
        out.mkdir()
        argv = [*self.command, "--model", str(self.model), "--input-file", str(text), "--output-dir", str(out)]

        def looked() -> bool:
            # Piper prints nothing to be counted; its files can be.
            on_progress(min(1.0, len(list(out.glob("*.wav"))) / len(lines)))
            return cancelled()

        finished = run_voice(self, lambda: run(argv, limits=_LIMITS, cwd=folder, cancelled=looked))
        # Each file is named by the nanosecond in which it was begun.
        paths = sorted(out.glob("*.wav"), key=lambda path: (len(path.stem), path.stem))
        if finished.return_code or len(paths) != len(lines):
            raise failed(self, finished)
        return paths


def open_piper(model: Path, *, program: str = "") -> PiperVoice:
    """Give the voice of a model.

    Args:
        model: `<name>.onnx`; its description `<name>.onnx.json` stands beside it.
        program: `piper`, as a path or a name on PATH; "" for the package piper-tts of this environment.

    Raises:
        MachineError: "no-voice": model, description, program or package is missing, or the description is broken.
    """
    described = model.with_name(f"{model.name}.json")
    if not (model.is_file() and described.is_file()):
        raise MachineError("no-voice", voice=f"piper {model.stem}", detail=f"-{described}")
    return PiperVoice(
        name=model.stem,
        language=_language(described),
        model=model.absolute(),
        command=_command(program, model.stem),
    )


def _command(program: str, name: str) -> tuple[str, ...]:
    if program:
        found = shutil.which(program)
        if found is None:
            raise MachineError("no-voice", voice=f"piper {name}", detail=f"-{program}")
        return (str(Path(found).absolute()),)
    if importlib.util.find_spec("piper") is None:
        raise MachineError("no-voice", voice=f"piper {name}", detail="-piper-tts")
    return (sys.executable, "-I", "-m", "piper")


def _language(described: Path) -> str:
    """The language that a description names: {"language": {"code": "vi_VN"}}, or that of its phonemes in older ones."""
    try:
        with described.open("rb") as file:
            told = json.loads(file.read(_CONFIG_BYTES))
        code = told.get("language", {}).get("code") or told["espeak"]["voice"]
        return str(code).lower().replace("_", "-").partition("-")[0]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise MachineError("no-voice", voice=f"piper {described.name}", detail="JSON: language.code") from error
