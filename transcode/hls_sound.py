"""HLS for sound alone: a few rates of one programme, so that a radio item plays on any line and follows it."""

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.audio_job import AudioJob
from transcode.commands import Sound, Source, compile_argv, open_sound, shape_sound
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.errors import RejectedError
from transcode.hls import MASTER_NAME, MEDIA_TYPE, Track
from transcode.ladder import SEGMENT_S
from transcode.language_names import own_name
from transcode.loudness import Tuning, foretell_slope, lower_limit
from transcode.made import Made, check_budget
from transcode.media_playlist import INIT_NAME, PLAYLIST_NAME, SEGMENT_PATTERN, read_reel, write_playlist
from transcode.progress import Progress
from transcode.sound_forms import HLS_SOUND_REVISION, SOUND_RATES, SoundRate
from transcode.soundtrack import Soundtrack, close_in, rehearse
from transcode.video_commands import sound_options

FORM = "hls-audio"
#: Playlists and the initialisation segment, which a short programme has as well.
_ALLOWANCE_BYTES = 8_192
#: A last segment that is shorter costs a request for nothing; and what an encoder's delay adds to the duration.
_LEAST_SEGMENT_S, _END_ROOM_S = 0.5, 0.2
#: How near each rate is brought to its loudness before it is encoded, and how much more gain a lower limit may cost.
_WITHIN_LU, _MORE_GAIN_DB = 0.2, 9.0


@dataclass(frozen=True, kw_only=True)
class SoundVariant:
    """One rate of a programme, measured.

    Attributes:
        row: What was asked for.
        channels: That it has.
        track: Its playlist and files.
    """

    row: SoundRate
    channels: int
    track: Track


def make_hls_sound(job: AudioJob, track: Soundtrack, encoder: Encoder, on_progress: Callable[[float], None]) -> Made:
    """Make every rate in one decode, then the master playlist from what came out.

    Raises:
        RejectedError: "nothing-decoded": no segment came out.
        TranscodeError: "over-budget", or what stopped ffmpeg.
    """
    folder = job.out_dir.absolute() / "hls"
    # A former try may have left files that no playlist names any more.
    shutil.rmtree(folder, ignore_errors=True)
    rehearse(track, encoder)
    rehearse(track, encoder, mono=True)
    sounds = {row: sound for row in SOUND_RATES if (sound := _sound(row, track, encoder))}
    for row in sounds:
        (folder / row.name).mkdir(parents=True)
    length_s = segment_length_s(track.duration_s)
    argv = encode_rates(encoder.tools.ffmpeg, track.source, sounds, folder, segment_s=length_s)
    progress = Progress(expected_s=track.duration_s)
    encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=on_progress)
    try:
        variants = _read_variants(folder, sounds)
    except (OSError, ValueError) as error:
        raise RejectedError("nothing-decoded") from error
    text = write_sound_master(variants, language=job.spoken_tags().get("language"))
    (folder / MASTER_NAME).write_text(text, "utf-8")
    return _checked(folder, variants, track, master_bytes=len(text.encode()))


def _read_variants(folder: Path, sounds: Mapping[SoundRate, Sound]) -> list[SoundVariant]:
    """Write each rate's playlist from its segments; all say the same longest segment.

    Raises:
        ValueError: There is no segment.
        OSError: The folder cannot be read.
    """
    reels = {row: read_reel(folder / row.name) for row in sounds}
    target_duration_s = max(reel.target_duration_s for reel in reels.values())
    return [
        SoundVariant(
            row=row,
            channels=len(sounds[row].pan),
            track=write_playlist(reel, target_duration_s=target_duration_s),
        )
        for row, reel in reels.items()
    ]


def segment_length_s(duration_s: float) -> float:
    """Give the length of segments: the usual one, or a little more where the last would hold next to nothing."""
    whole, rest_s = divmod(duration_s, SEGMENT_S)
    if not whole or rest_s > _LEAST_SEGMENT_S:
        return SEGMENT_S
    return (duration_s + _END_ROOM_S) / whole


def encode_rates(
    ffmpeg_path: Path,
    source: Source,
    sounds: Mapping[SoundRate, Sound],
    folder: Path,
    *,
    segment_s: float = SEGMENT_S,
) -> list[str]:
    """Make all rates in one run that decodes once; each has a folder, which exists."""
    # Without gaps, as the other forms of sound have it: a moment has the same place in all of them.
    sound = open_sound(source).filter("asetpts", "N/SR/TB")
    branches = sound.filter_multi_output("asplit") if len(sounds) > 1 else {0: sound}
    outputs = []
    for place, (row, wanted) in enumerate(sounds.items()):
        shaped = shape_sound(branches[place], wanted)
        playlist = str(folder / row.name / PLAYLIST_NAME)
        outputs.append(ffmpeg.output(shaped, playlist, **_options(wanted, folder / row.name, segment_s)))
    return compile_argv(ffmpeg_path, outputs)


