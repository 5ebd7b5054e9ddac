"""What studios write into broadcast wave files: the chunks `bext` and `iXML`.

Sources: EBU Tech 3285 v2 (bext), EBU Tech 3306 (RF64), iXML specification 2.10.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException, ElementTree

from transcode.metadata.mending import mend
from transcode.metadata.wording import line, paragraphs

#: The clock of the stations; bext keeps a moment without its zone.
STATION_CLOCK = ZoneInfo("Asia/Ho_Chi_Minh")

MOST_CHUNKS = 200
MOST_CHUNK_BYTES = 256_000
_WIDE = 0xFFFFFFFF
_BEXT = struct.Struct("<256s32s32s10s8s")
#: Where CodingHistory begins (EBU Tech 3285, 2.3).
_HISTORY_AT = 602


@dataclass(frozen=True, kw_only=True)
class BroadcastWave:
    """What the two chunks tell; "" and None for what they do not.

    Attributes:
        description: Of the sequence, from bext.
        originator: The organisation that made it.
        moment: When it was recorded, aware; told by the station's clock.
        date: The day in ISO 8601, also where no time is told.
        coding_history: How the sound came to be, by lines.
        project: From iXML.
        note: From iXML.
    """

    description: str = ""
    originator: str = ""
    moment: datetime | None = None
    date: str = ""
    coding_history: str = ""
    project: str = ""
    note: str = ""


def read_broadcast_wave(path: Path) -> BroadcastWave | None:
    """The two chunks of a WAV or RF64 file; None where it has neither."""
    with path.open("rb") as file:
        chunks = dict(_chunks(file))
    if not chunks:
        return None
    description, originator, date, history = _bext(chunks.get(b"bext", b""))
    project, note = _ixml(chunks.get(b"iXML", b""))
    description, originator, history = mend([description, originator, history])
    day, moment = _moment(*date)
    return BroadcastWave(
        description=paragraphs(description),
        originator=line(originator),
        moment=moment,
        date=day,
        coding_history=paragraphs(history),
        project=line(project),
        note=paragraphs(note),
    )


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The two chunks, the first of each; the sound itself is passed over."""
    head = file.read(12)
    if head[:4] not in {b"RIFF", b"RF64", b"BW64"} or head[8:] != b"WAVE":
        return
    wide, seen = 0, set()
    for _ in range(MOST_CHUNKS):
        header = file.read(8)
        if len(header) < len(b"nameSIZE"):
            return
        name, size = header[:4], int.from_bytes(header[4:], "little")
        start = file.tell()
        if name == b"ds64":
            wide = int.from_bytes(file.read(16)[8:], "little")
        elif name in {b"bext", b"iXML"} and name not in seen:
            seen.add(name)
            yield name, file.read(min(size, MOST_CHUNK_BYTES))
        size = wide if name == b"data" and size == _WIDE else size
        try:
            file.seek(start + size + size % 2)
        except (OverflowError, OSError):
            return


def _bext(data: bytes) -> tuple[str, str, tuple[str, str], str]:
    if len(data) < _BEXT.size:
        return "", "", ("", ""), ""
    description, originator, _, day, time = (_fixed(part) for part in _BEXT.unpack_from(data))
    return description, originator, (day, time), _fixed(data[_HISTORY_AT:])


def _fixed(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "surrogateescape").strip()


def _moment(day: str, time: str) -> tuple[str, datetime | None]:
    """ISO day and moment; any sign may part the numbers (EBU Tech 3285, 2.3)."""
    date = _read("-".join((day[:4], day[5:7], day[8:10])), "%Y-%m-%d")
    if date is None:
        return "", None
    iso = date.date().isoformat()
    return iso, _read(f"{iso} {time[:2]}:{time[3:5]}:{time[6:8]}", "%Y-%m-%d %H:%M:%S")


def _read(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=STATION_CLOCK)
    except ValueError:
        return None


def _ixml(data: bytes) -> tuple[str, str]:
    """PROJECT and NOTE; "" of what is no XML, or has a DTD."""
    try:
        root = ElementTree.fromstring(data.rstrip(b"\0 \r\n"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return "", ""
    return root.findtext("PROJECT") or "", root.findtext("NOTE") or ""
