"""Loudness by EBU R 128 and ITU-R BS.1770: what was measured, and what is done to reach the target.

The gain is one number for the whole programme (two passes, linear): speech keeps its dynamics, and nothing is resampled
to 192 kHz as ffmpeg's own dynamic normaliser does. Only peaks that would pass the ceiling meet a limiter.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from transcode.errors import RejectedError

#: Spoken word on phones (AES TD1008; Apple and Spotify podcasts lie at -16 and -14).
TARGET_LUFS = -16.0
#: Where the encoder is sent, so that what comes out of a lossy codec stays under the ceiling.
TARGET_PEAK_DBTP = -2.0
#: Below the absolute gate of BS.1770 there is nothing to measure.
SILENCE_LUFS = -70.0
SILENCE_DBTP = -99.0
#: A limiter works against hot sound, which codecs overshoot most: some more room.
LIMITED_PEAK_DBTP = -2.5
#: What a limiter takes from the loudness, of each dB that peaks stand over it, and at most; found on speech.
_LIMITER_LOSS, _MOST_LIMITER_LOSS_DB = 0.4, 3.0
#: Of each dB by which the peak of a moment passes the limiter: what the whole moment loses. Found on speech and music.
_MOMENT_LOSS = 0.8
#: Moments that lie further below the loudest take no part in the loudness of a programme, much as BS.1770 gates them.
_GATE_DB = 30.0
#: Steps of a foretold gain, and how far it may go beyond what the loudness alone asks for.
_STEP_DB, _MOST_FORETOLD_DB = 0.05, 12.0
#: LU that each dB brings: a guess before the first two results, and the least to reckon with.
_LIMITED_SLOPE, _LEAST_SLOPE, _LEAST_STEP_DB = 0.6, 0.25, 0.05
#: To both sides of a gain, to foretell what each dB there brings.
_SLOPE_STEP_DB = 0.5
#: What is added to the room over a peak that passed, and what each dB of a lowered limit takes from the loudness.
_PEAK_ROOM_DB, _LIMIT_LOSS = 0.2, 0.5
_PEAK_WEIGHT = 10.0
#: More would lift the hiss of an almost silent recording to the level of speech.
MOST_GAIN_DB = 30.0
#: For soft recordings that are no hiss, since they rise and fall.
MOST_LIVING_GAIN_DB = 50.0

#: The filter prints one decimal; binary fractions of it must not decide.
_ROUNDING_LU = 0.001

_SUMMARY = "Integrated loudness:"
_NUMBER = r"(-?inf|nan|-?[\d.]+)"
_FIELDS = {
    "integrated": re.compile(rf"^\s+I:\s+{_NUMBER} LUFS", re.MULTILINE),
    "threshold": re.compile(rf"^\s+Threshold:\s+{_NUMBER} LUFS", re.MULTILINE),
    "range": re.compile(rf"^\s+LRA:\s+{_NUMBER} LU$", re.MULTILINE),
    "peak": re.compile(rf"^\s+Peak:\s+{_NUMBER} dBFS", re.MULTILINE),
}


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """What was measured over a whole programme.

    Attributes:
        integrated_lufs: Programme loudness; -70 for silence, never infinite.
        true_peak_dbtp: Highest true peak; -99 for silence.
        range_lu: Loudness range.
        threshold_lufs: The relative gate that was used.
    """

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float
    threshold_lufs: float

    @property
    def is_silent(self) -> bool:
        """True when nothing passed the absolute gate."""
        return self.integrated_lufs <= SILENCE_LUFS

    def offset_lu(self, target_lufs: float = TARGET_LUFS) -> float:
        """Give what is missing to the target; negative when it is too loud; 0 for silence."""
        return 0.0 if self.is_silent else target_lufs - self.integrated_lufs

    def is_within(self, tolerance_lu: float, ceiling_dbtp: float, target_lufs: float = TARGET_LUFS) -> bool:
        """Tell whether nothing needs to be made again: silence, or near the target with no peak over the ceiling."""
        return self.is_silent or (
            abs(self.offset_lu(target_lufs)) <= tolerance_lu + _ROUNDING_LU and self.true_peak_dbtp <= ceiling_dbtp
        )


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What is done to the sound.

    Attributes:
        gain_db: Added to every sample.
        limit_dbtp: Peaks are held under it; None: no limiter is needed.
    """

    gain_db: float
    limit_dbtp: float | None = None


