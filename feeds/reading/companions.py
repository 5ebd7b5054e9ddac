"""Files that stand beside an episode: transcripts and chapters of Podcasting 2.0.

Sources: github.com/Podcastindex-org/podcast-namespace, transcripts/transcripts.md and chapters/jsonChapters.md;
W3C "WebVTT: The Web Video Text Tracks Format".
"""

import html
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from feeds.text import one_line

_MOST_SEGMENTS = 100_000
_MOST_CHAPTERS = 500
#: Seconds; no episode is longer than a day.
_MOST_S = 86_400.0
_TITLE_CHARACTERS = 200
#: Words that were timed one by one become lines: at most so many characters and seconds, with no longer pause.
_CUE_CHARACTERS, _CUE_S, _PAUSE_S = 84, 7.0, 1.5
#: Of a word whose end is not told.
_USUAL_S = 3.0


@dataclass(frozen=True, kw_only=True)
class ReadChapter:
    """One chapter of an episode, in seconds from its beginning."""

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, kw_only=True)
class _Cue:
    start_s: float
    end_s: float
    speaker: str
    words: str


def captions_of_json(data: bytes) -> str:
    """Write the JSON transcript of a podcast as WebVTT.

    Returns:
        Empty when it is no such transcript.
    """
    segments = _objects(data, "segments")[:_MOST_SEGMENTS]
    cues = sorted(filter(None, map(_cue, segments)), key=lambda cue: cue.start_s)
    lines = [f"{_clock(cue.start_s)} --> {_clock(cue.end_s)}\n{_voice(cue)}" for cue in _joined(cues)]
    return "\n\n".join(["WEBVTT", *lines]) + "\n" if lines else ""


def chapters_of_json(data: bytes, duration_s: float | None = None) -> tuple[ReadChapter, ...]:
    """Read the JSON chapters of a podcast; those that are not for the table of contents are left out.

    Args:
        data: The file.
        duration_s: Of the episode, for the end of the last one.

    Returns:
        In the order of time; empty when it has none.
    """
    told = [one for one in _objects(data, "chapters") if one.get("toc") is not False]
    begun = [(start, one) for one in told if (start := _seconds(one.get("startTime"))) is not None and _title(one)]
    begun.sort(key=lambda pair: pair[0])
    starts = [start for start, _ in begun[1:]]
    ends = [*starts, max(duration_s or 0.0, begun[-1][0])] if begun else []
    return tuple(
        ReadChapter(start_s=start, end_s=_end(one, start, following), title=_title(one))
        for (start, one), following in zip(begun, ends, strict=True)
    )[:_MOST_CHAPTERS]


def _end(chapter: Mapping[str, Any], start: float, following: float) -> float:
    told = _seconds(chapter.get("endTime"))
    return told if told is not None and told > start else max(start, following)


def _title(chapter: Mapping[str, Any]) -> str:
    told = chapter.get("title")
    return one_line(told)[:_TITLE_CHARACTERS] if isinstance(told, str) else ""


def _cue(segment: Mapping[str, Any]) -> _Cue | None:
    start, end = _seconds(segment.get("startTime")), _seconds(segment.get("endTime"))
    body, speaker = segment.get("body"), segment.get("speaker")
    words = one_line(body) if isinstance(body, str) else ""
    if start is None or not words:
        return None
    return _Cue(
        start_s=start,
        end_s=end if end is not None and end > start else start + _USUAL_S,
        speaker=one_line(speaker) if isinstance(speaker, str) else "",
        words=words,
    )


def _joined(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """Words of one speaker that follow one another closely are one line."""
    last: _Cue | None = None
    for cue in cues:
        if last and _goes_on(last, cue):
            last = replace(last, end_s=max(last.end_s, cue.end_s), words=f"{last.words} {cue.words}")
            continue
        if last:
            # What is told twice at one moment is told one after the other.
            yield replace(last, end_s=min(last.end_s, cue.start_s)) if cue.start_s > last.start_s else last
        last = cue
    if last:
        yield last


def _goes_on(last: _Cue, cue: _Cue) -> bool:
    return (
        last.speaker == cue.speaker
        and cue.start_s - last.end_s <= _PAUSE_S
        and cue.end_s - last.start_s <= _CUE_S
        and len(last.words) + len(cue.words) < _CUE_CHARACTERS
    )


def _voice(cue: _Cue) -> str:
    words = html.escape(cue.words, quote=False)
    speaker = html.escape(cue.speaker, quote=False)
    return f"<v {speaker}>{words}" if speaker else words


def _clock(seconds: float) -> str:
    """Write seconds as WebVTT does: 00:01:02.500."""
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _seconds(told: object) -> float | None:
    number = told if isinstance(told, int | float) and not isinstance(told, bool) else None
    if isinstance(told, str):
        try:
            number = float(told)
        except ValueError:
            return None
    return float(number) if number is not None and math.isfinite(number) and 0 <= number <= _MOST_S else None


def _objects(data: bytes, field: str) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return []
    listed = document.get(field) if isinstance(document, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
