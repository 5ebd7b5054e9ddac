"""Builds ffmpeg's arguments for pictures that move, and for the one that stands for them. Pure, as `commands`."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.allowlist import input_options
from transcode.commands import Sound, Source, compile_argv, open_source, shape_sound
from transcode.ladder import Rung
from transcode.streams import Stream
from transcode.tools import Tools

#: Length of a segment, and distance of key frames in every rung, in seconds.
SEGMENT_S = 4
PLAYLIST_NAME = "index.m3u8"
INIT_NAME = "init.mp4"
POSTER_WIDTH = 1280

#: Frames that the poster is chosen from: the one most like its neighbours, so no black or torn one.
_POSTER_FRAMES = 24
#: Constant quality below the rung's limit: a speaker before a wall needs few bits, and nobody should pay for more.
_QUALITY = 26
#: The decoder's buffer holds this many seconds of the limit.
_BUFFER_S = 2
#: Never reached: key frames stand where they are forced, and nowhere else.
_LONGEST_GOP = 100_000
#: From this many lines on, every device has the High profile.
_HIGH_PROFILE_LINES = 720
#: swscale maps HDR to SDR by itself from this release on.
SCALE_MAPS_HDR_MAJOR = 8
_DENOMINATOR = 1001


@dataclass(frozen=True, kw_only=True)
class AudioRendition:
    """One sound that several rungs share.

    Attributes:
        name: Also the name of its folder.
        sound: How it is made.
    """

    name: str
    sound: Sound


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The moving picture of a job.

    Attributes:
        source: The picture's stream.
        video: What the probe says of it.
        tools: Whose abilities decide how HDR is brought to SDR.
    """

    source: Source
    video: Stream
    tools: Tools


def poster(scene: Scene, *, at_s: float, out: Path) -> list[str]:
    """Make one JPEG of at most `POSTER_WIDTH` from the frames after at_s."""
    options = {**input_options(scene.source.demuxer), "ss": f"{at_s:.3f}"}
    picture = ffmpeg.input(str(scene.source.path), **options)[str(scene.source.index)]
    picture = _upright(picture, scene, _poster_size(scene.video.width, scene.video.height), still=True)
    picture = picture.filter("thumbnail", _POSTER_FRAMES)
    made = {"frames:v": 1, "c:v": "mjpeg", "q:v": 4, "map_metadata": -1, "fflags": "+bitexact", "f": "mjpeg"}
    return compile_argv(scene.tools.ffmpeg, [ffmpeg.output(picture, str(out), **made)])


def hls(
    scene: Scene,
    rungs: Sequence[Rung],
    *,
    sound_source: Source | None,
    audio: Sequence[AudioRendition],
    out_dir: Path,
) -> list[str]:
    """Make every rung and every shared sound in one run that decodes once.

    Args:
        scene: The picture.
        rungs: Smallest first.
        sound_source: The sound's stream, in the same file; None when there is none.
        audio: Sounds to make of it.
        out_dir: Holds a folder for each rung and each sound, which exist.
    """
    opened = open_source(scene.source)
    pictures = _rung_pictures(opened[str(scene.source.index)], scene, rungs)
    outputs = [
        ffmpeg.output(
            picture, *_playlist(out_dir / rung.name), **_picture_options(rung), **_segments(out_dir / rung.name)
        )
        for picture, rung in zip(pictures, rungs, strict=True)
    ]
    if sound_source is not None:
        sounds = opened[str(sound_source.index)].filter("aresample", **{"async": 1, "first_pts": 0})
        branches = sounds.filter_multi_output("asplit") if len(audio) > 1 else {0: sounds}
        for place, rendition in enumerate(audio):
            folder = out_dir / rendition.name
            shaped = shape_sound(branches[place], rendition.sound)
            outputs.append(
                ffmpeg.output(shaped, *_playlist(folder), **_sound_options(rendition.sound), **_segments(folder))
            )
    return compile_argv(scene.tools.ffmpeg, outputs)


