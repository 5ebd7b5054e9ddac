"""The demo's film, long enough to measure, and the clock and the processor that making it takes."""

import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcode.gate import identify
from transcode.ladder import VideoPlan
from transcode.made import Made
from transcode.probe import Probe, probe
from transcode.tools import Tools, find_tools
from transcode.video import VideoJob, make_video

FILM = Path(__file__).parents[2] / "hub" / "demo" / "tv" / "bigbuckbunny.mp4"


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A file with pictures and sound that was looked at."""

    path: Path
    demuxer: str
    probe: Probe
    tools: Tools


def clip(scratch: Path, seconds: int, *, options: Sequence[str] = ("-c", "copy")) -> Clip:
    """The film again and again, until it is as long as asked for.

    Args:
        scratch: A private folder.
        seconds: Of the clip.
        options: How ffmpeg writes it.
    """
    tools = find_tools()
    path, listed = scratch / f"clip-{seconds}.mp4", scratch / "list.txt"
    # The film lasts longer than a second.
    listed.write_text(f"file '{FILM}'\n" * seconds)
    argv: list[str | Path] = [tools.ffmpeg, "-v", "error", "-f", "concat", "-safe", "0", "-i", listed]
    argv += ["-t", str(seconds)]
    subprocess.run([*argv, *options, path], check=True, stdin=subprocess.DEVNULL)
    demuxer = demuxer_of(path)
    found = probe(path, demuxer=demuxer, tools=tools, work_dir=scratch)
    return Clip(path=path, demuxer=demuxer, probe=found, tools=tools)


def demuxer_of(path: Path) -> str:
    """How ffmpeg is to read a file of the bench."""
    demuxer = identify(path).demuxer
    if demuxer is None:
        raise ValueError(f"{path.name} is no recording")
    return demuxer


def job_of(clip: Clip, folder: Path, *, forms: frozenset[str], plan: VideoPlan | None = None) -> VideoJob:
    """A job into a folder that is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "work").mkdir(parents=True)
    return VideoJob(
        source=clip.path,
        demuxer=clip.demuxer,
        probe=clip.probe,
        out_dir=folder,
        work_dir=folder / "work",
        plan=plan,
        forms=forms,
    )


def make(clip: Clip, job: VideoJob, on_made: Callable[[Made], None] = lambda _: None) -> None:
    """Make the forms of a job."""
    make_video(job, tools=clip.tools, on_progress=lambda _: None, on_made=on_made, cancelled=lambda: False)


def cpu_s(run: Callable[[], Any]) -> float:
    """User and system seconds of the processes that it started and waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def wall_s(run: Callable[[], Any]) -> float:
    """Seconds of the clock that it took."""
    begun = time.monotonic()
    run()
    return time.monotonic() - begun
