"""MP4 files whose index was written for a shorter header: each chunk of sound or picture begins eight bytes later.

A program that gives a file's data the long header (64-bit size, ISO/IEC 14496-12 §4.2) and forgets to move the places
in the index (stco, co64, §8.7.5) leaves a file of which no program decodes anything, although every byte is there.
"""

import shutil
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

_SHORT, _LONG = 8, 16
_MOVED = _LONG - _SHORT
_BOXES = 4_096
_MOST_INDEX_BYTES = 64 << 20
#: The way from the index to the places of the chunks.
_PARENTS = frozenset({b"trak", b"mdia", b"minf", b"stbl"})
_DEPTH = len(_PARENTS)
#: Kind of table -> how `array` calls places of 32 and of 64 bits.
_WIDTHS = {b"stco": "I", b"co64": "Q"}
#: Version and flags, and the number of places.
_TABLE_HEAD = 8


@dataclass(frozen=True, kw_only=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Where the index says that chunks begin, and where in the file it says so."""

    places: "array[int]"
    told_at: int


def with_true_places(path: Path, folder: Path) -> Path:
    """The file as it can be decoded.

    Args:
        path: An MP4, M4A or MOV; it is never changed.
        folder: Where a mended copy goes.

    Returns:
        The path itself, or that of a copy whose index points at its data.
    """
    with path.open("rb") as stream:
        boxes = list(_boxes(stream, 0, stream.seek(0, SEEK_END)))
        index = next((box for box in boxes if box.kind == b"moov"), None)
        long_ones = [box for box in boxes if box.kind == b"mdat" and box.body - box.start == _LONG]
        if index is None or not long_ones or index.end - index.start > _MOST_INDEX_BYTES:
            return path
        tables = list(_tables(stream, index, _DEPTH))
    wrong = [box for box in long_ones if _is_misplaced(box, tables)]
    if not wrong:
        return path
    mended = folder / f"mended{path.suffix}"
    shutil.copyfile(path, mended)
    with mended.open("r+b") as stream:
        for table in tables:
            stream.seek(table.told_at)
            stream.write(_moved(table, wrong))
    return mended


def _is_misplaced(box: _Box, tables: list[_Table]) -> bool:
    """Whether the first chunk in a box of data begins where the data of a short header would."""
    inside = (place for table in tables for place in table.places if box.start <= place < box.end)
    return min(inside, default=-1) == box.start + _SHORT


def _moved(table: _Table, wrong: list[_Box]) -> bytes:
    """A table as the file has it, in which the chunks in these boxes begin behind their headers."""
    most = (1 << 8 * table.places.itemsize) - 1
    moved = array(
        table.places.typecode,
        (
            min(place + _MOVED, most) if any(box.start <= place < box.end for box in wrong) else place
            for place in table.places
        ),
    )
    if sys.byteorder == "little":
        moved.byteswap()
    return moved.tobytes()


def _tables(stream: BinaryIO, parent: _Box, depth: int) -> Iterator[_Table]:
    for box in _boxes(stream, parent.body, parent.end):
        if box.kind in _PARENTS and depth:
            yield from _tables(stream, box, depth - 1)
        elif box.kind in _WIDTHS:
            yield _table(stream, box)


def _table(stream: BinaryIO, box: _Box) -> _Table:
    places = array(_WIDTHS[box.kind])
    stream.seek(box.body)
    told = int.from_bytes(stream.read(_TABLE_HEAD)[4:], "big")
    room = max(0, box.end - box.body - _TABLE_HEAD) // places.itemsize
    places.frombytes(stream.read(min(told, room) * places.itemsize))
    if sys.byteorder == "little":
        places.byteswap()
    return _Table(places=places, told_at=box.body + _TABLE_HEAD)


def _boxes(stream: BinaryIO, place: int, end: int) -> Iterator[_Box]:
    """The boxes between two places; what follows a broken one is not known."""
    for _ in range(_BOXES):
        stream.seek(place)
        header = stream.read(_LONG)
        size, body = int.from_bytes(header[:4], "big"), place + _SHORT
        if size == 1:
            size, body = int.from_bytes(header[8:], "big"), place + _LONG
        elif size == 0:
            size = end - place
        if place + size > end or size < body - place or len(header) < _SHORT:
            return
        yield _Box(kind=header[4:8], start=place, body=body, end=place + size)
        place += size
