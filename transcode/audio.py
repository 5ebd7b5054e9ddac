"""Makes the forms of sound: first the lightest, then the full one, both at the same loudness."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from transcode import commands
from transcode.channels import PLAIN_MONO, Mix, choose_mix, parse_levels
from transcode.commands import Extras, Sound, Source
from transcode.content.chunk_places import with_true_places
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.errors import RejectedError
from transcode.ladder import AUDIO_FORMS, AudioForm
from transcode.loudness import Gain, Loudness, Tuning, parse_loudness, plan_gain
from transcode.made import Forms, Made, check_budget
from transcode.probe import Probe
from transcode.progress import Progress, portion
from transcode.streams import Stream
from transcode.tools import Tools

__all__ = ["AudioJob", "Made", "make_audio"]

#: How often a result is made at most: the first, and tries with a corrected gain.
_MOST_TRIES = 3
_MOST_REHEARSALS = 4
#: Closer than the form's own tolerance: encoding takes its part too.
_REHEARSED_WITHIN_LU = 0.1
_BITS = 8
#: Titles of chapters that are written anew; each is an argument.
_MOST_TITLES = 255
#: By when the sound of an MP3 has begun for sure.
_LATEST_START_S = 1.0
_HIGH_RATE_HZ, _USUAL_RATE_HZ = 48_000, 44_100
#: Tags, headers and a few frames more than the duration.
_ALLOWANCE_BYTES = 16_384

#: Where each step of a sound job ends, of 1.
_MEASURED, _LITE_DONE = 0.2, 0.5


@dataclass(frozen=True, kw_only=True)
class AudioJob:
    """One original and the forms of sound that are wanted.

    Attributes:
        source: The received file, absolute.
        demuxer: What it is opened as.
        probe: What `transcode.probe.probe` said of it.
        out_dir: Where the forms go; exists.
        work_dir: A private folder to run in; exists.
        tags: title, artist, album, date, language (BCP-47), comment, for the ID3 tags.
        cover: A JPEG for the full form, or None.
        forms: Which of "lite" and "audio".
    """

    source: Path
    demuxer: str
    probe: Probe
    out_dir: Path
    work_dir: Path
    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    forms: frozenset[str] = frozenset(AUDIO_FORMS)


@dataclass(kw_only=True)
class Soundtrack:
    """The measured sound of a job; all but `full_gain` is known when it is made.

    Attributes:
        source: The stream.
        loudness: Of the source, brought to two channels at most.
        mix: How one and two channels are made of it.
        stereo: The source has two channels or more.
        sample_rate_hz: Of the full form.
        duration_s: As decoded.
        full_gain: Of the full mix, once `rehearse` has found it.
    """

    source: Source
    loudness: Loudness
    mix: Mix
    stereo: bool
    sample_rate_hz: int
    duration_s: float
    full_gain: Gain | None = None

    def mono(self) -> tuple[tuple[str, ...], Gain]:
        """Give the mix to one channel and its gain."""
        shift_lu = 0.0 if self.loudness.is_silent else self.mix.mono_shift_lu
        mixed = replace(self.loudness, integrated_lufs=self.loudness.integrated_lufs + shift_lu)
        return (self.mix.mono,), plan_gain(mixed)

    def full(self) -> tuple[tuple[str, ...], Gain]:
        """Give the mix to two channels, or to one where the source holds no more, and its gain."""
        pan, gain = self.mono() if self.mix.stereo is None else (self.mix.stereo, plan_gain(self.loudness))
        return pan, self.full_gain or gain


def make_audio(
    job: AudioJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    on_made: Callable[[Made], None],
    cancelled: Callable[[], bool],
) -> None:
    """Make the forms of sound, lightest first.

    Args:
        job: What to make of what.
        tools: The programs.
        on_progress: Called with 0…1 of the whole job.
        on_made: Called with each form as soon as it is ready.
        cancelled: Asked often; True stops.

    Raises:
        RejectedError: The original is at fault and nothing was made.
        FormsError: Some form failed; the others were handed over.
        MachineError: The measuring run failed for the machine's sake.
        CancelledError: Somebody asked to stop.
    """
    stream = job.probe.audio
    if stream is None:
        raise RejectedError("no-streams")
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    track = measure_sound(job, stream, encoder, portion(on_progress, 0.0, _MEASURED))
    forms = Forms(on_made)
    shares = {"lite": (_MEASURED, _LITE_DONE), "audio": (_LITE_DONE, 1.0)}
    for form in AUDIO_FORMS:
        if form in job.forms:
            on_share = portion(on_progress, *shares[form])
            forms.make(form, partial(make_form, form, job, track, encoder, on_share))
    forms.finish()
    on_progress(1.0)


def measure_sound(job: AudioJob, stream: Stream, encoder: Encoder, on_progress: Callable[[float], None]) -> Soundtrack:
    """Decode the whole sound once: loudness, true peak, levels of the channels, real duration.

    Raises:
        RejectedError: Nothing could be decoded.
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    source = Source(path=job.source.absolute(), demuxer=job.demuxer, index=stream.index)
    stereo = stream.channels != 1
    argv = commands.measure(encoder.tools.ffmpeg, source, stereo=stereo, levels=stereo)
    progress = Progress(expected_s=job.probe.duration_s)
    run = encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=on_progress)
    loudness, levels = parse_loudness(run.report), parse_levels(run.report)
    return Soundtrack(
        source=source,
        loudness=loudness,
        mix=choose_mix(levels) if stereo and levels else PLAIN_MONO,
        stereo=stereo,
        sample_rate_hz=_HIGH_RATE_HZ if stream.sample_rate_hz % _HIGH_RATE_HZ == 0 else _USUAL_RATE_HZ,
        duration_s=run.duration_s,
    )


