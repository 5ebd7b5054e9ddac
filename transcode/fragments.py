"""Fragmented MP4 (ISO/IEC 14496-12), as far as HLS needs it: how long a segment is, and where its key frame lies."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

#: Boxes that hold other boxes, on the way to what is read here.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_HEADER, _LONG_HEADER = 8, 16
#: Flags of `tfhd` and `trun`: which optional fields are there.
_BASE_OFFSET, _DESCRIPTION, _DEFAULT_DURATION, _DEFAULT_SIZE, _DEFAULT_FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
_DATA_OFFSET, _FIRST_FLAGS, _DURATION, _SIZE, _FLAGS, _COMPOSITION = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800
#: Of a sample's flags: other samples are needed to decode it.
_NOT_SYNC = 0x10000
#: AAC-LC (RFC 6381, ISO/IEC 14496-3 object type 2): the only one that ffmpeg's own encoder makes.
_AAC = "mp4a.40.2"


@dataclass(frozen=True, kw_only=True)
class Init:
    """An initialisation segment.

    Attributes:
        timescale: Units a second of its track's times.
        codec: RFC 6381.
        configuration: The decoder's configuration; segments of one playlist must share it.
        skipped: What its edit list leaves out at the beginning, in units of the track: of sound the encoder's delay,
            of pictures how far the first one is moved by the reordering.
    """

    timescale: int
    codec: str
    configuration: bytes
    skipped: int = 0


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """One segment that holds one fragment of one track.

    Attributes:
        decode_time: Of its first sample, in units of the track.
        duration: Of all its samples, in units of the track.
        samples: How many frames or packets it has.
        key_offset: Where the bytes begin that show its first picture alone: the fragment's header.
        key_bytes: How many those are, header and first picture.
        is_key: The first picture needs no other.
        size_bytes: Of the file.
    """

    decode_time: int
    duration: int
    samples: int
    key_offset: int
    key_bytes: int
    is_key: bool
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class _Box:
    kind: bytes
    offset: int
    start: int
    end: int


@dataclass(kw_only=True)
class _Run:
    """What the boxes of one fragment say."""

    offset: int
    decode_time: int = 0
    default_duration: int = 0
    default_size: int = 0
    default_flags: int = 0
    duration: int = 0
    samples: int = 0
    first_end: int = 0
    first_flags: int = 0


def read_init(path: Path) -> Init:
    """Read an initialisation segment of one track.

    Raises:
        ValueError: It is none, or holds neither H.264 nor AAC.
    """
    content = path.read_bytes()
    place = content.find(b"mdhd")
    if place < 0:
        raise ValueError(f"{path} is no initialisation segment")
    # A full box: version 1 has 64-bit times before the timescale, version 0 has 32-bit ones.
    timescale_at = place + 4 + (20 if content[place + 4] else 12)
    (timescale,) = struct.unpack_from(">I", content, timescale_at)
    return Init(
        timescale=timescale,
        codec=codec_of(content),
        configuration=_configuration(content),
        skipped=_skipped(content),
    )


def codec_of(init: bytes) -> str:
    """Read the codec's name (RFC 6381) from an initialisation segment.

    Raises:
        ValueError: It holds neither H.264 nor AAC.
    """
    place = init.find(b"avcC")
    if place >= 0:
        # AVCDecoderConfigurationRecord (ISO/IEC 14496-15): version, profile, compatibility, level.
        return f"avc1.{init[place + 5 : place + 8].hex()}"
    if b"mp4a" in init:
        return _AAC
    raise ValueError("the initialisation segment holds neither H.264 nor AAC")


def _skipped(init: bytes) -> int:
    """Read where the only edit begins; 0 where there is none, or something stands before it."""
    place = init.find(b"elst")
    if place < 0:
        return 0
    version, count = init[place + 4], int.from_bytes(init[place + 8 : place + 12])
    # Version 1 has 64-bit duration and time, version 0 has 32-bit ones.
    begins = struct.unpack_from(">q", init, place + 20)[0] if version else struct.unpack_from(">i", init, place + 16)[0]
    return max(0, begins) if count == 1 else 0


def _configuration(init: bytes) -> bytes:
    for kind in (b"avcC", b"esds"):
        place = init.find(kind)
        if place >= _HEADER // 2:
            (size,) = struct.unpack_from(">I", init, place - 4)
            return init[place : place - 4 + size]
    return b""


def read_fragment(path: Path) -> Fragment:
    """Read the headers of one segment; its pictures or sound are not touched.

    Raises:
        ValueError: It holds no fragment.
        OSError: It cannot be read.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        runs = list(_runs(file, size_bytes))
    if not runs:
        raise ValueError(f"{path} holds no fragment")
    first = runs[0]
    return Fragment(
        decode_time=first.decode_time,
        duration=sum(run.duration for run in runs),
        samples=sum(run.samples for run in runs),
        key_offset=first.offset,
        key_bytes=first.first_end - first.offset,
        is_key=not first.first_flags & _NOT_SYNC,
        size_bytes=size_bytes,
    )


