"""Hears speech with faster-whisper; a program of its own, run as `python -I recogniser.py '<json>'`.

It is told {"sound", "model", "language" or null, "threads"} and answers in lines of JSON on stdout: {"language",
"probability"} once, then {"words": [[start_s, end_s, text, certainty], ...], "until_s"} again and again, and at the end
{"done": true}; or {"error": "missing" | "model" | "language", "detail"}. Whoever has another engine writes a program
that speaks like this one. It imports nothing of this house: the Python that runs it may be another one.
"""

import array
import io
import json
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Sound is heard in pieces, so that memory does not grow with its length; they are parted where it is quietest.
_PIECE_S = 600
_LOOK_BACK_S = 20
_WINDOW_S = 0.2
_FAILED = 3
#: Beam search that is good enough for news, at half the time of the usual five.
_BEAM = 3


def main(argv: list[str]) -> int:
    """Hear one sound; 0 when all of it was heard."""
    wanted = json.loads(argv[1])
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        return _fail("missing", str(error))
    try:
        model = WhisperModel(
            wanted["model"],
            device="cpu",
            compute_type="int8",
            cpu_threads=wanted["threads"],
            local_files_only=True,
        )
    except Exception as error:  # noqa: BLE001 - of any library below
        return _fail("model", str(error))
    language = wanted["language"]
    if language and language not in model.supported_languages:
        return _fail("language", language)
    _hear(model, Path(wanted["sound"]), language)
    _say(done=True)
    return 0


def _hear(model: Any, sound: Path, language: str | None) -> None:
    for starts_s, ends_s, piece in _pieces(sound):
        segments, about = model.transcribe(
            io.BytesIO(piece),
            language=language,
            beam_size=_BEAM,
            word_timestamps=True,
            vad_filter=True,
            # A mistake would go on from one window to the next.
            condition_on_previous_text=False,
        )
        if starts_s == 0:
            _say(language=about.language, probability=1.0 if language else about.language_probability)
        language = about.language
        for segment in segments:
            words = [
                [starts_s + word.start, starts_s + word.end, word.word, word.probability]
                for word in segment.words or ()
            ]
            _say(words=words, until_s=starts_s + segment.end)
        _say(words=[], until_s=ends_s)


def _pieces(sound: Path) -> Iterator[tuple[float, float, bytes]]:
    """Start, end and WAV of each piece of a sound in 16 bits and one channel."""
    with wave.open(str(sound)) as source:
        rate, left = source.getframerate(), b""
        starts = 0
        while True:
            frames = left + source.readframes(_PIECE_S * rate - len(left) // 2)
            last = len(frames) < _PIECE_S * rate * 2
            cut = len(frames) // 2 if last else _quietest(frames, rate)
            if cut:
                yield starts / rate, (starts + cut) / rate, _wav(frames[: cut * 2], rate)
            starts += cut
            left = frames[cut * 2 :]
            if last:
                return


def _quietest(frames: bytes, rate: int) -> int:
    """The sample in the middle of the quietest moment near the end."""
    samples = array.array("h", frames)
    size = int(_WINDOW_S * rate)
    begins = range(len(samples) - _LOOK_BACK_S * rate, len(samples) - size, size // 2)
    # Every eighth sample tells enough.
    return min(begins, key=lambda begin: sum(map(abs, samples[begin : begin + size : 8]))) + size // 2


def _wav(frames: bytes, rate: int) -> bytes:
    packed = io.BytesIO()
    with wave.open(packed, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(frames)
    return packed.getvalue()


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _fail(error: str, detail: str) -> int:
    _say(error=error, detail=detail)
    return _FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv))
