"""A voice: a program that says lines of text."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from transcode.errors import MachineError
from transcode.process import Finished

_DETAIL_LENGTH = 200


class Voice(Protocol):
    """What every voice can do.

    Attributes:
        kind: The engine: "espeak-ng" or "piper".
        name: Of the voice in its engine.
        language: BCP-47, its first part.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102 - see the class

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def language(self) -> str: ...  # noqa: D102

    def synthesise(
        self,
        lines: Sequence[str],
        folder: Path,
        *,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> list[Path]:
        """Say lines, each into a WAV of its own: 16-bit, one channel, all at one rate.

        Args:
            lines: Each on one line and not empty.
            folder: Private and empty; the program runs there.
            on_progress: Called with 0…1.
            cancelled: Asked often; True stops.

        Returns:
            One file a line, in their order.

        Raises:
            MachineError: "no-voice": the program or what it needs is missing; "voice-failed"; "stalled", "time-limit".
            CancelledError: Somebody asked to stop.
        """
        ...


def run_voice(voice: Voice, start: Callable[[], Finished]) -> Finished:
    """Run a voice's program; how it ended is left to the voice.

    Args:
        voice: Whose program it is.
        start: Calls `transcode.process.run`.

    Raises:
        MachineError: "no-voice" where it could not be started, else as `transcode.process.run` says.
        CancelledError: Somebody asked to stop.
    """
    try:
        return start()
    except MachineError as error:
        if error.code == "ffmpeg-missing":
            raise no_voice(voice, str(error.facts.get("detail", ""))) from error
        raise


def no_voice(voice: Voice, detail: str) -> MachineError:
    """Give the error for a program that is missing, or lacks what it needs."""
    return MachineError("no-voice", voice=f"{voice.kind} {voice.name}", detail=detail.strip()[-_DETAIL_LENGTH:] or "?")


def failed(voice: Voice, finished: Finished) -> MachineError:
    """Give the error for a program that ended badly."""
    lines = finished.stderr_tail.strip().splitlines()
    detail = lines[-1].strip()[:_DETAIL_LENGTH] if lines else "it said nothing"
    return MachineError(
        "voice-failed", voice=f"{voice.kind} {voice.name}", return_code=finished.return_code, detail=detail
    )


def write_lines(lines: Sequence[str], folder: Path) -> Path:
    """Write what is to be said into a file, one utterance a line."""
    path = folder / "lines.txt"
    path.write_text("".join(f"{' '.join(line.split())}\n" for line in lines), encoding="utf-8")
    return path
