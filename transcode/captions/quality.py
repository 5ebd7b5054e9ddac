"""How well captions can be read, for the editor who answers for them.

Sources: reading speed as guides for captions set it (BBC 160 to 180 words, Netflix 17 to 20 characters a second).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transcode.captions.caption import Caption, without_italics
from transcode.captions.wrapping import width
from transcode.errors import Fact
from transcode.vietnamese import LETTERS, is_likely

MOST_CHARACTERS_PER_S = 20.0
_MINUTE_S = 60.0
_WORD = re.compile(r"[^\W\d_]+")
#: Fewer words tell nothing of a language. Vietnamese puts marks on most of its words.
_WORDS_TO_TELL = 20
_VIETNAMESE_SHARE, _FOREIGN_SHARE = 0.25, 0.02
#: Captions of less than this share of a recording, and such as begin in its second half, may belong to another one.
_LEAST_COVERED, _LATE = 0.2, 0.5
_FAST_SHARE = 0.1
#: Letters of a code of ISO 639-1, which only languages of whole states and the like have.
_MAJOR_LANGUAGE = 2


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Figures of one file of captions.

    Attributes:
        captions: How many.
        per_minute: Captions a minute, of the time from the first to the last.
        longest_line: Characters of the longest line.
        fastest: Characters a second of the fastest caption.
        fast: Captions that go faster than `MOST_CHARACTERS_PER_S`.
        covered: Share of the recording in which a caption is shown, 0 to 1; of the time to the last caption where the
            duration is not known.
        vietnamese: Whether the words are Vietnamese by their letters; None where they are too few to tell.
        remarks: What an editor should look at: key of `transcode.errors.SENTENCES` -> its facts.
    """

    captions: int
    per_minute: float
    longest_line: int
    fastest: float
    fast: int
    covered: float
    vietnamese: bool | None
    remarks: Mapping[str, Mapping[str, Fact]]


def assess(captions: Sequence[Caption], *, duration_s: float | None = None, language: str | None = None) -> Quality:
    """Look at captions as a reader would.

    Args:
        captions: At least one, by time.
        duration_s: Of the recording.
        language: BCP-47 that they are said to be in.
    """
    speeds = [width(one.text.replace("\n", " ")) / (one.end_s - one.start_s) for one in captions]
    fast = sum(speed > MOST_CHARACTERS_PER_S for speed in speeds)
    whole_s = duration_s or captions[-1].end_s
    shown_s = sum(one.end_s - one.start_s for one in captions)
    covered = min(1.0, shown_s / whole_s)
    vietnamese = looks_vietnamese(captions)
    remarks: dict[str, dict[str, Fact]] = {}
    if fast > _FAST_SHARE * len(captions):
        remarks["captions-fast"] = {"count": fast, "most": int(MOST_CHARACTERS_PER_S)}
    if duration_s and (covered < _LEAST_COVERED or captions[0].start_s > _LATE * duration_s):
        remarks["captions-sparse"] = {"percent": round(100 * covered)}
    if language and _contradicts(language.partition("-")[0], vietnamese=vietnamese):
        remarks["captions-language"] = {"language": language}
    return Quality(
        captions=len(captions),
        per_minute=round(len(captions) * _MINUTE_S / max(1.0, captions[-1].end_s - captions[0].start_s), 1),
        longest_line=max(width(line) for one in captions for line in one.text.split("\n")),
        fastest=round(max(speeds), 1),
        fast=fast,
        covered=round(covered, 3),
        vietnamese=vietnamese,
        remarks=remarks,
    )


def _contradicts(language: str, *, vietnamese: bool | None) -> bool:
    """Whether the letters are not those of the language; many of Vietnam's peoples write with Vietnamese letters."""
    if language == "vi":
        return vietnamese is False
    return len(language) == _MAJOR_LANGUAGE and vietnamese is True


def looks_vietnamese(captions: Sequence[Caption]) -> bool | None:
    """Whether words are Vietnamese by their letters; None where they are too few, or as many are as are not."""
    words = [word for one in captions for word in _WORD.findall(without_italics(one.text))]
    if len(words) < _WORDS_TO_TELL:
        return None
    marked = [word for word in words if not LETTERS.isdisjoint(word)]
    share = len(marked) / len(words)
    if share >= _VIETNAMESE_SHARE and is_likely("".join(words)):
        return True
    return False if share <= _FOREIGN_SHARE or not is_likely("".join(words)) else None
