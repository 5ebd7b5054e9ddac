"""Words whose times are known, as a program heard them, made into captions of sensible length."""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from transcode.captions.caption import Cue

#: Two lines of 42 characters; a silence; how long a caption stands at the most; how long it stays after the last word.
_MOST_CHARACTERS = 84
_PAUSE_S = 0.8
_LONGEST_S = 7.0
_LINGER_S = 0.4
_SHORTEST_S = 1.0
#: A sentence shorter than this waits for the next one.
_LEAST_CHARACTERS = 30
_SENTENCE_END = re.compile(r"""[.!?…。]["'”’»)]*$""")
_CLAUSE_END = re.compile(r"""[,;:–—]["'”’»)]*$""")
#: Share of a full caption from which the end of a clause is a good place to part it.
_ENOUGH = 0.4


class Word(NamedTuple):
    """One word, with its sign behind it; fields as in `Cue`."""

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    machine: bool = False


def cues_of_words(words: Iterable[Word]) -> list[Cue]:
    """Cues that end with sentences, at pauses and where another person speaks, and never hold more than two lines.

    Args:
        words: By time.
    """
    runs: list[list[Word]] = []
    run: list[Word] = []
    for word in words:
        if not word.text.strip():
            continue
        if run and _ends(run, word):
            cut = len(run) if not _is_full(run, word) else _best_cut(run)
            runs.append(run[:cut])
            run = run[cut:]
        run.append(word)
    runs += [run] if run else []
    return [_cue(one, after) for one, after in zip_longest(runs, runs[1:])]


def _ends(run: list[Word], word: Word) -> bool:
    """Whether the next word belongs into a caption of its own."""
    last = run[-1]
    return (
        word.speaker != last.speaker
        or word.start_s - last.end_s >= _PAUSE_S
        or _is_full(run, word)
        or (_SENTENCE_END.search(last.text.strip()) is not None and len(_text(run)) >= _LEAST_CHARACTERS)
    )


def _is_full(run: list[Word], word: Word) -> bool:
    last = run[-1]
    together = word.speaker == last.speaker and word.start_s - last.end_s < _PAUSE_S
    too_much = len(_text([*run, word])) > _MOST_CHARACTERS or word.end_s - run[0].start_s > _LONGEST_S
    return together and too_much


def _best_cut(run: list[Word]) -> int:
    """Where a caption that is full is best parted: behind the last clause that leaves it well filled."""
    for pattern in (_SENTENCE_END, _CLAUSE_END):
        for cut in range(len(run), 0, -1):
            if len(_text(run[:cut])) < _ENOUGH * _MOST_CHARACTERS:
                break
            if pattern.search(run[cut - 1].text.strip()):
                return cut
    return len(run)


def _cue(run: list[Word], after: list[Word] | None) -> Cue:
    """The words of a run; they stay a little longer than they are heard, where there is room."""
    end_s = max(run[-1].end_s + _LINGER_S, run[0].start_s + _SHORTEST_S)
    if after:
        end_s = max(run[-1].end_s, min(end_s, after[0].start_s))
    return Cue(run[0].start_s, end_s, _text(run), run[0].speaker, any(word.machine for word in run))


def _text(run: list[Word]) -> str:
    return " ".join(word.text.strip() for word in run)
