"""Faults of a recording that an editor should hear of, found while its loudness is measured."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from transcode.channels import LEFT, Mix
from transcode.errors import Fact
from transcode.loudness import MOST_GAIN_DB, TARGET_LUFS, Loudness

#: From this length on, silence inside a programme is a gap and no pause (a station's silence alarm).
LONG_SILENCE_S = 5.0
#: Below it nothing is heard, in dB under full scale.
SILENCE_BELOW_DB = -60.0
#: A recording of this loudness was pressed against full scale: nothing of its dynamics is left.
HOT_LUFS = -9.0
#: Softer ones need so much gain that the hiss of the recording may be heard with it.
SOFT_LUFS = TARGET_LUFS - MOST_GAIN_DB
#: Share of samples that stand flat at the highest level, from which on clipping is heard as a rattle.
_CLIPPED_SHARE = 0.0005
#: Runs of equal samples at the peaks: a tone or a voice has single ones, a clipped one some in a row (in dB, 20 log).
_FLAT_DB = 3.0
#: A clipped recording has been turned down afterwards by no more than this.
_CLIPPED_ABOVE_DB = -6.0
#: How many gaps are told by their places.
_MOST_TOLD = 10
_PERCENT = 100

_NUMBER = r"(-?inf|nan|-?[\d.]+)"
_STATISTICS = re.compile(r"\[(Parsed_astats_\d+) @ [^]]*\] (.*)")
_PEAKS = re.compile(rf"Peak level dB: {_NUMBER}\nFlat factor: {_NUMBER}\nPeak count: {_NUMBER}\n")
_SAMPLES = re.compile(r"Number of samples: (\d+)")


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A stretch in which nothing is heard, in seconds from the beginning."""

    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Clipping:
    """How the highest samples of the worst channel stand.

    Attributes:
        share: Of all samples, 0 to 1, those at the highest level.
        flat_db: Flatness at that level (20 log of the mean length of runs); 0 for single samples.
        peak_db: That level, in dB under full scale.
    """

    share: float
    flat_db: float
    peak_db: float

    @property
    def is_heard(self) -> bool:
        """True where enough samples stand flat at a high level."""
        return self.share >= _CLIPPED_SHARE and self.flat_db >= _FLAT_DB and self.peak_db >= _CLIPPED_ABOVE_DB


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What is wrong with the sound of an original.

    Attributes:
        silent: Nothing is heard from beginning to end.
        silences: Long ones inside; none when all is silent.
        clipped_share: Share of samples that are cut off flat; 0 when that cannot be heard.
        dead_channel: "left" or "right" when only the other one is heard, else "".
        inverted_phase: The channels cancel each other on a single loudspeaker.
        hot_lufs: The loudness of one that was pressed to the limit; None for others.
        soft_lufs: The loudness of one that was hardly recorded at all; None for others.
    """

    silent: bool = False
    silences: tuple[Silence, ...] = ()
    clipped_share: float = 0.0
    dead_channel: str = ""
    inverted_phase: bool = False
    hot_lufs: float | None = None
    soft_lufs: float | None = None

    def remarks(self) -> dict[str, dict[str, Fact]]:
        """Give the code of each fault, a key of `transcode.errors.SENTENCES`, with the facts of its sentence."""
        told: dict[str, dict[str, Fact]] = {}
        if self.silent:
            told["sound-silent"] = {}
        if self.silences:
            told["sound-gaps"] = {"count": len(self.silences), "places": self._places()}
        if self.clipped_share:
            told["sound-clipped"] = {"percent": round(self.clipped_share * _PERCENT, 2)}
        if self.dead_channel:
            told[f"{self.dead_channel}-channel-dead"] = {}
        if self.inverted_phase:
            told["phase-inverted"] = {}
        if self.hot_lufs is not None:
            told["sound-hot"] = {"lufs": round(self.hot_lufs, 1)}
        if self.soft_lufs is not None:
            told["sound-soft"] = {"lufs": round(self.soft_lufs, 1)}
        return told

    def details(self) -> Mapping[str, Fact]:
        """Give the same as plain values for `Made.details`: "faults" lists the codes, the facts follow by name."""
        remarks = self.remarks()
        if not remarks:
            return {}
        facts = {f"{code}_{name}": fact for code, given in remarks.items() for name, fact in given.items()}
        return {"faults": ",".join(remarks), **facts}

    def _places(self) -> str:
        """Say where the silences are, as minutes and seconds."""
        told = [f"{_clock(one.start_s)}–{_clock(one.end_s)}" for one in self.silences[:_MOST_TOLD]]
        return ", ".join(told) + (" …" if len(self.silences) > _MOST_TOLD else "")


def find_faults(*, loudness: Loudness, mix: Mix, silences: tuple[Silence, ...], clipping: Clipping | None) -> Faults:
    """Judge what was measured over the whole programme."""
    side = ("right" if mix.mono == LEFT else "left") if mix.fault == "dead-channel" else ""
    found = Faults(
        silences=silences,
        clipped_share=clipping.share if clipping and clipping.is_heard else 0.0,
        dead_channel=side,
        inverted_phase=mix.fault == "inverted-phase",
    )
    return judge_loudness(found, loudness)


def judge_loudness(found: Faults, loudness: Loudness) -> Faults:
    """Give the faults with what the loudness of the whole programme says of it."""
    lufs = loudness.integrated_lufs
    silent = loudness.is_silent and loudness.true_peak_dbtp < SILENCE_BELOW_DB
    return replace(
        found,
        silent=silent,
        silences=() if silent else found.silences,
        hot_lufs=lufs if lufs > HOT_LUFS else None,
        soft_lufs=lufs if lufs < SOFT_LUFS and not loudness.is_silent else None,
    )


def parse_clipping(report: str) -> Clipping | None:
    """Read what ffmpeg's astats printed for each channel, and give the worst; None when it is not there."""
    told = next((words for words in statistics(report) if "Peak count" in words), "")
    samples = _SAMPLES.search(told)
    if not samples or not int(samples[1]):
        return None
    found = [
        Clipping(share=_finite(count) / int(samples[1]), flat_db=_finite(flat), peak_db=_finite(peak, -math.inf))
        for peak, flat, count in _PEAKS.findall(told)
    ]
    # A silent channel has all its samples at its highest level.
    return max(found, key=lambda one: (one.is_heard, one.share), default=None)


def statistics(report: str) -> list[str]:
    """Give what each of ffmpeg's astats filters said, apart from the others."""
    told: dict[str, list[str]] = {}
    for line in report.splitlines():
        match = _STATISTICS.match(line)
        if match:
            told.setdefault(match[1], []).append(match[2])
    return ["\n".join([*lines, ""]) for lines in told.values()]


def _finite(text: str, otherwise: float = 0.0) -> float:
    value = float(text)
    return value if math.isfinite(value) else otherwise


def _clock(moment_s: float) -> str:
    minutes, seconds = divmod(int(moment_s), 60)
    return f"{minutes}:{seconds:02d}"
