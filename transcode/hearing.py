"""What one decode of a programme tells: loudness, levels, faults and peaks, read from ffmpeg's words and its file."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from transcode.channels import PLAIN_MONO, Mix, choose_mix, parse_levels
from transcode.commands import LEVELS_RATE_HZ
from transcode.faults import Faults, Silence, find_faults, parse_clipping, statistics
from transcode.loudness import SILENCE_LUFS, Loudness, parse_summaries
from transcode.peaks import Peaks, amplitude_of

_SAMPLES = re.compile(r"Number of samples: (\d+)")
#: Keys of frame metadata, as ffmpeg's astats and silencedetect write them.
_PEAK, _START, _END = "lavfi.astats.Overall.Peak_level", "lavfi.silence_start", "lavfi.silence_end"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard of a whole programme.

    Attributes:
        loudness: Of one or two channels.
        small_lufs: Programme loudness of half the sum of the channels at the rate of the light forms; -70 for silence.
        mix: How one and two channels are made of it.
        faults: What is wrong with it.
        peaks: Highest amplitudes from moment to moment.
        sound_s: How much sound there is, by its samples.
        gaps_s: What its clock shows more: gaps between packets, and a late beginning.
    """

    loudness: Loudness
    small_lufs: float
    mix: Mix
    faults: Faults
    peaks: Peaks
    sound_s: float
    gaps_s: float


def read_heard(report: str, moments: Iterable[str], *, duration_s: float) -> Heard:
    """Read what `transcode.commands.listen` left.

    Args:
        report: The end of stderr.
        moments: Lines of the file that it wrote.
        duration_s: As ffmpeg's clock had it at the end.

    Raises:
        RejectedError: "nothing-decoded".
    """
    summaries = parse_summaries(report)
    # The one with true peaks is of the programme as it is; the other, of the light mix, measures none.
    loudness = max(summaries, key=lambda one: one.true_peak_dbtp)
    small_lufs = next((one.integrated_lufs for one in summaries if one is not loudness), SILENCE_LUFS)
    levels = parse_levels(report)
    mix = choose_mix(levels) if levels else PLAIN_MONO
    sound_s = _sound_s(report) or duration_s
    peaks, silences = read_moments(moments, duration_s=sound_s)
    faults = find_faults(loudness=loudness, mix=mix, silences=silences, clipping=parse_clipping(report))
    return Heard(
        loudness=loudness,
        small_lufs=small_lufs,
        mix=mix,
        faults=faults,
        peaks=peaks,
        sound_s=sound_s,
        gaps_s=duration_s - sound_s,
    )


def _sound_s(report: str) -> float:
    """Count the samples of the branch whose rate is known; 0 when they were not told."""
    told = [words for words in statistics(report) if "RMS level" in words]
    count = _SAMPLES.search(told[-1]) if told else None
    return int(count[1]) / LEVELS_RATE_HZ if count else 0.0


def read_moments(lines: Iterable[str], *, duration_s: float) -> tuple[Peaks, tuple[Silence, ...]]:
    """Read the peak of each moment and the long silences; one that nobody saw end lasts to the end."""
    peaks, silences, start_s = Peaks(), [], None
    for line in lines:
        key, _, text = line.strip().partition("=")
        if key == _PEAK:
            level_db = _number(text)
            peaks.add(amplitude_of(level_db) if level_db is not None else 0.0)
        elif key == _START:
            start_s = _number(text)
        elif key == _END and start_s is not None:
            silences.append(Silence(start_s=max(start_s, 0.0), end_s=_number(text) or duration_s))
            start_s = None
    if start_s is not None:
        silences.append(Silence(start_s=max(start_s, 0.0), end_s=max(duration_s, start_s)))
    return peaks, tuple(silences)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
