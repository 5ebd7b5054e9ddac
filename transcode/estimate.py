"""What a form will weigh and how long it will take, before it is made: a guess for people and for the disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transcode.forms import Form
from transcode.ladder import Rung

_BITS = 8
#: Share of its limit that a rung comes to on the average of news, talk and sport.
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
    usual = _adaptive(rungs) if form.form == "hls" else USUAL.get(form.form, Usual())
    work_per_s = (speeds or {}).get(form.form, usual.work_per_s)
    return Expected(
        size_bytes=round(usual.size_bytes + usual.bytes_per_s * duration_s),
        work_s=round(usual.work_s + work_per_s * duration_s, 1),
    )


def _adaptive(rungs: Sequence[Rung]) -> Usual:
    if not rungs:
        return Usual()
    sounds = {rung.audio_bps for rung in rungs}
    rate_bps = sum(rung.video_bps for rung in rungs) * _RUNG_SHARE + sum(sounds)
    megapixels = max(rung.width * rung.height for rung in rungs) / 1_000_000
    return Usual(bytes_per_s=rate_bps / _BITS, work_per_s=_HLS_WORK_PER_S * megapixels)
