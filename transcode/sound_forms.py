"""The forms of sound, one row each: what is made, how it sounds, what it may weigh. Adding a form is adding a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from transcode.loudness import LIMITED_PEAK_DBTP, TARGET_LUFS
from transcode.shaping import HORN, PLAIN, VOICE, Shape

Codec = Literal["mp3", "opus"]


@dataclass(frozen=True, kw_only=True)
class AudioForm:
    """One form of sound that every programme gets.

    Attributes:
        file_name: Under the item's folder.
        media_type: For feeds and HTTP.
        codec: What it is encoded as.
        mono_bps: Bit rate for one channel.
        stereo_bps: Bit rate for two; None: this form always has one.
        sample_rate_hz: Fixed rate; None: 48 kHz where the source has it, else 44.1 kHz.
        budget_mb_per_hour: Megabytes (10^6) that an hour may have.
        target_lufs: Programme loudness that is aimed at.
        tolerance_lu: How far it may lie from the target, as ffmpeg prints it (one decimal).
        ceiling_dbtp: What its true peak may not pass.
        limit_dbtp: Where a limiter holds peaks, so that what the codec adds stays under the ceiling.
        coding_loss_lu: What the codec takes from the loudness of a voice.
        shape: What is done to the sound beside its loudness; a shaped form has one channel.
        has_cover: Carries the cover picture.
        has_chapters: Carries chapter marks.
        has_chime: Begins with the attention signal.
        revision: Grows when what the row makes changes, so that older files of it can be told.
    """

    file_name: str
    media_type: str
    codec: Codec
    mono_bps: int
    stereo_bps: int | None
    sample_rate_hz: int | None
    budget_mb_per_hour: float
    target_lufs: float = TARGET_LUFS
    tolerance_lu: float
    ceiling_dbtp: float = -1.0
    limit_dbtp: float = LIMITED_PEAK_DBTP
    coding_loss_lu: float = 0.0
    shape: Shape = PLAIN
    has_cover: bool = False
    has_chapters: bool = False
    has_chime: bool = False
    revision: int


#: In the order in which they are made: the one that plays everywhere for the fewest bytes comes first.
AUDIO_FORMS: Mapping[str, AudioForm] = {
    "lite": AudioForm(
        file_name="lite.mp3",
        media_type="audio/mpeg",
        codec="mp3",
        mono_bps=32_000,
        stereo_bps=None,
        sample_rate_hz=22_050,
        budget_mb_per_hour=15.0,
        tolerance_lu=0.4,
        # At so few bits some voices overshoot by 3 dB: what stays under full scale is not clipped, and loud enough.
        ceiling_dbtp=0.0,
        limit_dbtp=-3.0,
        revision=2,
    ),
    "speech": AudioForm(
        file_name="speech.opus",
        media_type="audio/ogg; codecs=opus",
        codec="opus",
        # With Ogg's pages it stays under 16 kbit/s.
        mono_bps=15_000,
        stereo_bps=None,
        # Words lie below 8 kHz: all bits are spent there.
        sample_rate_hz=16_000,
        budget_mb_per_hour=8.0,
        tolerance_lu=0.4,
        # So few bits lose what is noise, and now and then overshoot by a lot; Opus decoders bend such a peak softly.
        ceiling_dbtp=1.0,
        limit_dbtp=-4.5,
        coding_loss_lu=0.6,
        shape=VOICE,
        has_chapters=True,
        revision=1,
    ),
    "audio": AudioForm(
        file_name="audio.mp3",
        media_type="audio/mpeg",
        codec="mp3",
        mono_bps=64_000,
        stereo_bps=128_000,
        sample_rate_hz=None,
        budget_mb_per_hour=60.0,
        tolerance_lu=0.3,
        has_cover=True,
        has_chapters=True,
        revision=1,
    ),
    "speaker": AudioForm(
        file_name="speaker.mp3",
        media_type="audio/mpeg",
        codec="mp3",
        mono_bps=64_000,
        stereo_bps=None,
        sample_rate_hz=44_100,
        budget_mb_per_hour=30.0,
        # Outdoors, against wind and traffic: louder than on phones.
        target_lufs=-14.0,
        tolerance_lu=0.4,
        limit_dbtp=-3.0,
        shape=HORN,
        has_chime=True,
        revision=1,
    ),
}


@dataclass(frozen=True, kw_only=True)
class SoundRate:
    """One rate of adaptive sound.

    Attributes:
        name: Also the name of its folder.
        mono_bps: Bit rate for one channel; None: not made of a source that holds one voice.
        stereo_bps: Bit rate for two; None: it always has one channel.
        sample_rate_hz: Fixed rate; None: as `AudioForm` says it.
        budget_mb_per_hour: Megabytes (10^6) that an hour of all its files may have.
        headroom_db: How much lower than in the files a limiter holds peaks: AAC of few bits overshoots more.
    """

    name: str
    mono_bps: int | None
    stereo_bps: int | None
    sample_rate_hz: int | None
    budget_mb_per_hour: float
    headroom_db: float = 0.0


#: Lightest first; a player begins with the first and takes a better one as the line allows.
SOUND_RATES: tuple[SoundRate, ...] = (
    SoundRate(
        name="audio-24k",
        # At these rates the encoder gives a voice up to a quarter more than it is asked for.
        mono_bps=22_000,
        stereo_bps=None,
        sample_rate_hz=24_000,
        # As `lite`.
        budget_mb_per_hour=15.0,
        headroom_db=2.0,
    ),
    SoundRate(
        name="audio-64k",
        mono_bps=64_000,
        stereo_bps=64_000,
        sample_rate_hz=None,
        budget_mb_per_hour=33.0,
        headroom_db=1.0,
    ),
    SoundRate(
        name="audio-128k",
        mono_bps=None,
        stereo_bps=128_000,
        sample_rate_hz=None,
        budget_mb_per_hour=63.0,
    ),
)
HLS_SOUND_REVISION = 1

WAVEFORM_NAME, WAVEFORM_MEDIA_TYPE, WAVEFORM_REVISION = "waveform.svg", "image/svg+xml", 1
WAVEFORM_MOST_BYTES = 6_144
