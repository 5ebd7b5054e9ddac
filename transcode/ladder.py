"""Which sizes and bit rates are made of a source. Pure: a probe in, a plan out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from transcode.streams import Probe

MEGABYTE = 1_000_000
SECONDS_PER_HOUR = 3600
#: Most frames a second of any rung: above it a cheap phone drops frames and the bits are lost.
MOST_FRAME_RATE = 30.0
#: Most frames a second of rungs for 2G.
SMALL_FRAME_RATE = 15.0
#: Below it a source is repeated, so that its pictures appear in time.
LEAST_FRAME_RATE = 10.0


@dataclass(frozen=True, kw_only=True)
class AudioForm:
    """One form of sound that every programme gets.

    Attributes:
        file_name: Under the item's folder.
        media_type: For feeds and HTTP.
        mono_bps: Bit rate for one channel.
        stereo_bps: Bit rate for two; None: this form always has one.
        sample_rate_hz: Fixed rate; None: 48 kHz where the source has it, else 44.1 kHz.
        budget_mb_per_hour: Megabytes (10^6) that an hour may have.
        tolerance_lu: How far its loudness may lie from the target.
        ceiling_dbtp: What its true peak may not pass.
        has_extras: Carries cover picture and chapters.
    """

    file_name: str
    media_type: str
    mono_bps: int
    stereo_bps: int | None
    sample_rate_hz: int | None
    budget_mb_per_hour: float
    tolerance_lu: float
    ceiling_dbtp: float
    has_extras: bool


#: Lightest first.
AUDIO_FORMS: Mapping[str, AudioForm] = {
    "lite": AudioForm(
        file_name="lite.mp3",
        media_type="audio/mpeg",
        mono_bps=32_000,
        stereo_bps=None,
        sample_rate_hz=22_050,
        budget_mb_per_hour=15.0,
        # Ready soon is worth more than exact: it is made again only where anybody would hear it.
        tolerance_lu=2.0,
        ceiling_dbtp=0.0,
        has_extras=False,
    ),
    "audio": AudioForm(
        file_name="audio.mp3",
        media_type="audio/mpeg",
        mono_bps=64_000,
        stereo_bps=128_000,
        sample_rate_hz=None,
        budget_mb_per_hour=60.0,
        tolerance_lu=0.3,
        ceiling_dbtp=-1.0,
        has_extras=True,
    ),
}

#: What the smallest rung and its sound may have in an hour, megabytes (10^6): 100 kbit/s.
SMALLEST_RUNG_MB_PER_HOUR = 45.0

#: (name, shorter side of its 16:9 box, most video bit/s, audio bit/s). Two audio rates make two shared renditions.
_LADDER: tuple[tuple[str, int, int, int], ...] = (
    ("144p", 144, 60_000, 24_000),
    ("240p", 240, 160_000, 24_000),
    ("360p", 360, 400_000, 96_000),
    ("480p", 480, 800_000, 96_000),
    ("720p", 720, 1_600_000, 96_000),
    ("1080p", 1080, 3_200_000, 96_000),
)
_BOX_SHAPE = 16 / 9


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
    """

    name: str
    width: int
    height: int
    frame_rate: float
    video_bps: int
    audio_bps: int


@dataclass(frozen=True, kw_only=True)
class VideoPlan:
    """What is made of one moving picture.

    Attributes:
        rungs: Smallest first; never empty.
        has_audio: Whether there is sound to go with it.
    """

    rungs: tuple[Rung, ...]
    has_audio: bool


def plan_video(probe: Probe) -> VideoPlan:
    """Choose the rungs: every one that fits inside the source, none larger, at least one.

    Shape is kept: a rung is the even size nearest to that shape inside the rung's box, which stands upright for an
    upright source.

    Raises:
        ValueError: The probe has no moving picture.
    """
    video = probe.video
    if video is None:
        raise ValueError("no moving picture in this probe")
    base_rate = constant_rate(video.frame_rate)
    rungs = tuple(
        _rung(row, scale, (video.width, video.height), base_rate)
        for row in _LADDER
        if (scale := _scale(row, video.width, video.height)) <= 1
    )
    if not rungs:
        name = f"{_even(min(video.width, video.height))}p"
        rungs = (_rung((name, *_LADDER[0][1:]), 1.0, (video.width, video.height), base_rate),)
    return VideoPlan(rungs=rungs, has_audio=probe.audio is not None)


def constant_rate(frame_rate: float) -> float:
    """Give the rate that a source is brought to: a whole part of a high one, a multiple of a very low one."""
    if frame_rate > MOST_FRAME_RATE:
        return frame_rate / math.ceil(frame_rate / MOST_FRAME_RATE)
    if frame_rate < LEAST_FRAME_RATE:
        return frame_rate * math.ceil(LEAST_FRAME_RATE / frame_rate)
    return frame_rate


def _scale(row: tuple[str, int, int, int], width: int, height: int) -> float:
    shorter = row[1]
    return min(shorter * _BOX_SHAPE / max(width, height), shorter / min(width, height))


def _rung(row: tuple[str, int, int, int], scale: float, size: tuple[int, int], base_rate: float) -> Rung:
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
