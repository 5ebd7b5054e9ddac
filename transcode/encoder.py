"""One ffmpeg at work: runs arguments, reports progress, and turns a bad end into a plain error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.diagnosis import diagnose
from transcode.errors import RejectedError
from transcode.process import Limits, run
from transcode.progress import Progress
from transcode.tools import Tools

_HOUR_S = 3600
_GIBIBYTE = 1 << 30

#: For runs that touch sound alone, and for single pictures.
SOUND_LIMITS = Limits(time_s=2 * _HOUR_S, stall_s=120, memory_bytes=2 * _GIBIBYTE, output_bytes=2 * _GIBIBYTE)
#: For looks at several places of a file in one run. About one in a thousand of them never goes on, since inputs of
#: ffmpeg wait for one another (seen with 8.1): nobody waits for it for long.
LOOK_LIMITS = Limits(time_s=300, stall_s=30, memory_bytes=2 * _GIBIBYTE, output_bytes=2 * _GIBIBYTE)
#: For all rungs at once: a two-hour film on two busy cores.
VIDEO_LIMITS = Limits(time_s=12 * _HOUR_S, stall_s=300, memory_bytes=6 * _GIBIBYTE, output_bytes=2 * _GIBIBYTE)


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """How a run went.

    Attributes:
        duration_s: Of what was written: the decoded duration (of the shortest stream).
        report: The end of stderr, where filters print their summaries.
    """

    duration_s: float
    report: str


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """Runs ffmpeg for one job.

    Attributes:
        tools: The programs.
        work_dir: A private folder to run in.
        cancelled: Asked often; True ends the run.
    """

    tools: Tools
    work_dir: Path
    cancelled: Callable[[], bool]

    def encode(
        self,
        argv: Sequence[str],
        *,
        limits: Limits,
        progress: Progress,
        on_progress: Callable[[float], None],
    ) -> Encoded:
        """Run to the end.

        Args:
            argv: From `transcode.commands`.
            limits: What the run may take.
            progress: Fresh; with what the run should come to.
            on_progress: Called with 0…1 as it grows, and with 1 at the end.

        Raises:
            RejectedError: The original is at fault.
            MachineError: The machine is.
            CancelledError: Somebody asked to stop.
        """

        def on_line(line: str) -> None:
            if progress.take(line):
                on_progress(progress.fraction)

        finished = run(argv, limits=limits, cwd=self.work_dir, on_line=on_line, cancelled=self.cancelled)
        if finished.return_code != 0:
            raise diagnose("ffmpeg", finished)
        if progress.done_s <= 0:
            raise RejectedError("nothing-decoded")
        on_progress(1.0)
        return Encoded(duration_s=progress.done_s, report=finished.stderr_tail)
