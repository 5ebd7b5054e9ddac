"""The picture that a recording carries, taken out as it is: copied, not decoded."""

from dataclasses import dataclass
from pathlib import Path

from transcode.allowlist import input_options
from transcode.process import Limits, run
from transcode.streams import Probe
from transcode.tools import Tools

MOST_COVER_BYTES = 20_000_000
_LIMITS = Limits(time_s=60, stall_s=30, memory_bytes=1 << 30, output_bytes=MOST_COVER_BYTES)
#: How the covers begin that pictures are made of -> their media types.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"RIFF", "image/webp"),
    (b"GIF8", "image/gif"),
)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A picture as it stands in a recording: bytes of unknown trust, and the media type that they begin like."""

    data: bytes
    media_type: str


def take_cover(path: Path, probe: Probe, *, tools: Tools, work_dir: Path) -> Cover | None:
    """The first cover; None where there is none that begins like a picture.

    They are of unknown trust: `transcode.images.make_pictures` is the gate.

    Raises:
        MachineError: "stalled", "time-limit", "out-of-memory", "ffmpeg-missing".
        RejectedError: "output-limit".
    """
    stream = probe.cover
    if stream is None:
        return None
    options = [text for key, value in input_options(probe.demuxer).items() for text in (f"-{key}", value)]
    copied = ["-map", f"0:{stream.index}", "-c", "copy", "-frames:v", "1", "-f", "data", "pipe:1"]
    argv = [str(tools.ffmpeg), "-hide_banner", "-nostdin", "-loglevel", "error"]
    finished = run([*argv, *options, "-i", str(path.absolute()), *copied], limits=_LIMITS, cwd=work_dir)
    media_type = next((name for begin, name in _BEGINNINGS if finished.stdout.startswith(begin)), "")
    if finished.return_code != 0 or not media_type:
        return None
    return Cover(data=finished.stdout, media_type=media_type)
