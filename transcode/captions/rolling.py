"""Captions that roll up, as live captions and those of YouTube's program do: each line stands there twice or more."""

from collections import Counter
from collections.abc import Iterable

from transcode.captions.span import Span

#: Further apart, the same words are said twice.
_APART_MS = 200


def unrolled(spans: Iterable[Span], mends: Counter[str]) -> list[Span]:
    """Captions without the lines that the one before them has shown already.

    Args:
        spans: By start. Those that repeat words only make the one before them last longer.
        mends: Takes "captions-repeated".
    """
    kept: list[Span] = []
    for span in spans:
        last = kept[-1] if kept else None
        if last is None or span.start_ms > last.end_ms + _APART_MS:
            kept.append(span)
            continue
        lines = span.lines
        overlap = _overlap(last.lines, lines)
        if overlap:
            mends["captions-repeated"] += 1
        if overlap == len(lines):
            last.end_ms = max(last.end_ms, span.end_ms)
        else:
            last.end_ms = min(last.end_ms, max(span.start_ms, last.start_ms + 1))
            span.text = "\n".join(lines[overlap:])
            kept.append(span)
    return kept


def _overlap(before: list[str], lines: list[str]) -> int:
    """How many of the first lines are the last ones of before."""
    most = min(len(before), len(lines))
    return next((count for count in range(most, 0, -1) if before[-count:] == lines[:count]), 0)
