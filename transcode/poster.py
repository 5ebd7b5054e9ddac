"""The picture that stands for a programme, and its thumbnail."""

from collections.abc import Callable
from pathlib import Path

from transcode.encoder import SOUND_LIMITS
from transcode.errors import RejectedError
from transcode.made import Made
from transcode.production import Production
from transcode.progress import Progress
from transcode.thumbnail import THUMB_NAME, make_thumbnail
from transcode.video_commands import poster

FORM = "poster"
POSTER_NAME = "poster.jpg"
#: Not the very first frame: that is often black.
_AT, _AT_MOST_S = 0.1, 20.0


def make_poster(production: Production, on_progress: Callable[[float], None]) -> Made:
    """Make the poster and its thumbnail; from the very start when nothing can be seen later.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    out = production.job.out_dir.absolute() / POSTER_NAME
    try:
        _still(production, min(production.duration_s * _AT, _AT_MOST_S), out)
    except RejectedError:
        # The header claimed more than there is.
        _still(production, 0.0, out)
    thumb = make_thumbnail(out)
    on_progress(1.0)
    return Made(
        form=FORM,
        path=out,
        media_type="image/jpeg",
        size_bytes=out.stat().st_size,
        duration_s=0.0,
        details={"thumb": THUMB_NAME, "thumb_size_bytes": thumb.stat().st_size},
    )


def _still(production: Production, at_s: float, out: Path) -> None:
    """Take one picture near at_s."""
    argv = poster(production.scene, at_s=at_s, out=out)
    # Older releases of ffmpeg give a single picture no time.
    counted = Progress(frame_rate=1.0)
    production.encoder.encode(argv, limits=SOUND_LIMITS, progress=counted, on_progress=lambda _: None)