def rehearse(track: Soundtrack, encoder: Encoder) -> None:
    """Find the gain of the full mix where a limiter makes it hard to foretell, without encoding; only once a track.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    if track.full_gain is not None:
        return
    row = AUDIO_FORMS["audio"]
    pan, gain = track.full()
    tuning = Tuning(gain, ceiling_dbtp=row.ceiling_dbtp)
    for _ in range(_MOST_REHEARSALS if gain.limit_dbtp is not None else 0):
        argv = commands.rehearse(encoder.tools.ffmpeg, track.source, _sound(row, track, pan, tuning.gain))
        run = encoder.encode(argv, limits=SOUND_LIMITS, progress=Progress(), on_progress=lambda _: None)
        heard = parse_loudness(run.report)
        if heard.is_within(_REHEARSED_WITHIN_LU, row.ceiling_dbtp):
            break
        tuning.hear(heard)
    track.full_gain = tuning.gain


def make_form(
    form: str, job: AudioJob, track: Soundtrack, encoder: Encoder, on_progress: Callable[[float], None]
) -> Made:
    """Make one form of sound and check what came out.

    Raises:
        TranscodeError: "over-budget", or what stopped ffmpeg.
    """
    row = AUDIO_FORMS[form]
    extras = Extras(
        tags=job.tags,
        cover=job.cover.absolute() if job.cover and row.has_extras else None,
        chapters=row.has_extras,
        chapter_titles=_chapter_titles(job.probe),
    )
    out = job.out_dir.absolute() / row.file_name
    made = _until_right(row, extras, track, _Workplace(encoder=encoder, out=out, on_progress=on_progress))
    size_bytes = out.stat().st_size
    check_budget(
        form,
        size_bytes=size_bytes,
        mb_per_hour=row.budget_mb_per_hour,
        duration_s=made.duration_s,
        allowance_bytes=_ALLOWANCE_BYTES + (extras.cover.stat().st_size if extras.cover else 0),
    )
    on_progress(1.0)
    return Made(
        form=form,
        path=out,
        media_type=row.media_type,
        size_bytes=size_bytes,
        duration_s=made.duration_s,
        details=_details(track, made),
    )


def _chapter_titles(probe: Probe) -> list[str]:
    """The mended titles, which the demuxer has in whatever encoding they came; none where it could drop a chapter.

    A title is put by its chapter's number; chapters that end before the sound begins are dropped, and count no more.
    """
    if probe.demuxer != "mp3" or any(chapter.end_s <= _LATEST_START_S for chapter in probe.chapters):
        return []
    return [chapter.title for chapter in probe.chapters[:_MOST_TITLES]]


@dataclass(frozen=True, kw_only=True)
class _Workplace:
    """Where and by whom one form is made."""

    encoder: Encoder
    out: Path
    on_progress: Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class _Take:
    """One try: what was asked of the encoder, and what came out."""

    sound: Sound
    result: Loudness
    duration_s: float


def _until_right(row: AudioForm, extras: Extras, track: Soundtrack, place: _Workplace) -> _Take:
    """Encode and measure; encode again with a corrected gain where loudness or peaks came out wrong.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    if row.stereo_bps:
        rehearse(track, place.encoder)
    pan, gain = track.full() if row.stereo_bps else track.mono()
    tuning = Tuning(gain, ceiling_dbtp=row.ceiling_dbtp)
    start = 0.0
    for _ in range(_MOST_TRIES):
        sound = _sound(row, track, pan, tuning.gain)
        argv = commands.encode_mp3(place.encoder.tools.ffmpeg, track.source, sound, extras, place.out)
        # Each try gets half of what is left, so the bar never runs back.
        on_share = portion(place.on_progress, start, start := (1 + start) / 2)
        progress = Progress(expected_bytes=track.duration_s * sound.bit_rate_bps / _BITS)
        place.encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=on_share)
        result, duration_s = _measure_result(place.out, place.encoder, stereo=len(pan) > 1)
        if result.is_within(row.tolerance_lu, row.ceiling_dbtp):
            break
        tuning.hear(result)
        if tuning.gain == sound.gain:
            # The largest gain that is allowed: the same again would come out the same.
            break
    return _Take(sound=sound, result=result, duration_s=duration_s)


