"""Chooses how channels are mixed, so that a dead or an inverted channel never makes a listener hear nothing."""

import math
import re
from dataclasses import dataclass

#: A channel this much weaker than the other carries nothing that was meant to be heard, in dB.
_DEAD_BELOW_DB = 40.0
#: A mono mix this much weaker than the louder channel was cancelled by inverted phase; unrelated channels lose 3 dB.
_CANCELLED_BELOW_DB = 12.0
_SILENT_DB = -90.0
_LEVEL = re.compile(r"RMS level dB: (-?inf|nan|-?[\d.]+)")

LEFT, RIGHT = "c0", "c1"
BOTH = "0.5*c0+0.5*c1"
#: What the half of one living channel has lost.
HALF_DB = 20 * math.log10(2)


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Mean levels of the two channels and of their half sum, in dB under full scale."""

    left_db: float
    right_db: float
    mid_db: float


@dataclass(frozen=True, kw_only=True)
class Mix:
    """How one and two channels are made of a stereo source; expressions are those of ffmpeg's `pan` filter.

    Attributes:
        mono: What the single channel is.
        stereo: What the two channels are; None: the source holds one voice only, so the form is mono.
        mono_shift_lu: Loudness of the single channel against that of the whole source.
        fault: "" or what was mended: "dead-channel" or "inverted-phase".
    """

    mono: str
    stereo: tuple[str, str] | None
    mono_shift_lu: float
    fault: str = ""


#: For sources of one channel.
PLAIN_MONO = Mix(mono=LEFT, stereo=None, mono_shift_lu=0.0)


def parse_levels(report: str) -> Levels | None:
    """Read what ffmpeg's astats printed for left, right and their half sum; None when that is not there."""
    found = [float(text) for text in _LEVEL.findall(report)][-3:]
    if len(found) != len(Levels.__dataclass_fields__):
        return None
    left_db, right_db, mid_db = (value if math.isfinite(value) else -math.inf for value in found)
    return Levels(left_db=left_db, right_db=right_db, mid_db=mid_db)


def choose_mix(levels: Levels) -> Mix:
    """Choose by the levels of the whole programme."""
    louder = LEFT if levels.left_db >= levels.right_db else RIGHT
    loud_db, soft_db = sorted((levels.left_db, levels.right_db), reverse=True)
    if loud_db < _SILENT_DB:
        return Mix(mono=BOTH, stereo=(LEFT, RIGHT), mono_shift_lu=0.0)
    whole_db = 10 * math.log10(_power(loud_db) + _power(soft_db))
    if soft_db < loud_db - _DEAD_BELOW_DB:
        return Mix(mono=louder, stereo=None, mono_shift_lu=loud_db - whole_db, fault="dead-channel")
    if levels.mid_db < loud_db - _CANCELLED_BELOW_DB:
        return Mix(mono=louder, stereo=(LEFT, f"-1*{RIGHT}"), mono_shift_lu=loud_db - whole_db, fault="inverted-phase")
    return Mix(mono=BOTH, stereo=(LEFT, RIGHT), mono_shift_lu=levels.mid_db - whole_db)


def _power(level_db: float) -> float:
    return 0.0 if level_db == -math.inf else 10 ** (level_db / 10)
