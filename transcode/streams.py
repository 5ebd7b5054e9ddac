"""What a media file holds, read from ffprobe's JSON. Nothing here is measured: headers can lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from transcode.double_encoding import undoubled
from transcode.languages import bcp47
from transcode.vietnamese import composed

Kind = Literal["audio", "video", "subtitle"]

_KINDS: tuple[Kind, ...] = ("audio", "video", "subtitle")
_INTERLACED_ORDERS = frozenset({"tt", "bb", "tb", "bt"})
_HDR_TRANSFERS = frozenset({"smpte2084", "arib-std-b67"})
_WIDE_PRIMARIES = frozenset({"bt2020", "smpte431", "smpte432"})
#: Sample descriptions of protected tracks (ISO/IEC 14496-12, and Apple's older ones).
_LOCKED_TAGS = frozenset({"enca", "encv", "drms", "drmi"})
#: Beyond these a header is taken as wrong: no camera makes them.
_MOST_FRAME_RATE = 240.0
_MOST_PIXEL_STRETCH = 4
DEFAULT_FRAME_RATE = 25.0


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One stream; a number is 0 where the file does not say it or it does not apply.

    Attributes:
        kind: "audio", "video" or "subtitle".
        index: Its place in the file, as `-map 0:<index>` wants it.
        codec: ffprobe's name of the codec; "" when unknown.
        language: BCP-47 in lower case; None when not said.
        channels: Of sound.
        sample_rate_hz: Of sound.
        bit_rate_bps: As the header claims.
        width: As shown: after rotation and with square pixels.
        height: Likewise.
        frame_rate: Frames per second, the average for a variable rate.
        rotation_deg: Clockwise turn that is needed to show it upright: 0, 90, 180 or 270.
        interlaced: The header says that two fields make a frame.
        hdr: The picture uses an HDR transfer curve (PQ or HLG).
        wide_gamut: Its colours go beyond those of HD television (BT.2020, Display P3).
        color_matrix: ffprobe's name of the matrix between RGB and YUV; "" when the file does not say it.
        is_cover: A still picture that belongs to sound, no moving picture.
        is_default: The file asks players to begin with it.
        title: What the file calls it, NFC; "" when it says nothing.
        locked: Encrypted.
    """

    kind: Kind
    index: int
    codec: str
    language: str | None = None
    channels: int = 0
    sample_rate_hz: int = 0
    bit_rate_bps: int = 0
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    rotation_deg: int = 0
    interlaced: bool = False
    hdr: bool = False
    wide_gamut: bool = False
    color_matrix: str = ""
    is_cover: bool = False
    is_default: bool = False
    title: str = ""
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter mark.

    Attributes:
        start_s: Where it begins.
        end_s: Where it ends.
        title: NFC; "" when it has none.
    """

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What ffprobe says of one file.

    Attributes:
        demuxer: The demuxer that it was opened with.
        duration_s: The header's claim; None when it claims nothing. Only decoding tells the truth.
        size_bytes: Of the file.
        streams: All sound, picture and subtitle streams, in the file's order.
        tags: Lower-case key -> NFC text, of the file; in Ogg those of its first sound.
        chapters: In the file's order.
    """

    demuxer: str
    duration_s: float | None
    size_bytes: int
    streams: tuple[Stream, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()

    @property
    def audio(self) -> Stream | None:
        """The first sound."""
        return next((stream for stream in self.streams if stream.kind == "audio"), None)

    @property
    def video(self) -> Stream | None:
        """The moving picture: of several the one that the file begins with, of equal ones the largest, then the first.

        A cover is none.
        """
        moving = [stream for stream in self.streams if stream.kind == "video" and not stream.is_cover]
        return max(moving, key=lambda stream: (stream.is_default, stream.width * stream.height), default=None)

    @property
    def sounds(self) -> tuple[Stream, ...]:
        """Every sound."""
        return tuple(stream for stream in self.streams if stream.kind == "audio")

    @property
    def cover(self) -> Stream | None:
        """The first cover picture."""
        return next((stream for stream in self.streams if stream.is_cover), None)


def read_probe(report: Mapping[str, Any], *, demuxer: str, size_bytes: int) -> Probe:
    """Read ffprobe's JSON (`-show_format -show_streams -show_chapters`, and the side data of packets)."""
    about = report.get("format", {})
    locked = {packet["stream_index"] for packet in report.get("packets", ()) if _is_encrypted(packet)}
    raw_streams = [raw for raw in report.get("streams", ()) if raw.get("codec_type") in _KINDS]
    streams = tuple(_stream(raw, locked=raw["index"] in locked) for raw in raw_streams)
    duration_s = _float(about.get("duration")) or max((_float(raw.get("duration")) for raw in raw_streams), default=0.0)
    heard_and_seen_s = _without_captions_s(raw_streams)
    duration_s = min(duration_s, heard_and_seen_s) if heard_and_seen_s else duration_s
    # Ogg keeps the title with the sound (Vorbis comments); elsewhere a stream's tags are about its making.
    sounds = [raw for raw in raw_streams if raw["codec_type"] == "audio" and demuxer == "ogg"]
    return Probe(
        demuxer=demuxer,
        duration_s=duration_s if duration_s > 0 else None,
        size_bytes=size_bytes,
        streams=streams,
        tags=_tags(sounds[0].get("tags", {}) if sounds else {}) | _tags(about.get("tags", {})),
        chapters=tuple(_chapter(raw) for raw in report.get("chapters", ())),
    )


def _without_captions_s(raw_streams: Sequence[Mapping[str, Any]]) -> float:
    """How long sound and pictures are where captions go on behind them; 0 where that is not so, or not told."""
    ends: dict[bool, list[float]] = {True: [], False: []}
    for raw in raw_streams:
        if not raw.get("disposition", {}).get("attached_pic"):
            ends[raw["codec_type"] == "subtitle"].append(_end_s(raw))
    media, captions = ends[False], ends[True]
    return max(media) if media and all(media) and max(captions, default=0.0) > max(media) else 0.0


def _end_s(raw: Mapping[str, Any]) -> float:
    """When a stream ends, in seconds; 0 where it does not say so. Matroska tells it by a tag, in clock time."""
    own_s = _float(raw.get("duration"))
    if own_s > 0:
        return _float(raw.get("start_time")) + own_s
    tags = {str(key).upper(): str(value) for key, value in raw.get("tags", {}).items()}
    clock = tags.get("DURATION", "").split(":")
    return sum(_float(part) * 60**place for place, part in enumerate(reversed(clock))) if len(clock) > 1 else 0.0


def _is_encrypted(packet: Mapping[str, Any]) -> bool:
    return any(entry.get("side_data_type") == "Encryption info" for entry in packet.get("side_data_list", ()))


def _stream(raw: Mapping[str, Any], *, locked: bool) -> Stream:
    kind: Kind = raw["codec_type"]
    common: dict[str, Any] = {
        "kind": kind,
        "index": int(raw["index"]),
        "codec": str(raw.get("codec_name", "")),
        "language": bcp47(raw.get("tags", {}).get("language")),
        "bit_rate_bps": int(_float(raw.get("bit_rate"))),
        "is_default": bool(raw.get("disposition", {}).get("default")),
        "title": _tags(raw.get("tags", {})).get("title", ""),
        "locked": locked or raw.get("codec_tag_string") in _LOCKED_TAGS,
    }
    if kind == "audio":
        common |= {"channels": int(raw.get("channels", 0)), "sample_rate_hz": int(_float(raw.get("sample_rate")))}
    if kind == "video":
        common |= _picture(raw)
    return Stream(**common)


def _picture(raw: Mapping[str, Any]) -> dict[str, Any]:
    rotation_deg = _rotation_deg(raw.get("side_data_list", ()))
    width, height = _shown_size(int(raw.get("width", 0)), int(raw.get("height", 0)), raw.get("sample_aspect_ratio"))
    if rotation_deg in {90, 270}:
        width, height = height, width
    return {
        "width": width,
        "height": height,
        "frame_rate": _frame_rate(raw),
        "rotation_deg": rotation_deg,
        "interlaced": raw.get("field_order") in _INTERLACED_ORDERS,
        "hdr": raw.get("color_transfer") in _HDR_TRANSFERS,
        "wide_gamut": raw.get("color_primaries") in _WIDE_PRIMARIES,
        "color_matrix": _said(raw.get("color_space")),
        "is_cover": bool(raw.get("disposition", {}).get("attached_pic")),
    }


def _shown_size(width: int, height: int, pixel_shape: object) -> tuple[int, int]:
    """Size with square pixels; the side that is too short grows, as players do it for width alone."""
    shape = _fraction(pixel_shape)
    if not 1 / _MOST_PIXEL_STRETCH <= shape <= _MOST_PIXEL_STRETCH:
        return width, height
    return round(width * shape), height


def _rotation_deg(side_data: Any) -> int:
    """Clockwise degrees in quarter turns; ffprobe counts the other way round."""
    turn = next((_float(entry.get("rotation")) for entry in side_data if "rotation" in entry), 0.0)
    return round(-turn / 90) % 4 * 90


def _frame_rate(raw: Mapping[str, Any]) -> float:
    """Average rate where it makes sense, else the base rate: some containers claim 1000 frames a second."""
    for key in ("avg_frame_rate", "r_frame_rate"):
        rate = float(_fraction(raw.get(key), unsaid=Fraction(0)))
        if 0 < rate <= _MOST_FRAME_RATE:
            return rate
    return DEFAULT_FRAME_RATE


def _said(name: object) -> str:
    """Give ffprobe's name of a property; "" for its ways of saying that there is none."""
    return str(name) if name not in {None, "unknown", "unspecified", "reserved"} else ""


def _fraction(text: object, *, unsaid: Fraction = Fraction(1)) -> Fraction:
    """Read "640:639" or "30000/1001"; unsaid for 0:1, 0/0 and anything else."""
    try:
        value = Fraction(str(text).replace(":", "/"))
    except (ValueError, ZeroDivisionError):
        return unsaid
    return value if value > 0 else unsaid


def _float(value: object) -> float:
    """Give the number; 0 when there is none or it is not finite."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if abs(number) < float("inf") else 0.0


def _chapter(raw: Mapping[str, Any]) -> Chapter:
    title = _tags(raw.get("tags", {})).get("title", "")
    return Chapter(start_s=_float(raw.get("start_time")), end_s=_float(raw.get("end_time")), title=title)


def _tags(raw: Mapping[str, Any]) -> dict[str, str]:
    return {str(key).lower(): composed(undoubled(str(value))).strip() for key, value in raw.items()}
