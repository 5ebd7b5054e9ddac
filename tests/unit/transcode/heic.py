"""A picture as phones take it: one HEVC frame in the boxes of ISO/IEC 23008-12, put together by hand."""

import subprocess
from pathlib import Path


def heic(
    path: Path, ffmpeg: Path, *, size: tuple[int, int], colour: str = "red", turns: int = 0, exif: bytes = b""
) -> Path:
    """Write one.

    Args:
        path: Where.
        ffmpeg: A program that has libx265.
        size: Width and height as coded, both even.
        colour: Of the left half; the right one is black.
        turns: By how many quarters the picture is turned anticlockwise before it is seen.
        exif: A TIFF of notes.
    """
    width, height = size
    film = path.with_suffix(".film.mp4")
    source = f"color={colour}:s={width}x{height},drawbox=x=iw/2:w=iw/2:h=ih:c=black:t=fill"
    coded = ["-frames:v", "1", "-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p"]
    argv = [ffmpeg, "-v", "error", "-y", "-f", "lavfi", "-i", source, *coded, "-tag:v", "hvc1", film]
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
    data = film.read_bytes()
    film.unlink()
    settings, frame = _content(data, b"hvcC"), _content(data, b"mdat")
    extents = _box(b"ispe", bytes(4), _number(width), _number(height))
    properties = _box(b"ipco", _box(b"hvcC", settings), extents, _box(b"irot", bytes([turns])))
    # The picture has three properties, the first and the last of which no reader may leave out.
    used = _box(b"ipma", bytes(4), _number(1), b"\0\1\3\x81\2\x83")
    before = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    notes = bytes(4) + exif

    def meta(place: int) -> bytes:
        places = [(b"\0\1", place, len(frame)), (b"\0\2", place + len(frame), len(notes))]
        located = [item + b"\0\0\0\1" + _number(offset) + _number(length) for item, offset, length in places]
        return _box(
            b"meta",
            bytes(4),
            _box(b"hdlr", bytes(8), b"pict", bytes(13)),
            _box(b"pitm", bytes(4), b"\0\1"),
            _box(b"iloc", bytes(4), b"\x44\0\0\2", *located),
            _box(
                b"iinf",
                bytes(4),
                b"\0\2",
                _box(b"infe", b"\2\0\0\0\0\1\0\0hvc1\0"),
                _box(b"infe", b"\2\0\0\1\0\2\0\0Exif\0"),
            ),
            _box(b"iref", bytes(4), _box(b"cdsc", b"\0\2\0\1\0\1")),
            _box(b"iprp", properties, used),
        )

    path.write_bytes(before + meta(len(before) + len(meta(0)) + 8) + _box(b"mdat", frame, notes))
    return path


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return _number(len(body) + 8) + kind + body


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _content(data: bytes, kind: bytes) -> bytes:
    """What stands in the first box of a kind."""
    at = data.index(kind)
    return data[at + 4 : at - 4 + int.from_bytes(data[at - 4 : at], "big")]
