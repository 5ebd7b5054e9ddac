"""The upright cut for short-video platforms: 9:16 around the point that must not be lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
_WIDTH, _HEIGHT = 720, 1280
#: A cut from a picture that lies holds few pixels; made larger than this it would only look soft.
_MOST_GROWTH = 1.2
#: Even sizes are this near to 9:16.
_ROUNDING = 2
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


def plan_cut(size: tuple[int, int], focal_point: FocalPoint) -> Cut:
    """Choose the cut; a picture that stands upright keeps all that it shows.

    Args:
        size: Width and height of the picture, even.
        focal_point: What must stay.
    """
    if size[1] > size[0]:
        return _cut((0, 0, *size), most_growth=1.0)
    left, top, right, bottom = crop_box(size, _SHAPE, focal_point)
    return _cut((left // 2 * 2, top // 2 * 2, right - left, bottom - top), most_growth=_MOST_GROWTH)


def _cut(area: tuple[int, int, int, int], *, most_growth: float) -> Cut:
    """Give the cut of an area: left and top even, width and height."""
    left, top, *sides = area
    width, height = (_even(side) for side in sides)
    scale = min(_WIDTH / width, _HEIGHT / height, most_growth)
    size = {"out_width": _near(width * scale, _WIDTH), "out_height": _near(height * scale, _HEIGHT)}
    return Cut(left=left, top=top, width=width, height=height, **size)


def _near(side: float, usual: int) -> int:
    """Give the even side, or the usual one where it is only a pixel or two off."""
    return usual if abs(side - usual) <= _ROUNDING else _even(side)


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
    return plan_cut((largest.width, largest.height), production.job.focal_point)


def file_of(production: Production) -> VideoFile:
    """Give the file of the cut.

    Raises:
        TranscodeError: What stopped ffmpeg while it listened to the sound.
    """
    out = production.job.out_dir.absolute() / VERTICAL_NAME
    return VideoFile(out=out, sound=production.file_sound(), tags=production.job.tags, most_s=MOST_S)


def _even(side: float) -> int:
    return max(2, int(side) // 2 * 2)
