"""Makes the forms of a video and looks at them apart from the code under test, with ffprobe and decoded pictures."""

import math
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcode.ladder import plan_video
from transcode.probe import Probe, probe
from transcode.tools import Tools
from transcode.video import Made, VideoJob, make_video

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=9")
SOUND = ("-f", "lavfi", "-i", "sine=440:d=9")
CODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")

#: The number of each frame, written into the picture as 16 bars, black or white, the lowest bit on the left.
NUMBERED = "geq=lum='16+219*mod(floor(N/pow(2,floor(X*16/W))),2)':cb=128:cr=128"
_BARS = 16


def flash_and_beep(at_s: float, *, seconds: float = 8, size: str = "640x360") -> tuple[str, ...]:
    """Arguments for `make_clip`: black and silent but for a fifth of a second."""
    shown = f"between(t,{at_s},{at_s + 0.2})"
    picture = f"color=black:s={size}:r=25:d={seconds},drawbox=color=white:t=fill:enable='{shown}'"
    return ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"aevalsrc='0.5*sin(6283*t)*{shown}':d={seconds}")


@dataclass
class VideoBench:
    tools: Tools
    work_dir: Path
    out_dir: Path
    made: list[Made] = field(default_factory=list)
    fractions: list[float] = field(default_factory=list)

    def look(self, path: Path, demuxer: str = "mov") -> Probe:
        return probe(path, demuxer=demuxer, tools=self.tools, work_dir=self.work_dir)

    def job(self, path: Path, demuxer: str = "mov", **about: Any) -> VideoJob:
        """Planned by the header, unless about says otherwise."""
        found = self.look(path, demuxer)
        folders = {"out_dir": self.out_dir, "work_dir": self.work_dir}
        told = {"plan": plan_video(found), **folders, **about}
        return VideoJob(source=path, demuxer=demuxer, probe=found, **told)

    def make(
        self, path: Path, demuxer: str = "mov", *, cancelled: Callable[[], bool] = lambda: False, **about: Any
    ) -> dict[str, Made]:
        self.made, self.fractions = [], []
        calls = {"on_progress": self.fractions.append, "on_made": self.made.append, "cancelled": cancelled}
        make_video(self.job(path, demuxer, **about), tools=self.tools, **calls)
        return {one.form: one for one in self.made}

    def ask(self, path: Path, entries: str, *more: str) -> list[str]:
        argv = [str(self.tools.ffprobe), "-v", "error", *more, "-show_entries", entries, "-of", "csv=p=0", str(path)]
        lines = subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines()
        return [line.rstrip(",") for line in lines if line]

    def joined(self, folder: Path) -> Path:
        """One rung as a plain file, for reading packets."""
        whole = self.work_dir / f"{folder.name}.mp4"
        whole.write_bytes(b"".join(part.read_bytes() for part in [folder / "init.mp4", *sorted(folder.glob("*.m4s"))]))
        return whole

    def packets(self, folder: Path) -> list[tuple[float, bool]]:
        """Time and key flag of each frame, in the order of showing."""
        lines = self.ask(self.joined(folder), "packet=pts_time,flags")
        return sorted((float(line.split(",")[0]), "K" in line) for line in lines)

    def frames(self, path: Path) -> int:
        """How many pictures come out of the decoder."""
        return int(self.ask(path, "stream=nb_read_frames", "-count_frames", "-select_streams", "v:0")[-1])

    def decoded(self, path: Path, *arguments: str) -> bytes:
        """What ffmpeg makes of a file: arguments say which raw bytes are wanted."""
        argv = [str(self.tools.ffmpeg), "-v", "error", "-i", str(path), *arguments, "-"]
        return subprocess.run(argv, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout

    def brightness(self, path: Path) -> list[int]:
        """Mean luma at each hundredth of a second."""
        shape = "fps=100:start_time=0,scale=1:1:flags=area,format=gray"
        return list(self.decoded(path, "-map", "0:v:0", "-vf", shape, "-f", "rawvideo"))

    def numbers(self, path: Path) -> list[int]:
        """The numbers that `NUMBERED` wrote, as the decoder gives them."""
        shape = f"scale={_BARS}:1:flags=area,format=gray"
        bars = self.decoded(path, "-map", "0:v:0", "-vf", shape, "-fps_mode", "passthrough", "-f", "rawvideo")
        rows = [bars[place : place + _BARS] for place in range(0, len(bars), _BARS)]
        return [sum((value > 128) << bit for bit, value in enumerate(row)) for row in rows]

    def flash_s(self, path: Path) -> float:
        """When the picture becomes white, counted from the start of what is played."""
        return next(place for place, value in enumerate(self.brightness(path)) if value > 128) / 100

    def beep_s(self, path: Path) -> float:
        """When there is sound for the first time, likewise."""
        shape = "aresample=8000:async=1:first_pts=0,aformat=channel_layouts=mono"
        samples = self.decoded(path, "-map", "0:a:0", "-af", shape, "-f", "u8", "-c:a", "pcm_u8")
        loudest = max(abs(value - 128) for value in samples)
        return next(place for place, value in enumerate(samples) if abs(value - 128) > loudest / 4) / 8000

    def sides(self, path: Path) -> tuple[int, int]:
        """Mean luma of the left and the right half of the first picture."""
        left, right = self.decoded(path, "-vf", "scale=2:1:flags=area,format=gray", "-frames:v", "1", "-f", "rawvideo")
        return left, right


def peak_bps(playlist: Path) -> float:
    """RFC 8216, section 4.1, by the files alone: the heaviest run of segments of 0.5 to 1.5 target durations."""
    lines = playlist.read_text().splitlines()
    (target,) = [int(line.partition(":")[2]) for line in lines if line.startswith("#EXT-X-TARGETDURATION")]
    durations = [float(line[8:].rstrip(",")) for line in lines if line.startswith("#EXTINF:")]
    sizes = [(playlist.parent / line).stat().st_size for line in lines if line and not line.startswith("#")]
    peak = 0.0
    for start in range(len(sizes)):
        for end in range(start + 1, len(sizes) + 1):
            seconds = math.fsum(durations[start:end])
            if 0.5 * target <= seconds <= 1.5 * target:
                peak = max(peak, sum(sizes[start:end]) * 8 / seconds)
    return peak


def attributes(line: str) -> dict[str, str]:
    """The attributes of one tag of a master playlist."""
    found, rest = {}, line.partition(":")[2]
    while rest:
        name, _, rest = rest.partition("=")
        if rest.startswith('"'):
            value, _, rest = rest[1:].partition('"')
            rest = rest.removeprefix(",")
        else:
            value, _, rest = rest.partition(",")
        found[name] = value
    return found
