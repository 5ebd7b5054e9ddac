"""Makes the form "read-aloud": an article as speech, labelled as synthetic, with the times of its sentences."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from transcode.audio import AudioJob, Made, make_form, measure_sound
from transcode.captions.caption import Caption
from transcode.captions.writing import write_vtt
from transcode.encoder import Encoder
from transcode.errors import RejectedError
from transcode.probe import probe
from transcode.progress import portion
from transcode.speech.espeak import find_espeak, speaks
from transcode.speech.joining import Span, join
from transcode.speech.piper import PiperVoice
from transcode.speech.script import MANNERS, Reading, Sentence, script
from transcode.speech.voice import Voice
from transcode.tools import Tools

FORM, FILE_NAME, WORDS_NAME = "read-aloud", "read-aloud.mp3", "read-aloud.vtt"
#: Stands in the comment of the file and at the head of its words (Luật 134/2025/QH15, Điều 11).
LABEL = "Giọng máy / Synthetic voice"

_SAID, _JOINED = 0.4, 0.45
#: What `Caption` takes for its own marks.
_MARKS = re.compile("</?i>")


@dataclass(frozen=True, kw_only=True)
class ReadAloudJob:
    """One article and who reads it.

    Attributes:
        reading: The article.
        voice: From `choose_voice`, or another that keeps the protocol.
        out_dir: Where the form goes; exists.
        work_dir: A private folder to run in; exists. Takes up to 250 MB for the longest article.
        tags: title, artist, album, date, comment, for the tags of the file.
    """

    reading: Reading
    voice: Voice
    out_dir: Path
    work_dir: Path
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Timing:
    """A sentence, as it is written, and when it is heard."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, kw_only=True)
class ReadAloud:
    """What came of a job.

    Attributes:
        made: read-aloud.mp3; the words with their times (WebVTT) stand beside it as read-aloud.vtt.
        timings: The same words, by time; the announcement is the first.
    """

    made: Made
    timings: tuple[Timing, ...]


def choose_voice(language: str, *, name: str = "", piper: PiperVoice | None = None) -> Voice:
    """Give the voice for an article: the Piper voice where it speaks the language, else eSpeak NG's.

    Args:
        language: BCP-47 of the article.
        name: Which voice of eSpeak NG; "" or one of another language: the usual one of the article's.
        piper: The configured one.

    Raises:
        RejectedError: "no-voice-for-language".
        MachineError: "no-voice".
    """
    first = language.lower().partition("-")[0]
    if piper is not None and piper.language == first and first in MANNERS:
        return piper
    same = name.partition("-")[0] == first
    return find_espeak(language, name=name if same else "")


def can_read(language: str) -> bool:
    """Tell whether articles in a language are read aloud at all."""
    return speaks(language) and language.lower().partition("-")[0] in MANNERS


def make_read_aloud(
    job: ReadAloudJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> ReadAloud:
    """Read an article aloud: `read-aloud.mp3` as the form "lite" sounds and weighs, `read-aloud.vtt` beside it.

    Raises:
        RejectedError: "nothing-to-read", "too-long-to-read", "no-voice-for-language".
        MachineError: "no-voice", "voice-failed", or what stopped ffmpeg.
        TranscodeError: "over-budget".
        CancelledError: Somebody asked to stop.
    """
    if job.voice.language != job.reading.language.lower().partition("-")[0]:
        raise RejectedError("no-voice-for-language", language=job.reading.language)
    said = script(job.reading)
    folder = job.work_dir / "read-aloud"
    folder.mkdir()
    try:
        wav = folder / "whole.wav"
        spans = _say(job.voice, said, wav, portion(on_progress, 0.0, _SAID), cancelled)
        on_progress(_JOINED)
        encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
        made = _encode(job, wav, encoder, portion(on_progress, _JOINED, 1.0))
    finally:
        shutil.rmtree(folder)
    timings = _timings(said, spans)
    (job.out_dir / WORDS_NAME).write_text(_words(timings, job), encoding="utf-8")
    details = {
        **made.details,
        "synthetic": "yes",
        "voice": _voice_name(job.voice),
        "language": job.voice.language,
        "sentences": len(timings),
    }
    on_progress(1.0)
    return ReadAloud(made=replace(made, details=details), timings=timings)


def _say(
    voice: Voice,
    said: Sequence[Sentence],
    wav: Path,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> list[Span]:
    folder = wav.parent / "sentences"
    folder.mkdir()
    lines = [sentence.spoken for sentence in said]
    paths = voice.synthesise(lines, folder, on_progress=on_progress, cancelled=cancelled)
    return join(zip(paths, (sentence.pause_s for sentence in said), strict=True), wav)


def _encode(job: ReadAloudJob, wav: Path, encoder: Encoder, on_progress: Callable[[float], None]) -> Made:
    """Bring the sound to the loudness and the weight of the light form.

    Raises:
        TranscodeError: See `make_read_aloud`.
    """
    sound = AudioJob(
        source=wav,
        demuxer="wav",
        probe=probe(wav, demuxer="wav", tools=encoder.tools, work_dir=wav.parent),
        out_dir=wav.parent,
        work_dir=wav.parent,
        tags=_tags(job),
        forms=frozenset({"lite"}),
    )
    stream = sound.probe.audio
    if stream is None:
        raise RejectedError("no-streams")
    track = measure_sound(sound, stream, replace(encoder, work_dir=wav.parent), portion(on_progress, 0.0, 0.3))
    made = make_form("lite", sound, track, encoder, portion(on_progress, 0.3, 1.0))
    out = job.out_dir.absolute() / FILE_NAME
    shutil.move(made.path, out)
    return replace(made, form=FORM, path=out)


def _tags(job: ReadAloudJob) -> dict[str, str]:
    comment = f"{LABEL}: {_voice_name(job.voice)}"
    given = job.tags.get("comment")
    return {**job.tags, "comment": f"{comment}. {given}" if given else comment, "language": job.voice.language}


def _voice_name(voice: Voice) -> str:
    return f"{voice.kind} {voice.name}"


def _timings(said: Sequence[Sentence], spans: Sequence[Span]) -> tuple[Timing, ...]:
    """Sentences that are heard, to the millisecond."""
    return tuple(
        Timing(start_s=round(span.start_s, 3), end_s=round(span.end_s, 3), text=sentence.text)
        for sentence, span in zip(said, spans, strict=True)
        if span.end_s > span.start_s
    )


def _words(timings: Sequence[Timing], job: ReadAloudJob) -> str:
    captions = [Caption(start_s=one.start_s, end_s=one.end_s, text=_MARKS.sub("", one.text)) for one in timings]
    return write_vtt(captions, language=job.reading.language, note=f"{LABEL}: {_voice_name(job.voice)}")
