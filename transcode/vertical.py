"""The upright cut for short-video platforms: 9:16 around the point that must not be lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from transcode.black_bars import Area, find_area
from transcode.commands import compile_argv
from transcode.focal_point import FocalPoint, crop_box
from transcode.ladder import QUALITY, Rung, VideoPlan
from transcode.made import Made
from transcode.picture_filters import Scene, deinterlace, open_picture, steady, upright
from transcode.production import Production
from transcode.video_commands import picture_options
from transcode.video_file import MEDIA_TYPE, VideoFile, file_output

FORM = "vertical"
VERTICAL_NAME = "vertical.mp4"
#: What the platforms take without cutting by themselves, in seconds.
MOST_S = 180

_SHAPE = (9, 16)
#: Sizes that the platforms name, the best first.
_USUAL = ((1080, 1920), (720, 1280), (540, 960))
#: Platforms refuse what is smaller than the last of them: cuts of pictures of 720 lines are enlarged to it.
_MOST_GROWTH = 1.5
#: What is no larger than this many pixels beyond the source is not made larger: even sizes are so near to 9:16.
_ROUNDING = 2
#: Width and height of 9:16 in even numbers are multiples of these.
_STEP = (18, 32)
#: Bit/s for each pixel of its size: what the ladder gives to 720 lines, and half more, since platforms encode again.
_BITS_PER_PIXEL = 2.6
#: Finer than the rungs, for the same reason.
_FINER = 3
#: By how much that makes it heavier: six steps of quality are twice the bits.
FINER_COSTS = 2 ** (_FINER / 6)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Which part of a picture is kept, and how large it becomes; all even.

    Attributes:
        left: Of the part, in pixels.
        top: Likewise.
        width: Likewise.
        height: Likewise.
        out_width: Of the result.
        out_height: Likewise.
    """

    left: int
    top: int
    width: int
    height: int
    out_width: int
    out_height: int


def plan_cut(size: tuple[int, int], focal_point: FocalPoint, area: Area | None = None) -> Cut:
    """Choose the cut and the size that it comes out in: one that the platforms name where the source is as large.

    Args:
        size: Width and height of the picture, even.
        focal_point: What must stay.
        area: What of the picture is not black bars; None: all of it.
    """
    shown = area or Area(left=0, top=0, width=size[0], height=size[1])
    inside = FocalPoint(
        _share(focal_point.x * size[0] - shown.left, shown.width),
        _share(focal_point.y * size[1] - shown.top, shown.height),
    )
    left, top, right, bottom = crop_box((shown.width, shown.height), _SHAPE, inside)
    width, height = _even(right - left), _even(bottom - top)
    out_width, out_height = _size_of(width, height)
    return Cut(
        left=shown.left + left // 2 * 2,
        top=shown.top + top // 2 * 2,
        width=width,
        height=height,
        out_width=out_width,
        out_height=out_height,
    )


def _share(place: float, side: int) -> float:
    return min(max(place / side, 0.0), 1.0)


def _size_of(width: int, height: int) -> tuple[int, int]:
    """Give the usual size that is not larger, or the least of them where it is a little larger.

    Else the largest of that shape; of a few pixels they themselves.
    """
    for usual in _USUAL:
        if usual[0] <= width + _ROUNDING and usual[1] <= height + _ROUNDING:
            return usual
    least = _USUAL[-1]
    if least[0] <= width * _MOST_GROWTH and least[1] <= height * _MOST_GROWTH:
        return least
    steps = min((width + _ROUNDING) // _STEP[0], (height + _ROUNDING) // _STEP[1])
    return (steps * _STEP[0], steps * _STEP[1]) if steps else (width, height)


def limit_bps(cut: Cut) -> int:
    """Give the most bit/s of its pictures."""
    return round(cut.out_width * cut.out_height * _BITS_PER_PIXEL)


def vertical_output(picture: Any, cut: Cut, plan: VideoPlan, file: VideoFile) -> Any:
    """Give the output of the cut; picture is as the largest rung has it."""
    if (cut.left, cut.top) != (0, 0) or (cut.width, cut.height) != (plan.rungs[-1].width, plan.rungs[-1].height):
        picture = picture.filter("crop", cut.width, cut.height, cut.left, cut.top)
    picture = picture.filter("scale", cut.out_width, cut.out_height).filter("setsar", 1)
    rung = Rung(
        name=FORM,
        width=cut.out_width,
        height=cut.out_height,
        frame_rate=plan.rungs[-1].frame_rate,
        video_bps=max(plan.rungs[0].video_bps, limit_bps(cut)),
        audio_bps=0,
    )
    coding = picture_options(rung, key_distance=plan.segment_frames) | {"crf": QUALITY - _FINER}
    return file_output(picture, file, coding)


def command(scene: Scene, cut: Cut, plan: VideoPlan, file: VideoFile) -> list[str]:
    """Make the cut by itself."""
    largest = plan.rungs[-1]
    picture = steady(deinterlace(open_picture(scene), scene.scan), plan.rate)
    picture = upright(picture, scene, (largest.width, largest.height), still=False)
    return compile_argv(scene.tools.ffmpeg, [vertical_output(picture, cut, plan, file)])


def make_vertical(production: Production, is_there: bool, on_progress: Callable[[float], None]) -> Made:  # noqa: FBT001 - as all makers, on_progress comes last
    """Finish what was made on the way with the rungs, or make it by itself.

    Args:
        production: What is known.
        is_there: The file is made already.
        on_progress: Called with 0…1.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    cut, file = cut_of(production), file_of(production)
    duration_s = min(float(MOST_S), production.duration_s)
    if not is_there:
        argv, rate = command(production.scene, cut, production.plan, file), production.plan.rungs[-1].frame_rate
        duration_s = production.encode(argv, on_progress, frame_rate=rate).duration_s
    on_progress(1.0)
    return Made(
        form=FORM,
        path=file.out,
        media_type=MEDIA_TYPE,
        size_bytes=file.out.stat().st_size,
        duration_s=duration_s,
        details={"width": cut.out_width, "height": cut.out_height, "sound": production.fate_of_sound},
    )


def cut_of(production: Production) -> Cut:
    """Plan the cut of a programme."""
    largest = production.plan.rungs[-1]
    return plan_cut((largest.width, largest.height), production.job.focal_point, production.area)


def area_of(production: Production) -> Area | None:
    """Look for black bars in what the cut is made of.

    Raises:
        CancelledError: Somebody asked to stop.
    """
    largest = production.plan.rungs[-1]
    duration_s = min(float(MOST_S), production.duration_s)
    return find_area(production.scene, (largest.width, largest.height), production.encoder, duration_s=duration_s)


def file_of(production: Production) -> VideoFile:
    """Give the file of the cut.

    Raises:
        TranscodeError: What stopped ffmpeg while it listened to the sound.
    """
    out = production.job.out_dir.absolute() / VERTICAL_NAME
    return VideoFile(out=out, sound=production.file_sound(), tags=production.job.tags, most_s=MOST_S)


def _even(side: float) -> int:
    return max(2, int(side) // 2 * 2)
