"""Whether a picture is shown in one go or in two fields: measured, because headers are often wrong about it."""

import re
from dataclasses import dataclass
from typing import Literal

#: progressive: as it is · tff, bff: two fields a frame, the upper or the lower one first · flagged: each frame says it.
Scan = Literal["progressive", "tff", "bff", "flagged"]

#: Of the frames that could be told: from here on a programme is taken as combed, and all of it is mended. Stripes and
#: fast moves look like combing too, so a header that says nothing of fields has to be outvoted.
_COMBED_SHARE, _COMBED_SHARE_UNFLAGGED = 0.2, 0.5
#: Television has 25 to 30 frames of two fields, which some files count as 50 or 60; nothing else was ever interlaced.
_LEAST_RATE, _MOST_RATE = 23.0, 61.0
#: Fewer frames that could be told say nothing: a still scene looks the same in both.
_LEAST_TOLD = 4
_MULTI_FRAME = re.compile(r"Multi frame detection:\s*TFF:\s*(\d+)\s*BFF:\s*(\d+)\s*Progressive:\s*(\d+)")


@dataclass(frozen=True, kw_only=True)
class FieldCounts:
    """What ffmpeg's idet filter found in the frames that it looked at; those it could not tell are left out.

    Attributes:
        tff: Combed, the upper field first.
        bff: Combed, the lower field first.
        progressive: Not combed.
    """

    tff: int
    bff: int
    progressive: int

    @property
    def told(self) -> int:
        """How many frames could be told."""
        return self.tff + self.bff + self.progressive

    @property
    def combed(self) -> int:
        """How many were combed beyond doubt: television has one order, stripes look like either."""
        return abs(self.tff - self.bff)


def parse_fields(report: str) -> FieldCounts:
    """Add up the summaries that idet prints at its end, one for each place that was looked at."""
    rows = [tuple(int(number) for number in row) for row in _MULTI_FRAME.findall(report)]
    tff, bff, progressive = (sum(column) for column in zip((0, 0, 0), *rows, strict=True))
    return FieldCounts(tff=tff, bff=bff, progressive=progressive)


def choose_scan(counts: FieldCounts, *, flagged: bool, frame_rate: float) -> Scan:
    """Believe what was seen; where nothing could be seen, believe the header.

    Args:
        counts: Of some places of the programme.
        flagged: The header says that two fields make a frame.
        frame_rate: Frames per second of the source.
    """
    if not flagged and not _LEAST_RATE <= frame_rate <= _MOST_RATE:
        return "progressive"
    if counts.told < _LEAST_TOLD:
        return "flagged" if flagged else "progressive"
    if counts.combed >= (_COMBED_SHARE if flagged else _COMBED_SHARE_UNFLAGGED) * counts.told:
        return "tff" if counts.tff >= counts.bff else "bff"
    return "flagged" if flagged and counts.combed else "progressive"
