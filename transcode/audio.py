"""Makes the forms of sound: first the lightest, then the others, each at the loudness of its row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from transcode import commands
from transcode.audio_job import AudioJob, SoundForms, choose_sound
from transcode.chime import CHIME, CHIME_S
from transcode.commands import Extras, Sound, Source
from transcode.content.chunk_places import with_true_places
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.hls_sound import make_hls_sound
from transcode.loudness import Loudness, parse_loudness
from transcode.made import Forms, Made, check_budget
from transcode.probe import Probe
from transcode.progress import OnForm, Progress, of_form, portion, untold
from transcode.sound_forms import AUDIO_FORMS, AudioForm
from transcode.soundtrack import Soundtrack, measure_sound, prepare_sound, rehearse
from transcode.tools import Tools
from transcode.waveform import make_waveform

__all__ = [
    "AudioJob",
    "Made",
    "SoundForms",
    "Soundtrack",
    "choose_sound",
    "make_audio",
    "make_form",
    "make_hls_sound",
    "make_waveform",
    "measure_sound",
    "rehearse",
]

#: How often a result is made at most: the first, and tries with a corrected gain.
_MOST_TRIES = 3
_BITS = 8
#: Titles of chapters that are written anew; each is an argument.
_MOST_TITLES = 255
#: By when the sound of an MP3 has begun for sure.
_LATEST_START_S = 1.0
#: Tags, headers and a few frames more than the duration.
_ALLOWANCE_BYTES = 16_384
_DEMUXERS = {"mp3": "mp3", "opus": "ogg"}
_ENCODERS = {"mp3": "libmp3lame", "opus": "libopus"}

#: About what each step takes of the clock, the lightest form as 1, in the order in which they are made.
_SHARES = {
    "measure": 0.6,
    "lite": 1.0,
    "waveform": 0.01,
    "speech": 1.5,
    "audio": 3.0,
    "speaker": 2.0,
    "hls-audio": 5.0,
}


def make_audio(  # noqa: PLR0913  each is asked or told by itself
    job: AudioJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    on_made: Callable[[Made], None],
    cancelled: Callable[[], bool],
    on_form: OnForm = untold,
) -> None:
    """Make the forms of sound, lightest first.

    Args:
        job: What to make of what.
        tools: The programs.
        on_progress: Called with 0…1 of the whole job.
        on_form: Called with the form that is being made, and 0…1 of it.
        on_made: Called with each form as soon as it is ready.
        cancelled: Asked often; True stops.

    Raises:
        RejectedError: The original is at fault and nothing was made.
        FormsError: Some form failed; the others were handed over.
        MachineError: The measuring run failed for the machine's sake.
        CancelledError: Somebody asked to stop.
    """
    stream = job.sound()
    if stream is None:
        raise RejectedError("no-streams")
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    shares = _Shares(job.forms, on_progress, on_form)
    track = measure_sound(job, stream, encoder, shares.next("measure"))
    forms = Forms(on_made)
    for form in _SHARES:
        if cancelled():
            raise CancelledError("cancelled")
        if form in job.forms:
            forms.make(form, partial(_make_any, form, job, track, encoder, shares.next(form)))
    forms.finish()
    on_progress(1.0)


def _make_any(
    form: str, job: AudioJob, track: Soundtrack, encoder: Encoder, on_progress: Callable[[float], None]
) -> Made:
    if form == "waveform":
        return make_waveform(job, track)
    if form == "hls-audio":
        return make_hls_sound(job, track, encoder, on_progress)
    return make_form(form, job, track, encoder, on_progress)


class _Shares:
    """Gives each step its part of the whole job's progress."""

    def __init__(self, forms: frozenset[str], on_progress: Callable[[float], None], on_form: OnForm) -> None:
        self._forms, self._on_form = forms, on_form
        self._whole = sum(share for step, share in _SHARES.items() if step in forms or step == "measure")
        self._on_progress = on_progress
        self._done = 0.0

    def next(self, step: str) -> Callable[[float], None]:
        """Give the progress callback of the next step."""
        start, self._done = self._done, self._done + _SHARES[step]
        share = portion(self._on_progress, start / self._whole, self._done / self._whole)
        return of_form(step, share, self._on_form) if step in self._forms else share


def make_form(
    form: str, job: AudioJob, track: Soundtrack, encoder: Encoder, on_progress: Callable[[float], None]
) -> Made:
    """Make one form of `AUDIO_FORMS` and check what came out.

    Raises:
        TranscodeError: "over-budget", or what stopped ffmpeg; "ffmpeg-missing" where it lacks the encoder.
    """
    row = AUDIO_FORMS[form]
    if _ENCODERS[row.codec] not in encoder.tools.encoders:
        raise MachineError("ffmpeg-missing", detail=f"{encoder.tools.ffmpeg}: -{_ENCODERS[row.codec]}")
    extras = Extras(
        tags=job.spoken_tags(),
        cover=job.cover.absolute() if job.cover and row.has_cover else None,
        chapters=row.has_chapters and row.codec == "mp3",
        chapter_titles=_chapter_titles(job.probe),
        marks=_marks(job.probe) if row.has_chapters and row.codec == "opus" else (),
        chime=CHIME if row.has_chime else "",
    )
    place = _Workplace(encoder=encoder, out=job.out_dir.absolute() / row.file_name, on_progress=on_progress)
    try:
        take = _until_right(row, extras, track, place)
    finally:
        place.take.unlink(missing_ok=True)
    if row.shape.steps == () and not row.stereo_bps:
        # What this form needed, other light ones of the same mix need too.
        track.mono_gain = take.sound.gain
    size_bytes = place.out.stat().st_size
    check_budget(
        form,
        size_bytes=size_bytes,
        mb_per_hour=row.budget_mb_per_hour,
        duration_s=take.duration_s,
        allowance_bytes=_ALLOWANCE_BYTES + (extras.cover.stat().st_size if extras.cover else 0),
    )
    on_progress(1.0)
    return Made(
        form=form,
        path=place.out,
        media_type=row.media_type,
        size_bytes=size_bytes,
        duration_s=take.duration_s,
        details=_details(row, track, take, extras),
    )