def parse_loudness(report: str) -> Loudness:
    """Read the summary that ffmpeg's ebur128 filter prints at its end; where several stand, the last one counts.

    Raises:
        RejectedError: "nothing-decoded": the filter never got any sound, so it printed none.
    """
    return parse_summaries(report)[-1]


def parse_summaries(report: str) -> list[Loudness]:
    """Read every summary of ffmpeg's ebur128 filters, in the order in which they stand; a peak not measured is -99.

    Raises:
        RejectedError: "nothing-decoded": there is none.
    """
    texts = report.split(_SUMMARY)[1:]
    if not texts:
        raise RejectedError("nothing-decoded")
    return [_read_summary(text) for text in texts]


def _read_summary(text: str) -> Loudness:
    found = {name: pattern.search(text) for name, pattern in _FIELDS.items()}
    values = {name: float(match[1]) if match else math.nan for name, match in found.items()}
    return Loudness(
        integrated_lufs=max(_finite(values["integrated"], SILENCE_LUFS), SILENCE_LUFS),
        true_peak_dbtp=max(_finite(values["peak"], SILENCE_DBTP), SILENCE_DBTP),
        range_lu=_finite(values["range"], 0.0),
        threshold_lufs=_finite(values["threshold"], SILENCE_LUFS),
    )


def plan_gain(
    measured: Loudness,
    *,
    limit_dbtp: float = LIMITED_PEAK_DBTP,
    most_gain_db: float = MOST_GAIN_DB,
    levels: Iterable[tuple[float, int]] = (),
) -> Gain:
    """Choose the gain to the target, and a limiter only where a peak would pass it.

    Args:
        measured: Of the sound as it is.
        limit_dbtp: Where the limiter is to hold peaks, if there has to be one.
        most_gain_db: Bound of the gain.
        levels: Peaks of its moments in dB, and how many have each; without them the limiter's part is a rough guess.
    """
    offset_lu = min(measured.offset_lu(), most_gain_db)
    over_db = measured.true_peak_dbtp + offset_lu - TARGET_PEAK_DBTP
    if measured.is_silent or over_db <= 0:
        return Gain(gain_db=offset_lu)
    gain_db = offset_lu + min(_LIMITER_LOSS * over_db, _MOST_LIMITER_LOSS_DB)
    if counts := list(levels):
        gains = [offset_lu + step * _STEP_DB for step in range(round(_MOST_FORETOLD_DB / _STEP_DB))]
        # More gain is louder, if by less and less: the first that is enough can be searched for.
        place = bisect_left(gains, offset_lu, key=lambda gain_db: _rise_lu(gain_db, limit_dbtp, counts))
        gain_db = gains[min(place, len(gains) - 1)]
    return Gain(gain_db=min(gain_db, most_gain_db), limit_dbtp=limit_dbtp)


def _rise_lu(gain_db: float, limit_dbtp: float, levels: list[tuple[float, int]]) -> float:
    """Foretell by how much a programme gets louder with a gain and a limiter behind it.

    Each moment counts with the power of its peak, and loses a share of what the limiter takes from that peak.
    """
    before = after = 0.0
    for level_db, count in levels:
        if level_db > levels[-1][0] - _GATE_DB:
            power = count * 10 ** (level_db / 10)
            before += power
            after += power * 10 ** (-_MOMENT_LOSS * max(level_db + gain_db - limit_dbtp, 0.0) / 10)
    return gain_db + 10 * math.log10(after / before)


