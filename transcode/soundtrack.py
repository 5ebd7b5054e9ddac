"""The sound of one original, measured once for all forms, and the gain that brings each mix of it to its loudness."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from transcode import commands
from transcode.audio_job import AudioJob
from transcode.channels import BOTH, HALF_DB, LEFT, Mix
from transcode.commands import Sound, Source
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.faults import Faults, judge_loudness
from transcode.hearing import Heard, read_heard
from transcode.loudness import (
    MOST_GAIN_DB,
    MOST_LIVING_GAIN_DB,
    SILENCE_LUFS,
    TARGET_LUFS,
    Gain,
    Loudness,
    Tuning,
    foretell_slope,
    parse_loudness,
    plan_gain,
)
from transcode.peaks import Peaks
from transcode.progress import Progress
from transcode.shaping import REFERENCE_LUFS
from transcode.sound_forms import AUDIO_FORMS, AudioForm
from transcode.streams import Stream

_SMALL_LIMIT_DBTP, _FULL_LIMIT_DBTP = AUDIO_FORMS["lite"].limit_dbtp, AUDIO_FORMS["audio"].limit_dbtp
_MOST_REHEARSALS = 4
#: Of a form's own tolerance: encoding takes its part too.
_REHEARSED_SHARE = 0.5
#: What one voice may need more than another after the same shaping.
_SHAPED_ROOM_DB = 12.0
#: How far a limiter may be driven beyond the gain that was planned.
_DRIVEN_DB = 9.0
_HIGH_RATE_HZ, _USUAL_RATE_HZ = 48_000, 44_100
#: Up to this length gated loudness stands on a handful of blocks or on none (BS.1770: 400 ms).
_SHORT_S = 1.0
#: Into how many moments a programme is divided, and how long one may be: a header may lie about the whole.
_MOMENTS, _LEAST_MOMENT_S, _MOST_MOMENT_S = 800, 0.02, 0.05
_MOMENTS_NAME = "moments.txt"
#: Gaps that count, and those that nobody can mean: a clock that jumps by more is wrong.
_LEAST_GAPS_S, _MOST_GAPS_S = 0.1, 60.0


@dataclass(kw_only=True)
class Soundtrack:
    """The measured sound of a job; all but the two gains is known when it is made.

    Attributes:
        source: The stream.
        loudness: Of the source, brought to two channels at most.
        mix: How one and two channels are made of it.
        stereo: The source has two channels or more.
        sample_rate_hz: Of the full form.
        duration_s: As decoded.
        full_gain: Of the full mix, once it is known exactly.
        mono_gain: Of the mix to one channel for the light forms, likewise.
        small_lufs: Programme loudness of half the sum of the channels at the rate of the light forms; -70: not known.
        faults: What is wrong with the recording.
        peaks: Highest amplitudes from moment to moment.
    """

    source: Source
    loudness: Loudness
    mix: Mix
    stereo: bool
    sample_rate_hz: int
    duration_s: float
    full_gain: Gain | None = None
    mono_gain: Gain | None = None
    small_lufs: float = SILENCE_LUFS
    faults: Faults = field(default_factory=Faults)
    peaks: Peaks = field(default_factory=Peaks)

    @property
    def is_short(self) -> bool:
        """True where loudness is measured of the programme heard several times in a row."""
        return self.duration_s <= _SHORT_S

    @property
    def most_gain_db(self) -> float:
        """What the sound may be lifted by: nothing even is, for it might be hiss."""
        return MOST_LIVING_GAIN_DB if self.peaks.is_living else MOST_GAIN_DB

    def mono_loudness(self) -> Loudness:
        """Give the loudness of the mix to one channel, as the light forms have it."""
        if self.loudness.is_silent:
            return self.loudness
        lufs = self.loudness.integrated_lufs + self.mix.mono_shift_lu
        if self.small_lufs > SILENCE_LUFS and self.mix.fault != "inverted-phase":
            # One living channel was heard with half of its amplitude.
            lufs = self.small_lufs + (HALF_DB if self.mix.fault else 0.0)
        return replace(self.loudness, integrated_lufs=lufs)

    def mono(self) -> tuple[tuple[str, ...], Gain]:
        """Give the mix to one channel and its gain."""
        mono = self.mono_loudness()
        # Two channels alike are 3 LU louder than one of them; what a mix loses beyond that, its peaks lose too.
        lost_db = min(mono.integrated_lufs - self.loudness.integrated_lufs + HALF_DB / 2, 0.0) if self.stereo else 0.0
        return (self.mix.mono,), self.mono_gain or self._planned(mono, _SMALL_LIMIT_DBTP, lost_db)

    def full(self) -> tuple[tuple[str, ...], Gain]:
        """Give the mix to two channels, or to one where the source holds no more, and its gain."""
        pan = self.mix.stereo or (self.mix.mono,)
        return pan, self.full_gain or self._planned(self.loudness, _FULL_LIMIT_DBTP)

    def _planned(self, loudness: Loudness, limit_dbtp: float, change_db: float = 0.0) -> Gain:
        levels = [(level_db + change_db, count) for level_db, count in self.peaks.levels()]
        return plan_gain(loudness, limit_dbtp=limit_dbtp, most_gain_db=self.most_gain_db, levels=levels)


def measure_sound(job: AudioJob, stream: Stream, encoder: Encoder, on_progress: Callable[[float], None]) -> Soundtrack:
    """Decode the whole sound once: loudness, true peak, levels of the channels, faults, peaks, real duration.

    A source with gaps between its packets is heard once more, with silence where it has none.

    Raises:
        RejectedError: Nothing could be decoded.
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    source = Source(path=job.source.absolute(), demuxer=job.demuxer, index=stream.index)
    stereo = stream.channels != 1
    window_s = min(max((job.probe.duration_s or 0.0) / _MOMENTS, _LEAST_MOMENT_S), _MOST_MOMENT_S)
    listener = _Listener(encoder=encoder, stereo=stereo, window_s=window_s, expected_s=job.probe.duration_s)
    heard = listener.listen(source, on_progress)
    if _LEAST_GAPS_S < heard.gaps_s <= max(_MOST_GAPS_S, heard.sound_s):
        source = replace(source, timed=True)
        heard = listener.listen(source, lambda _: None)
    track = Soundtrack(
        source=source,
        loudness=heard.loudness,
        mix=heard.mix,
        stereo=stereo,
        sample_rate_hz=_HIGH_RATE_HZ if stream.sample_rate_hz % _HIGH_RATE_HZ == 0 else _USUAL_RATE_HZ,
        duration_s=heard.sound_s,
        small_lufs=heard.small_lufs,
        faults=heard.faults,
        peaks=heard.peaks,
    )
    if track.is_short:
        _listen_again(track, encoder)
    return track


