"""Width and height as a picture's header tells them, read without any decoder.

Sources: PNG (ISO/IEC 15948) IHDR, GIF89a logical screen, RFC 9649 (WebP), ITU-T T.81 (JPEG) start of frame,
ISO/IEC 23008-12 (HEIC, and AVIF on it) image spatial extents.
"""

import re
from typing import BinaryIO

from transcode.content.containers import still_format
from transcode.content.magic import taken_format
from transcode.errors import RejectedError

_FORMATS = ("jpeg", "png", "webp", "gif", "heic", "avif")
_HEAD_BYTES = 64
_JPEG_SEGMENTS_SEEN = 4_096
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
#: The box of what a file of stills holds stands among the first boxes, and is small.
_BOXES_SEEN, _META_BYTES_SEEN, _BOX_HEADER_BYTES = 16, 1 << 20, 8
_EXTENTS = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)


def read_header(stream: BinaryIO) -> tuple[str, int, int]:
    """Format ("jpeg", "png", "webp", "gif", "heic" or "avif"), width and height in pixels, before any turning.

    Raises:
        RejectedError: "picture-format-not-taken" for other known types, "picture-broken" for unknown content
            and when the size is not there or zero.
    """
    head = stream.read(_HEAD_BYTES)
    name = taken_format(head) or still_format(head)
    if name is None and head[4:8] != b"ftyp":
        raise RejectedError("picture-broken")
    if name not in _FORMATS:
        raise RejectedError("picture-format-not-taken", format=name or "MP4")
    width, height = _IN_STREAM[name](stream) if name in _IN_STREAM else _SIZES[name](head)
    if not (width and height):
        raise RejectedError("picture-broken")
    return name, width, height


def _png_size(head: bytes) -> tuple[int, int]:
    if head[12:16] != b"IHDR":
        return 0, 0
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _gif_size(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")


def _webp_size(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L" and head[20:21] == b"\x2f":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    return 0, 0


def _jpeg_size(stream: BinaryIO) -> tuple[int, int]:
    """Walks the segments up to the start of frame."""
    stream.seek(2)
    for _ in range(_JPEG_SEGMENTS_SEEN):
        byte = stream.read(1)
        while byte and byte != b"\xff":
            byte = stream.read(1)
        while byte == b"\xff":
            byte = stream.read(1)
        if not byte:
            break
        marker = byte[0]
        if marker in _ALONE:
            continue
        length = int.from_bytes(stream.read(2), "big")
        if marker in _START_OF_FRAME:
            frame = stream.read(5)
            return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
        stream.seek(max(0, length - 2), 1)
    return 0, 0


def _still_size(stream: BinaryIO) -> tuple[int, int]:
    """The largest of the sizes that are told: a picture in tiles tells theirs and its own."""
    place = 0
    for _ in range(_BOXES_SEEN):
        stream.seek(place)
        header = stream.read(_BOX_HEADER_BYTES)
        size = int.from_bytes(header[:4], "big")
        if size < _BOX_HEADER_BYTES:
            break
        if header[4:] == b"meta":
            told = _EXTENTS.findall(stream.read(min(size, _META_BYTES_SEEN)))
            sizes = [(int.from_bytes(width, "big"), int.from_bytes(height, "big")) for width, height in told]
            return max(sizes, key=lambda one: one[0] * one[1], default=(0, 0))
        place += size
    return 0, 0


_IN_STREAM = {"jpeg": _jpeg_size, "heic": _still_size, "avif": _still_size}
_SIZES = {"png": _png_size, "gif": _gif_size, "webp": _webp_size}
