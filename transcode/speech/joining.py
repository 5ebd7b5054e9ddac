"""Sentences of sound put together, with measured pauses between them."""

import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transcode.errors import MachineError

_SAMPLE_BYTES = 2
#: Of a file that ends before its first part has told its own.
_ANY_RATE_HZ = 22_050
#: Below it (of 32,768) an engine's own silence before and behind a sentence is cut off, but for a short margin.
_SILENCE = 128
_WINDOW_S, _MARGIN_S = 0.005, 0.02


@dataclass(frozen=True, kw_only=True)
class Span:
    """When a sentence is heard, in seconds from the start."""

    start_s: float
    end_s: float


def join(parts: Iterable[tuple[Path, float]], out: Path) -> list[Span]:
    """Write one WAV of many, each followed by its pause; each part is removed once it is in.

    Args:
        parts: Files of 16 bit, one channel and one rate, each with the seconds of silence behind it.
        out: The file that is written.

    Returns:
        When each part is heard; a silent one has no length.

    Raises:
        MachineError: "voice-failed": a part is no such file, or none holds any sound.
    """
    spans: list[Span] = []
    rate_hz = written = 0
    with wave.open(str(out), "wb") as sound:
        sound.setparams((1, _SAMPLE_BYTES, _ANY_RATE_HZ, 0, "NONE", ""))
        for path, pause_s in parts:
            part_rate_hz, samples = _read(path)
            if not rate_hz:
                rate_hz = part_rate_hz
                sound.setframerate(rate_hz)
            if part_rate_hz != rate_hz:
                raise _broken(path, f"{part_rate_hz} Hz, {rate_hz} Hz")
            heard = _trimmed(samples, rate_hz)
            sound.writeframesraw(heard)
            sound.writeframesraw(bytes(_SAMPLE_BYTES * round(pause_s * rate_hz)))
            spans.append(Span(start_s=written / rate_hz, end_s=(written + len(heard)) / rate_hz))
            written += len(heard) + round(pause_s * rate_hz)
            path.unlink()
    if not any(span.end_s > span.start_s for span in spans):
        raise MachineError("voice-failed", voice=out.name, return_code=0, detail="silence")
    return spans


def _read(path: Path) -> "tuple[int, array[int]]":
    try:
        with wave.open(str(path), "rb") as part:
            if (part.getnchannels(), part.getsampwidth()) != (1, _SAMPLE_BYTES):
                raise _broken(path, f"{part.getnchannels()} x {8 * part.getsampwidth()} bit")
            samples = array("h", part.readframes(part.getnframes()))
            rate_hz = part.getframerate()
    except (wave.Error, EOFError, OSError, ValueError) as error:
        raise _broken(path, str(error)) from error
    if sys.byteorder == "big":
        samples.byteswap()
    return rate_hz, samples


def _trimmed(samples: "array[int]", rate_hz: int) -> "array[int]":
    """The part between the first and the last sound, with a margin."""
    step = max(1, round(_WINDOW_S * rate_hz))
    loud = [
        place
        for place in range(0, len(samples), step)
        if max(window := samples[place : place + step]) > _SILENCE or min(window) < -_SILENCE
    ]
    if not loud:
        return array("h")
    margin = round(_MARGIN_S * rate_hz)
    heard = samples[max(0, loud[0] - margin) : loud[-1] + step + margin]
    if sys.byteorder == "big":
        heard.byteswap()
    return heard


def _broken(path: Path, detail: str) -> MachineError:
    return MachineError("voice-failed", voice=path.name, return_code=0, detail=detail or "WAV")