@dataclass(frozen=True, kw_only=True)
class _Listener:
    """Hears sources from beginning to end."""

    encoder: Encoder
    stereo: bool
    window_s: float
    expected_s: float | None

    def listen(self, source: Source, on_progress: Callable[[float], None]) -> Heard:
        """Hear one.

        Raises:
            TranscodeError: See `measure_sound`.
        """
        moments = self.encoder.work_dir / _MOMENTS_NAME
        argv = commands.listen(
            self.encoder.tools.ffmpeg, source, stereo=self.stereo, window_s=self.window_s, moments=_MOMENTS_NAME
        )
        progress = Progress(expected_s=self.expected_s)
        try:
            run = self.encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=on_progress)
            with moments.open(encoding="ascii", errors="replace") as lines:
                return read_heard(run.report, lines, duration_s=run.duration_s)
        finally:
            moments.unlink(missing_ok=True)


def _listen_again(track: Soundtrack, encoder: Encoder) -> None:
    """Measure a short programme as if it were longer: below 400 ms there is not one block to be measured."""
    ffmpeg_path = encoder.tools.ffmpeg
    argv = commands.measure(ffmpeg_path, track.source, stereo=track.stereo, repeated=True)
    track.loudness = parse_loudness(_report(argv, encoder))
    track.faults = judge_loudness(track.faults, track.loudness)
    half = Sound(
        pan=(BOTH if track.stereo else LEFT,),
        stereo_in=track.stereo,
        gain=Gain(gain_db=0.0),
        sample_rate_hz=commands.SMALL_RATE_HZ,
        bit_rate_bps=0,
    )
    argv = commands.rehearse(ffmpeg_path, track.source, half, repeated=True)
    track.small_lufs = parse_loudness(_report(argv, encoder)).integrated_lufs


