"""What ffmpeg and ffprobe may open: every demuxer, decoder and protocol that is not named here is not offered.

A received file is opened as what its first bytes say it is, and never followed to another file: playlists,
concatenations and external references (HLS, DASH, concat, QuickTime data references) are left out on purpose.
"""

from collections.abc import Mapping

PROTOCOLS = "file"

#: Names for `-f`. A playlist or an image-sequence demuxer never belongs here: it opens other files.
DEMUXERS: frozenset[str] = frozenset(
    {
        "aac",
        "ac3",
        "amr",
        "avi",
        "eac3",
        "flac",
        "flv",
        "matroska",
        "mov",
        "mp3",
        "mpegts",
        "mxf",
        "ogg",
        "wav",
    }
)

#: Names of decoders. Pictures are here for covers, subtitles because ffprobe opens every stream's decoder; MagicYUV and
#: other rare lossless codecs are not (open CVEs).
DECODERS: frozenset[str] = frozenset(
    {
        "aac",
        "aac_latm",
        "ac3",
        "adpcm_ima_qt",
        "adpcm_ima_wav",
        "adpcm_ms",
        "alac",
        "amrnb",
        "amrwb",
        "ass",
        "av1",
        "dvbsub",
        "dvvideo",
        "eac3",
        "flac",
        "flv",
        "gsm_ms",
        "h263",
        "h264",
        "hevc",
        "libaom-av1",
        "libdav1d",
        "libopus",
        "libvpx",
        "libvpx-vp9",
        "mjpeg",
        "mov_text",
        "mp1float",
        "mp2",
        "mp2float",
        "mp3",
        "mp3float",
        "mpeg1video",
        "mpeg2video",
        "mpeg4",
        "msmpeg4",
        "opus",
        "pcm_alaw",
        "pcm_f32be",
        "pcm_f32le",
        "pcm_f64le",
        "pcm_mulaw",
        "pcm_s16be",
        "pcm_s16le",
        "pcm_s24be",
        "pcm_s24le",
        "pcm_s32be",
        "pcm_s32le",
        "pcm_s8",
        "pcm_u8",
        "png",
        "prores",
        "srt",
        "ssa",
        "subrip",
        "text",
        "theora",
        "vc1",
        "vorbis",
        "vp8",
        "vp9",
        "webvtt",
        "wmv1",
        "wmv2",
        "wmv3",
    }
)

#: Codec (as ffprobe names it) -> its decoders, where the two names differ. AV1's own decoder needs special hardware.
DECODERS_OF: Mapping[str, tuple[str, ...]] = {
    "amr_nb": ("amrnb",),
    "amr_wb": ("amrwb",),
    "av1": ("libdav1d", "libaom-av1"),
    "flv1": ("flv",),
    "mp1": ("mp1float",),
    "msmpeg4v3": ("msmpeg4",),
}


def is_allowed(codec: str) -> bool:
    """Tell whether a stream of this codec may be decoded at all, on any machine."""
    return any(name in DECODERS for name in DECODERS_OF.get(codec, (codec,)))


def is_readable(codec: str, decoders: frozenset[str]) -> bool:
    """Tell whether a stream of this codec can be decoded by a program that has these decoders."""
    return not DECODERS.intersection(DECODERS_OF.get(codec, (codec,))).isdisjoint(decoders)


def input_options(demuxer: str) -> dict[str, str]:
    """Give the options that stand before an input, for ffmpeg and ffprobe alike.

    Args:
        demuxer: One of `DEMUXERS`.

    Raises:
        ValueError: The demuxer is not on the list.
    """
    if demuxer not in DEMUXERS:
        raise ValueError(f"demuxer {demuxer!r} is not allowed")
    options = {
        "f": demuxer,
        "protocol_whitelist": PROTOCOLS,
        "format_whitelist": demuxer,
        "codec_whitelist": ",".join(sorted(DECODERS)),
    }
    if demuxer == "mov":
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    return options
