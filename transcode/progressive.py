"""The form "mp4": one file for platforms and download, of pictures that were encoded before where there are some."""

import shutil
from collections.abc import Callable
from pathlib import Path

from transcode.hls import MASTER_NAME
from transcode.hls_video import FOLDER
from transcode.ladder import Rung, step_of
from transcode.made import Made
from transcode.media_playlist import INIT_NAME, Reel, read_reel
from transcode.production import Production
from transcode.video_file import MEDIA_TYPE, VideoFile, encode, remux

FORM = "mp4"
VIDEO_NAME = "video.mp4"
_SCRATCH_NAME = "rung.mp4"


def make_mp4(production: Production, on_progress: Callable[[float], None]) -> Made:
    """Make the file from the largest rung that every platform takes.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    job, rung = production.job, production.plan.progressive
    out = job.out_dir.absolute() / VIDEO_NAME
    file = VideoFile(out=out, sound=production.file_sound(), tags=job.tags)
    reel = _finished(job.out_dir.absolute() / FOLDER, rung)
    scratch = job.work_dir.absolute() / _SCRATCH_NAME
    try:
        if reel:
            _join(reel, scratch)
            argv = remux(production.encoder.tools.ffmpeg, scratch, file)
        else:
            frames = production.plan.segment_frames // step_of(rung, production.plan.rungs[-1])
            argv = encode(production.scene, rung, file, key_distance=frames)
        run = production.encode(argv, on_progress, frame_rate=rung.frame_rate)
    finally:
        scratch.unlink(missing_ok=True)
    return Made(
        form=FORM,
        path=out,
        media_type=MEDIA_TYPE,
        size_bytes=out.stat().st_size,
        duration_s=sum(reel.durations_s) if reel else run.duration_s,
        details={
            "width": rung.width,
            "height": rung.height,
            "pictures": "copied" if reel else "encoded",
            "sound": production.fate_of_sound,
        },
    )


def _finished(folder: Path, rung: Rung) -> Reel | None:
    """Give the rung if it is there and whole: the master playlist is written last."""
    if not (folder / MASTER_NAME).is_file():
        return None
    try:
        return read_reel(folder / rung.name)
    except (OSError, ValueError):
        return None


def _join(reel: Reel, out: Path) -> None:
    """Write the initialisation segment and all segments into one file."""
    with out.open("wb") as whole:
        for name in (INIT_NAME, *reel.names):
            with (reel.folder / name).open("rb") as part:
                shutil.copyfileobj(part, whole)
