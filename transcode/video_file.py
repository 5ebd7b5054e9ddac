"""One file with pictures and sound, for platforms and for download: MP4 that plays while it is still coming."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.commands import Sound, Source, compile_argv, metadata_options, open_source, shape_sound
from transcode.ladder import Rung
from transcode.languages import iso639_2
from transcode.picture_filters import Scene, deinterlace, open_picture, steady, upright
from transcode.shared_clock import beside
from transcode.video_commands import picture_options, sound_options

MEDIA_TYPE = "video/mp4"
#: Of its sound; every platform takes it and none makes it better.
SOUND_BPS = 128_000


@dataclass(frozen=True, kw_only=True)
class FileSound:
    """The sound of a file.

    Attributes:
        source: Its stream.
        sound: How it is made.
        clock: The stream of the pictures beside which it is heard.
    """

    source: Source
    sound: Sound
    clock: int


@dataclass(frozen=True, kw_only=True)
class VideoFile:
    """What goes into a file beside the pictures.

    Attributes:
        out: The file that is written.
        sound: None when there is none.
        tags: title, artist, date, language (BCP-47), comment …; others are left out.
        most_s: Where it ends at the latest, in seconds; None: at the end.
    """

    out: Path
    sound: FileSound | None
    tags: Mapping[str, str]
    most_s: int | None = None


def remux(ffmpeg_path: Path, rung: Path, file: VideoFile) -> list[str]:
    """Take the pictures of a finished rung as they are; only the sound is encoded.

    Args:
        ffmpeg_path: The program.
        rung: Its initialisation segment and all its segments, one after the other in one file of ours.
        file: What is written.
    """
    pictures = ffmpeg.input(str(rung), f="mov", protocol_whitelist="file")["v:0"]
    clock = beside(file.sound.source, [file.sound.clock]) if file.sound else []
    return compile_argv(ffmpeg_path, [file_output(pictures, file, {"c:v": "copy"}), *clock])


def encode(scene: Scene, rung: Rung, file: VideoFile, *, key_distance: int) -> list[str]:
    """Make the file by itself, where no finished rung is at hand."""
    picture = steady(deinterlace(open_picture(scene), scene.scan), rung.rate)
    picture = upright(picture, scene, (rung.width, rung.height), still=False)
    coding = picture_options(rung, key_distance=key_distance)
    return compile_argv(scene.tools.ffmpeg, [file_output(picture, file, coding)])


def file_output(picture: Any, file: VideoFile, coding: Mapping[str, Any]) -> Any:
    """Give the output of a file.

    Args:
        picture: As it is shown.
        file: What is written.
        coding: Options for the picture.
    """
    parts, options = [picture], dict(coding)
    if file.sound:
        source = file.sound.source
        heard = open_source(source)[str(source.index)]
        # Cut before anything is done to it, so that nothing is done for what is not kept.
        heard = heard if file.most_s is None else heard.filter("atrim", end=file.most_s)
        parts.append(shape_sound(heard.filter("aresample", **{"async": 1, "first_pts": 0}), file.sound.sound))
        options |= sound_options(file.sound.sound)
        if file.tags.get("language"):
            options["metadata:s:a:0"] = f"language={iso639_2(file.tags['language'])}"
    if file.most_s is not None:
        options["t"] = file.most_s
    # The index stands at the beginning: players start before the rest has come.
    made = {"f": "mp4", "movflags": "+faststart", "map_metadata": -1, "map_chapters": -1, "fflags": "+bitexact"}
    return ffmpeg.output(*parts, str(file.out), **options, **made, **metadata_options(file.tags))
