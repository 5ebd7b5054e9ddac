"""All sounds of a programme encoded in one go, and its captions, for rungs that are made in pieces elsewhere."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from transcode.caption_tracks import CaptionText
from transcode.chosen_sounds import Voice, choose_sounds
from transcode.content.chunk_places import with_true_places
from transcode.encoder import SOUND_LIMITS, Encoder
from transcode.errors import CancelledError, TranscodeError
from transcode.hls_video import Parts, clean_folder, gather_parts, make_folders
from transcode.production import Production
from transcode.progress import Progress, portion
from transcode.rung_sounds import RungSound
from transcode.soundtrack import measure_sound
from transcode.tools import Tools
from transcode.video_commands import hls_sounds
from transcode.video_job import VideoJob

_FOLDER, _ABOUT_NAME = "sounds", "about.json"
_MEASURED = 0.3


def encode_sounds(
    job: VideoJob,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Path:
    """Encode all sounds of a programme in one go and gather its captions, into a folder of job.out_dir.

    Args:
        job: With the plan that its chunks are of.
        tools: The programs.
        on_progress: Called with 0…1.
        cancelled: Asked often; True stops.

    Returns:
        The folder.

    Raises:
        TranscodeError: What stopped ffmpeg.
        ValueError: The job has no plan.
    """
    plan = job.planned()
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    voice = _voice(job, encoder, portion(on_progress, 0.0, _MEASURED))
    production = Production(job=job, encoder=encoder, plan=plan, voice=voice)
    folder = clean_folder(job.out_dir.absolute() / _FOLDER)
    sets, parts = gather_parts(production)
    if sets:
        make_folders(folder, None, parts)
        argv = hls_sounds(production.scene, plan, sounds=sets, out_dir=folder)
        progress = Progress(expected_s=production.duration_s)
        on_share = portion(on_progress, _MEASURED, 1.0)
        encoder.encode(argv, limits=SOUND_LIMITS, progress=progress, on_progress=on_share)
    (folder / _ABOUT_NAME).write_text(json.dumps(asdict(parts), ensure_ascii=False), "utf-8")
    on_progress(1.0)
    return folder


def _voice(job: VideoJob, encoder: Encoder, on_progress: Callable[[float], None]) -> Voice | None:
    """Measure the default sound; None where there is none, or it is torn.

    Raises:
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    sounds = choose_sounds(job.probe, job.language)
    if not sounds:
        return None
    try:
        track = measure_sound(job.sound_job(), sounds[0].stream, encoder, on_progress)
    except CancelledError:
        raise
    except TranscodeError as error:
        if not error.permanent:
            raise
        return None
    return Voice(about=sounds[0], track=track)


def read_parts(folder: Path) -> Parts:
    """Read what `encode_sounds` wrote into its folder.

    Raises:
        OSError: It is not there.
    """
    told = json.loads((folder / _ABOUT_NAME).read_text("utf-8"))
    return Parts(
        sounds=tuple(RungSound(**sound) for sound in told["sounds"]),
        captions=tuple(CaptionText(**caption) for caption in told["captions"]),
        remarks=told["remarks"],
    )
