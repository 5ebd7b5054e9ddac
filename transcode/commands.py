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
from transcode.faults import LONG_SILENCE_S, SILENCE_BELOW_DB
from transcode.languages import iso639_2
from transcode.loudness import Gain
from transcode.shaping import Step

#: Peaks between samples show when the rate is four times as high (BS.1770, annex 2).
_OVERSAMPLING = 4
#: Enough to tell a dead from a living channel, for a fraction of the work.
LEVELS_RATE_HZ = 8_000
_DECIBEL_BASE = 20.0
_MILLI = 1000
#: About what the light forms keep of the treble.
SMALL_RATE_HZ = 24_000
#: What the edges of a lossy codec take from a silence, in seconds.
_SILENCE_EDGES_S = 0.1
#: How often a programme that is too short for gated loudness is heard in a row, and its most samples.
REPEATED_TIMES, _REPEATED_SAMPLES = 10, 400_000
_CLIPPING, _COUNT = "Peak_level+Flat_factor+Peak_count", "Number_of_samples"
#: LAME turns everything down to 0.95 before it encodes at these rates, so that less clips.
_LAME_LOSS_DB = 0.45
_LAYOUTS = {1: "mono", 2: "stereo"}

#: Our tags -> names in ID3v2.3 as ffmpeg writes them.
_TAGS = ("title", "artist", "album", "album_artist", "date", "genre", "track", "copyright", "publisher", "comment")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One stream of one received file.

    Attributes:
        path: The file.
        demuxer: What it is opened as.
        index: The stream's place in the file.
        timed: Silence stands where the stream has no packets, so that positions are those of the file's clock.
    """

    path: Path
    demuxer: str
    index: int
    timed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sound:
    """How the sound is to come out.

    Attributes:
        pan: One expression of ffmpeg's `pan` a channel.
        stereo_in: The mix reads two channels; a source of more is brought to two first.
        gain: Loudness.
        sample_rate_hz: Of the result.
        bit_rate_bps: Of the result.
        level_db: Added before the shaping, which expects a known loudness.
        shape: Filters between that and the gain; see `transcode.shaping`.
        work_rate_hz: At which it is shaped and limited; None: at that of the result.
    """

    pan: tuple[str, ...]
    stereo_in: bool
    gain: Gain
    sample_rate_hz: int
    bit_rate_bps: int
    level_db: float = 0.0
    shape: tuple[Step, ...] = ()
    work_rate_hz: int | None = None


@dataclass(frozen=True, kw_only=True)
class Extras:
    """What goes into a file beside the sound.

    Attributes:
        tags: title, artist, album, date, language (BCP-47), comment …; others are left out.
        cover: A JPEG file, or None.
        chapters: Whether the source's chapter marks are kept.
        chapter_titles: Their titles as they are meant, in the source's order; "" leaves one as it is.
        marks: Start in seconds and title of each chapter, for Ogg, into which ffmpeg rounds them wrongly.
        chime: A sound that comes before, as a graph of ffmpeg's lavfi device; "" for none.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    chapters: bool = False
    chapter_titles: Sequence[str] = ()
    marks: Sequence[tuple[float, str]] = ()
    chime: str = ""


def open_source(source: Source) -> Any:
    """Give ffmpeg-python's node of a guarded input."""
    return ffmpeg.input(str(source.path), **input_options(source.demuxer))


def open_sound(source: Source) -> Any:
    """Give ffmpeg-python's node of a guarded input's stream of sound."""
    sound = open_source(source)[str(source.index)]
    return sound.filter("aresample", **{"async": 1, "first_pts": 0}) if source.timed else sound


def measure(
    ffmpeg_path: Path, source: Source, *, stereo: bool, skip_s: float = 0.0, repeated: bool = False
) -> list[str]:
    """Decode the sound once; stderr then holds what `parse_loudness` reads.

    Args:
        ffmpeg_path: The program.
        source: What to measure.
        stereo: Bring it to two channels, else to one.
        skip_s: What stands before the programme.
        repeated: Hear it several times in a row, for programmes that are shorter than a gating block.
    """
    sound = open_sound(source).filter("aformat", channel_layouts="stereo" if stereo else "mono")
    if skip_s:
        # Counted anew from there: the clock tells the programme's duration.
        sound = sound.filter("asetpts", "N/SR/TB").filter("atrim", start=f"{skip_s:.3f}").filter("asetpts", "N/SR/TB")
    sound = _repeated(sound) if repeated else sound
    return compile_argv(ffmpeg_path, [_unheard(sound.filter("ebur128", peak="true", framelog="verbose"))])


