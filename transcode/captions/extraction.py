"""Takes captions out of a media file, where it has streams of text."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.allowlist import input_options
from transcode.captions.caption import CaptionFile, Cue
from transcode.captions.limits import CaptionLimits
from transcode.captions.markup import read_tags
from transcode.captions.mending import mend
from transcode.captions.reading import read_captions, told
from transcode.commands import Source, compile_argv, open_source
from transcode.diagnosis import diagnose
from transcode.errors import RejectedError
from transcode.process import Limits, run
from transcode.streams import Probe, Stream
from transcode.tools import Tools

#: Codec -> codec and format of the file that is made of it. What is text already is copied byte for byte: ffmpeg would
#: drop lines that are no UTF-8.
_TEXT: Mapping[str, tuple[str, str]] = {
    "ass": ("copy", "ass"),
    "mov_text": ("srt", "srt"),
    "ssa": ("copy", "ass"),
    "subrip": ("copy", "srt"),
    "text": ("srt", "srt"),
    "webvtt": ("copy", "webvtt"),
}
_PICTURES = frozenset({"dvb_subtitle", "dvd_subtitle", "hdmv_pgs_subtitle", "xsub"})
_UNNAMED = frozenset({"", "unknown"})
_LIMITS = CaptionLimits()
#: A whole film is read for a few captions; while there are none, nothing seems to move.
_RUN_LIMITS = Limits(time_s=3600, stall_s=900, memory_bytes=1 << 30, output_bytes=64 << 20)
#: Of a line of ffprobe's dump: "00000000: 5468 6973 2069 7320 7468 6520 6669 7273  This is the firs".
_DUMP = slice(10, 50)


@dataclass(frozen=True, kw_only=True)
class ExtractionWishes:
    """What may be said beside the file itself.

    Attributes:
        duration_s: As decoded; captions beyond it are cut. A header's duration is not good enough for that.
        on_left_out: Called with each stream that gives no captions and with the reason: "captions-are-pictures",
            "captions-unknown", "captions-empty", …
        cancelled: Asked often; True stops.
    """

    duration_s: float | None = None
    on_left_out: Callable[[Stream, RejectedError], None] = lambda _stream, _reason: None
    cancelled: Callable[[], bool] | None = None


_NO_WISHES = ExtractionWishes()


def extract_captions(
    source: Path, probe: Probe, tools: Tools, work_dir: Path, wishes: ExtractionWishes = _NO_WISHES
) -> list[CaptionFile]:
    """Take out every stream of text, in one pass over the file; a broken stream costs no other one.

    Args:
        source: The file, absolute.
        probe: What `transcode.probe.probe` said of it.
        tools: The programs.
        work_dir: A private folder to run in; what is made there is removed again.
        wishes: What else is known and wanted.

    Returns:
        A file a stream, in the order of the streams; `details["index"]` is the stream's, `language` what the container
        says. Times count from the beginning of the recording, as those of the forms that are made of it do.

    Raises:
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    job = _Job(source=source.absolute(), probe=probe, tools=tools, work_dir=work_dir, wishes=wishes)
    streams = [stream for stream in probe.streams if stream.kind == "subtitle"]
    made, broken = job.copied([stream for stream in streams if stream.codec in _TEXT])
    files: list[CaptionFile] = []
    for stream in streams:
        try:
            if stream.index in broken:
                raise broken[stream.index]
            files.append(_labelled(job.read(stream, made.get(stream.index)), stream))
        except RejectedError as error:
            wishes.on_left_out(stream, error)
    return files


