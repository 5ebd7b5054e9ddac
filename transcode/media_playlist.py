"""Media playlists (RFC 8216) of fragmented MP4, written from what the segments hold and not from what was asked for."""

import math
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.fragments import Fragment, Init, read_fragment, read_init
from transcode.hls import Segment, Track

PLAYLIST_NAME, KEY_PLAYLIST_NAME, INIT_NAME = "index.m3u8", "iframes.m3u8", "init.mp4"
#: ffmpeg's pattern for names of segments, and what finds them.
SEGMENT_PATTERN, SEGMENT_GLOB = "%05d.m4s", "*.m4s"
#: EXT-X-MAP needs version 6 where key frames are listed alone, and so does fMP4.
_VERSION = 7
#: A last segment shorter than this is a stump: players take what lies so near to the end for played, never ask for it,
#: and then wait for the end for ever (hls.js 1.7).
_STUMP_S = 0.4


@dataclass(frozen=True, kw_only=True)
class Reel:
    """All segments of one rung, or of one sound, in one folder.

    Attributes:
        folder: Its name is part of the address.
        init: The initialisation segment.
        names: Of the segments' files, in their order.
        fragments: Likewise, what they hold.
    """

    folder: Path
    init: Init
    names: tuple[str, ...]
    fragments: tuple[Fragment, ...]

    @property
    def frames(self) -> int:
        """How many pictures, or packets of sound."""
        return sum(fragment.samples for fragment in self.fragments)

    @property
    def durations_s(self) -> tuple[float, ...]:
        """Length of each segment as it is heard or seen: the encoder's delay before a sound is not.

        With it, sound would seem to last longer than the pictures, and players would wait for its end.
        """
        first, *others = (fragment.duration for fragment in self.fragments)
        if not self.has_pictures:
            first = max(1, first - self.init.skipped)
        return tuple(duration / self.init.timescale for duration in (first, *others))

    @property
    def has_stump(self) -> bool:
        """Whether the last segment is so short that it should belong to the one before."""
        return len(self.names) > 1 and self.durations_s[-1] < _STUMP_S

    @property
    def target_duration_s(self) -> int:
        """The longest segment in whole seconds, rounded as EXT-X-TARGETDURATION wants it."""
        return max(1, *(math.floor(duration_s + 0.5) for duration_s in self.durations_s))

    @property
    def has_pictures(self) -> bool:
        """Whether it can list key frames."""
        return self.init.codec.startswith("avc1")


def read_reel(folder: Path) -> Reel:
    """Read what a folder of segments holds.

    Raises:
        ValueError: There is no segment, or one does not begin where the one before it ends, or not with a key frame.
        OSError: The folder cannot be read.
    """
    paths = sorted(folder.glob(SEGMENT_GLOB))
    if not paths:
        raise ValueError(f"{folder} holds no segment")
    reel = Reel(
        folder=folder,
        init=read_init(folder / INIT_NAME),
        names=tuple(path.name for path in paths),
        fragments=tuple(read_fragment(path) for path in paths),
    )
    expected = reel.fragments[0].decode_time
    for name, fragment in zip(reel.names, reel.fragments, strict=True):
        if fragment.decode_time != expected:
            raise ValueError(f"{folder / name} begins at {fragment.decode_time} and not at {expected}")
        if not fragment.is_key:
            raise ValueError(f"{folder / name} does not begin with a key frame")
        expected += fragment.duration
    return reel


def without_stump(reel: Reel) -> Reel:
    """Put the last segment's bytes behind those of the one before: a segment may hold several fragments."""
    *_, before, last = (reel.folder / name for name in reel.names)
    with before.open("ab") as whole, last.open("rb") as stump:
        shutil.copyfileobj(stump, whole)
    last.unlink()
    return read_reel(reel.folder)


def write_playlist(reel: Reel, *, target_duration_s: int) -> Track:
    """Write the playlist of a reel.

    Args:
        reel: Its folder gets the file.
        target_duration_s: The same for all playlists of a programme (section 6.2.4); not less than its own.
    """
    lines = _head(target_duration_s)
    for name, duration_s in zip(reel.names, reel.durations_s, strict=True):
        lines += [f"#EXTINF:{duration_s:.6f},", name]
    sizes = [fragment.size_bytes for fragment in reel.fragments]
    size_bytes = _write(reel.folder / PLAYLIST_NAME, lines)
    size_bytes += sum(sizes) + (reel.folder / INIT_NAME).stat().st_size
    about = {"target_duration_s": target_duration_s, "size_bytes": size_bytes, "files": len(sizes) + 2}
    return _track(reel, PLAYLIST_NAME, sizes, about)


def write_key_playlist(reel: Reel, *, target_duration_s: int) -> Track:
    """Write the playlist of a reel's key frames, one a segment, for looking through a programme quickly.

    Each entry is the part of a segment that begins with the fragment's header and ends with the first picture.

    Args:
        reel: Of pictures; its folder gets the file.
        target_duration_s: As in `write_playlist`.
    """
    lines = [*_head(target_duration_s), "#EXT-X-I-FRAMES-ONLY"]
    for name, fragment, duration_s in zip(reel.names, reel.fragments, reel.durations_s, strict=True):
        span = f"#EXT-X-BYTERANGE:{fragment.key_bytes}@{fragment.key_offset}"
        lines += [f"#EXTINF:{duration_s:.6f},", span, name]
    sizes = [fragment.key_bytes for fragment in reel.fragments]
    size_bytes = _write(reel.folder / KEY_PLAYLIST_NAME, lines)
    about = {"target_duration_s": target_duration_s, "size_bytes": size_bytes, "files": 1}
    return _track(reel, KEY_PLAYLIST_NAME, sizes, about)


def _head(target_duration_s: int) -> list[str]:
    return [
        "#EXTM3U",
        f"#EXT-X-VERSION:{_VERSION}",
        f"#EXT-X-TARGETDURATION:{target_duration_s}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{INIT_NAME}"',
    ]


def _write(path: Path, lines: Sequence[str]) -> int:
    content = "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"
    return path.write_bytes(content.encode())


def _track(reel: Reel, name: str, sizes: Sequence[int], about: Mapping[str, int]) -> Track:
    segments = (
        Segment(duration_s=duration_s, size_bytes=size)
        for duration_s, size in zip(reel.durations_s, sizes, strict=True)
    )
    return Track(uri=f"{reel.folder.name}/{name}", codec=reel.init.codec, segments=tuple(segments), **about)