def listen(ffmpeg_path: Path, source: Source, *, stereo: bool, window_s: float, moments: str) -> list[str]:
    """Decode the sound once for all that `transcode.hearing.read_heard` wants to know.

    Args:
        ffmpeg_path: The program.
        source: What to listen to.
        stereo: Bring it to two channels, else to one.
        window_s: Length of a moment whose peak is told.
        moments: Name of the file in the working folder that gets a few lines a moment.
    """
    branches = open_sound(source).filter_multi_output("asplit")
    # As a player's hardware gets it: what is over full scale stands flat there.
    clipping = branches[1].filter("aformat", sample_fmts="s16")
    clipping = clipping.filter("astats", measure_perchannel=_CLIPPING, measure_overall=_COUNT)
    sound = branches[0].filter("aformat", channel_layouts="stereo" if stereo else "mono")
    sound = sound.filter("ebur128", peak="true", framelog="verbose").filter_multi_output("asplit")
    small = sound[0].filter("pan", args="mono|c0=0.5*c0+0.5*c1") if stereo else sound[0]
    small = small.filter("aresample", SMALL_RATE_HZ).filter("ebur128", framelog="verbose")
    levels = sound[1].filter("aresample", LEVELS_RATE_HZ)
    if stereo:
        levels = levels.filter("pan", args="3c|c0=c0|c1=c1|c2=0.5*c0+0.5*c1")
    levels = levels.filter("astats", measure_perchannel="RMS_level", measure_overall=_COUNT)
    levels = levels.filter("asetnsamples", max(1, round(window_s * LEVELS_RATE_HZ)), pad=0)
    silence_s = LONG_SILENCE_S - _SILENCE_EDGES_S
    levels = levels.filter("silencedetect", noise=f"{SILENCE_BELOW_DB}dB", duration=f"{silence_s:.2f}")
    levels = levels.filter("astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="Peak_level")
    levels = levels.filter("ametadata", mode="print", file=moments)
    return compile_argv(ffmpeg_path, [_unheard(small), _unheard(levels), _unheard(clipping)])


def rehearse(ffmpeg_path: Path, source: Source, sound: Sound, *, repeated: bool = False) -> list[str]:
    """Do all but the encoding; stderr then holds what `parse_loudness` reads, without the true peak."""
    shaped = shape_sound(open_sound(source), sound)
    shaped = _repeated(shaped) if repeated else shaped
    return compile_argv(ffmpeg_path, [_unheard(shaped.filter("ebur128", framelog="verbose"))])


def encode_mp3(ffmpeg_path: Path, source: Source, sound: Sound, extras: Extras, out: Path) -> list[str]:
    """Make one MP3 with ID3v2.3 tags, which feature phones and car radios read."""
    programme = shape_sound(open_sound(source), sound).filter("volume", f"{_LAME_LOSS_DB}dB")
    coding = {"c:a": "libmp3lame", "id3v2_version": 3, "f": "mp3"}
    return compile_argv(ffmpeg_path, [_written(programme, sound, extras, out, coding)])


def encode_opus(ffmpeg_path: Path, source: Source, sound: Sound, extras: Extras, out: Path) -> list[str]:
    """Make one Ogg Opus for words to be understood (RFC 6716, 7845), with Vorbis comments."""
    programme = shape_sound(open_sound(source), sound)
    coding = {"c:a": "libopus", "application": "voip", "vbr": "constrained", "f": "ogg"}
    return compile_argv(ffmpeg_path, [_written(programme, sound, extras, out, coding)])


def _written(programme: Any, sound: Sound, extras: Extras, out: Path, coding: Mapping[str, Any]) -> Any:
    """Give the output node of one file: the programme, and what goes into the file beside it."""
    options: dict[str, Any] = {
        "b:a": sound.bit_rate_bps,
        "ar": sound.sample_rate_hz,
        "ac": len(sound.pan),
        # Of everything but the chapters, whose titles would be lost with a plain -1.
        "map_metadata:g": -1,
        "map_metadata:s": -1,
        "map_chapters": 0 if extras.chapters else -1,
        "fflags": "+bitexact",
        "flags:a": "+bitexact",
        **coding,
    }
    options |= metadata_options(extras.tags, extras.marks)
    if extras.chapters:
        titles = enumerate(extras.chapter_titles)
        options |= {f"metadata:c:{place}": f"title={title}" for place, title in titles if title}
    parts = [_after_chime(programme, sound, extras.chime)]
    if extras.cover:
        parts.append(ffmpeg.input(str(extras.cover), f="jpeg_pipe", protocol_whitelist="file")["v:0"])
        options |= {"c:v": "copy", "disposition:v": "attached_pic", "metadata:s:v:0": "comment=Cover (front)"}
    return ffmpeg.output(*parts, str(out), **options)


def _after_chime(programme: Any, sound: Sound, chime: str) -> Any:
    if not chime:
        return programme
    before = ffmpeg.input(chime, f="lavfi").audio.filter("aresample", sound.sample_rate_hz)
    same = {"sample_fmts": "fltp", "channel_layouts": _LAYOUTS[len(sound.pan)]}
    # Both have to begin at 0 to be joined.
    both = [one.filter("aformat", **same).filter("asetpts", "N/SR/TB") for one in (before, programme)]
    return ffmpeg.concat(*both, v=0, a=1)


def _repeated(sound: Any) -> Any:
    return sound.filter("aloop", loop=REPEATED_TIMES - 1, size=_REPEATED_SAMPLES)


def _unheard(sound: Any) -> Any:
    return ffmpeg.output(sound, "/dev/null", f="null")


def shape_sound(stream: Any, sound: Sound) -> Any:
    """Add mix, shape, gain, limiter and sample rate to a stream of sound."""
    layouts = "stereo" if sound.stereo_in else "mono"
    stream = stream.filter("aformat", sample_fmts="fltp", channel_layouts=layouts)
    expressions = "|".join(f"c{place}={expression}" for place, expression in enumerate(sound.pan))
    stream = stream.filter("pan", args=f"{_LAYOUTS[len(sound.pan)]}|{expressions}")
    rate_hz = sound.work_rate_hz or sound.sample_rate_hz
    if sound.shape:
        # First of all to the lower rate, which costs less.
        stream = stream.filter("aresample", rate_hz).filter("volume", f"{sound.level_db:.2f}dB")
        for name, options in sound.shape:
            stream = stream.filter(name, **dict(options))
    stream = stream.filter("volume", f"{sound.gain.gain_db:.2f}dB")
    if sound.gain.limit_dbtp is not None:
        limit = 10 ** (sound.gain.limit_dbtp / _DECIBEL_BASE)
        stream = stream.filter("aresample", rate_hz * _OVERSAMPLING)
        stream = stream.filter("alimiter", limit=f"{limit:.4f}", level="false", attack=5, release=50, latency="true")
    return stream.filter("aresample", sound.sample_rate_hz)


def compile_argv(ffmpeg_path: Path, outputs: Iterable[Any]) -> list[str]:
    """Turn output nodes into arguments, with what every run needs: no questions, progress on stdout."""
    node = ffmpeg.merge_outputs(*outputs).global_args(
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-progress", "pipe:1"
    )
    argv: list[str] = ffmpeg.compile(node, cmd=str(ffmpeg_path), overwrite_output=True)
    return argv


def metadata_options(tags: Mapping[str, str], marks: Sequence[tuple[float, str]] = ()) -> dict[str, str]:
    """Give the options that write tags into a file; those of no known name are left out.

    Args:
        tags: title, artist, language (BCP-47) …
        marks: Start in seconds and title of chapters, which become Vorbis comments.
    """
    named = [(name, " ".join(tags[name].split())) for name in _TAGS if tags.get(name)]
    if tags.get("language"):
        named.append(("language", iso639_2(tags["language"])))
    for place, (start_s, title) in enumerate(marks):
        minutes, milliseconds = divmod(round(start_s * _MILLI), 60 * _MILLI)
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // _MILLI:02d}.{milliseconds % _MILLI:03d}"
        named += [(f"CHAPTER{place:03d}", clock), (f"CHAPTER{place:03d}NAME", title)]
    return {f"metadata:g:{place}": f"{name}={value}" for place, (name, value) in enumerate(named)}