def _rung_pictures(picture: Any, scene: Scene, rungs: Sequence[Rung]) -> list[Any]:
    """Give one filtered stream a rung: each is scaled from the next larger one, which costs least."""
    largest = rungs[-1]
    rate = Fraction(largest.frame_rate).limit_denominator(_DENOMINATOR)
    picture = picture.filter("bwdif", mode="send_frame", deint="interlaced") if scene.video.interlaced else picture
    # A picture that begins late, or comes at uneven times, is brought to an even clock that starts with the sound's.
    picture = picture.filter("fps", fps=f"{rate.numerator}/{rate.denominator}", start_time=0)
    made: list[Any] = []
    for place, rung in enumerate(reversed(rungs)):
        if place == 0:
            picture = _upright(picture, scene, (rung.width, rung.height), still=False)
        else:
            picture = picture.filter("scale", rung.width, rung.height).filter("setsar", 1)
        if place < len(rungs) - 1:
            branches = picture.filter_multi_output("split")
            picture, own = branches[0], branches[1]
        else:
            own = picture
        step = round(largest.frame_rate / rung.frame_rate)
        made.insert(0, own.filter("framestep", step) if step > 1 else own)
    return made


def _upright(picture: Any, scene: Scene, size: tuple[int, int], *, still: bool) -> Any:
    """Scale to square pixels, 8 bits and standard dynamic range; ffmpeg has turned it upright before any filter.

    A still picture gets what JPEG is defined with (JFIF: BT.601, full range).
    """
    options: dict[str, Any] = {"out_range": "pc", "out_color_matrix": "bt601"} if still else {"out_range": "tv"}
    if scene.video.hdr and scene.tools.major >= SCALE_MAPS_HDR_MAJOR:
        options |= {"out_primaries": "bt709", "out_transfer": "bt709", "intent": "perceptual"}
        options.setdefault("out_color_matrix", "bt709")
    elif scene.video.hdr and {"zscale", "tonemap"} <= scene.tools.filters:
        picture = picture.filter("zscale", transfer="linear", npl=100).filter("format", "gbrpf32le")
        picture = picture.filter("tonemap", tonemap="hable", desat=0)
        picture = picture.filter("zscale", primaries="bt709", transfer="bt709", matrix="bt709", range="tv")
    picture = picture.filter("scale", *size, **options).filter("setsar", 1)
    return picture.filter("format", "yuvj420p" if still else "yuv420p")


def _poster_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, POSTER_WIDTH / max(width, 1))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _picture_options(rung: Rung) -> dict[str, Any]:
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "profile:v": "high" if min(rung.width, rung.height) >= _HIGH_PROFILE_LINES else "main",
        "crf": _QUALITY,
        "maxrate": rung.video_bps,
        "bufsize": rung.video_bps * _BUFFER_S,
        "g": _LONGEST_GOP,
        "sc_threshold": 0,
        "force_key_frames": f"expr:gte(t,n_forced*{SEGMENT_S})",
        "flags:v": "+bitexact",
    }


def _sound_options(sound: Sound) -> dict[str, Any]:
    return {
        "c:a": "aac",
        "b:a": sound.bit_rate_bps,
        "ar": sound.sample_rate_hz,
        "ac": len(sound.pan),
        "flags:a": "+bitexact",
    }


def _segments(folder: Path) -> dict[str, Any]:
    """HLS of fragmented MP4 (RFC 8216, version 7) in one folder."""
    return {
        "f": "hls",
        "hls_time": SEGMENT_S,
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_flags": "independent_segments",
        # Reordered frames and encoder delay begin before 0; an edit list then says so. Shifted to 0 instead, which is
        # this muxer's way, pictures would lag behind the sound, and each rung by another time.
        "avoid_negative_ts": "disabled",
        "hls_fmp4_init_filename": INIT_NAME,
        # The muxer reads a pattern here; a percent sign of the folder itself is doubled.
        "hls_segment_filename": str(folder).replace("%", "%%") + "/%05d.m4s",
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
    }


def _playlist(folder: Path) -> tuple[str, ...]:
    return (str(folder / PLAYLIST_NAME),)
