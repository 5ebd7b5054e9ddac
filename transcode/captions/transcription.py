"""Automatic captions: a program hears a sound and says its words; they become captions that say who made them."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ffmpeg

from transcode.captions import recogniser
from transcode.captions.caption import CaptionFile
from transcode.captions.limits import CaptionLimits
from transcode.captions.mending import mend
from transcode.captions.reading import told
from transcode.captions.words import Word, cues_of_words
from transcode.commands import Source, compile_argv, open_source
from transcode.diagnosis import diagnose
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.errors import Fact, MachineError, RejectedError, TranscodeError
from transcode.languages import bcp47
from transcode.process import Finished, Limits, run
from transcode.progress import Progress, portion
from transcode.tools import Tools

#: What Whisper wants to hear.
_RATE_HZ = 16_000
_MODEL_FILES = ("model.bin", "config.json", "tokenizer.json")
_GIBIBYTE = 1 << 30
#: The model is in memory as it is on the disk, and once more while it is read; the rest is for libraries and sound.
_MEMORY_PER_MODEL_BYTE, _MEMORY_BYTES = 2, 5 * _GIBIBYTE // 2
#: A slow machine hears a small model at a fifth of the speed of speech; loading takes its time too.
_LEAST_TIME_S, _TIME_PER_S = 900, 6.0
_STALL_S = 600
_OUTPUT_BYTES = 64 << 20
#: Start, end, text, certainty.
_WORD_FIELDS = 4
#: No recording is that long.
_LONGEST_S = 1e6
#: Where decoding the sound ends, of 1.
_DECODED = 0.05
#: Below it an editor should look at the language.
_SURE = 0.6
#: Mean certainty of words: what base heard of clear news lay above 0.68, what it made of another language at 0.55.
_CERTAIN = 0.6
_NO_MEMORY = re.compile(r"MemoryError|bad_alloc|failed to allocate|allocation (?:still )?failed", re.IGNORECASE)
_FAILURES = {"missing": "transcription-missing", "model": "transcription-model", "language": "transcription-language"}


@dataclass(frozen=True, kw_only=True)
class Recogniser:
    """A program that hears speech, and its model.

    Attributes:
        model: A folder in the form of CTranslate2: model.bin, config.json, tokenizer.json, a vocabulary.
        command: Program and first arguments; a JSON text follows. See `recogniser.py` for what it is told and answers.
        threads: Processors that it may use.
    """

    model: Path
    command: Sequence[str]
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)


@dataclass(frozen=True, kw_only=True)
class TranscriptionJob:
    """One sound that is to be heard.

    Attributes:
        sound: The stream. Of a programme in several forms best the light one: its loudness is even, and a dead or an
            inverted channel is mended there.
        duration_s: As decoded.
        work_dir: A private folder to run in. It needs 32 kB for each second of sound for a while.
        language: BCP-47 of what is spoken; None: the program tells it from the first half minute.
    """

    sound: Source
    duration_s: float
    work_dir: Path
    language: str | None = None


def find_recogniser(model: Path, *, python: Path | None = None) -> Recogniser:
    """Give the recogniser with faster-whisper.

    Args:
        model: Its folder.
        python: The Python that faster-whisper is installed for; None: the one that runs this.

    Raises:
        MachineError: "transcription-model": files are missing in the folder.
    """
    missing = [name for name in _MODEL_FILES if not (model / name).is_file()]
    if missing:
        raise MachineError("transcription-model", detail=f"{model.name}: -{', '.join(missing)}")
    # -I: neither the environment nor the folder it runs in can change what is imported.
    return Recogniser(model=model.absolute(), command=(str(python or sys.executable), "-I", recogniser.__file__))


def transcribe(
    job: TranscriptionJob,
    *,
    tools: Tools,
    recogniser: Recogniser,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> CaptionFile:
    """Hear a sound and give captions, every one of them marked as made by a machine.

    Args:
        job: What is to be heard.
        tools: The programs that decode it.
        recogniser: The program that hears it; it runs without network, with bounded memory and time.
        on_progress: Called with 0…1.
        cancelled: Asked often; True stops.

    Returns:
        Captions of format "ASR"; `language` as it was told or heard; `remarks` always has "captions-machine".

    Raises:
        RejectedError: "transcription-no-speech", "transcription-language"; the sound cannot be decoded.
        MachineError: "transcription-missing", "transcription-model", "stalled", "time-limit", "out-of-memory" …
        CancelledError: Somebody asked to stop.
    """
    answer = _Answer(job, portion(on_progress, _DECODED, 1.0))
    # Libraries leave things where they run.
    with TemporaryDirectory(prefix="speech-", dir=job.work_dir.absolute()) as folder:
        wav = Path(folder) / "speech.wav"
        _decode(job, wav, tools, portion(on_progress, 0.0, _DECODED), cancelled)
        wanted = {
            "sound": str(wav),
            "model": str(recogniser.model),
            "language": (job.language or "").partition("-")[0] or None,
            "threads": recogniser.threads,
        }
        argv = [*recogniser.command, json.dumps(wanted)]
        finished = _run(argv, Path(folder), _limits(job, recogniser), answer, cancelled)
    answer.check(finished)
    on_progress(1.0)
    return answer.captions(recogniser)


def _decode(
    job: TranscriptionJob,
    wav: Path,
    tools: Tools,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> None:
    """Let ffmpeg, with its guards, be the only one that opens what was received."""
    sound = open_source(job.sound)[str(job.sound.index)].filter("aformat", channel_layouts="mono")
    out = ffmpeg.output(sound, str(wav), f="wav", ar=_RATE_HZ, ac=1, map_metadata=-1, **{"c:a": "pcm_s16le"})
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    progress = Progress(expected_s=job.duration_s)
    encoder.encode(compile_argv(tools.ffmpeg, [out]), limits=SOUND_LIMITS, progress=progress, on_progress=on_progress)


def _limits(job: TranscriptionJob, recogniser: Recogniser) -> Limits:
    model = recogniser.model / "model.bin"
    size_bytes = model.stat().st_size if model.exists() else 0
    return Limits(
        time_s=max(_LEAST_TIME_S, _TIME_PER_S * job.duration_s),
        stall_s=_STALL_S,
        memory_bytes=_MEMORY_BYTES + _MEMORY_PER_MODEL_BYTE * size_bytes,
        output_bytes=_OUTPUT_BYTES,
    )


def _run(
    argv: Sequence[str],
    folder: Path,
    limits: Limits,
    answer: "_Answer",
    cancelled: Callable[[], bool],
) -> Finished:
    try:
        return run(argv, limits=limits, cwd=folder, on_line=answer.take, cancelled=cancelled)
    except MachineError as error:
        if error.code == "ffmpeg-missing":
            raise MachineError("transcription-missing", detail=str(error.facts.get("detail", ""))) from error
        raise


class _Answer:
    """What the program says, line by line."""

    def __init__(self, job: TranscriptionJob, on_progress: Callable[[float], None]) -> None:
        self._job = job
        self._on_progress = on_progress
        self._words: list[Word] = []
        self._language = job.language
        self._sure = 1.0
        self._certainty = 0.0
        self._done = False
        self._failure: TranscodeError | None = None

    def take(self, line: str) -> None:
        """Take one line; what is none of ours is passed over, for libraries print what they like."""
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(told, dict):
            return
        self._done = self._done or told.get("done") is True
        if told.get("error") in _FAILURES:
            self._fail(str(told["error"]), str(told.get("detail", "")))
        if isinstance(told.get("language"), str):
            self._language = self._job.language or bcp47(told["language"])
            self._sure = _number(told.get("probability"))
        if isinstance(told.get("words"), list):
            self._hear(told["words"])
        until_s = _number(told.get("until_s"))
        if until_s and self._job.duration_s > 0:
            self._on_progress(min(1.0, until_s / self._job.duration_s))

    def _hear(self, words: list[Any]) -> None:
        for raw in words:
            if not (isinstance(raw, list) and len(raw) == _WORD_FIELDS):
                continue
            start_s, end_s, text, certainty = raw
            if isinstance(text, str) and _is_moment(start_s) and _is_moment(end_s):
                self._words.append(Word(float(start_s), float(end_s), text, machine=True))
                self._certainty += _number(certainty)

    def check(self, finished: Finished) -> None:
        """Say what went wrong.

        Raises:
            RejectedError: "transcription-language".
            MachineError: The program is at fault, or it ended before its work did.
        """
        if self._failure:
            raise self._failure
        if finished.return_code != 0 or not self._done:
            if _NO_MEMORY.search(finished.stderr_tail):
                raise MachineError("out-of-memory")
            raise diagnose("faster-whisper", finished)

    def captions(self, recogniser: Recogniser) -> CaptionFile:
        """What was heard.

        Raises:
            RejectedError: "transcription-no-speech".
        """
        if not self._words:
            raise RejectedError("transcription-no-speech")
        mends: Counter[str] = Counter()
        self._words.sort()
        captions = mend(
            cues_of_words(self._words), mends=mends, duration_s=self._job.duration_s, limits=CaptionLimits()
        )
        # Lines are ours to choose here.
        del mends["captions-rewrapped"]
        remarks: dict[str, dict[str, Fact]] = {"captions-machine": {"model": recogniser.model.name}}
        if self._sure < _SURE and not self._job.language:
            percent = round(100 * self._sure)
            remarks["captions-language-unsure"] = {"language": self._language or "?", "percent": percent}
        certainty = self._certainty / len(self._words)
        if certainty < _CERTAIN:
            remarks["captions-doubtful"] = {"percent": round(100 * certainty)}
        return CaptionFile(
            captions=tuple(captions),
            format="ASR",
            language=self._language,
            remarks={**remarks, **told(mends)},
            details={"program": Path(recogniser.command[-1]).stem, "model": recogniser.model.name},
        )

    def _fail(self, error: str, detail: str) -> None:
        code = _FAILURES[error]
        if error == "language":
            self._failure = RejectedError(code, language=detail)
        elif _NO_MEMORY.search(detail):
            self._failure = MachineError("out-of-memory")
        else:
            self._failure = MachineError(code, detail=detail[-200:])


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LONGEST_S


def _number(value: object) -> float:
    """The number; 0 for anything else."""
    return float(value) if isinstance(value, int | float) and _is_moment(value) else 0.0
