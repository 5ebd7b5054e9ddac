"""What a form will weigh and how long it will take, before it is made: a guess for people and for the disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from transcode import vertical
from transcode.focal_point import MIDDLE
from transcode.forms import Form
from transcode.ladder import Rung, progressive_rung
from transcode.video_file import SOUND_BPS

_BITS = 8
#: Share of its limit that a rung comes to on the average of news, talk and sport, where nobody looked at it.
_RUNG_SHARE = 0.5


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What a form comes to on the machine that the hub is meant for: two cores.

    Attributes:
        size_bytes: Whatever the length.
        bytes_per_s: For each second of the original.
        work_s: Seconds of work, whatever the length.
        work_per_s: Seconds of work for each second of the original.
    """

    size_bytes: int = 0
    bytes_per_s: float = 0.0
    work_s: float = 1.0
    work_per_s: float = 0.0


#: Bytes of measured demo content; a form that is not here is guessed as nothing.
USUAL: Mapping[str, Usual] = {
    "lite": Usual(bytes_per_s=4_000, work_per_s=0.02),
    "speech": Usual(bytes_per_s=2_000, work_per_s=0.03),
    "audio": Usual(bytes_per_s=16_000, work_per_s=0.05),
    "speaker": Usual(bytes_per_s=8_000, work_per_s=0.03),
    "waveform": Usual(size_bytes=5_000, work_per_s=0.005),
    "hls-audio": Usual(bytes_per_s=24_000, work_per_s=0.04),
    "poster": Usual(size_bytes=120_000),
    "thumb": Usual(size_bytes=9_000),
    "storyboard": Usual(size_bytes=50_000, bytes_per_s=600, work_per_s=0.02),
    "mp4": Usual(bytes_per_s=120_000, work_per_s=0.01),
    "vertical": Usual(bytes_per_s=150_000, work_per_s=0.3),
    "share": Usual(size_bytes=80_000),
    "text": Usual(size_bytes=4_000, work_s=0.1),
    "pictures": Usual(size_bytes=400_000, work_s=3),
    "epub": Usual(size_bytes=200_000),
    "read-aloud": Usual(size_bytes=1_000_000, work_s=10),
    "read-aloud-words": Usual(size_bytes=8_000),
}

#: Of all rungs together, for each second and each million pixels of the largest one.
_HLS_WORK_PER_S = 0.6


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A guess.

    Attributes:
        size_bytes: Of the form.
        work_s: Seconds until it is made, once it is its turn.
    """

    size_bytes: int
    work_s: float


def expect(
    form: Form, duration_s: float, *, rungs: Sequence[Rung] = (), speeds: Mapping[str, float] | None = None
) -> Expected:
    """Guess one form.

    Args:
        form: Its row.
        duration_s: Of the original, as its header claims.
        rungs: Of the moving picture.
        speeds: Form -> seconds of work for each second of the original, as this machine has lately taken.
    """
    usual = USUAL.get(form.form, Usual())
    if rungs and form.form in _OF_RUNGS:
        usual = _OF_RUNGS[form.form](usual, tuple(rungs))
    if form.form == vertical.FORM:
        duration_s = min(duration_s, vertical.MOST_S)
    work_per_s = (speeds or {}).get(form.form, usual.work_per_s)
    return Expected(
        size_bytes=round(usual.size_bytes + usual.bytes_per_s * duration_s),
        work_s=round(usual.work_s + work_per_s * duration_s, 1),
    )


def _adaptive(usual: Usual, rungs: tuple[Rung, ...]) -> Usual:
    sounds = {rung.audio_bps for rung in rungs}
    rate_bps = sum(_picture_bps(rung) for rung in rungs) + sum(sounds)
    megapixels = max(rung.width * rung.height for rung in rungs) / 1_000_000
    return replace(usual, bytes_per_s=rate_bps / _BITS, work_per_s=_HLS_WORK_PER_S * megapixels)


def _progressive(usual: Usual, rungs: tuple[Rung, ...]) -> Usual:
    return replace(usual, bytes_per_s=(_picture_bps(progressive_rung(rungs)) + SOUND_BPS) / _BITS)


def _upright(usual: Usual, rungs: tuple[Rung, ...]) -> Usual:
    largest = rungs[-1]
    cut = vertical.plan_cut((largest.width, largest.height), MIDDLE)
    share = cut.out_width * cut.out_height / (largest.width * largest.height)
    rate_bps = min(_picture_bps(largest) * share * vertical.FINER_COSTS, vertical.limit_bps(cut))
    return replace(usual, bytes_per_s=(rate_bps + SOUND_BPS) / _BITS)


def _picture_bps(rung: Rung) -> float:
    return rung.video_bps * _RUNG_SHARE if rung.foretold_bps is None else rung.foretold_bps


#: Forms whose pictures weigh what the rungs do.
_OF_RUNGS: Mapping[str, Callable[[Usual, tuple[Rung, ...]], Usual]] = {
    "hls": _adaptive,
    "mp4": _progressive,
    vertical.FORM: _upright,
}