def _sound(row: AudioForm, track: Soundtrack, pan: tuple[str, ...], gain: Gain) -> Sound:
    return Sound(
        pan=pan,
        stereo_in=track.stereo,
        gain=gain,
        sample_rate_hz=row.sample_rate_hz or track.sample_rate_hz,
        bit_rate_bps=row.stereo_bps if row.stereo_bps and len(pan) > 1 else row.mono_bps,
    )


def _measure_result(path: Path, encoder: Encoder, *, stereo: bool) -> tuple[Loudness, float]:
    """Decode what was made: its loudness and its real duration in seconds."""
    argv = commands.measure(encoder.tools.ffmpeg, Source(path=path, demuxer="mp3", index=0), stereo=stereo)
    run = encoder.encode(argv, limits=SOUND_LIMITS, progress=Progress(), on_progress=lambda _: None)
    return parse_loudness(run.report), run.duration_s


def _details(track: Soundtrack, take: _Take) -> dict[str, str | int | float]:
    details: dict[str, str | int | float] = {
        "loudness_before_lufs": round(track.loudness.integrated_lufs, 1),
        "loudness_after_lufs": round(take.result.integrated_lufs, 1),
        "true_peak_before_dbtp": round(track.loudness.true_peak_dbtp, 1),
        "true_peak_after_dbtp": round(take.result.true_peak_dbtp, 1),
        "range_after_lu": round(take.result.range_lu, 1),
        "gain_db": round(take.sound.gain.gain_db, 2),
        "channels": len(take.sound.pan),
        "sample_rate_hz": take.sound.sample_rate_hz,
        "bit_rate_bps": take.sound.bit_rate_bps,
    }
    if track.mix.fault:
        details["mended"] = track.mix.fault
    return details
