"""Streams without a container: they are known by frames that follow one another at the distance each one tells.

Sources: ISO/IEC 11172-3 and 13818-3 (MPEG audio header), ISO/IEC 13818-7 (ADTS), ETSI TS 102 366 (AC-3, E-AC-3),
ISO/IEC 13818-1 (transport stream), id3.org "ID3 tag version 2.4.0".
"""

# ruff: noqa: PLR2004 - the numbers are the bit fields of the standards named above

import re
from collections.abc import Callable

#: kbit/s by (is MPEG-1, layer), index 1 to 14.
_BIT_RATES_KBPS = {
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES_HZ = (44_100, 48_000, 32_000)
_AC3_FRAME_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
_SYNC = re.compile(rb"\xff[\xe0-\xff]|\x0b\x77")
_TS_SYNC = 0x47
_TS_PACKET_SIZES = (188, 192, 204)
_TS_PACKETS_SEEN = 4
_ID3_HEADER_BYTES = 10


def id3_end(head: bytes, start: int = 0) -> int:
    """Where the ID3v2 tag at start ends, or start when there is no such tag."""
    header = head[start : start + _ID3_HEADER_BYTES]
    if header[:3] != b"ID3" or len(header) < _ID3_HEADER_BYTES or header[3] > 4 or max(header[6:]) > 0x7F:
        return start
    size = 0
    for byte in head[start + 6 : start + 10]:
        size = (size << 7) | (byte & 0x7F)
    return start + _ID3_HEADER_BYTES + size


def mpeg_audio_frame_bytes(head: bytes, at: int) -> int:
    """Bytes of the MPEG audio frame of layer I, II or III at that place, 0 when there is none."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = (head[at + 1] >> 3) & 3, 4 - ((head[at + 1] >> 1) & 3)
    rate_index, sample_index, padding = head[at + 2] >> 4, (head[at + 2] >> 2) & 3, (head[at + 2] >> 1) & 1
    if version == 1 or layer == 4 or rate_index in (0, 15) or sample_index == 3:
        return 0
    rate_bps = _BIT_RATES_KBPS[version == 3, layer][rate_index - 1] * 1000
    sample_rate_hz = _SAMPLE_RATES_HZ[sample_index] >> {3: 0, 2: 1, 0: 2}[version]
    if layer == 1:
        return (12 * rate_bps // sample_rate_hz + padding) * 4
    samples = 576 if layer == 3 and version != 3 else 1152
    return samples // 8 * rate_bps // sample_rate_hz + padding


def adts_frame_bytes(head: bytes, at: int) -> int:
    """Bytes of the ADTS frame at that place, 0 when there is none."""
    if len(head) < at + 7 or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0 or (head[at + 2] >> 2) & 15 > 12:
        return 0
    size = ((head[at + 3] & 3) << 11) | (head[at + 4] << 3) | (head[at + 5] >> 5)
    return size if size > 7 else 0


def ac3_frame_bytes(head: bytes, at: int) -> int:
    """Bytes of the AC-3 frame at that place, 0 when there is none."""
    if len(head) < at + 6 or head[at : at + 2] != b"\x0b\x77" or head[at + 5] >> 3 > 10:
        return 0
    sample_index, size_code = head[at + 4] >> 6, head[at + 4] & 0x3F
    if sample_index == 3 or size_code >= 2 * len(_AC3_FRAME_KBPS):
        return 0
    rate_kbps = _AC3_FRAME_KBPS[size_code >> 1]
    words = rate_kbps * 96_000 // (48_000, 44_100, 32_000)[sample_index]
    return 2 * (words + (size_code & 1 if sample_index == 1 else 0))


def eac3_frame_bytes(head: bytes, at: int) -> int:
    """Bytes of the E-AC-3 frame at that place, 0 when there is none."""
    if len(head) < at + 6 or head[at : at + 2] != b"\x0b\x77" or not 10 < head[at + 5] >> 3 <= 16:
        return 0
    return 2 * ((((head[at + 2] & 7) << 8) | head[at + 3]) + 1)


#: format -> its reader of one frame's length; the first whose frames form a chain is the answer.
_FRAMES: tuple[tuple[str, Callable[[bytes, int], int]], ...] = (
    ("aac", adts_frame_bytes),
    ("mp3", mpeg_audio_frame_bytes),
    ("ac3", ac3_frame_bytes),
    ("eac3", eac3_frame_bytes),
)


def _chain(head: bytes, at: int, frame_bytes: Callable[[bytes, int], int]) -> int:
    """How many frames follow one another from that place, counting up to 4; the last may reach over the end."""
    count = 0
    while count < 4 and (size := frame_bytes(head, at)):
        count += 1
        at += size
    return count


def bare_audio_format(head: bytes, *, start: int = 0) -> str | None:
    """The audio stream that begins at start, or after some rubbish behind it.

    At start two frames in a row are enough (one when the content ends within it); after rubbish, as a recorder that cut
    into a stream leaves it, four are asked, because random bytes look like one header now and then.
    """
    for name, frame_bytes in _FRAMES:
        size = frame_bytes(head, start)
        if size and (_chain(head, start, frame_bytes) >= 2 or start + size >= len(head) - 4):
            return name
    for sync in _SYNC.finditer(head, start + 1):
        for name, frame_bytes in _FRAMES:
            if _chain(head, sync.start(), frame_bytes) >= 4:
                return name
    return None


def is_transport_stream(head: bytes) -> bool:
    """True when sync bytes stand at the distance of transport packets: plain, with time codes, or with parity."""
    for size in _TS_PACKET_SIZES:
        wanted = min(_TS_PACKETS_SEEN, max(2, len(head) // size))
        for start in range(min(size, max(0, len(head) - size))):
            places = range(start, start + wanted * size, size)
            if places[-1] < len(head) and all(head[place] == _TS_SYNC for place in places):
                return True
    return False
