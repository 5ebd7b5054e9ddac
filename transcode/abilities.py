"""What an ffmpeg of this machine cannot do of all that could come up, for whoever looks after the machine."""

from transcode.allowlist import DECODERS, DECODERS_OF
from transcode.picture_filters import SCALE_MAPS_HDR_MAJOR
from transcode.tools import Tools

#: Codecs of originals that some builds cannot read, as ffprobe names them; the commonest in newsrooms first.
_CODECS = ("hevc", "av1", "vp9", "prores", "mpeg2video", "dvvideo", "vc1", "theora", "amr_nb", "ac3", "opus", "vorbis")

#: Other names under which a codec may be read.
_ALSO: dict[str, tuple[str, ...]] = {"vp9": ("vp9", "libvpx-vp9"), "opus": ("opus", "libopus")}


def unreadable(tools: Tools) -> tuple[str, ...]:
    """Give the codecs of originals (ffprobe's names) that this ffmpeg cannot decode.

    >>> from pathlib import Path
    >>> names = frozenset({"encoders", "filters"})
    >>> unreadable(Tools(ffmpeg=Path("/f"), ffprobe=Path("/p"), version="8.1", encoders=names, filters=names,
    ...     decoders=DECODERS - {"libdav1d", "libaom-av1"}))
    ('av1',)
    """
    return tuple(codec for codec in _CODECS if _decoders_of(codec).isdisjoint(tools.decoders))


def lacking(tools: Tools) -> tuple[str, ...]:
    """Give the names of other abilities that this ffmpeg lacks.

    Returns:
        "hdr": pictures of high dynamic range are not mapped, and look pale. "png", "webp": it reads or writes no such
        pictures. "subtitles": it cannot draw captions into the picture (libass).
    """
    maps_hdr = tools.major >= SCALE_MAPS_HDR_MAJOR or {"zscale", "tonemap"} <= tools.filters
    there = {
        "hdr": maps_hdr,
        "png": "png" in tools.decoders and "png" in tools.encoders,
        "webp": "webp" in tools.decoders and "libwebp" in tools.encoders,
        "subtitles": "subtitles" in tools.filters,
    }
    return tuple(name for name, has in there.items() if not has)


def _decoders_of(codec: str) -> frozenset[str]:
    return DECODERS.intersection(DECODERS_OF.get(codec, _ALSO.get(codec, (codec,))))
