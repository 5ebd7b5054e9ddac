"""Transcripts in JSON: of podcasts (podcast:transcript), and as programs that hear speech write them.

Source: Podcast Index, podcast-namespace, transcripts.md: `{"version", "segments": [{"speaker", "startTime", "endTime",
"body"}]}`; Whisper and its kin: `{"language", "segments": [{"start", "end", "text"}]}`.
"""

import json
import math
from typing import Any

from transcode.captions.caption import Cue
from transcode.captions.markup import read_tags
from transcode.captions.parsed import Parsed
from transcode.captions.words import Word, cues_of_words
from transcode.errors import RejectedError

#: Share of segments of one word from which a file tells each word by itself.
_WORD_BY_WORD = 0.8


def read_json(text: str) -> Parsed:
    """Read a transcript in JSON; one that tells each word by itself becomes captions of sensible length.

    Raises:
        RejectedError: "captions-broken": no JSON; "captions-unknown": JSON of another kind.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RejectedError("captions-broken", format="JSON") from error
    segments = data.get("segments") if isinstance(data, dict) else data
    if not isinstance(segments, list) or not any(_is_segment(one) for one in segments):
        raise RejectedError("captions-unknown")
    cues = [_cue(one) for one in segments if _is_segment(one)]
    parsed = Parsed(cues=cues, format="JSON", language=_text(data, "language") if isinstance(data, dict) else "")
    parsed.mends["captions-unread"] = len(segments) - len(cues)
    single = sum(len(cue.text.split()) == 1 for cue in cues)
    if len(cues) > 1 and single >= _WORD_BY_WORD * len(cues):
        words = [Word(*cue) for cue in cues if math.isfinite(cue.start_s) and math.isfinite(cue.end_s)]
        parsed.cues[:] = cues_of_words(words)
    return parsed


def _is_segment(segment: Any) -> bool:
    return isinstance(segment, dict) and isinstance(segment.get("body", segment.get("text")), str)


def _cue(segment: dict[str, Any]) -> Cue:
    return Cue(
        _number(segment, "startTime", "start"),
        _number(segment, "endTime", "end"),
        read_tags(_text(segment, "body", "text"))[0],
        _text(segment, "speaker"),
        machine=segment.get("machineMade") is True,
    )


def _text(table: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := table.get(name), str)), "")


def _number(table: dict[str, Any], *names: str) -> float:
    """Seconds; not a number where none are told."""
    for name in names:
        value = table.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return float(value)
            except OverflowError:
                break
    return math.nan
