"""Which sizes and bit rates are made of a source. Pure: a probe and what was measured in, a plan out."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from transcode.complexity import Complexity
from transcode.scan import Scan
from transcode.streams import Probe

MEGABYTE = 1_000_000
SECONDS_PER_HOUR = 3600
#: Length of a segment, and distance of key frames in every rung, in seconds; a frame more or less by the frame rate.
SEGMENT_S = 4
#: Constant quality below the rung's limit: a speaker before a wall needs few bits, and nobody should pay for more.
QUALITY = 26
#: Most frames a second of any rung: above it a cheap phone drops frames and the bits are lost.
MOST_FRAME_RATE = 30.0
#: Most frames a second of rungs for 2G.
SMALL_FRAME_RATE = 15.0
#: Below it a source is repeated, so that its pictures appear in time.
LEAST_FRAME_RATE = 10.0
#: Most lines of the file for platforms and download.
PROGRESSIVE_LINES = 720

#: What the smallest rung and its sound may have in an hour, megabytes (10^6): 100 kbit/s.
SMALLEST_RUNG_MB_PER_HOUR = 45.0

_Row = tuple[str, int, int, int]
#: (name, shorter side of its 16:9 box, most video bit/s, audio bit/s). Two audio rates make two shared renditions.
_LADDER: tuple[_Row, ...] = (
    ("144p", 144, 60_000, 24_000),
    ("240p", 240, 160_000, 24_000),
    ("360p", 360, 400_000, 96_000),
    ("480p", 480, 800_000, 96_000),
    ("720p", 720, 1_600_000, 96_000),
    ("1080p", 1080, 3_200_000, 96_000),
)
_BOX_SHAPE = 16 / 9
#: A source is a rung of its own where the next smaller one would show less than this share of its lines: 576i, 540p.
_NEARLY_WHOLE = 0.9
#: Up to here bytes decide and not quality: what these rungs may have does not follow what the picture would like.
_SMALL_LINES = 240
#: A limit is this much over what was foretold of the hardest excerpt, and this share of the table's at least, at most.
_ROOM, _LEAST_LIMIT, _MOST_LIMIT = 2.0, 0.5, 1.5
#: A rung is left out where the next larger one costs at most so many times as much.
_NEXT_TO_NOTHING = 1.2
_EVEN_RATES = (24.0, 25.0, 30.0)
_NTSC = 1000 / 1001
#: How far a rate may lie beside a usual one and still be meant by it.
_RATE_TOLERANCE = 0.002
_DENOMINATOR = 1001


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One size of the moving picture.

    Attributes:
        name: Unique in a plan; also the name of its folder.
        width: Even.
        height: Even.
        frame_rate: Frames per second, constant.
        video_bps: Most bit/s, averaged over a few seconds.
        audio_bps: Bit rate of the sound that is heard with it.
        foretold_bps: What a look at the pictures foretold of the moving picture; None: nobody looked.
    """

    name: str
    width: int
    height: int
    frame_rate: float
    video_bps: int
    audio_bps: int
    foretold_bps: int | None = None

    @property
    def lines(self) -> int:
        """The shorter side."""
        return min(self.width, self.height)

    @property
    def rate(self) -> Fraction:
        """Frames per second as ffmpeg is told them."""
        return Fraction(self.frame_rate).limit_denominator(_DENOMINATOR)


@dataclass(frozen=True, kw_only=True)
class VideoPlan:
    """What is made of one moving picture.

    Attributes:
        rungs: Smallest first; never empty.
        has_audio: Whether there is sound to go with it.
        scan: Whether two fields make a frame.
    """

    rungs: tuple[Rung, ...]
    has_audio: bool
    scan: Scan = "progressive"

    @property
    def rate(self) -> Fraction:
        """Frames per second of the largest rung; the others have a whole part of it."""
        return self.rungs[-1].rate

    @property
    def segment_frames(self) -> int:
        """Frames of the largest rung in a segment: a number that every rung's step divides, so that all are aligned."""
        step = math.lcm(*(step_of(rung, self.rungs[-1]) for rung in self.rungs))
        return max(1, round(SEGMENT_S * self.rate / step)) * step

    @property
    def segment_s(self) -> Fraction:
        """Length of every segment but the last."""
        return self.segment_frames / self.rate

    @property
    def progressive(self) -> Rung:
        """The rung that the file for platforms and download is made of."""
        return progressive_rung(self.rungs)


def plan_video(probe: Probe, *, scan: Scan | None = None, complexity: Complexity | None = None) -> VideoPlan:
    """Choose the rungs: those that fit inside the source, none larger, up to its own size or nearly so, at least one.

    Shape is kept: a rung is the even size nearest to that shape inside the rung's box, which stands upright for an
    upright source.

    Args:
        probe: Of the file.
        scan: What `transcode.excerpts.look` saw; None: the header is believed.
        complexity: Likewise. Limits then follow what the picture needs, and rungs that bring nothing are left out;
            None: all rungs of the table with its limits.

    Raises:
        ValueError: The probe has no moving picture.
    """
    video = probe.video
    if video is None:
        raise ValueError("no moving picture in this probe")
    base_rate = constant_rate(video.frame_rate)
    rungs = tuple(
        _rung(row, min(_scale(row, video.width, video.height), 1.0), (video.width, video.height), base_rate)
        for row in _rows(video.width, video.height)
    )
    has_audio = probe.audio is not None
    if complexity:
        rungs = tuple(reversed(list(_worthwhile(rungs, complexity, has_audio=has_audio))))
        rungs = tuple(_limited(rung, complexity) for rung in rungs)
    return VideoPlan(rungs=rungs, has_audio=has_audio, scan=scan or ("flagged" if video.interlaced else "progressive"))


