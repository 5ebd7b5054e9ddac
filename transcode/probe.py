"""Looks into one media file with ffprobe, with only that file within its reach."""

import json
from pathlib import Path
from typing import Any

from transcode.allowlist import DEMUXERS, input_options, is_allowed
from transcode.codec_names import codec_name
from transcode.diagnosis import diagnose
from transcode.errors import RejectedError
from transcode.metadata.mending import mended_report
from transcode.process import Limits, run
from transcode.streams import Chapter, Probe, Stream, read_probe
from transcode.tools import Tools

__all__ = ["DEMUXERS", "Chapter", "Probe", "Stream", "probe"]

#: Only packets tell of Common Encryption: the stream's header names the codec that is hidden by it.
_FIRST_PACKETS = ("-read_intervals", "%+#8", "-show_entries", "packet=stream_index:packet_side_data=side_data_type")
_LIMITS = Limits(time_s=120, stall_s=60, memory_bytes=1 << 30, output_bytes=32 << 20)
#: 8192 x 4608; beyond it one frame alone is a danger to a small machine.
_MOST_PIXELS = 8192 * 4608


def probe(path: Path, *, demuxer: str, tools: Tools, work_dir: Path) -> Probe:
    """Say what a media file holds, as its headers claim it.

    Args:
        path: The file, absolute.
        demuxer: What its content is; ffprobe does not choose by itself.
        tools: The programs.
        work_dir: A private folder to run in.

    Returns:
        All streams; at least one of them is sound or a moving picture that may be decoded.

    Raises:
        RejectedError: "empty-file", "no-video-index", "not-media", "no-streams", "media-locked", "codec-not-allowed",
            "frame-too-large", "output-limit".
        MachineError: "tool-failed", "stalled", "time-limit", "out-of-memory", "ffmpeg-missing".
    """
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise RejectedError("empty-file")
    if demuxer not in DEMUXERS:
        raise RejectedError("not-media")
    found = read_probe(_ask(path, demuxer, tools, work_dir), demuxer=demuxer, size_bytes=size_bytes)
    _check(found)
    return found


def _ask(path: Path, demuxer: str, tools: Tools, work_dir: Path) -> dict[str, Any]:
    options = [text for key, value in input_options(demuxer).items() for text in (f"-{key}", value)]
    # Unchecked, the bytes of tags that are no UTF-8 come through: what they mean is found out here.
    shown = ["-print_format", "json=sv=ignore", "-show_format", "-show_streams", "-show_chapters", *_FIRST_PACKETS]
    argv = [str(tools.ffprobe), "-hide_banner", "-loglevel", "error", *options, *shown, "-i", str(path.absolute())]
    finished = run(argv, limits=_LIMITS, cwd=work_dir)
    if finished.return_code != 0:
        raise diagnose("ffprobe", finished)
    try:
        report: dict[str, Any] = json.loads(finished.stdout.decode("utf-8", "surrogateescape"))
    except ValueError as error:
        raise RejectedError("not-media") from error
    return mended_report(report)


def _check(found: Probe) -> None:
    """Refuse what no form can be made of.

    Raises:
        RejectedError: See `probe`.
    """
    real = [stream for stream in (found.audio, found.video) if stream]
    if not real:
        raise RejectedError("no-streams")
    if any(stream.locked for stream in real):
        raise RejectedError("media-locked")
    if not all(_is_described(stream) for stream in real):
        raise RejectedError("not-media")
    for stream in real:
        if not is_allowed(stream.codec):
            raise RejectedError("codec-not-allowed", codec=codec_name(stream.codec))
        if stream.width * stream.height > _MOST_PIXELS:
            raise RejectedError("frame-too-large", width=stream.width, height=stream.height)


def _is_described(stream: Stream) -> bool:
    """False where the headers made so little sense that not even size or sample rate are known."""
    if stream.kind == "audio":
        return stream.channels > 0 and stream.sample_rate_hz > 0
    return stream.width > 1 and stream.height > 1
