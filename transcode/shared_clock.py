"""Lets runs that read different streams of one file agree about its beginning.

Where times jump (MPEG-TS, FLV, Ogg), ffmpeg counts from the first of those streams that are read. A run of the pictures
alone and a run of the sound alone would then begin at different moments, and what is made of both would not fit.
"""

from collections.abc import Sequence
from typing import Any

import ffmpeg

from transcode.allowlist import input_options
from transcode.commands import Source

#: Demuxers whose times may jump (AVFMT_TS_DISCONT).
_JUMPING = frozenset({"flv", "mpegts", "ogg"})


def beside(source: Source, indexes: Sequence[int], *, most_s: float | None = None, **sought: Any) -> list[Any]:
    """Give an output that reads further streams, decodes none of them, and writes nothing.

    Args:
        source: The stream that is wanted.
        indexes: The others that its clock is shared with.
        most_s: How much of them is read; None: all.
        sought: Options before the input, the same as for the stream that is wanted.

    Returns:
        No output where the file has one clock anyway.
    """
    others = [index for index in indexes if index != source.index]
    if source.demuxer not in _JUMPING or not others:
        return []
    opened = ffmpeg.input(str(source.path), **input_options(source.demuxer), **sought)
    options = {"c": "copy", "f": "null"} | ({"t": f"{most_s:.3f}"} if most_s is not None else {})
    return [ffmpeg.output(*(opened[str(index)] for index in others), "/dev/null", **options)]
