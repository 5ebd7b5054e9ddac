"""Builds ffmpeg's arguments for pictures that move, and for the one that stands for them. Pure, as `commands`."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.commands import Sound, Source, compile_argv, open_source, shape_sound
from transcode.ladder import QUALITY, Rung, VideoPlan, step_of
from transcode.media_playlist import INIT_NAME, PLAYLIST_NAME, SEGMENT_PATTERN
from transcode.picture_filters import Scene, deinterlace, open_picture, steady, upright
from transcode.shared_clock import beside

POSTER_WIDTH = 1280

#: Frames that the poster is chosen from: the one most like its neighbours, so no black or torn one.
_POSTER_FRAMES = 24
#: The decoder's buffer holds this many seconds of the limit.
_BUFFER_S = 2
#: From this many lines on, every device has the High profile; what shows less may be a feature phone.
_HIGH_PROFILE_LINES = 360
_MICROSECONDS = 1_000_000

#: Takes the picture as the largest rung has it, and gives an output of its own.
Rider = Callable[[Any], Any]


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
class SoundSet:
    """One sound of the source and what is made of it.

    Attributes:
        source: Its stream.
        renditions: Each gets its own folder.
    """

    source: Source
    renditions: tuple[AudioRendition, ...]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of frames of a programme, counted at the rate of the largest rung.

    Attributes:
        first_frame: A multiple of the plan's segment_frames.
        frames: How many; None: to the end.
        lead_frames: How many are decoded before it for nothing, so that seeking need not be exact, and what is shown
            while the source stands still is known.
        first_segment: The number of its first segment.
        clock: Streams of sound that the whole programme is made with.
    """

    first_frame: int
    frames: int | None
    lead_frames: int
    first_segment: int
    clock: tuple[int, ...] = ()


def poster(scene: Scene, *, at_s: float, out: Path) -> list[str]:
    """Make one JPEG of at most `POSTER_WIDTH` from the frames after at_s."""
    picture = deinterlace(open_picture(scene, ss=f"{at_s:.3f}"), scene.scan)
    picture = upright(picture, scene, _poster_size(scene.video.width, scene.video.height), still=True)
    picture = picture.filter("thumbnail", _POSTER_FRAMES)
    made = {"frames:v": 1, "c:v": "mjpeg", "q:v": 4, "map_metadata": -1, "fflags": "+bitexact", "f": "mjpeg"}
    return compile_argv(scene.tools.ffmpeg, [ffmpeg.output(picture, str(out), **made)])


def hls(
    scene: Scene, plan: VideoPlan, *, sounds: Sequence[SoundSet], out_dir: Path, riders: Sequence[Rider] = ()
) -> list[str]:
    """Make every rung and every sound in one run that decodes once.

    Args:
        scene: The picture.
        plan: Its rungs.
        sounds: In the same file; none when there is no sound.
        out_dir: Holds a folder for each rung and each sound, which exist.
        riders: What else is made of the same pictures.
    """
    picture = steady(deinterlace(open_picture(scene), scene.scan), plan.rate)
    pictures, spare = _rung_pictures(picture, scene, plan.rungs, riders=len(riders))
    outputs = [
        _rung_output(own, rung, plan, out_dir / rung.name) for own, rung in zip(pictures, plan.rungs, strict=True)
    ]
    outputs += [rider(own) for own, rider in zip(spare, riders, strict=True)]
    outputs += _sound_outputs(sounds, plan, out_dir)
    return compile_argv(scene.tools.ffmpeg, outputs)


def hls_piece(scene: Scene, plan: VideoPlan, piece: Piece, *, out_dir: Path) -> list[str]:
    """Make a piece of every rung, without sound: segments that continue those of the piece before.

    Args:
        scene: The picture.
        plan: Its rungs.
        piece: Which frames.
        out_dir: Holds a folder for each rung, which exist.
    """
    lead = min(piece.lead_frames, piece.first_frame)
    from_s = (piece.first_frame - lead) / plan.rate
    sought = {"ss": f"{float(from_s):.6f}"} if from_s else {}
    picture = steady(deinterlace(open_picture(scene, **sought), scene.scan), plan.rate)
    wanted = {"start_frame": lead} | ({"end_frame": lead + piece.frames} if piece.frames else {})
    # Frames keep their place in the whole programme, and so do the times in the segments.
    picture = picture.filter("trim", **wanted).filter("setpts", f"PTS+{piece.first_frame - lead}")
    pictures, _ = _rung_pictures(picture, scene, plan.rungs, riders=0)
    continued = {
        "start_number": piece.first_segment,
        "hls_segment_options": f"movflags=+frag_discont:fragment_index={piece.first_segment + 1}",
    }
    outputs = [
        _rung_output(own, rung, plan, out_dir / rung.name, **continued)
        for own, rung in zip(pictures, plan.rungs, strict=True)
    ]
    read_s = float((lead + piece.frames) / plan.rate) if piece.frames else None
    outputs += beside(scene.source, piece.clock, most_s=read_s, **sought)
    return compile_argv(scene.tools.ffmpeg, outputs)


