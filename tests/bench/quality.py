"""What choosing the rungs by the picture brings, against a fixed ladder: bytes, and structural similarity (SSIM)."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.clip import Clip, clip, job_of, make
from tests.bench.row import Row
from transcode.ladder import Rung, plan_video
from transcode.video import plan_pictures

CLIP_S = 60
_SSIM = re.compile(r"All:([\d.]+)")


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """Of one rung: bytes of its picture, and its likeness to the original at its size, 0 to 1."""

    size_bytes: int
    ssim: float


def rows(scratch: Path) -> Iterator[Row]:
    film = clip(scratch, CLIP_S)
    fixed = plan_video(film.probe)
    wanted = frozenset({"hls"})
    chosen = plan_pictures(job_of(film, scratch / "look", forms=wanted), tools=film.tools, cancelled=lambda: False)
    make(film, job_of(film, scratch / "ours", forms=wanted, plan=chosen))
    ours = {rung.name: _look(film, rung, scratch / "ours" / "hls" / rung.name / "index.m3u8") for rung in chosen.rungs}
    theirs = {rung.name: _look(film, rung, _by_rate(film, rung, scratch / "fixed")) for rung in fixed.rungs}
    both = [name for name in theirs if name in ours]
    told = "; ".join(_told(name, ours, theirs) for name in theirs)
    yield Row(
        name="rungs: bytes",
        figure=sum(one.size_bytes for one in ours.values()) / sum(one.size_bytes for one in theirs.values()),
        unit="×",
        budget=1,
        sense="≤",
        how=f"all rungs of {CLIP_S} s of film against a fixed ladder, each rung at the rate of its size: {told}",
    )
    yield Row(
        name="rungs: likeness, the worst",
        figure=min(ours[name].ssim / theirs[name].ssim for name in both),
        unit="×",
        budget=0.98,
        sense="≥",
        how="SSIM to the original at the rung's size over that of the same rung of the fixed ladder",
    )


def _told(name: str, ours: Mapping[str, _Seen], theirs: Mapping[str, _Seen]) -> str:
    if name not in ours:
        return f"{name} left out"
    mine, fixed = ours[name], theirs[name]
    return f"{name} {mine.ssim:.3f} at {_kbps(mine)} (fixed {fixed.ssim:.3f} at {_kbps(fixed)})"


def _kbps(seen: _Seen) -> str:
    return f"{seen.size_bytes * 8 / CLIP_S / 1000:.0f} kbit/s"


def _by_rate(film: Clip, rung: Rung, folder: Path) -> Path:
    """The rung of somebody who gives each size its rate, whatever it shows."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{rung.name}.mp4"
    rate = str(rung.video_bps)
    limits = ["-b:v", rate, "-maxrate", rate, "-bufsize", str(rung.video_bps * 2)]
    options = ["-c:v", "libx264", "-preset", "veryfast", *limits, "-g", str(round(rung.frame_rate * 4)), "-an"]
    argv: list[str | Path] = [
        film.tools.ffmpeg,
        "-v",
        "error",
        "-y",
        "-i",
        film.path,
        "-vf",
        _shaped(rung),
        *options,
        path,
    ]
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
    return path


def _shaped(rung: Rung) -> str:
    return f"fps={rung.frame_rate},scale={rung.width}:{rung.height}:flags=bicubic,format=yuv420p"


def _look(film: Clip, rung: Rung, path: Path) -> _Seen:
    graph = f"[0:v]settb=AVTB,setpts=N[a];[1:v]{_shaped(rung)},settb=AVTB,setpts=N[b];[a][b]ssim"
    argv: list[str | Path] = [
        film.tools.ffmpeg,
        "-nostdin",
        "-i",
        path,
        "-i",
        film.path,
        "-lavfi",
        graph,
        "-f",
        "null",
        "-",
    ]
    told = subprocess.run(argv, check=True, capture_output=True, text=True).stderr
    files = path.parent.glob("*.m4s") if path.suffix == ".m3u8" else [path]
    return _Seen(size_bytes=sum(one.stat().st_size for one in files), ssim=float(_SSIM.findall(told)[-1]))