@dataclass(frozen=True, kw_only=True)
class _Job:
    """One file and what runs on it."""

    source: Path
    probe: Probe
    tools: Tools
    work_dir: Path
    wishes: ExtractionWishes

    def copied(self, streams: Sequence[Stream]) -> tuple[dict[int, bytes], dict[int, RejectedError]]:
        """The streams as files: place of the stream -> bytes, and what was wrong with those that give none."""
        if not streams:
            return {}, {}
        try:
            return self._copied(streams), {}
        except RejectedError as error:
            if len(streams) == 1:
                return {}, {streams[0].index: error}
        # ffmpeg ends all its outputs where one of them ends badly.
        made: dict[int, bytes] = {}
        broken: dict[int, RejectedError] = {}
        for stream in streams:
            own, fault = self.copied([stream])
            made |= own
            broken |= fault
        return made, broken

    def _copied(self, streams: Sequence[Stream]) -> dict[int, bytes]:
        paths = {stream.index: self.work_dir / f"captions-{stream.index}" for stream in streams}
        outputs = []
        for stream in streams:
            codec, format_name = _TEXT[stream.codec]
            opened = open_source(Source(path=self.source, demuxer=self.probe.demuxer, index=stream.index))
            options = {"c:s": codec, "f": format_name, "map_metadata": -1}
            outputs.append(ffmpeg.output(opened[str(stream.index)], str(paths[stream.index].absolute()), **options))
        try:
            self._run("ffmpeg", compile_argv(self.tools.ffmpeg, outputs))
            return {index: path.read_bytes() for index, path in paths.items() if path.exists()}
        finally:
            for path in paths.values():
                path.unlink(missing_ok=True)

    def read(self, stream: Stream, data: bytes | None) -> CaptionFile:
        """One stream.

        Raises:
            RejectedError: It gives no captions.
        """
        if stream.codec in _PICTURES:
            raise RejectedError("captions-are-pictures", stream=stream.index, codec=stream.codec)
        if stream.codec in _UNNAMED and self.probe.demuxer == "matroska":
            return self._unnamed(stream)
        if data is None:
            raise RejectedError("captions-unknown")
        if not data.strip():
            raise RejectedError("captions-empty")
        return read_captions(data, duration_s=self.wishes.duration_s)

    def _unnamed(self, stream: Stream) -> CaptionFile:
        """WebVTT as Matroska has it now (S_TEXT/WEBVTT), which ffmpeg has no name for: each packet is a cue's text."""
        mends: Counter[str] = Counter()
        captions = mend(self._packets(stream), mends=mends, duration_s=self.wishes.duration_s, limits=_LIMITS)
        return CaptionFile(captions=tuple(captions), format="WebVTT", remarks=told(mends))

    def _packets(self, stream: Stream) -> list[Cue]:
        options = [text for key, value in input_options(self.probe.demuxer).items() for text in (f"-{key}", value)]
        shown = ["-print_format", "json", "-select_streams", str(stream.index), "-show_data", "-show_entries"]
        shown.append("packet=pts_time,duration_time,data:format=start_time")
        argv = [str(self.tools.ffprobe), "-hide_banner", "-loglevel", "error", *options, *shown, "-i", str(self.source)]
        try:
            report: dict[str, Any] = json.loads(self._run("ffprobe", argv))
        except ValueError as error:
            raise RejectedError("captions-unknown") from error
        begins_s = _seconds(report.get("format", {}).get("start_time"))
        return [_cue(packet, begins_s) for packet in report.get("packets", ())]

    def _run(self, program: str, argv: Sequence[str]) -> bytes:
        on_line: Callable[[str], None] | None = (lambda _: None) if program == "ffmpeg" else None
        finished = run(argv, limits=_RUN_LIMITS, cwd=self.work_dir, on_line=on_line, cancelled=self.wishes.cancelled)
        if finished.return_code != 0:
            raise diagnose(program, finished)
        return finished.stdout


def _labelled(file: CaptionFile, stream: Stream) -> CaptionFile:
    return replace(file, language=stream.language or file.language, details={"index": str(stream.index)})


def _cue(packet: Mapping[str, str], begins_s: float) -> Cue:
    """A packet of text.

    Raises:
        RejectedError: "captions-unknown": it is none.
    """
    data = b"".join(_bytes(packet.get("data", "").splitlines()))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RejectedError("captions-unknown") from error
    if any(ord(char) < ord(" ") and char not in "\t\r\n" for char in text):
        raise RejectedError("captions-unknown")
    start_s = _seconds(packet.get("pts_time")) - begins_s
    words, speaker = read_tags(text.replace("\r", ""))
    return Cue(start_s, start_s + _seconds(packet.get("duration_time")), words, speaker)


def _bytes(lines: Iterable[str]) -> Iterable[bytes]:
    return (bytes.fromhex(line[_DUMP]) for line in lines if line.strip())


def _seconds(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 0.0
