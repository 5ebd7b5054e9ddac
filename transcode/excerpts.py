"""A look at a few short excerpts before the plan: are they combed, and how many bits do they need?

One run of ffmpeg that decodes a dozen frames at each of a few places: some hundredths of what the rungs take.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.commands import compile_argv
from transcode.complexity import Complexity, read_complexity
from transcode.encoder import LOOK_LIMITS, Encoder
from transcode.errors import CancelledError, TranscodeError
from transcode.ladder import QUALITY, VideoPlan, plan_video, sample_rung
from transcode.picture_filters import Scene, deinterlace, open_picture
from transcode.probe import Probe
from transcode.progress import Progress
from transcode.scan import Scan, choose_scan, parse_fields

#: One look every so many seconds, and at least, at most so many.
_DISTANCE_S, _LEAST, _MOST = 30.0, 2, 12
#: More than the encoder looks ahead (ten, in its preset), so that it treats the first picture as in a long programme.
_FRAMES = 12
#: Key pictures often begin a scene, out of black or before anything moves.
_SKIPPED_S = 0.5
#: What is read of the file at one place, at most.
_MOST_READ_S = 20


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was seen.

    Attributes:
        scan: How the pictures are to be read.
        complexity: None where it could not be measured.
    """

    scan: Scan
    complexity: Complexity | None = None


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """At which sizes bits are counted.

    Attributes:
        rate: Frames a second of the largest rung.
        sample: Width and height at which changes are counted.
        largest: Width and height of the largest rung.
    """

    rate: Fraction
    sample: tuple[int, int]
    largest: tuple[int, int]


def places(duration_s: float | None) -> list[float]:
    """Choose where to look, in seconds from the start; at the start alone where nobody knows how long it is."""
    if not duration_s:
        return [0.0]
    count = min(_MOST, max(_LEAST, round(duration_s / _DISTANCE_S)))
    return [duration_s * (at + 0.5) / count for at in range(count)]


def plan_by_look(scene: Scene, probe: Probe, encoder: Encoder, *, duration_s: float | None) -> VideoPlan:
    """Plan the rungs of a programme by a look at it; without one where there is nothing to choose.

    Args:
        scene: The picture; its scan is not looked at.
        probe: Of the file.
        encoder: Runs ffmpeg.
        duration_s: As decoded, where that is known; else the header's claim.

    Raises:
        CancelledError: Somebody asked to stop.
        ValueError: The probe has no moving picture.
    """
    plan = plan_video(probe)
    if len(plan.rungs) == 1:
        return plan
    sample, largest = sample_rung(plan.rungs), plan.rungs[-1]
    sizes = Sizes(rate=plan.rate, sample=(sample.width, sample.height), largest=(largest.width, largest.height))
    seen = look(scene, sizes, encoder, duration_s=duration_s)
    return plan_video(probe, scan=seen.scan, complexity=seen.complexity) if seen else plan


def look(scene: Scene, sizes: Sizes, encoder: Encoder, *, duration_s: float | None) -> Look | None:
    """Look at a programme; None where nothing could be seen, which is no fault of the programme.

    Args:
        scene: The picture; its scan is not looked at.
        sizes: At which bits are counted.
        encoder: Runs ffmpeg.
        duration_s: As decoded, where that is known; else the header's claim.

    Raises:
        CancelledError: Somebody asked to stop.
    """
    for wanted in dict.fromkeys((tuple(places(duration_s)), (0.0,))):
        try:
            return _look(scene, sizes, encoder, at=wanted)
        except CancelledError:
            raise
        except TranscodeError:
            # A header that claims more than there is, or a machine whose fault the rungs will tell.
            continue
    return None


def _look(scene: Scene, sizes: Sizes, encoder: Encoder, *, at: Sequence[float]) -> Look:
    listing = encoder.work_dir.absolute() / "excerpts.txt"
    argv = command(scene, sizes, at=at, listing=listing)
    counted = Progress(frame_rate=float(sizes.rate))
    run = encoder.encode(argv, limits=LOOK_LIMITS, progress=counted, on_progress=lambda _: None)
    complexity = read_complexity(
        listing.read_text("utf-8"),
        sample_pixels=sizes.sample[0] * sizes.sample[1],
        largest_pixels=sizes.largest[0] * sizes.largest[1],
    )
    listing.unlink()
    video = scene.video
    scan = choose_scan(parse_fields(run.report), flagged=video.interlaced, frame_rate=video.frame_rate)
    return Look(scan=scan, complexity=complexity)


def command(scene: Scene, sizes: Sizes, *, at: Sequence[float], listing: Path) -> list[str]:
    """Decode the excerpts; stderr then holds idet's summaries, and listing every packet's size.

    Seeking stops at the key picture before the place: what lies between would be decoded for nothing.
    """
    samples, stills = [], []
    for place_s in at:
        # More threads would decode ahead what is not looked at.
        sought = {"ss": f"{place_s:.3f}", "t": _MOST_READ_S, "noaccurate_seek": None, "threads": 1}
        picture = open_picture(scene, **sought)
        picture = deinterlace(picture.filter("idet"), "flagged" if scene.video.interlaced else "progressive")
        picture = picture.filter("fps", fps=f"{sizes.rate.numerator}/{sizes.rate.denominator}")
        skipped = round(_SKIPPED_S * sizes.rate) if len(at) > 1 else 0
        picture = picture.filter("trim", start_frame=skipped, end_frame=skipped + _FRAMES)
        branches = picture.filter("setpts", "PTS-STARTPTS").filter_multi_output("split")
        samples.append(_sized(branches[0], sizes.sample))
        stills.append(_sized(branches[1].filter("trim", end_frame=1), sizes.largest))
    large = _joined(stills).filter_multi_output("split")
    outputs = [_joined(samples), _sized(large[0], sizes.sample), large[1]]
    made = {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": QUALITY,
        "sc_threshold": 0,
        "threads": 1,
        # A key picture begins each excerpt; the single pictures are nothing else.
        "g:v:0": _FRAMES,
        "g:v:1": 1,
        "g:v:2": 1,
        "fps_mode": "passthrough",
        "flags:v": "+bitexact",
        "f": "framecrc",
    }
    return compile_argv(scene.tools.ffmpeg, [ffmpeg.output(*outputs, str(listing), **made)])


def _joined(parts: Sequence[Any]) -> Any:
    return ffmpeg.concat(*parts) if len(parts) > 1 else parts[0]


def _sized(picture: Any, size: tuple[int, int]) -> Any:
    return picture.filter("scale", *size).filter("setsar", 1).filter("format", "yuv420p")
