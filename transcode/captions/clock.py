"""The ways in which caption files write a moment."""

from typing import NamedTuple

#: Hours may be left out; a fraction may be milliseconds, or frames behind a third colon.
CLOCK = r"(-?)\s*(?:(\d{1,4})\s*:\s*)?(\d{1,3})\s*:\s*(\d{1,2})(?:\s*([.,:])\s*(\d{1,9}))?"
_MINUTE_S, _HOUR_S = 60, 3600
_FRAME_DIGITS = 2


class Moment(NamedTuple):
    """A moment as it is written.

    Attributes:
        seconds: Whole seconds and the fraction.
        frames: Frames behind the seconds, where they are written instead of a fraction.
    """

    seconds: float
    frames: int = 0

    def at(self, frame_rate: float) -> float:
        """Seconds at so many frames a second."""
        return self.seconds + self.frames / frame_rate


def moment(groups: tuple[str | None, ...]) -> Moment:
    """Read the six groups of `CLOCK`."""
    sign, hours, minutes, seconds, separator, fraction = (group or "" for group in groups)
    whole = int(hours or 0) * _HOUR_S + int(minutes) * _MINUTE_S + int(seconds)
    if separator == ":" and len(fraction) == _FRAME_DIGITS:
        return Moment(-whole if sign else whole, int(fraction))
    value = whole + (float(f"0.{fraction}") if fraction else 0.0)
    return Moment(-value if sign else value)
