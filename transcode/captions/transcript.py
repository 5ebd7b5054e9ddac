"""Captions as a text to be read: paragraphs with names and time marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transcode.captions.caption import Caption
from transcode.captions.writing import MACHINE_NOTE

_SENTENCE_END = re.compile(r"""[.!?…。]["'”’»)]*$""")
#: A paragraph ends with a sentence after so long, at a silence, and in any case after twice that time.
_PARAGRAPH_S = 30.0
_PAUSE_S = 4.0
_MARK_EVERY_S = 60.0
_MINUTE_S, _HOUR_S = 60, 3600


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Sentences that belong together.

    Attributes:
        start_s: When the first word is said.
        end_s: When the last one is.
        text: Plain, on one line.
        speaker: "" when nobody knows or it is the same as before.
        marked: A minute has passed since the last time mark: one stands here.
    """

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    marked: bool = False


def paragraphs(captions: Iterable[Caption]) -> list[Paragraph]:
    """Join captions to paragraphs, parted where another person speaks, at silences and about twice a minute."""
    runs: list[list[Caption]] = []
    for caption in captions:
        if not runs or _begins(runs[-1], caption):
            runs.append([])
        runs[-1].append(caption)
    found: list[Paragraph] = []
    marked_s, speaker = -_MARK_EVERY_S, ""
    for run in runs:
        marked = run[0].start_s - marked_s >= _MARK_EVERY_S
        marked_s = run[0].start_s if marked else marked_s
        found.append(
            Paragraph(
                start_s=run[0].start_s,
                end_s=run[-1].end_s,
                text=" ".join(caption.plain for caption in run),
                speaker=run[0].speaker if run[0].speaker != speaker else "",
                marked=marked,
            )
        )
        speaker = run[0].speaker or speaker
    return found


def write_transcript(captions: Sequence[Caption]) -> str:
    """Give plain text: a paragraph a block, "[1:05]" before the first of each minute, "Name: " where one begins."""
    blocks = [MACHINE_NOTE] if any(caption.machine for caption in captions) else []
    for paragraph in paragraphs(captions):
        mark = f"[{clock(paragraph.start_s)}] " if paragraph.marked else ""
        name = f"{paragraph.speaker}: " if paragraph.speaker else ""
        blocks.append(mark + name + paragraph.text)
    return "\n\n".join(blocks) + "\n"


def clock(seconds: float) -> str:
    """A moment as people write it: "1:05", "1:02:05"."""
    minutes, second = divmod(int(seconds), _MINUTE_S)
    hours, minute = divmod(minutes, _MINUTE_S)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def _begins(run: Sequence[Caption], caption: Caption) -> bool:
    last = run[-1]
    lasts_s = last.end_s - run[0].start_s
    ended = _SENTENCE_END.search(last.plain) is not None
    return (
        caption.speaker not in {"", run[0].speaker}
        or caption.start_s - last.end_s >= _PAUSE_S
        or (ended and lasts_s >= _PARAGRAPH_S)
        or lasts_s >= 2 * _PARAGRAPH_S
    )
