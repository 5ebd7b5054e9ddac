"""What the HLS form costs in CPU, against one hand-written ffmpeg that decodes once, and against one process a rung."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.row import Row, interleaved, median_ratio
from transcode.gate import identify
from transcode.ladder import Rung, plan_video
from transcode.probe import Probe, probe
from transcode.tools import Tools, find_tools
from transcode.video import VideoJob, make_video

CLIP = Path(__file__).parents[2] / "hub" / "demo" / "tv" / "bigbuckbunny.mp4"
CLIP_S, TURNS = 20, 5

#: Bit rate -> the sound at the loudness that ours has, for somebody who has measured the clip before.
_LEVELLED = {
    24_000: "pan=mono|c0=0.5*c0+0.5*c1,volume=24.8dB,aresample=96000,alimiter=limit=0.79:level=false,aresample=24000",
    96_000: "volume=18.7dB,aresample=192000,alimiter=limit=0.79:level=false,aresample=48000",
}


@dataclass(frozen=True, kw_only=True)
class _Clip:
    path: Path
    demuxer: str
    probe: Probe
    tools: Tools

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return plan_video(self.probe).rungs


def rows(scratch: Path) -> Iterator[Row]:
    clip = _clip(scratch)
    sizes = ", ".join(rung.name for rung in clip.rungs)
    taken = interleaved(
        TURNS,
        lambda: _cpu_s(lambda: _ours(clip, scratch / "ours")),
        lambda: _cpu_s(lambda: _by_hand(clip, scratch / "hand", clip.rungs)),
        lambda: _cpu_s(lambda: [_by_hand(clip, scratch / "each", [rung]) for rung in clip.rungs]),
    )
    common = (
        f"user and system CPU seconds of HLS ({sizes}) of {CLIP_S} s at one loudness, which ours has to measure first"
    )
    yield Row(
        name="transcode: one ffmpeg by hand",
        figure=median_ratio(taken, 0, 1),
        unit="×",
        budget=1.05,
        sense="≤",
        how=f"{common}, against one command that decodes once, splits, and scales each rung",
    )
    yield Row(
        name="transcode: a process a rung",
        figure=median_ratio(taken, 0, 2),
        unit="×",
        budget=0.75,
        sense="≤",
        how=f"{common}, against one command a rung, each with its sound",
    )


def _clip(scratch: Path) -> _Clip:
    """The demo's film, again and again until it is long enough to measure."""
    tools = find_tools()
    path = scratch / "clip.mp4"
    listed = scratch / "list.txt"
    listed.write_text(f"file '{CLIP}'\n" * CLIP_S)
    argv = [
        tools.ffmpeg,
        "-v",
        "error",
        "-f",
        "concat",
        "-safe",
        "0",
        "-i",
        listed,
        "-t",
        str(CLIP_S),
        "-c",
        "copy",
        path,
    ]
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
    demuxer = identify(path).demuxer
    found = probe(path, demuxer=demuxer, tools=tools, work_dir=scratch)
    return _Clip(path=path, demuxer=demuxer, probe=found, tools=tools)


def _cpu_s(run: Callable[[], object]) -> float:
    """What the processes that it started, and waited for, took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _ours(clip: _Clip, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "work").mkdir(parents=True)
    job = VideoJob(
        source=clip.path,
        demuxer=clip.demuxer,
        probe=clip.probe,
        out_dir=folder,
        work_dir=folder / "work",
        plan=plan_video(clip.probe),
        forms=frozenset({"hls"}),
    )
    make_video(job, tools=clip.tools, on_progress=lambda _: None, on_made=lambda _: None, cancelled=lambda: False)


def _by_hand(clip: _Clip, folder: Path, rungs: Sequence[Rung]) -> None:
    """The same rungs, codecs, limits and segments, as somebody who knows ffmpeg would write them."""
    shutil.rmtree(folder, ignore_errors=True)
    rates = sorted({rung.audio_bps for rung in rungs})
    pictures = "".join(f"[v{place}]" for place in range(len(rungs)))
    sounds = "".join(f"[a{place}]" for place in range(len(rates)))
    graph = [f"[0:v]split={len(rungs)}{pictures}", f"[0:a]asplit={len(rates)}{sounds}"]
    outputs: list[str] = []
    for place, rung in enumerate(rungs):
        graph.append(f"[v{place}]fps={rung.frame_rate},scale={rung.width}:{rung.height},format=yuv420p[p{place}]")
        outputs += ["-map", f"[p{place}]", *_picture(rung), *_segments(folder / rung.name)]
    for place, rate_bps in enumerate(rates):
        graph.append(f"[a{place}]{_LEVELLED[rate_bps]}[s{place}]")
        outputs += [
            "-map",
            f"[s{place}]",
            "-c:a",
            "aac",
            "-b:a",
            str(rate_bps),
            *_segments(folder / f"audio-{rate_bps}"),
        ]
    argv = [str(clip.tools.ffmpeg), "-v", "error", "-nostdin", "-i", str(clip.path), "-filter_complex", ";".join(graph)]
    subprocess.run([*argv, *outputs], check=True, stdin=subprocess.DEVNULL)


def _picture(rung: Rung) -> list[str]:
    profile = "high" if min(rung.width, rung.height) >= 720 else "main"
    limits = ["-maxrate", str(rung.video_bps), "-bufsize", str(rung.video_bps * 2)]
    frames = ["-g", "100000", "-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*4)"]
    return ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", profile, "-crf", "26", *limits, *frames]


def _segments(folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    kind = ["-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    return [*kind, "-hls_segment_filename", f"{folder}/%05d.m4s", f"{folder}/index.m3u8"]
