"""How loud a programme is from moment to moment, in bounded memory however long it is."""

import math
from array import array
from collections.abc import Iterator
from itertools import pairwise

#: How many moments are kept; a longer programme has longer moments.
MOST_PEAKS = 4_096
#: How far the loud tenth of a voice stands over the soft tenth at least; that of hiss stays within 4 dB.
_LOUD_PLACE, _SOFT_PLACE, _LIVING_DB = 0.9, 0.1, 8.0
_DECIBEL_BASE, _MOST_DB = 20.0, 40.0
#: Levels are counted in steps, from the lowest that counts for anything.
_LOWEST_DB, _STEPS_A_DB = -60.0, 4


class Peaks:
    """Highest amplitudes of moments of equal length; when there are too many, two neighbours become one."""

    def __init__(self) -> None:
        self._values = array("f")
        self._each = 1
        self._taken = 0
        self._counts = [0] * (round((_MOST_DB - _LOWEST_DB) * _STEPS_A_DB) + 1)

    def add(self, amplitude: float) -> None:
        """Take the next moment's highest amplitude, 1.0 at full scale."""
        if self._taken % self._each:
            self._values[-1] = max(self._values[-1], amplitude)
        else:
            if len(self._values) == MOST_PEAKS:
                self._halve()
            self._values.append(amplitude)
        self._taken += 1
        level_db = _DECIBEL_BASE * math.log10(amplitude) if amplitude > 0 else _LOWEST_DB
        if level_db > _LOWEST_DB:
            self._counts[round((min(level_db, _MOST_DB) - _LOWEST_DB) * _STEPS_A_DB)] += 1

    def _halve(self) -> None:
        pairs = zip(self._values[::2], self._values[1::2], strict=True)
        self._values = array("f", map(max, pairs))
        self._each *= 2

    def columns(self, most: int) -> list[float]:
        """Give at most so many amplitudes, each the highest of its share of the programme, 1.0 at full scale."""
        count = len(self._values)
        columns = min(most, count)
        edges = [count * place // columns for place in range(columns + 1)] if columns else []
        return [max(self._values[start:end]) for start, end in pairwise(edges)]

    def levels(self) -> Iterator[tuple[float, int]]:
        """Give dB of full scale and how many moments had that peak, soft ones first; none that is next to silent."""
        for step, count in enumerate(self._counts):
            if count:
                yield _LOWEST_DB + step / _STEPS_A_DB, count

    @property
    def is_living(self) -> bool:
        """True where loud moments stand far over soft ones, as in speech and music; hiss and hum are even."""
        ordered = sorted(self._values)
        last = len(ordered) - 1
        if last < 1:
            return False
        loud, soft = ordered[round(last * _LOUD_PLACE)], ordered[round(last * _SOFT_PLACE)]
        return loud > soft * amplitude_of(_LIVING_DB)


def amplitude_of(level_db: float) -> float:
    """Turn dB under full scale into an amplitude; minus infinity is 0, and nothing is more than 100."""
    return float(10 ** (min(level_db, _MOST_DB) / _DECIBEL_BASE))
