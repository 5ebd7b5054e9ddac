"""Reads a file of captions in any format and encoding, whatever its name is, and mends it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from transcode.captions.arrows import ARROW, read_sbv, read_srt, read_vtt
from transcode.captions.caption import Caption, CaptionFile, Cue
from transcode.captions.limits import CaptionLimits
from transcode.captions.mending import mend
from transcode.captions.parsed import Parsed
from transcode.captions.segments import read_json
from transcode.captions.speakers import with_speakers
from transcode.captions.substation import read_ass, read_microdvd
from transcode.captions.ttml import read_ttml
from transcode.documents.text import Decoded, decode
from transcode.double_encoding import LOST
from transcode.errors import Fact, RejectedError
from transcode.languages import bcp47

_LIMITS = CaptionLimits()
_HEAD_CHARACTERS = 20_000
#: UTF-8 with a few broken bytes has so many good letters for each of them; no other encoding comes near.
_GOOD_LETTERS_PER_BROKEN = 10
#: What a file begins with or has in it -> its format. The first that fits counts.
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\A\s*WEBVTT(?:\s|$)"), "WebVTT"),
    (re.compile(r"\A\s*\[(?:script info|v4\+? styles|events)\]", re.IGNORECASE), "ASS"),
    (re.compile(r"\A\s*\{\s{0,3}\d+\s{0,3}\}\s{0,3}\{\s{0,3}\d*\s{0,3}\}"), "MicroDVD"),
    (re.compile(r"\A\s*[{\[]\s*[{\"\]]"), "JSON"),
    (re.compile(r"\A\s*<(?:\?xml|!--|(?:\w+:)?tt[\s>])"), "TTML"),
    (re.compile(rf":\s{{0,3}}\d{{1,2}}(?:\s{{0,3}}[.,:]\s{{0,3}}\d+)?\s{{0,3}}{ARROW}\s{{0,3}}-?\d"), "SRT"),
    (re.compile(r"^\s{0,3}\d+:\d\d:\d\d[.,]\d{3},\d+:\d\d:\d\d[.,]\d{3}\s{0,3}$", re.MULTILINE), "SBV"),
    (re.compile(r"^Dialogue:\s", re.MULTILINE), "ASS"),
)
_READERS: Mapping[str, Callable[[str], Parsed]] = {
    "WebVTT": read_vtt,
    "ASS": read_ass,
    "JSON": read_json,
    "TTML": read_ttml,
    "SBV": read_sbv,
}
_FRAMED_READERS: Mapping[str, Callable[..., Parsed]] = {"MicroDVD": read_microdvd, "SRT": read_srt}
#: Formats that have no place of their own for a speaker.
_NAMES_IN_WORDS = frozenset({"SRT", "SBV", "MicroDVD"})


def read_captions(
    data: bytes,
    *,
    duration_s: float | None = None,
    frame_rate: float | None = None,
    limits: CaptionLimits = _LIMITS,
) -> CaptionFile:
    """Read SRT, WebVTT, ASS, SSA, SBV, TTML, MicroDVD or a podcast's transcript in JSON.

    Args:
        data: The file, in any encoding that Vietnamese is written in, and in UTF-8 or UTF-16.
        duration_s: Of the recording that it belongs to: what lies beyond is cut. None where it is not known.
        frame_rate: Of the recording, for formats that count frames.
        limits: How much is taken.

    Returns:
        At least one caption.

    Raises:
        RejectedError: "empty-file", "captions-too-large", "text-encoding-unknown", "captions-unknown",
            "captions-broken", "document-broken" (TTML that is no XML), "captions-beyond-media", "captions-empty".
    """
    if not data:
        raise RejectedError("empty-file")
    if len(data) > limits.size_bytes:
        raise RejectedError("captions-too-large", size_kb=len(data) // 1000, most_kb=limits.size_bytes // 1000)
    decoded = _decoded(data)
    parsed = _parsed(decoded.text, frame_rate)
    mends = Counter(parsed.mends)
    cues = with_speakers(parsed.cues) if parsed.format in _NAMES_IN_WORDS else parsed.cues
    captions = mend(cues, mends=mends, duration_s=duration_s, rolling=parsed.rolling, limits=limits)
    return CaptionFile(
        captions=tuple(captions),
        format=parsed.format,
        language=bcp47(parsed.language),
        encoding=decoded.encoding,
        remarks={**decoded.remarks, **parsed.remarks, **told(mends)},
    )


def captions_of(
    cues: list[Cue], *, duration_s: float | None = None, limits: CaptionLimits = _LIMITS
) -> tuple[Caption, ...]:
    """Captions of passages whose times are known, such as those of text that was read aloud.

    Raises:
        RejectedError: "captions-empty", "captions-beyond-media".
    """
    return tuple(mend(cues, mends=Counter(), duration_s=duration_s, limits=limits))


def told(mends: Mapping[str, int]) -> dict[str, dict[str, Fact]]:
    """What was mended, as remarks for an editor."""
    return {code: {"count": count} for code, count in mends.items() if count}


def _decoded(data: bytes) -> Decoded:
    """The text; a few broken bytes in UTF-8 cost a letter each and not all of them.

    Raises:
        RejectedError: "text-encoding-unknown".
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", "replace")
        broken = lenient.count(LOST)
        good = sum(not char.isascii() for char in lenient) - broken
        if good >= _GOOD_LETTERS_PER_BROKEN * broken:
            return decode(lenient.encode())
    return decode(data)


def _parsed(text: str, frame_rate: float | None) -> Parsed:
    head = text[:_HEAD_CHARACTERS]
    format_name = next((name for sign, name in _SIGNS if sign.search(head)), None)
    if format_name is None:
        raise RejectedError("captions-unknown")
    if format_name in _FRAMED_READERS:
        return _FRAMED_READERS[format_name](text, frame_rate=frame_rate)
    return _READERS[format_name](text)