def foretell_slope(gain: Gain, levels: Iterable[tuple[float, int]]) -> float:
    """Foretell by how many LU each further dB makes a programme louder, so that a second try is mostly the last.

    Args:
        gain: What is tried first.
        levels: As for `plan_gain`.

    Returns:
        1 without a limiter; a guess where nothing is known of the moments, and never less: where a limiter works hard,
        peaks of the encoder decide, and small steps find the place between them and the target.
    """
    if gain.limit_dbtp is None:
        return 1.0
    counts = list(levels)
    if not counts:
        return _LIMITED_SLOPE
    lower, upper = (
        _rise_lu(gain.gain_db + step_db, gain.limit_dbtp, counts) for step_db in (-_SLOPE_STEP_DB, _SLOPE_STEP_DB)
    )
    return _bounded((upper - lower) / (2 * _SLOPE_STEP_DB), least=_LIMITED_SLOPE)


def lower_limit(gain: Gain, by_db: float) -> Gain:
    """Have a limiter hold peaks lower, and make up for the loudness that it takes; without one nothing changes."""
    if gain.limit_dbtp is None:
        return gain
    return Gain(gain_db=gain.gain_db + _LIMIT_LOSS * by_db, limit_dbtp=gain.limit_dbtp - by_db)


class Tuning:
    """Closes in on the target from one result to the next (secant method), since a limiter takes an unknown part.

    Attributes:
        gain: What to try next.
    """

    def __init__(
        self,
        gain: Gain,
        *,
        ceiling_dbtp: float,
        target_lufs: float = TARGET_LUFS,
        most_gain_db: float = MOST_GAIN_DB,
        slope: float = _LIMITED_SLOPE,
    ) -> None:
        self.gain = gain
        self._ceiling_dbtp = ceiling_dbtp
        self._target_lufs = target_lufs
        self._most_gain_db = most_gain_db
        self._slope = 1.0 if gain.limit_dbtp is None else slope
        self._last: tuple[float, float] | None = None

    def is_content(self, result: Loudness, tolerance_lu: float) -> bool:
        """Tell whether the present gain may stay."""
        return result.is_within(tolerance_lu, self._ceiling_dbtp, self._target_lufs)

    def excess(self, result: Loudness) -> float:
        """Say how wrong a result is; a peak over the ceiling is worse than the same distance from the target."""
        over_db = max(result.true_peak_dbtp - self._ceiling_dbtp, 0.0)
        return abs(result.offset_lu(self._target_lufs)) + _PEAK_WEIGHT * over_db

    def hear(self, result: Loudness) -> None:
        """Take the result of the present gain, and choose the next: more or less, and lower peaks if they passed."""
        self._learn(self.gain.gain_db, result.integrated_lufs)
        offset_lu = result.offset_lu(self._target_lufs)
        over_db = result.true_peak_dbtp - self._ceiling_dbtp
        limit_dbtp, lowered_db = self.gain.limit_dbtp, 0.0
        if limit_dbtp is not None:
            lowered_db = over_db + _PEAK_ROOM_DB if over_db > 0 else 0.0
            limit_dbtp -= lowered_db
        elif over_db + offset_lu > 0:
            limit_dbtp = LIMITED_PEAK_DBTP
        # A lower limit takes some of the loudness too.
        gain_db = self.gain.gain_db + (offset_lu + _LIMIT_LOSS * lowered_db) / self._slope
        self.gain = Gain(gain_db=min(gain_db, self._most_gain_db), limit_dbtp=limit_dbtp)

    def aim(self, target_lufs: float) -> None:
        """Take another target, and results of another kind: what each dB brings is kept, the last result is not."""
        self._target_lufs, self._last = target_lufs, None

    def _learn(self, gain_db: float, loudness_lufs: float) -> None:
        """From two results it is known what each dB brings."""
        if self._last and abs(gain_db - self._last[0]) > _LEAST_STEP_DB:
            self._slope = _bounded((loudness_lufs - self._last[1]) / (gain_db - self._last[0]))
        self._last = gain_db, loudness_lufs


def _bounded(slope: float, least: float = _LEAST_SLOPE) -> float:
    return min(max(slope, least), 1.0)


def _finite(value: float, otherwise: float) -> float:
    return value if math.isfinite(value) else otherwise
