"""Makes the forms of a sound and measures them apart from the code under test."""

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcode.audio import AudioJob, Made, make_audio
from transcode.loudness import Loudness, parse_loudness
from transcode.probe import Probe, probe
from transcode.process import Limits, run
from transcode.tools import Tools

LIMITS = Limits(time_s=120, stall_s=60, memory_bytes=2 << 30, output_bytes=64 << 20)

#: Like a voice: a buzz with overtones up to 4 kHz, in syllables and phrases; the number is its level.
VOICE = (
    "aevalsrc='{level}*(sin(2*PI*140*t)+0.7*sin(2*PI*420*t)+0.5*sin(2*PI*1260*t)+0.3*sin(2*PI*3780*t))"
    "*pow(abs(sin(2*PI*2.1*t)),3)*(0.4+0.6*abs(sin(2*PI*0.31*t)))':s=48000:d={seconds}"
)


def voice(level: float = 0.1, seconds: float = 8) -> tuple[str, ...]:
    """Arguments for `make_clip`."""
    return ("-f", "lavfi", "-i", VOICE.format(level=level, seconds=seconds))


@dataclass
class AudioBench:
    tools: Tools
    work_dir: Path
    out_dir: Path
    made: list[Made] = field(default_factory=list)
    fractions: list[float] = field(default_factory=list)

    def look(self, path: Path, demuxer: str) -> Probe:
        return probe(path, demuxer=demuxer, tools=self.tools, work_dir=self.work_dir)

    def job(self, path: Path, demuxer: str = "wav", **job: Any) -> AudioJob:
        found = self.look(path, demuxer)
        return AudioJob(source=path, demuxer=demuxer, probe=found, out_dir=self.out_dir, work_dir=self.work_dir, **job)

    def make(
        self, path: Path, demuxer: str = "wav", *, cancelled: Callable[[], bool] = lambda: False, **job: Any
    ) -> dict[str, Made]:
        self.made, self.fractions = [], []
        if "forms" in job:
            job["forms"] = frozenset(job["forms"])
        make_audio(
            self.job(path, demuxer, **job),
            tools=self.tools,
            on_progress=self.fractions.append,
            on_made=self.made.append,
            cancelled=cancelled,
        )
        return {one.form: one for one in self.made}

    def heard(self, path: Path, *, before: str = "", after: str = "") -> Loudness:
        """Measure a file with ffmpeg's own ebur128, through other filters if wanted."""
        filters = f"{before}ebur128=peak=true:framelog=verbose{after}"
        argv = [str(self.tools.ffmpeg), "-i", str(path), "-map", "0:a:0", "-af", filters, "-f", "null", "-"]
        return parse_loudness(run(argv, limits=LIMITS, cwd=self.work_dir).stderr_tail)

    def decoded_s(self, path: Path) -> float:
        """Count the samples that a player would hear."""
        argv = [self.tools.ffmpeg, "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "8000"]
        sound = subprocess.run(
            [*argv, "-f", "s16le", "-"], check=True, capture_output=True, stdin=subprocess.DEVNULL
        ).stdout
        return len(sound) / 2 / 8000

    def asked(self, path: Path) -> Mapping[str, Any]:
        """What ffprobe says without any of our options."""
        argv = [self.tools.ffprobe, "-v", "error", "-print_format", "json", "-show_format", "-show_streams"]
        answer = subprocess.run([*argv, "-show_chapters", path], check=True, capture_output=True)
        return json.loads(answer.stdout)