def hls_sounds(scene: Scene, plan: VideoPlan, *, sounds: Sequence[SoundSet], out_dir: Path) -> list[str]:
    """Make the sounds alone, for rungs of the scene that are made in pieces."""
    outputs = _sound_outputs(sounds, plan, out_dir)
    clock = beside(sounds[0].source, [scene.source.index])
    return compile_argv(scene.tools.ffmpeg, [*outputs, *clock])


def _rung_pictures(
    picture: Any, scene: Scene, rungs: Sequence[Rung], *, riders: int
) -> tuple[list[Any], Sequence[Any]]:
    """Give one filtered stream a rung, each scaled from the next larger one, which costs least; then the riders'."""
    largest = rungs[-1]
    picture = upright(picture, scene, (largest.width, largest.height), still=False)
    spare: list[Any] = []
    if riders:
        branches = picture.filter_multi_output("split", riders + 1)
        picture, spare = branches[0], [branches[place] for place in range(1, riders + 1)]
    made: list[Any] = []
    for place, rung in enumerate(reversed(rungs)):
        if place:
            picture = picture.filter("scale", rung.width, rung.height).filter("setsar", 1)
        if place < len(rungs) - 1:
            branches = picture.filter_multi_output("split")
            picture, own = branches[0], branches[1]
        else:
            own = picture
        step = step_of(rung, largest)
        made.insert(0, own.filter("framestep", step) if step > 1 else own)
    return made, spare


def _rung_output(picture: Any, rung: Rung, plan: VideoPlan, folder: Path, **more: Any) -> Any:
    frames = plan.segment_frames // step_of(rung, plan.rungs[-1])
    options = {**picture_options(rung, key_distance=frames), **_segments(folder, plan), **more}
    return ffmpeg.output(picture, str(folder / PLAYLIST_NAME), **options)


def _sound_outputs(sounds: Sequence[SoundSet], plan: VideoPlan, out_dir: Path) -> list[Any]:
    outputs = []
    for one in sounds:
        heard = open_source(one.source)[str(one.source.index)].filter("aresample", **{"async": 1, "first_pts": 0})
        count = len(one.renditions)
        branches = heard.filter_multi_output("asplit", count) if count > 1 else {0: heard}
        for place, rendition in enumerate(one.renditions):
            folder = out_dir / rendition.name
            options = {**sound_options(rendition.sound), **_segments(folder, plan)}
            shaped = shape_sound(branches[place], rendition.sound)
            outputs.append(ffmpeg.output(shaped, str(folder / PLAYLIST_NAME), **options))
    return outputs


def _poster_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, POSTER_WIDTH / max(width, 1))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def picture_options(rung: Rung, *, key_distance: int) -> dict[str, Any]:
    """Give the options of H.264 for a rung.

    Args:
        rung: What is made.
        key_distance: Frames from one key frame to the next; there are no others.
    """
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "profile:v": "high" if rung.lines >= _HIGH_PROFILE_LINES else "main",
        "crf": QUALITY,
        "maxrate": rung.video_bps,
        "bufsize": rung.video_bps * _BUFFER_S,
        "g": key_distance,
        "sc_threshold": 0,
        "fps_mode": "passthrough",
        "flags:v": "+bitexact",
    }


def sound_options(sound: Sound) -> dict[str, Any]:
    """Give the options of AAC for a sound."""
    return {
        "c:a": "aac",
        "b:a": sound.bit_rate_bps,
        "ar": sound.sample_rate_hz,
        "ac": len(sound.pan),
        "flags:a": "+bitexact",
    }


def _segments(folder: Path, plan: VideoPlan) -> dict[str, Any]:
    """HLS of fragmented MP4 (RFC 8216, version 7) in one folder."""
    return {
        "f": "hls",
        # Rounded down: a segment is cut at the first key frame from this time on.
        "hls_time": f"{math.floor(plan.segment_s * _MICROSECONDS) / _MICROSECONDS:.6f}",
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_flags": "independent_segments",
        # Reordered frames and encoder delay begin before 0; an edit list then says so. Shifted to 0 instead, which is
        # this muxer's way, pictures would lag behind the sound, and each rung by another time.
        "avoid_negative_ts": "disabled",
        "hls_fmp4_init_filename": INIT_NAME,
        # The muxer reads a pattern here; a percent sign of the folder itself is doubled.
        "hls_segment_filename": str(folder).replace("%", "%%") + f"/{SEGMENT_PATTERN}",
        "map_metadata": -1,
        "map_chapters": -1,
        "fflags": "+bitexact",
    }
