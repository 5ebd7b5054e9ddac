"""What people call a codec, in every language alike: ffmpeg's own names are on no menu of an editing program."""

from collections.abc import Mapping

_NAMES: Mapping[str, str] = {
    "av1": "AV1",
    "cavs": "AVS",
    "cinepak": "Cinepak",
    "cook": "RealAudio",
    "dca": "DTS",
    "dnxhd": "DNxHD",
    "dts": "DTS",
    "dvvideo": "DV",
    "ffv1": "FFV1",
    "h263": "H.263",
    "h264": "H.264",
    "hevc": "H.265 (HEVC)",
    "indeo5": "Indeo 5",
    "jpeg2000": "JPEG 2000",
    "magicyuv": "MagicYUV",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4",
    "opus": "Opus",
    "prores": "ProRes",
    "rv40": "RealVideo",
    "truehd": "Dolby TrueHD",
    "vc1": "VC-1",
    "vp8": "VP8",
    "vp9": "VP9",
    "vvc": "H.266 (VVC)",
    "wmav1": "Windows Media Audio",
    "wmav2": "Windows Media Audio",
    "wmapro": "Windows Media Audio Pro",
    "wmv3": "Windows Media Video 9",
}


def codec_name(codec: str) -> str:
    """Give the name for people; ffmpeg's where the table has none, and a question mark where it has none either."""
    return _NAMES.get(codec, codec) or "?"