def plan_from(told: Mapping[str, Any]) -> VideoPlan:
    """Read a plan that was kept as `dataclasses.asdict` gives it.

    Raises:
        KeyError: Something is not told.
        TypeError: Something is told that no plan has.
    """
    rungs = tuple(Rung(**rung) for rung in told["rungs"])
    return VideoPlan(rungs=rungs, has_audio=told["has_audio"], scan=told["scan"])


def step_of(rung: Rung, largest: Rung) -> int:
    """Every how many frames of the largest rung this one has one."""
    return max(1, round(largest.frame_rate / rung.frame_rate))


def sample_rung(rungs: tuple[Rung, ...]) -> Rung:
    """Give the size at which complexity is measured: large enough to tell, small enough to cost little."""
    return rungs[min(1, len(rungs) - 1)]


def progressive_rung(rungs: tuple[Rung, ...]) -> Rung:
    """Give the largest rung that every platform and phone takes."""
    return next((rung for rung in reversed(rungs) if rung.lines <= PROGRESSIVE_LINES), rungs[0])


def constant_rate(frame_rate: float) -> float:
    """Give the rate that a source is brought to.

    A whole part of a high one, a multiple of a very low one; a high one that no camera has is an average of uneven
    times, which the highest rate shows best.
    """
    if frame_rate > MOST_FRAME_RATE:
        part = frame_rate / math.ceil(frame_rate / MOST_FRAME_RATE)
        return part if _is_usual(part) else MOST_FRAME_RATE
    if frame_rate < LEAST_FRAME_RATE:
        return frame_rate * math.ceil(LEAST_FRAME_RATE / frame_rate)
    return frame_rate


def _is_usual(rate: float) -> bool:
    usual = (*_EVEN_RATES, *(one * _NTSC for one in _EVEN_RATES))
    return any(math.isclose(rate, one, rel_tol=_RATE_TOLERANCE) for one in usual)


def _foretold_bps(rung: Rung, complexity: Complexity) -> float:
    return complexity.rate_bps(rung.width * rung.height, frame_rate=rung.frame_rate, segment_s=SEGMENT_S)


def _worthwhile(rungs: tuple[Rung, ...], complexity: Complexity, *, has_audio: bool) -> Iterator[Rung]:
    """Give the rungs that are worth having, largest first.

    One is left out where the next larger costs hardly more, or fits where the smallest does: whoever could take it
    can take that. The smallest and the largest stay, and the one that the file for platforms is made of.
    """
    smallest = rungs[0]
    staying = {smallest, rungs[-1], progressive_rung(rungs)}
    kept_bps = math.inf
    for rung in reversed(rungs):
        own_bps = min(_foretold_bps(rung, complexity) * complexity.doubt, rung.video_bps * _MOST_LIMIT)
        own_bps += rung.audio_bps if has_audio else 0
        fits_anywhere = kept_bps <= smallest.video_bps + smallest.audio_bps
        if rung not in staying and (kept_bps <= own_bps * _NEXT_TO_NOTHING or fits_anywhere):
            continue
        kept_bps = own_bps
        yield rung


def _limited(rung: Rung, complexity: Complexity) -> Rung:
    """Give the rung the limit that its picture needs: hard scenes get more, easy ones cannot burst."""
    foretold_bps, limit_bps = _foretold_bps(rung, complexity), float(rung.video_bps)
    if rung.lines > _SMALL_LINES:
        wanted_bps = foretold_bps * complexity.doubt * _ROOM
        limit_bps = min(max(wanted_bps, limit_bps * _LEAST_LIMIT), limit_bps * _MOST_LIMIT)
    return replace(rung, video_bps=round(limit_bps), foretold_bps=round(min(foretold_bps, limit_bps)))


def _rows(width: int, height: int) -> list[_Row]:
    """Rows of the table that fit inside a source, and one of its own size where they leave much of it out."""
    fitting = [row for row in _LADDER if _scale(row, width, height) <= 1]
    if not fitting:
        return [(f"{_even(min(width, height))}p", *_LADDER[0][1:])]
    below = fitting[-1]
    if below == _LADDER[-1] or _scale(below, width, height) >= _NEARLY_WHOLE:
        return fitting
    above = _LADDER[len(fitting)]
    # The shorter side of the 16:9 box around it.
    shorter = max(min(width, height), round(max(width, height) / _BOX_SHAPE))
    share = math.log(shorter / below[1]) / math.log(above[1] / below[1])
    # Rates are a power of the size between two rows.
    video_bps = int(round(below[2] * math.pow(above[2] / below[2], share), -3))
    return [*fitting, (f"{_even(shorter)}p", shorter, video_bps, below[3])]


def _scale(row: _Row, width: int, height: int) -> float:
    shorter = row[1]
    return min(shorter * _BOX_SHAPE / max(width, height), shorter / min(width, height))


def _rung(row: _Row, scale: float, size: tuple[int, int], base_rate: float) -> Rung:
    name, shorter, video_bps, audio_bps = row
    small = shorter <= _LADDER[0][1]
    width, height = (min(_near_even(side * scale), _even(side)) for side in size)
    return Rung(
        name=name,
        width=width,
        height=height,
        frame_rate=base_rate / math.ceil(base_rate / SMALL_FRAME_RATE) if small else base_rate,
        video_bps=video_bps,
        audio_bps=audio_bps,
    )


def _even(side: int) -> int:
    """Largest even number that is not larger: 4:2:0 has half the colour lines, and nothing is upscaled."""
    return max(2, side // 2 * 2)


def _near_even(side: float) -> int:
    return max(2, round(side / 2) * 2)