def write_sound_master(variants: Sequence[SoundVariant], *, language: str | None) -> str:
    """Write the master playlist (RFC 8216) of sound alone, lightest first.

    Each variant is its own rendition: a group without an address says what language it speaks (section 4.3.4.2.1).

    Args:
        variants: Lightest first.
        language: BCP-47; None when nobody said.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    spoken = f'NAME="{own_name(language)}",LANGUAGE="{language}"' if language else 'NAME="audio"'
    lines += [
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{variant.row.name}",{spoken},DEFAULT=YES,AUTOSELECT=YES,'
        f'CHANNELS="{variant.channels}"'
        for variant in variants
    ]
    for variant in variants:
        track = variant.track
        rates = f"BANDWIDTH={math.ceil(track.peak_bps)},AVERAGE-BANDWIDTH={math.ceil(track.average_bps)}"
        lines += [f'#EXT-X-STREAM-INF:{rates},CODECS="{track.codec}",AUDIO="{variant.row.name}"', track.uri]
    return "\n".join(lines) + "\n"


def _sound(row: SoundRate, track: Soundtrack, encoder: Encoder) -> Sound | None:
    """Give the sound of one rate; None where the source has nothing for it.

    Raises:
        TranscodeError: What stopped ffmpeg while it listened.
    """
    pan, gain = track.full() if row.stereo_bps else track.mono()
    rate_bps = row.stereo_bps if row.stereo_bps and len(pan) > 1 else row.mono_bps
    if rate_bps is None:
        return None
    sound = Sound(
        pan=pan,
        stereo_in=track.stereo,
        gain=gain,
        sample_rate_hz=row.sample_rate_hz or track.sample_rate_hz,
        bit_rate_bps=rate_bps,
    )
    if gain.limit_dbtp is None or not row.headroom_db:
        return sound
    # What is hiss in the files is no louder here.
    most_gain_db = min(gain.gain_db + _MORE_GAIN_DB, track.most_gain_db)
    lowered = lower_limit(gain, row.headroom_db)
    slope = foretell_slope(lowered, track.peaks.levels())
    tuning = Tuning(lowered, ceiling_dbtp=0.0, most_gain_db=most_gain_db, slope=slope)
    close_in(sound, tuning, track, encoder, within_lu=_WITHIN_LU)
    return replace(sound, gain=tuning.gain)


def _options(sound: Sound, folder: Path, segment_s: float) -> dict[str, Any]:
    """AAC in HLS of fragmented MP4 (RFC 8216, version 7) in one folder."""
    return {
        **sound_options(sound),
        "f": "hls",
        "hls_time": f"{segment_s:.6f}",
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_flags": "independent_segments",
        # The encoder's delay begins before 0; an edit list then says so, and players leave it out.
        "avoid_negative_ts": "disabled",
        "hls_fmp4_init_filename": INIT_NAME,
        # The muxer reads a pattern here; a percent sign of the folder itself is doubled.
        "hls_segment_filename": str(folder).replace("%", "%%") + f"/{SEGMENT_PATTERN}",
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
    }


def _checked(folder: Path, variants: Sequence[SoundVariant], track: Soundtrack, *, master_bytes: int) -> Made:
    """Give the finished form if each rate keeps its budget."""
    for variant in variants:
        check_budget(
            f"{FORM} {variant.row.name}",
            size_bytes=variant.track.size_bytes,
            mb_per_hour=variant.row.budget_mb_per_hour,
            duration_s=variant.track.duration_s,
            allowance_bytes=_ALLOWANCE_BYTES,
        )
    pan, gain = track.full()
    details: dict[str, str | int | float] = {
        "rates": ",".join(variant.row.name for variant in variants),
        "files": sum(variant.track.files for variant in variants) + 1,
        "channels": len(pan),
        "loudness_before_lufs": round(track.loudness.integrated_lufs, 1),
        "gain_db": round(gain.gain_db, 2),
        "revision": HLS_SOUND_REVISION,
        **track.faults.details(),
    }
    details |= {f"{variant.row.name}_size_bytes": variant.track.size_bytes for variant in variants}
    return Made(
        form=FORM,
        path=folder,
        media_type=MEDIA_TYPE,
        size_bytes=sum(variant.track.size_bytes for variant in variants) + master_bytes,
        duration_s=max(variant.track.duration_s for variant in variants),
        details=details,
    )
