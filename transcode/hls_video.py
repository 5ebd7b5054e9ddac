"""HLS of a programme with pictures: its sounds, and the playlists over whatever lies in its folder."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.caption_tracks import CaptionText, gather_captions, write_captions
from transcode.chosen_sounds import Voice, choose_sounds
from transcode.errors import RejectedError
from transcode.hls import MASTER_NAME, MEDIA_TYPE, AudioTrack, Track, VideoTrack, write_master
from transcode.ladder import SMALLEST_RUNG_MB_PER_HOUR, VideoPlan
from transcode.made import Made, check_budget
from transcode.media_playlist import read_reel, without_stump, write_key_playlist, write_playlist
from transcode.production import Production
from transcode.rung_sounds import RungSound, group_name, rung_sounds, sound_sets
from transcode.video_commands import Rider, SoundSet, hls

FORM = "hls"
FOLDER = "hls"
#: Initialisation segments, playlists and a first key frame, which a short programme has as well.
_ALLOWANCE_BYTES = 49_152


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a programme's folder holds beside its rungs; plain values.

    Attributes:
        sounds: Lightest rate first, in each the default one first.
        captions: What is shown, the item's language first.
        remarks: What the newsroom should know, for `Made.details`.
    """

    sounds: tuple[RungSound, ...]
    captions: tuple[CaptionText, ...]
    remarks: Mapping[str, str | int | float]


def make_hls(production: Production, riders: Mapping[str, Rider], on_progress: Callable[[float], None]) -> Made:
    """Make all rungs and shared sounds in one decode, then the playlists from what came out.

    Args:
        production: What is known.
        riders: Other forms that are made of the same pictures on the way.
        on_progress: Called with 0…1.

    Raises:
        TranscodeError: "over-budget", or what stopped ffmpeg.
    """
    folder = clean_folder(production.job.out_dir.absolute() / FOLDER)
    plan = production.plan
    sets, parts = gather_parts(production)
    make_folders(folder, plan, parts)
    argv = hls(production.scene, plan, sounds=sets, out_dir=folder, riders=tuple(riders.values()))
    production.encode(argv, on_progress, frame_rate=plan.rungs[0].frame_rate)
    return package(folder, plan, parts)


def clean_folder(folder: Path) -> Path:
    """Empty a folder: a former try may have left files that no playlist names any more."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def make_folders(folder: Path, plan: VideoPlan | None, parts: Parts | None) -> None:
    """Make the folders of all rungs and sounds."""
    rungs = [rung.name for rung in plan.rungs] if plan else []
    for name in (*rungs, *(sound.folder for sound in (parts.sounds if parts else ()))):
        (folder / name).mkdir()


def gather_parts(production: Production) -> tuple[tuple[SoundSet, ...], Parts]:
    """Measure the other sounds, read the captions.

    Returns:
        What is to be encoded, and what it will be.

    Raises:
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    job, plan = production.job, production.plan
    voices: list[Voice] = []
    if production.voice:
        voices = [production.voice, *production.hear(choose_sounds(job.probe, job.language)[1:])]
    sets = sound_sets(voices, plan, production.encoder)
    captions, left_out = gather_captions(job, production.encoder, duration_s=production.duration_s or None)
    remarks: dict[str, str | int | float] = {"sound": production.fate_of_sound}
    if voices and len(voices) < len(job.probe.sounds):
        remarks["sounds_left_out"] = len(job.probe.sounds) - len(voices)
    if left_out:
        remarks["captions_left_out"] = ",".join(left_out)
    parts = Parts(sounds=rung_sounds(voices, sets, plan), captions=tuple(captions), remarks=remarks)
    return sets, parts


def package(folder: Path, plan: VideoPlan, parts: Parts) -> Made:
    """Measure what was made, write all playlists, check the smallest rung's budget.

    Args:
        folder: Holds a folder for each rung of the plan and for each sound.
        plan: Its rungs.
        parts: What else belongs to it.

    Raises:
        RejectedError: "nothing-decoded": something is not there, or is no whole run of segments.
        TranscodeError: "over-budget".
    """
    try:
        pictures = [read_reel(folder / rung.name) for rung in plan.rungs]
        sounds = [read_reel(folder / sound.folder) for sound in parts.sounds]
    except (OSError, ValueError) as error:
        raise RejectedError("nothing-decoded") from error
    # All rungs or none: their segments are the same moments.
    pictures = [without_stump(reel) for reel in pictures] if pictures[-1].has_stump else pictures
    sounds = [without_stump(reel) if reel.has_stump else reel for reel in sounds]
    target_s = max(reel.target_duration_s for reel in (*pictures, *sounds))
    videos = [
        VideoTrack(
            rung=rung,
            track=write_playlist(reel, target_duration_s=target_s),
            keys=write_key_playlist(reel, target_duration_s=target_s),
        )
        for rung, reel in zip(plan.rungs, pictures, strict=True)
    ]
    audios = [
        _audio_track(sound, write_playlist(reel, target_duration_s=target_s))
        for sound, reel in zip(parts.sounds, sounds, strict=True)
    ]
    captions = write_captions(parts.captions, folder, duration_s=videos[-1].track.duration_s)
    (folder / MASTER_NAME).write_text(write_master(videos, audios, captions), "utf-8")
    return _checked(folder, _Package(videos=videos, audios=audios, parts=parts))


def _audio_track(sound: RungSound, track: Track) -> AudioTrack:
    return AudioTrack(
        name=group_name(sound.bit_rate_bps),
        bit_rate_bps=sound.bit_rate_bps,
        channels=sound.channels,
        track=track,
        language=sound.language,
        label=sound.label,
        is_default=sound.is_default,
        is_first_of_language=sound.is_first_of_language,
    )


@dataclass(frozen=True, kw_only=True)
class _Package:
    videos: Sequence[VideoTrack]
    audios: Sequence[AudioTrack]
    parts: Parts


def _checked(folder: Path, package: _Package) -> Made:
    """Give the finished form if its smallest rung, with the sound that is heard with it, keeps the budget."""
    videos, audios = package.videos, package.audios
    # The smallest rung may show its last picture for longer.
    duration_s = videos[-1].track.duration_s
    smallest = [videos[0].track, *(audio.track for audio in audios[:1])]
    check_budget(
        FORM,
        size_bytes=sum(track.size_bytes for track in smallest),
        mb_per_hour=SMALLEST_RUNG_MB_PER_HOUR,
        duration_s=duration_s,
        allowance_bytes=_ALLOWANCE_BYTES,
    )
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Made(
        form=FORM,
        path=folder,
        media_type=MEDIA_TYPE,
        size_bytes=sum(path.stat().st_size for path in files),
        duration_s=duration_s,
        details={"files": len(files), **_details(package)},
    )


def _details(package: _Package) -> dict[str, str | int | float]:
    videos, audios, parts = package.videos, package.audios, package.parts
    first_rate = [sound for sound in parts.sounds if sound.bit_rate_bps == parts.sounds[0].bit_rate_bps]
    return {
        "rungs": ",".join(video.rung.name for video in videos),
        "sounds": ",".join(sound.language or "und" for sound in first_rate),
        "captions": ",".join(caption.language or "und" for caption in parts.captions),
        **{f"{video.rung.name}_size_bytes": video.track.size_bytes for video in videos},
        **{f"{video.rung.name}_peak_bps": round(video.track.peak_bps) for video in videos},
        **{
            f"{sound.folder}_size_bytes": audio.track.size_bytes
            for sound, audio in zip(parts.sounds, audios, strict=True)
        },
        **parts.remarks,
    }
