"""A picture and its sound, which many sites send as two files, made one: copied by ffmpeg, never encoded."""

from collections.abc import Callable, Sequence
from pathlib import Path

from transcode.allowlist import input_options
from transcode.errors import RejectedError
from transcode.gate import identify
from transcode.process import Limits, run
from transcode.tools import Tools

_TIME_S = 3600
_STALL_S = 120
_MEMORY_BYTES = 1 << 30


def join(files: Sequence[Path], tools: Tools, *, max_bytes: int, cancelled: Callable[[], bool]) -> Path:
    """One file of a picture and its sound, beside them. A single file is given back as it is.

    Raises:
        RejectedError: One of them is none that the hub takes in, or they cannot be joined.
        CancelledError, MachineError: As `transcode.process.run`.
    """
    if len(files) == 1:
        return files[0]
    demuxers = [identify(path).demuxer for path in files]
    argv = [str(tools.ffmpeg), "-hide_banner", "-nostdin", "-v", "error", "-progress", "pipe:1"]
    for path, demuxer in zip(files, demuxers, strict=True):
        if demuxer is None:
            raise RejectedError("unknown-type")
        argv += [word for name, value in input_options(demuxer).items() for word in (f"-{name}", value)]
        argv += ["-i", str(path)]
    # MP4 where both came in it; Matroska holds everything else.
    suffix = "mp4" if set(demuxers) == {"mov"} else "mkv"
    joined = files[0].with_name(f"joined.{suffix}")
    argv += ["-map", "0:v:0", "-map", "1:a:0", "-c", "copy", "-map_metadata", "-1", "-y", str(joined)]
    limits = Limits(time_s=_TIME_S, stall_s=_STALL_S, memory_bytes=_MEMORY_BYTES, output_bytes=max_bytes)
    finished = run(argv, limits=limits, cwd=joined.parent, on_line=lambda _: None, cancelled=cancelled)
    if finished.return_code != 0:
        raise RejectedError("media-broken")
    return joined
