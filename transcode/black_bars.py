"""Black bars around the moving picture: where they are certain, a cut leaves them out.

One run of ffmpeg that decodes a few frames at each of a few places.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ffmpeg

from transcode.commands import compile_argv
from transcode.encoder import LOOK_LIMITS, Encoder
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.picture_filters import Scene, deinterlace, open_picture, upright
from transcode.progress import Progress

#: Where is looked, as shares of the time, and how many frames at each place.
_PLACES = (0.08, 0.25, 0.42, 0.58, 0.75, 0.92)
_FRAMES = 3
#: How often a look is begun at most.
_TRIES = 2
#: What is read of the file at one place, at most, in seconds.
_MOST_READ_S = 20
#: Frames that must agree on where the picture is, at least, and their share: dark scenes show less of it.
_AGREEING, _AGREEING_SHARE = 6, 0.5
#: By how much what is called the same may differ, as a share of the side.
_SAME = 0.01
#: A bar is no less than this share of the side; what is left is no less than that one.
_LEAST_BAR, _LEAST_LEFT = 0.015, 0.3
#: Pixels beside a bar that are half black.
_EDGE = 2
_FOUND = re.compile(r"crop=(\d+):(\d+):(\d+):(\d+)")


class Area(NamedTuple):
    """A part of a picture, in pixels; all even."""

    left: int
    top: int
    width: int
    height: int


def find_area(scene: Scene, size: tuple[int, int], encoder: Encoder, *, duration_s: float) -> Area | None:
    """Give the part of a moving picture that is not black bars; None where there are none for certain.

    Args:
        scene: The picture.
        size: To which it is scaled, and in whose pixels the area is told.
        encoder: Runs ffmpeg.
        duration_s: How much of it matters.

    Raises:
        CancelledError: Somebody asked to stop.
    """
    if duration_s <= 0:
        return None
    argv = command(scene, size, at=[share * duration_s for share in _PLACES])
    for _ in range(_TRIES):
        counted = Progress(frame_rate=scene.video.frame_rate)
        try:
            run = encoder.encode(argv, limits=LOOK_LIMITS, progress=counted, on_progress=lambda _: None)
        except CancelledError:
            raise
        except MachineError:
            # A run that does not go on: the next one mostly does. Any other fault the cut itself will tell.
            continue
        except RejectedError:
            # A header that claims more than there is.
            return None
        return read_area(run.report, size)
    return None


def command(scene: Scene, size: tuple[int, int], *, at: Sequence[float]) -> list[str]:
    """Decode a few frames at each place; stderr then holds what cropdetect found in each."""
    parts = []
    for place_s in at:
        # More threads would decode ahead what is not looked at.
        sought = {"ss": f"{place_s:.3f}", "t": _MOST_READ_S, "noaccurate_seek": None, "threads": 1}
        parts.append(deinterlace(open_picture(scene, **sought).filter("trim", end_frame=_FRAMES), scene.scan))
    # Sized after they are joined: each filter that maps HDR begins with seconds of reckoning.
    picture = upright(ffmpeg.concat(*parts) if len(parts) > 1 else parts[0], scene, size, still=False)
    picture = picture.filter("cropdetect", round=2, skip=0, reset=1)
    return compile_argv(scene.tools.ffmpeg, [ffmpeg.output(picture, "-", f="null", fps_mode="passthrough")])


def read_area(report: str, size: tuple[int, int]) -> Area | None:
    """Read what cropdetect says of single frames.

    Args:
        report: Its lines.
        size: Width and height of the frames, even.

    Returns:
        None where there are no bars, or the frames do not agree on them.
    """
    found = [tuple(map(int, numbers)) for numbers in _FOUND.findall(report)]
    if not found:
        return None
    boxes = [((left, left + width), (top, top + height)) for width, height, left, top in found if width and height]
    axes = [_agreed([box[axis] for box in boxes], size[axis]) for axis in (0, 1)]
    (left, right), (top, bottom) = (axis or (0, side) for axis, side in zip(axes, size, strict=True))
    if not any(axes):
        return None
    return Area(left=left, top=top, width=right - left, height=bottom - top)


def _agreed(sides: Iterable[tuple[int, int]], whole: int) -> tuple[int, int] | None:
    """Begin and end of the picture on one axis; None where no two bars of about one size are certain."""
    told = list(sides)
    begin, end = min((one for one, _ in told), default=0), max((one for _, one in told), default=whole)
    near = whole * _SAME
    agreeing = sum(abs(one - begin) <= near and abs(other - end) <= near for one, other in told)
    bars = (begin, whole - end)
    certain = agreeing >= max(_AGREEING, _AGREEING_SHARE * len(told))
    if not certain or min(bars) < whole * _LEAST_BAR or abs(bars[0] - bars[1]) > 2 * near:
        return None
    inner = (begin + _EDGE + 1) // 2 * 2, (end - _EDGE) // 2 * 2
    return inner if inner[1] - inner[0] >= whole * _LEAST_LEFT else None
