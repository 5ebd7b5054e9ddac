"""A media playlist as a player sees it: read from the text that was written, not from the segments it was made of."""

import re
from pathlib import Path

from transcode.fragments import codec_of
from transcode.hls import Segment, Track

_TARGET = re.compile(r"^#EXT-X-TARGETDURATION:(\d+)", re.MULTILINE)
_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),[^\n]*\n(?:#[^\n]*\n)*([^#\s][^\n]*)", re.MULTILINE)
_MAP = re.compile(r'^#EXT-X-MAP:URI="([^"]+)"', re.MULTILINE)


def read_track(folder: Path, playlist_name: str) -> Track:
    """Measure one media playlist that lies in folder; its uri is `<folder's name>/<playlist's name>`.

    Raises:
        ValueError: The playlist names no segment, or its initialisation segment no codec.
    """
    playlist = folder / playlist_name
    text = playlist.read_text("utf-8")
    target, init = _TARGET.search(text), _MAP.search(text)
    segments = tuple(
        Segment(duration_s=float(duration), size_bytes=(folder / name.strip()).stat().st_size)
        for duration, name in _SEGMENT.findall(text)
    )
    if not target or not init or not segments:
        raise ValueError(f"{playlist} is no complete media playlist")
    init_path = folder / init[1]
    extra_bytes = init_path.stat().st_size + playlist.stat().st_size
    return Track(
        uri=f"{folder.name}/{playlist_name}",
        codec=codec_of(init_path.read_bytes()),
        segments=segments,
        target_duration_s=int(target[1]),
        size_bytes=sum(segment.size_bytes for segment in segments) + extra_bytes,
        files=len(segments) + 2,
    )
