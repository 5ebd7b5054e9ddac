"""Reads what ffmpeg's `-progress` says, and knows when it says nothing new."""

from collections.abc import Callable
from dataclasses import dataclass

MICROSECONDS = 1_000_000

#: The keys whose change means that work was done; the others (speed, bitrate) change while nothing moves.
_MOVING_KEYS = frozenset({"frame", "out_time_us", "total_size", "dup_frames", "drop_frames"})
_KNOWN_KEYS = _MOVING_KEYS | {"fps", "bitrate", "out_time_ms", "out_time", "speed", "progress"}


class Liveness:
    """Tells lines that prove movement from lines that ffmpeg repeats while it hangs."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def moved(self, line: str) -> bool:
        """Take one line of output; True when it is no progress line, or one with a new value."""
        key, separator, value = line.partition("=")
        key = key.strip()
        if not separator or not (key in _KNOWN_KEYS or key.startswith("stream_")):
            return True
        if key not in _MOVING_KEYS:
            return False
        was = self._seen.get(key)
        self._seen[key] = value.strip()
        return was != self._seen[key]


@dataclass(kw_only=True)
class Progress:
    """How far one run of ffmpeg is.

    Attributes:
        expected_s: What the run should come to, in seconds of media; None when nobody knows.
        expected_bytes: The same in bytes, for a result of known rate; it then decides. ffmpeg's clock stands still
            while a cover picture, which has one frame, goes beside the sound.
        frame_rate: Of the first stream of pictures; its frames are then the clock. ffmpeg's own clock is that of the
            stream that is farthest behind, and stands still with one that ends early or has a picture now and then.
        done_s: Seconds of media written so far; after the end, the decoded duration.
        speed: Seconds of media per second of clock; 0 until it is known.
    """

    expected_s: float | None = None
    expected_bytes: float | None = None
    frame_rate: float | None = None
    done_s: float = 0.0
    speed: float = 0.0
    _done_bytes: float = 0.0

    def take(self, line: str) -> bool:
        """Take one line of `-progress` output; True when `fraction` may have grown."""
        key, _, value = line.partition("=")
        if key == ("frame" if self.frame_rate else "out_time_us"):
            units_per_s = self.frame_rate or MICROSECONDS
            was, self.done_s = self.done_s, max(self.done_s, (_number(value) or 0.0) / units_per_s)
            return self.done_s > was
        if key == "total_size":
            was, self._done_bytes = self._done_bytes, max(self._done_bytes, _number(value) or 0.0)
            return self._done_bytes > was
        if key == "speed":
            self.speed = _number(value.strip().removesuffix("x")) or self.speed
        return False

    @property
    def fraction(self) -> float:
        """From 0 to 1; stays 0 while the expected duration is unknown, and never passes 1 when a header lied."""
        done, expected = self.done_s, self.expected_s
        if self.expected_bytes is not None:
            done, expected = self._done_bytes, self.expected_bytes
        if not expected or expected <= 0:
            return 0.0
        return min(1.0, max(0.0, done / expected))


def portion(on_progress: Callable[[float], None], start: float, end: float) -> Callable[[float], None]:
    """Make a callback that maps one step's 0…1 to its share start…end of the whole job."""

    def report(fraction: float) -> None:
        on_progress(start + (end - start) * fraction)

    return report


#: Called with the name of the form that is being made, and 0…1 of it.
OnForm = Callable[[str, float], None]


def untold(form: str, fraction: float) -> None:
    """Nobody wants to know how far single forms are."""
    del form, fraction


def of_form(form: str, on_progress: Callable[[float], None], on_form: OnForm) -> Callable[[float], None]:
    """Make a callback that tells of one form too; it is told at once that the form has begun."""
    on_form(form, 0.0)

    def report(fraction: float) -> None:
        on_form(form, fraction)
        on_progress(fraction)

    return report


def _number(text: str) -> float | None:
    """Give the number, or None for ffmpeg's N/A and for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
