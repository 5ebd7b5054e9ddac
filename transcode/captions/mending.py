"""Makes captions of cues: times that players understand, nothing twice, nothing beyond the recording.

Every mend is counted under a key of `transcode.errors.SENTENCES`, so that an editor can see what was done.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from transcode.captions.caption import MILLISECONDS, Caption, Cue
from transcode.captions.cleaning import clean, clean_speaker, is_advert
from transcode.captions.limits import CaptionLimits
from transcode.captions.markup import balanced
from transcode.captions.rolling import unrolled
from transcode.captions.span import Span
from transcode.captions.wrapping import is_monster, rewrapped, width
from transcode.errors import RejectedError

_HOUR_MS = 3_600_000
_LONGEST_MS = 100 * _HOUR_MS
#: Of two captions that overlap, the first is shown so long at the least; else both become one.
_LEAST_SHOWN_MS = 500
#: How long words are shown whose end is wrong: by their length, within bounds.
_READING_MS_PER_CHARACTER, _SHORTEST_MS, _LONGEST_READING_MS = 65, 1_000, 7_000
#: Beyond the end of a recording by less is no mistake: sound and pictures end at different times.
_OVERSHOOT_MS = 500
_MOST_LINES_AT_ONCE = 8


def mend(
    cues: Iterable[Cue],
    *,
    mends: Counter[str],
    duration_s: float | None = None,
    rolling: bool = False,
    limits: CaptionLimits,
) -> list[Caption]:
    """Give the captions of cues, by time, none of which overlaps the next.

    Args:
        cues: As a file has them.
        mends: Takes what was done: key of `SENTENCES` -> how often.
        duration_s: Of the recording; None where it is not known.
        rolling: Most words stand there twice, as in live captions.
        limits: How much is taken.

    Raises:
        RejectedError: "captions-beyond-media": they belong to another recording; "captions-empty": none is left.
    """
    spans = [span for cue in cues if (span := _span(cue, mends, limits))]
    _sort(spans, mends)
    duration_ms = None if duration_s is None else round(duration_s * MILLISECONDS)
    if duration_ms is not None:
        _take_off_hours(spans, duration_ms, mends)
    if rolling:
        spans = unrolled(spans, mends)
    _mend_ends(spans, mends)
    spans = _parted(spans, mends)
    if duration_ms is not None:
        spans = _within(spans, duration_ms, mends)
    spans = [piece for span in spans for piece in _wrapped(span, mends)]
    if len(spans) > limits.captions:
        mends["captions-too-many"] += len(spans) - limits.captions
        del spans[limits.captions :]
    if not spans:
        raise RejectedError("captions-empty")
    return [span.caption() for span in spans]


def _span(cue: Cue, mends: Counter[str], limits: CaptionLimits) -> Span | None:
    """The cue with its text cleaned; None when nothing can be shown of it."""
    text = clean(cue.text)
    if not text:
        mends["captions-without-words"] += 1
        return None
    if is_advert(text):
        mends["captions-advert"] += 1
        return None
    if len(text) > limits.characters:
        mends["captions-crowded"] += 1
        text = balanced(text[: limits.characters].rsplit(" ", 1)[0].rstrip())
    start_ms, end_ms = _milliseconds(cue.start_s), _milliseconds(cue.end_s)
    if start_ms is None or (start_ms < 0 and (end_ms is None or end_ms <= 0)):
        mends["captions-unread"] += 1
        return None
    if start_ms < 0:
        mends["captions-negative"] += 1
        start_ms = 0
    # An end that makes no sense is taken for none.
    return Span(
        start_ms=start_ms,
        end_ms=start_ms if end_ms is None else end_ms,
        text=text,
        speaker=clean_speaker(cue.speaker),
        machine=cue.machine,
    )


def _milliseconds(seconds: float) -> int | None:
    if not math.isfinite(seconds) or abs(seconds) * MILLISECONDS > _LONGEST_MS:
        return None
    return round(seconds * MILLISECONDS)


def _sort(spans: list[Span], mends: Counter[str]) -> None:
    late = 0
    for span in spans:
        mends["captions-unsorted"] += span.start_ms < late
        late = max(late, span.start_ms)
    spans.sort(key=lambda span: span.start_ms)


def _take_off_hours(spans: Sequence[Span], duration_ms: int, mends: Counter[str]) -> None:
    """Tapes begin at hour 1 or 10: whole hours before the first caption are taken off where they explain the times.

    Raises:
        RejectedError: "captions-beyond-media".
    """
    if not spans or spans[0].start_ms < duration_ms:
        return
    hours = spans[0].start_ms // _HOUR_MS
    if hours == 0 or spans[0].start_ms - hours * _HOUR_MS >= duration_ms:
        raise RejectedError(
            "captions-beyond-media",
            start_s=spans[0].start_ms // MILLISECONDS,
            duration_s=duration_ms // MILLISECONDS,
        )
    for span in spans:
        span.start_ms -= hours * _HOUR_MS
        span.end_ms -= hours * _HOUR_MS
    mends["captions-hours"] = hours


def _mend_ends(spans: Sequence[Span], mends: Counter[str]) -> None:
    """Ends before or at the start become a time in which the words can be read, up to the next caption."""
    for place, span in enumerate(spans):
        if span.end_ms > span.start_ms:
            continue
        mends["captions-reversed" if span.end_ms < span.start_ms else "captions-zero-length"] += 1
        reading_ms = max(_SHORTEST_MS, min(_LONGEST_READING_MS, width(span.text) * _READING_MS_PER_CHARACTER))
        after = next((later.start_ms for later in spans[place + 1 : place + 2]), None)
        span.end_ms = span.start_ms + reading_ms
        if after is not None and after - span.start_ms >= _LEAST_SHOWN_MS:
            span.end_ms = min(span.end_ms, after)


def _parted(spans: Iterable[Span], mends: Counter[str]) -> list[Span]:
    """The earlier of two captions that overlap ends where the later begins; what begins together is shown together."""
    parted: list[Span] = []
    for span in spans:
        last = parted[-1] if parted else None
        if last is None or last.end_ms <= span.start_ms:
            parted.append(span)
        elif span.start_ms - last.start_ms >= _LEAST_SHOWN_MS and span.text != last.text:
            mends["captions-overlapping"] += 1
            last.end_ms = span.start_ms
            parted.append(span)
        else:
            _join(last, span, mends)
    return parted


def _join(last: Span, span: Span, mends: Counter[str]) -> None:
    """Show the words of span with those of last."""
    fresh = [line for line in span.lines if line not in last.lines]
    mends["captions-overlapping" if fresh else "captions-repeated"] += 1
    last.end_ms = max(last.end_ms, span.end_ms)
    last.machine = last.machine or span.machine
    if not fresh:
        return
    if len(last.lines) + len(fresh) > _MOST_LINES_AT_ONCE:
        mends["captions-crowded"] += 1
        return
    if span.speaker != last.speaker:
        last.text = f"{last.speaker}: {last.text}" if last.speaker else last.text
        fresh[0] = f"{span.speaker}: {fresh[0]}" if span.speaker else fresh[0]
        last.speaker = ""
    last.text = balanced("\n".join([last.text, *fresh]))


def _within(spans: Iterable[Span], duration_ms: int, mends: Counter[str]) -> list[Span]:
    """What lies beyond the recording is cut; a little more than its duration is no mistake and is not told."""
    kept = []
    for span in spans:
        if span.start_ms >= duration_ms:
            mends["captions-beyond-end"] += 1
            continue
        mends["captions-beyond-end"] += span.end_ms > duration_ms + _OVERSHOOT_MS
        span.end_ms = min(span.end_ms, duration_ms)
        kept.append(span)
    return kept


def _wrapped(span: Span, mends: Counter[str]) -> list[Span]:
    """The caption, or several one after the other where its lines are far too long; time is shared by length."""
    if not is_monster(span.text):
        return [span]
    texts = rewrapped(span.text, span.end_ms - span.start_ms)
    if texts == [span.text]:
        return [span]
    mends["captions-rewrapped"] += 1
    whole = sum(map(width, texts))
    pieces, done, start_ms = [], 0, span.start_ms
    for text in texts:
        done += width(text)
        end_ms = span.start_ms + (span.end_ms - span.start_ms) * done // whole
        pieces.append(Span(start_ms=start_ms, end_ms=end_ms, text=text, speaker=span.speaker, machine=span.machine))
        start_ms = end_ms
    return pieces
