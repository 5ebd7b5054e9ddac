"""How long a WAV says it is: ffprobe compares that with the file by itself and tells only what is there."""

import struct
from pathlib import Path

_MOST_CHUNKS = 200
#: A recorder that could not go back writes one of these: they claim nothing.
_UNTOLD = frozenset({0, 0x7FFFFFFF, 0xFFFFFFFF})
_RATE = struct.Struct("<8xI")


def told_length_s(path: Path) -> float | None:
    """The length in seconds by the header of a WAV file (RIFF, Multimedia Programming Interface 1.0).

    Returns:
        None for another file, and where the header tells none.
    """
    with path.open("rb") as file:
        head, rate = file.read(12), 0
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        for _ in range(_MOST_CHUNKS):
            header = file.read(8)
            if len(header) < len(b"nameSIZE"):
                return None
            name, size = header[:4], int.from_bytes(header[4:], "little")
            if name == b"data":
                return size / rate if rate and size not in _UNTOLD else None
            start = file.tell()
            if name == b"fmt ":
                told = file.read(_RATE.size)
                rate = int(_RATE.unpack(told)[0]) if len(told) == _RATE.size else 0
            file.seek(start + size + size % 2)
    return None
