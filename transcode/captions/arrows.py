"""Formats of plain lines below a line of times: SubRip (SRT), WebVTT, SubViewer (SBV).

Sources: WebVTT (W3C), section 4; SubRip and SBV have no standard. What real files get wrong is taken: no number, a
blank line too many or too few, a comma or an arrow of another kind, text behind the times.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from transcode.captions.caption import Cue
from transcode.captions.clock import CLOCK, Moment, moment
from transcode.captions.markup import read_borrowed, read_tags
from transcode.captions.parsed import Parsed

#: Our own mark of a cue that a program wrote; stands before its number.
MACHINE_MARK = "machine-"

#: Programs for letters make other dashes and arrows of it.
ARROW = r"(?:[-=‐‑‒–—−]{1,3}\s?[>›»]|→|➔|⟶)"
_TIMES = re.compile(rf"\s*{CLOCK}\s*{ARROW}\s*{CLOCK}(?:\s+(.*)|\s*)")
_SBV_TIMES = re.compile(rf"\s*{CLOCK}\s*,\s*{CLOCK}\s*")
#: "align:start position:0%" of WebVTT, "X1:117 X2:603" of SubRip.
_SETTINGS = re.compile(r"(?:[A-Za-z]\w*:\S+\s*)*")
_LONGEST_TIMES = 200
_NUMBER = re.compile(r"\s*\d+\s*")
_HEADER_LANGUAGE = re.compile(r"\blanguage:\s*(\S+)", re.IGNORECASE)
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_INLINE_TIME = re.compile(r"<\d+:\d\d[:.]")
_FRAME_RATE = 25.0


@dataclass(kw_only=True)
class _Block:
    """Times and the lines below them."""

    start: Moment
    end: Moment
    lines: list[str] = field(default_factory=list)
    machine: bool = False


def read_srt(text: str, *, frame_rate: float | None = None) -> Parsed:
    """Read SubRip; text lies between the times of one cue and those of the next."""
    blocks = _anchored(text.split("\n"))
    return _parsed(blocks, "SRT", frame_rate, borrowed=True)


def read_sbv(text: str) -> Parsed:
    """Read SubViewer as YouTube writes it."""
    lines = (line.replace("[br]", "\n") for line in text.split("\n"))
    return _parsed(_anchored(lines, times=_SBV_TIMES, numbered=False), "SBV", None)


def read_vtt(text: str) -> Parsed:
    """Read WebVTT; comments, styles and regions are left out, what else has no times is counted."""
    header, *parts = re.split(r"\n\n+", text.strip("\n"))
    language = _HEADER_LANGUAGE.search(header)
    # Some write the first cue right below the first line.
    blocks = list(_anchored(header.split("\n")))
    unread = 0
    for part in parts:
        if _COMMENT.match(part):
            continue
        found = list(_anchored(part.split("\n")))
        if found:
            found[0].machine = part.startswith(MACHINE_MARK)
        elif part.strip():
            unread += 1
        blocks += found
    parsed = _parsed(blocks, "WebVTT", None, language=language[1] if language else "")
    return replace(parsed, mends=Counter({"captions-unread": unread}))


def _anchored(lines: Iterable[str], *, times: re.Pattern[str] = _TIMES, numbered: bool = True) -> Iterator[_Block]:
    """Blocks of lines, each begun by its times."""
    block: _Block | None = None
    for line in lines:
        found = _times(line, times)
        if found is None:
            if block:
                block.lines.append(line)
            continue
        if block:
            yield _without_number(block) if numbered else block
        groups = found.groups()
        behind = groups[12] or "" if len(groups) > 12 else ""  # noqa: PLR2004 - twice the groups of a clock
        block = _Block(start=moment(groups[:6]), end=moment(groups[6:12]))
        if behind and not _SETTINGS.fullmatch(behind):
            block.lines.append(behind)
    if block:
        yield block


def _times(line: str, times: re.Pattern[str] = _TIMES) -> re.Match[str] | None:
    return times.fullmatch(line) if len(line) <= _LONGEST_TIMES else None


def _without_number(block: _Block) -> _Block:
    """The same without the number of the next cue: right above its times, or parted from both by blank lines."""
    lines = block.lines
    if lines and _NUMBER.fullmatch(lines[-1]):
        lines.pop()
        return block
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > 1 and _NUMBER.fullmatch(lines[-1]) and not lines[-2].strip():
        lines.pop()
    return block


def _parsed(
    blocks: Iterable[_Block], format_name: str, frame_rate: float | None, *, language: str = "", borrowed: bool = False
) -> Parsed:
    cues: list[Cue] = []
    framed = rolling = False
    rate = frame_rate or _FRAME_RATE
    for block in blocks:
        whole = "\n".join(block.lines)
        rolling = rolling or bool(_INLINE_TIME.search(whole))
        framed = framed or block.start.frames + block.end.frames > 0
        text, speaker = read_tags(read_borrowed(whole) if borrowed else whole)
        cues.append(Cue(block.start.at(rate), block.end.at(rate), text, speaker, machine=block.machine))
    guessed = {"captions-frames": {"frame_rate": f"{rate:g}"}} if framed else {}
    return Parsed(cues=cues, format=format_name, language=language, rolling=rolling, remarks=guessed)
