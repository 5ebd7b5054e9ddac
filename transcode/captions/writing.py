"""Writes captions: WebVTT for players, SRT for other programs, JSON for podcasts.

Sources: WebVTT (W3C), section 4; RFC 8216, section 3.5 (captions of HLS begin at 0 without a map of times);
Podcast Index, podcast-namespace, transcripts.md.
"""

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from transcode.captions.arrows import MACHINE_MARK
from transcode.captions.caption import MILLISECONDS, Caption

VTT_TYPE, SRT_TYPE, JSON_TYPE = "text/vtt", "application/x-subrip", "application/json"
#: Stands in every file that a program wrote and nobody has read yet (Luật 134/2025/QH15, Điều 11).
MACHINE_NOTE = "Phụ đề do máy tạo, có thể có lỗi. / Captions made by a machine; they may be wrong."

_ITALIC_MARK = re.compile("(</?i>)")


def write_vtt(captions: Sequence[Caption], *, language: str | None = None, note: str = "") -> str:
    """Give WebVTT. What `read_captions` reads of it are the same captions.

    Args:
        captions: By time.
        language: BCP-47.
        note: Where they come from, for people who open the file; one line.
    """
    # On the first line: further lines below it are taken by all players, but are not valid.
    blocks = [f"WEBVTT Language: {language}" if language else "WEBVTT"]
    notes = [note, *([MACHINE_NOTE] if any(one.machine for one in captions) else [])]
    blocks += [f"NOTE\n{_comment(text)}" for text in notes if _comment(text)]
    for number, caption in enumerate(captions, 1):
        name = f"{MACHINE_MARK}{number}" if caption.machine else str(number)
        voice = f"<v {html.escape(caption.speaker, quote=False)}>" if caption.speaker else ""
        times = f"{_clock(caption.start_s)} --> {_clock(caption.end_s)}"
        blocks.append(f"{name}\n{times}\n{voice}{_escaped(caption.text)}")
    return "\n\n".join(blocks) + "\n"


def write_srt(captions: Iterable[Caption]) -> str:
    """Give SubRip; it has no escapes, so a blank keeps a "<" from being taken for a tag."""
    blocks = []
    for number, caption in enumerate(captions, 1):
        times = f"{_clock(caption.start_s)} --> {_clock(caption.end_s)}".replace(".", ",")
        voice = f"{caption.speaker}: " if caption.speaker else ""
        words = "".join(
            part if _ITALIC_MARK.fullmatch(part) else re.sub(r"<(?=[\w/!?])", "< ", part)
            for part in _ITALIC_MARK.split(voice + caption.text)
        )
        blocks.append(f"{number}\n{times}\n{words}\n")
    return "\n".join(blocks)


def write_json(captions: Iterable[Caption]) -> str:
    """Give the JSON of `podcast:transcript`; captions that a program wrote have "machineMade" beside the usual keys."""
    segments: list[dict[str, Any]] = []
    for caption in captions:
        segment: dict[str, Any] = {"speaker": caption.speaker} if caption.speaker else {}
        segment |= {"startTime": caption.start_s, "endTime": caption.end_s, "body": caption.plain}
        segments.append(segment | ({"machineMade": True} if caption.machine else {}))
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _clock(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * MILLISECONDS), MILLISECONDS)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{milliseconds:03d}"


def _escaped(text: str) -> str:
    parts = _ITALIC_MARK.split(text)
    return "".join(part if _ITALIC_MARK.fullmatch(part) else html.escape(part, quote=False) for part in parts)


def _comment(text: str) -> str:
    """A comment on one line; an arrow would begin a cue."""
    return " ".join(text.split()).replace("-->", "→")
