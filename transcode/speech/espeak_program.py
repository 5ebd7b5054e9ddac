"""Says lines of text with the library of eSpeak NG; run as `python -I -S espeak_program.py '<json>'`.

It is a program of its own so that neither a crash nor the licence of that library (GPL-3.0-or-later) touches the hub,
which imports nothing of it. It uses the standard library alone. Interface: espeak-ng, include/espeak-ng/speak_lib.h.

The JSON tells "library" and "data" (paths), "voice", "words_per_minute", "volume" (100 is the library's own), "lines"
(a UTF-8 file, one utterance a line) and "out" (a folder). It writes out/00000.wav and so on, 16-bit mono, and prints
each number when that file is whole.
"""

import ctypes
import json
import sys
import wave
from pathlib import Path
from typing import Any, NoReturn

#: Exit codes that the caller tells apart from a crash.
NO_LIBRARY, NO_VOICE, NOT_SAID = 3, 4, 5

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_RATE, _VOLUME = 1, 2
_POSITION_CHARACTER = 1
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Engine:
    """The library, opened for one voice.

    Attributes:
        rate_hz: Samples per second of what it says.
    """

    def __init__(self, library: str, data: str) -> None:
        """Open it.

        Raises:
            OSError: It is missing, is for another machine, or finds no data.
        """
        self._library: Any = ctypes.CDLL(library)
        # The folder above the data, which the library looks for by name.
        self.rate_hz: int = self._library.espeak_Initialize(
            _SYNCHRONOUS, 0, str(Path(data).parent).encode(), _DO_NOT_EXIT
        )
        if self.rate_hz <= 0:
            raise OSError(f"no data in {data}")
        self._samples = bytearray()
        # Kept: the library holds no reference of its own.
        self._callback = _CALLBACK(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def choose(self, voice: str, *, words_per_minute: int, volume: int) -> bool:
        """Take a voice, its speed and its level; False when there is no such voice."""
        found = bool(self._library.espeak_SetVoiceByName(voice.encode()) == 0)
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_VOLUME, volume, 0)
        return found

    def say(self, text: str) -> bytes:
        """Give the samples of one utterance.

        Raises:
            OSError: The library refused it.
        """
        self._samples = bytearray()
        encoded = text.encode()
        size = ctypes.c_size_t(len(encoded) + 1)
        answer = self._library.espeak_Synth(encoded, size, 0, _POSITION_CHARACTER, 0, _UTF8, None, None)
        if answer != 0 or self._library.espeak_Synchronize() != 0:
            raise OSError("not said")
        return bytes(self._samples)

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return 0


def say_all(engine: Engine, lines: Path, out: Path) -> None:
    """Say every line of a file.

    Raises:
        OSError: The library refused a line, or a file could not be written.
    """
    with lines.open(encoding="utf-8") as texts:
        for number, text in enumerate(texts):
            samples = engine.say(text.strip())
            with wave.open(str(out / f"{number:05d}.wav"), "wb") as sound:
                sound.setparams((1, ctypes.sizeof(ctypes.c_short), engine.rate_hz, 0, "NONE", ""))
                sound.writeframes(samples)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def main(argv: list[str]) -> NoReturn:
    """Do what argv[1] tells."""
    told = json.loads(argv[1])
    try:
        engine = Engine(told["library"], told["data"])
    except OSError as error:
        _fail(NO_LIBRARY, str(error))
    if not engine.choose(told["voice"], words_per_minute=told["words_per_minute"], volume=told["volume"]):
        _fail(NO_VOICE, told["voice"])
    try:
        say_all(engine, Path(told["lines"]), Path(told["out"]))
    except OSError as error:
        _fail(NOT_SAID, str(error))
    sys.exit(0)


def _fail(code: int, detail: str) -> NoReturn:
    sys.stderr.write(f"{detail}\n")
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv)