def _chapter_titles(probe: Probe) -> list[str]:
    """The mended titles, which the demuxer has in whatever encoding they came; none where it could drop a chapter.

    A title is put by its chapter's number; chapters that end before the sound begins are dropped, and count no more.
    """
    if probe.demuxer != "mp3" or any(chapter.end_s <= _LATEST_START_S for chapter in probe.chapters):
        return []
    return [chapter.title for chapter in probe.chapters[:_MOST_TITLES]]


def _marks(probe: Probe) -> list[tuple[float, str]]:
    return [(chapter.start_s, chapter.title) for chapter in probe.chapters[:_MOST_TITLES]]


@dataclass(frozen=True, kw_only=True)
class _Workplace:
    """Where and by whom one form is made; `take` is the try that is under way."""

    encoder: Encoder
    out: Path
    on_progress: Callable[[float], None]

    @property
    def take(self) -> Path:
        return self.out.with_suffix(".take")


@dataclass(frozen=True, kw_only=True)
class _Take:
    """One try: what was asked of the encoder, and what came out, the chime not counted but in the duration."""

    sound: Sound
    result: Loudness
    duration_s: float


def _until_right(row: AudioForm, extras: Extras, track: Soundtrack, place: _Workplace) -> _Take:
    """Encode and measure; encode again with a corrected gain where loudness or peaks came out wrong; keep the best.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    sound, tuning = prepare_sound(row, track, place.encoder)
    takes: list[_Take] = []
    start = 0.0
    for _ in range(_MOST_TRIES):
        sound = replace(sound, gain=tuning.gain)
        # Each try gets half of what is left, so the bar never runs back.
        on_share = portion(place.on_progress, start, start := (1 + start) / 2)
        take = _take(row, sound, extras, track, replace(place, on_progress=on_share))
        if all(tuning.excess(take.result) < tuning.excess(other.result) for other in takes):
            place.take.replace(place.out)
        takes.append(take)
        if tuning.is_content(take.result, row.tolerance_lu):
            break
        tuning.hear(take.result)
        if tuning.gain == sound.gain:
            # The largest gain that is allowed: the same again would come out the same.
            break
    return min(takes, key=lambda take: tuning.excess(take.result))


def _take(row: AudioForm, sound: Sound, extras: Extras, track: Soundtrack, place: _Workplace) -> _Take:
    """Encode once, and decode what was made: its loudness and its real duration in seconds."""
    ffmpeg_path = place.encoder.tools.ffmpeg
    encode = commands.encode_opus if row.codec == "opus" else commands.encode_mp3
    argv = encode(ffmpeg_path, track.source, sound, extras, place.take)
    progress = Progress(expected_bytes=track.duration_s * sound.bit_rate_bps / _BITS)
    place.encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=place.on_progress)
    made = Source(path=place.take, demuxer=_DEMUXERS[row.codec], index=0)
    skip_s = CHIME_S if row.has_chime else 0.0
    stereo, short = len(sound.pan) > 1, track.is_short
    argv = commands.measure(ffmpeg_path, made, stereo=stereo, skip_s=skip_s, repeated=short)
    run = place.encoder.encode(argv, limits=SOUND_LIMITS, progress=Progress(), on_progress=lambda _: None)
    heard_s = run.duration_s / commands.REPEATED_TIMES if short else run.duration_s
    return _Take(sound=sound, result=parse_loudness(run.report), duration_s=skip_s + heard_s)


def _details(row: AudioForm, track: Soundtrack, take: _Take, extras: Extras) -> dict[str, str | int | float]:
    details: dict[str, str | int | float] = {
        "loudness_before_lufs": round(track.loudness.integrated_lufs, 1),
        "loudness_after_lufs": round(take.result.integrated_lufs, 1),
        "loudness_target_lufs": row.target_lufs,
        "true_peak_before_dbtp": round(track.loudness.true_peak_dbtp, 1),
        "true_peak_after_dbtp": round(take.result.true_peak_dbtp, 1),
        "range_before_lu": round(track.loudness.range_lu, 1),
        "range_after_lu": round(take.result.range_lu, 1),
        "gain_db": round(take.sound.level_db + take.sound.gain.gain_db, 2),
        "channels": len(take.sound.pan),
        "sample_rate_hz": take.sound.sample_rate_hz,
        "bit_rate_bps": take.sound.bit_rate_bps,
        "stream_index": track.source.index,
        "revision": row.revision,
        **track.faults.details(),
    }
    if row.has_chime:
        details["programme_starts_s"] = CHIME_S
    if extras.tags.get("language"):
        details["language"] = extras.tags["language"]
    if track.mix.fault:
        details["mended"] = track.mix.fault
    return details
