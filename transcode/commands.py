"""Builds ffmpeg's arguments. Pure: nothing here runs or looks at a disk. All paths are absolute.

Three traps of ffmpeg-python are stepped around: a list value is not repeated (so each `metadata:g:N` has its own
key), a relative output name may be taken for an option, and positional filter arguments are escaped twice (so they are
named).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ffmpeg

from transcode.allowlist import input_options
from transcode.languages import iso639_2
from transcode.loudness import Gain

#: Peaks between samples show when the rate is four times as high (BS.1770, annex 2).
_OVERSAMPLING = 4
#: Enough to tell a dead from a living channel, for a fraction of the work.
_LEVELS_RATE_HZ = 8_000
_DECIBEL_BASE = 20.0

#: Our tags -> names in ID3v2.3 as ffmpeg writes them.
_TAGS = ("title", "artist", "album", "album_artist", "date", "genre", "track", "copyright", "publisher", "comment")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One stream of one received file.

    Attributes:
        path: The file.
        demuxer: What it is opened as.
        index: The stream's place in the file.
    """

    path: Path
    demuxer: str
    index: int


@dataclass(frozen=True, kw_only=True)
class Sound:
    """How the sound is to come out.

    Attributes:
        pan: One expression of ffmpeg's `pan` a channel.
        stereo_in: The mix reads two channels; a source of more is brought to two first.
        gain: Loudness.
        sample_rate_hz: Of the result.
        bit_rate_bps: Of the result.
    """

    pan: tuple[str, ...]
    stereo_in: bool
    gain: Gain
    sample_rate_hz: int
    bit_rate_bps: int


@dataclass(frozen=True, kw_only=True)
class Extras:
    """What goes into a file beside the sound.

    Attributes:
        tags: title, artist, album, date, language (BCP-47), comment …; others are left out.
        cover: A JPEG file, or None.
        chapters: Whether the source's chapter marks are kept.
        chapter_titles: Their titles as they are meant, in the source's order; "" leaves one as it is.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    chapters: bool = False
    chapter_titles: Sequence[str] = ()


def open_source(source: Source) -> Any:
    """Give ffmpeg-python's node of a guarded input."""
    return ffmpeg.input(str(source.path), **input_options(source.demuxer))


def measure(ffmpeg_path: Path, source: Source, *, stereo: bool, levels: bool = False) -> list[str]:
    """Decode the sound once; stderr then holds what `parse_loudness` and, if wanted, `parse_levels` read.

    Args:
        ffmpeg_path: The program.
        source: What to measure.
        stereo: Bring it to two channels, else to one.
        levels: Also measure left, right and their half sum; needs two channels.
    """
    sound = open_source(source)[str(source.index)]
    sound = sound.filter("aformat", channel_layouts="stereo" if stereo else "mono")
    sound = sound.filter("ebur128", peak="true", framelog="verbose")
    if levels:
        sound = sound.filter("aresample", _LEVELS_RATE_HZ).filter("pan", args="3c|c0=c0|c1=c1|c2=0.5*c0+0.5*c1")
        sound = sound.filter("astats", measure_perchannel="RMS_level", measure_overall="none")
    return compile_argv(ffmpeg_path, [ffmpeg.output(sound, "/dev/null", f="null")])


def rehearse(ffmpeg_path: Path, source: Source, sound: Sound) -> list[str]:
    """Do all but the encoding; stderr then holds what `parse_loudness` reads, without the true peak."""
    shaped = shape_sound(open_source(source)[str(source.index)], sound).filter("ebur128", framelog="verbose")
    return compile_argv(ffmpeg_path, [ffmpeg.output(shaped, "/dev/null", f="null")])


def encode_mp3(ffmpeg_path: Path, source: Source, sound: Sound, extras: Extras, out: Path) -> list[str]:
    """Make one MP3 with ID3v2.3 tags, which feature phones and car radios read."""
    options: dict[str, Any] = {
        "c:a": "libmp3lame",
        "b:a": sound.bit_rate_bps,
        "ar": sound.sample_rate_hz,
        "ac": len(sound.pan),
        # Of everything but the chapters, whose titles would be lost with a plain -1.
        "map_metadata:g": -1,
        "map_metadata:s": -1,
        "map_chapters": 0 if extras.chapters else -1,
        "id3v2_version": 3,
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
        "f": "mp3",
    }
    options |= _metadata(extras.tags)
    if extras.chapters:
        titles = enumerate(extras.chapter_titles)
        options |= {f"metadata:c:{place}": f"title={title}" for place, title in titles if title}
    opened = open_source(source)
    parts = [shape_sound(opened[str(source.index)], sound)]
    if extras.cover:
        parts.append(ffmpeg.input(str(extras.cover), f="jpeg_pipe", protocol_whitelist="file")["v:0"])
        options |= {"c:v": "copy", "disposition:v": "attached_pic", "metadata:s:v:0": "comment=Cover (front)"}
    return compile_argv(ffmpeg_path, [ffmpeg.output(*parts, str(out), **options)])


def shape_sound(stream: Any, sound: Sound) -> Any:
    """Add mix, gain, limiter and sample rate to a stream of sound."""
    layouts = "stereo" if sound.stereo_in else "mono"
    stream = stream.filter("aformat", sample_fmts="fltp", channel_layouts=layouts)
    layout = "stereo" if len(sound.pan) > 1 else "mono"
    expressions = "|".join(f"c{place}={expression}" for place, expression in enumerate(sound.pan))
    stream = stream.filter("pan", args=f"{layout}|{expressions}").filter("volume", f"{sound.gain.gain_db:.2f}dB")
    if sound.gain.limit_dbtp is not None:
        limit = 10 ** (sound.gain.limit_dbtp / _DECIBEL_BASE)
        stream = stream.filter("aresample", sound.sample_rate_hz * _OVERSAMPLING)
        stream = stream.filter("alimiter", limit=f"{limit:.4f}", level="false", attack=5, release=50, latency="true")
    return stream.filter("aresample", sound.sample_rate_hz)


def compile_argv(ffmpeg_path: Path, outputs: Iterable[Any]) -> list[str]:
    """Turn output nodes into arguments, with what every run needs: no questions, progress on stdout."""
    node = ffmpeg.merge_outputs(*outputs).global_args(
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-progress", "pipe:1"
    )
    argv: list[str] = ffmpeg.compile(node, cmd=str(ffmpeg_path), overwrite_output=True)
    return argv


def _metadata(tags: Mapping[str, str]) -> dict[str, str]:
    named = [(name, " ".join(tags[name].split())) for name in _TAGS if tags.get(name)]
    if tags.get("language"):
        named.append(("language", iso639_2(tags["language"])))
    return {f"metadata:g:{place}": f"{name}={value}" for place, (name, value) in enumerate(named)}
