"""Filters that make any moving picture plain: progressive, upright, evenly timed, square pixels, 8 bits, BT.709."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ffmpeg

from transcode.allowlist import input_options
from transcode.commands import Source
from transcode.scan import Scan
from transcode.streams import Stream
from transcode.tools import Tools

#: swscale maps HDR to SDR by itself from this release on.
SCALE_MAPS_HDR_MAJOR = 8
#: Where nobody says, television of this size and more has the colours of BT.709, smaller ones those of BT.601.
_HD_WIDTH, _HD_LINES = 1280, 720


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The moving picture of a job.

    Attributes:
        source: The picture's stream.
        video: What the probe says of it.
        tools: Whose abilities decide how HDR is brought to SDR.
        scan: Whether two fields make a frame, and which comes first.
    """

    source: Source
    video: Stream
    tools: Tools
    scan: Scan = "progressive"


def open_picture(scene: Scene, **options: Any) -> Any:
    """Give the picture's stream of a guarded input; options stand before it."""
    opened = ffmpeg.input(str(scene.source.path), **input_options(scene.source.demuxer), **options)
    return opened[str(scene.source.index)]


def deinterlace(picture: Any, scan: Scan) -> Any:
    """Make one frame of two fields: 25 fields pairs a second become 25 pictures.

    Not 50: no rung has more than 30 pictures a second, which is what a cheap phone shows without loss.
    """
    if scan == "progressive":
        return picture
    if scan == "flagged":
        return picture.filter("bwdif", mode="send_frame", deint="interlaced")
    return picture.filter("bwdif", mode="send_frame", parity=scan, deint="all")


def steady(picture: Any, rate: Fraction) -> Any:
    """Bring a picture that begins late, or comes at uneven times, to an even clock that starts with the sound's."""
    return picture.filter("fps", fps=f"{rate.numerator}/{rate.denominator}", start_time=0)


def upright(picture: Any, scene: Scene, size: tuple[int, int], *, still: bool) -> Any:
    """Scale to square pixels, 8 bits and standard dynamic range; ffmpeg has turned it upright before any filter.

    A still picture gets what JPEG is defined with (JFIF: BT.601, full range).
    """
    options: dict[str, Any] = {"out_color_matrix": "bt601" if still else "bt709", "out_range": "pc" if still else "tv"}
    if not scene.video.color_matrix:
        options["in_color_matrix"] = _usual_matrix(scene.video)
    if scene.tools.major >= SCALE_MAPS_HDR_MAJOR and (scene.video.hdr or scene.video.wide_gamut):
        options |= {"out_primaries": "bt709", "out_transfer": "bt709", "intent": "perceptual"}
    elif scene.video.hdr and {"zscale", "tonemap"} <= scene.tools.filters:
        picture = picture.filter("zscale", transfer="linear", npl=100).filter("format", "gbrpf32le")
        picture = picture.filter("tonemap", tonemap="hable", desat=0)
        picture = picture.filter("zscale", primaries="bt709", transfer="bt709", matrix="bt709", range="tv")
        options.pop("in_color_matrix", None)
    picture = picture.filter("scale", *size, **options).filter("setsar", 1)
    if still:
        return picture.filter("format", "yuvj420p")
    named = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "range": "tv"}
    return picture.filter("format", "yuv420p").filter("setparams", **named)


def _usual_matrix(video: Stream) -> str:
    large = max(video.width, video.height) >= _HD_WIDTH or min(video.width, video.height) >= _HD_LINES
    return "bt709" if large else "bt601"
