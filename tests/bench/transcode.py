"""What the HLS form costs in CPU, against one hand-written ffmpeg that decodes once, and against one process a rung."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.clip import Clip, clip, cpu_s, job_of, make
from tests.bench.row import Row, interleaved, median_ratio
from transcode.ladder import Rung
from transcode.video import plan_pictures

# As long as a short item of the news: the look costs the same for any film up to a minute and a half.
CLIP_S, TURNS = 60, 3

#: Bit rate -> the sound at the loudness that ours has, for somebody who has measured the clip before.
_LEVELLED = {
    24_000: "pan=mono|c0=0.5*c0+0.5*c1,volume=24.8dB,aresample=96000,alimiter=limit=0.79:level=false,aresample=24000",
    96_000: "volume=18.7dB,aresample=192000,alimiter=limit=0.79:level=false,aresample=48000",
}


def rows(scratch: Path) -> Iterator[Row]:
    film = clip(scratch, CLIP_S)
    planned = plan_pictures(
        job_of(film, scratch / "look", forms=frozenset({"hls"})), tools=film.tools, cancelled=lambda: False
    )
    sizes = ", ".join(rung.name for rung in planned.rungs)
    taken = interleaved(
        TURNS,
        lambda: cpu_s(lambda: _ours(film, scratch / "ours")),
        lambda: cpu_s(lambda: _by_hand(film, scratch / "hand", planned.rungs)),
        lambda: cpu_s(lambda: _each_by_hand(film, scratch / "each", planned.rungs)),
    )
    common = (
        f"user and system CPU seconds of HLS ({sizes}) of {CLIP_S} s at one loudness; ours has to measure that first, "
        "and looks at the pictures to choose the rungs"
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


def _ours(film: Clip, folder: Path) -> None:
    """With the look that chooses the rungs."""
    make(film, job_of(film, folder, forms=frozenset({"hls"})))


def _by_hand(film: Clip, folder: Path, rungs: Sequence[Rung]) -> None:
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
    argv = [str(film.tools.ffmpeg), "-v", "error", "-nostdin", "-i", str(film.path), "-filter_complex", ";".join(graph)]
    subprocess.run([*argv, *outputs], check=True, stdin=subprocess.DEVNULL)


def _each_by_hand(film: Clip, folder: Path, rungs: Sequence[Rung]) -> None:
    for rung in rungs:
        _by_hand(film, folder, [rung])


def _picture(rung: Rung) -> list[str]:
    profile = "high" if min(rung.width, rung.height) >= 360 else "main"
    limits = ["-maxrate", str(rung.video_bps), "-bufsize", str(rung.video_bps * 2)]
    frames = ["-g", "100000", "-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*4)"]
    return ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", profile, "-crf", "26", *limits, *frames]


def _segments(folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    kind = ["-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    return [*kind, "-hls_segment_filename", f"{folder}/%05d.m4s", f"{folder}/index.m3u8"]