def _runs(file: BinaryIO, size_bytes: int) -> Iterator[_Run]:
    run = None
    for box in _boxes(file, 0, size_bytes):
        if box.kind == b"moof":
            if run is not None:
                yield run
            run = _Run(offset=box.offset)
        elif run is not None and box.kind in _READERS:
            file.seek(box.start)
            try:
                _READERS[box.kind](run, file.read(box.end - box.start))
            except (struct.error, IndexError) as error:
                raise ValueError(f"a {box.kind.decode()} box is cut off") from error
    if run is not None:
        yield run


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """Give the boxes in their order, each holder before what it holds."""
    offset = start
    while offset + _HEADER <= end:
        file.seek(offset)
        size, kind = struct.unpack(">I4s", file.read(_HEADER))
        header = _HEADER
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(_LONG_HEADER - _HEADER))
            header = _LONG_HEADER
        size = size or end - offset
        if size < header or offset + size > end:
            raise ValueError(f"a {kind!r} box is longer than its file")
        box = _Box(kind=kind, offset=offset, start=offset + header, end=offset + size)
        yield box
        if kind in _HOLDERS:
            yield from _boxes(file, box.start, box.end)
        offset += size


def _read_tfhd(run: _Run, body: bytes) -> None:
    flags = int.from_bytes(body[1:4])
    place = 8 + (8 if flags & _BASE_OFFSET else 0) + (4 if flags & _DESCRIPTION else 0)
    for flag, name in (
        (_DEFAULT_DURATION, "default_duration"),
        (_DEFAULT_SIZE, "default_size"),
        (_DEFAULT_FLAGS, "default_flags"),
    ):
        if flags & flag:
            setattr(run, name, struct.unpack_from(">I", body, place)[0])
            place += 4


def _read_tfdt(run: _Run, body: bytes) -> None:
    (run.decode_time,) = struct.unpack_from(">Q" if body[0] else ">I", body, 4)


def _read_trun(run: _Run, body: bytes) -> None:
    flags = int.from_bytes(body[1:4])
    (count,) = struct.unpack_from(">I", body, 4)
    place, data_offset, first_flags = 8, 0, None
    if flags & _DATA_OFFSET:
        (data_offset,) = struct.unpack_from(">i", body, place)
        place += 4
    if flags & _FIRST_FLAGS:
        (first_flags,) = struct.unpack_from(">I", body, place)
        place += 4
    fields = [flag for flag in (_DURATION, _SIZE, _FLAGS, _COMPOSITION) if flags & flag]
    rows = list(struct.iter_unpack(f">{len(fields)}I", body[place : place + 4 * len(fields) * count])) if fields else []
    if len(rows) != (count if fields else 0):
        raise IndexError("fewer samples than counted")
    told = {flag: [row[at] for row in rows] for at, flag in enumerate(fields)}
    if not run.samples and count:
        # ffmpeg counts from the fragment's header (default-base-is-moof).
        run.first_end = run.offset + data_offset + told.get(_SIZE, [run.default_size])[0]
        run.first_flags = first_flags if first_flags is not None else told.get(_FLAGS, [run.default_flags])[0]
    # No list of what is told once for all: a damaged count may be four thousand million.
    run.duration += sum(told[_DURATION]) if _DURATION in told else run.default_duration * count
    run.samples += count


_READERS = {b"tfhd": _read_tfhd, b"tfdt": _read_tfdt, b"trun": _read_trun}