def rehearse(track: Soundtrack, encoder: Encoder, *, mono: bool = False) -> None:
    """Find the gain of a mix where a limiter makes it hard to foretell, without encoding; only once a track.

    Args:
        track: Gets its `full_gain`, or its `mono_gain`.
        encoder: Who works.
        mono: Of the mix to one channel for the light forms, else of the full one.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    if (track.mono_gain if mono else track.full_gain) is not None:
        return
    row = AUDIO_FORMS["lite" if mono else "audio"]
    sound, tuning = start_sound(row, track)
    if tuning.gain.limit_dbtp is not None:
        close_in(sound, tuning, track, encoder, within_lu=_REHEARSED_SHARE * row.tolerance_lu)
    if mono:
        track.mono_gain = tuning.gain
    else:
        track.full_gain = tuning.gain


def prepare_sound(row: AudioForm, track: Soundtrack, encoder: Encoder) -> tuple[Sound, Tuning]:
    """Give the sound of a form with the best gain that can be known before it is encoded.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    if not row.shape.steps:
        # The lightest form is there first: what is foretold of it is mostly right, and its encoding tells.
        if row.stereo_bps:
            rehearse(track, encoder)
        return start_sound(row, track)
    sound, tuning = start_sound(row, track)
    tuning.aim(row.target_lufs + row.coding_loss_lu)
    close_in(sound, tuning, track, encoder, within_lu=_REHEARSED_SHARE * row.tolerance_lu)
    tuning.aim(row.target_lufs)
    return sound, tuning


def start_sound(row: AudioForm, track: Soundtrack) -> tuple[Sound, Tuning]:
    """Give the sound of a form with the gain that its loudness asks for."""
    pan, gain = track.full() if row.stereo_bps else track.mono()
    # A limiter that has to take more than that leaves nothing but noise.
    level_db, most_gain_db = 0.0, min(track.most_gain_db, gain.gain_db + _DRIVEN_DB)
    if row.shape.steps:
        level_db, most_gain_db, gain = _shaped_gain(row, track)
    # What a compressor leaves of the moments is not known.
    slope = foretell_slope(gain, () if row.shape.steps else track.peaks.levels())
    sound = Sound(
        pan=pan,
        stereo_in=track.stereo,
        gain=gain,
        sample_rate_hz=row.sample_rate_hz or track.sample_rate_hz,
        bit_rate_bps=row.stereo_bps if row.stereo_bps and len(pan) > 1 else row.mono_bps,
        level_db=level_db,
        shape=row.shape.steps,
        work_rate_hz=row.shape.rate_hz,
    )
    target_lufs, ceiling_dbtp = row.target_lufs, row.ceiling_dbtp
    tuning = Tuning(gain, ceiling_dbtp=ceiling_dbtp, target_lufs=target_lufs, most_gain_db=most_gain_db, slope=slope)
    return sound, tuning


def _shaped_gain(row: AudioForm, track: Soundtrack) -> tuple[float, float, Gain]:
    """Give what is added before the shaping, the most that may be added after it, and where the search begins."""
    mono = track.mono_loudness()
    if mono.is_silent:
        return 0.0, 0.0, Gain(gain_db=0.0, limit_dbtp=row.limit_dbtp)
    gain_db = row.target_lufs - REFERENCE_LUFS - row.shape.change_lu
    wanted_db, most_db = mono.offset_lu(REFERENCE_LUFS), track.most_gain_db - (TARGET_LUFS - REFERENCE_LUFS)
    most_gain_db = gain_db + _SHAPED_ROOM_DB
    if wanted_db > most_db and not track.peaks.is_living:
        # Hiss lies below all that a compressor touches: it is lifted no more than in the forms without any.
        most_gain_db = row.target_lufs - REFERENCE_LUFS
    gain = Gain(gain_db=min(gain_db, most_gain_db), limit_dbtp=row.limit_dbtp)
    return min(wanted_db, most_db), most_gain_db, gain


def close_in(sound: Sound, tuning: Tuning, track: Soundtrack, encoder: Encoder, *, within_lu: float) -> None:
    """Hear a sound with one gain after the other until it has its loudness.

    Args:
        sound: All but its gain.
        tuning: Holds the gain that is tried first, and afterwards the one that was found.
        track: What it is made of.
        encoder: Who works.
        within_lu: How near is near enough.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    for _ in range(_MOST_REHEARSALS):
        tried = replace(sound, gain=tuning.gain)
        argv = commands.rehearse(encoder.tools.ffmpeg, track.source, tried, repeated=track.is_short)
        heard = parse_loudness(_report(argv, encoder))
        if tuning.is_content(heard, within_lu):
            break
        tuning.hear(heard)
        if tuning.gain == tried.gain:
            break


def _report(argv: list[str], encoder: Encoder) -> str:
    """Run what only measures, and give the end of stderr."""
    return encoder.encode(argv, limits=SOUND_LIMITS, progress=Progress(), on_progress=lambda _: None).report
