"""Cuts running text into sentences that are short enough to be said in one breath or two."""

import re
from collections.abc import Iterator

from transcode.speech.lexicon import lexicon
from transcode.speech.numbers import roman

#: Characters of the longest piece; what is longer is cut where a reader would breathe.
LONGEST = 300
_SHORTEST = 60
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[–-]*\s?[^\W_])")
_LAST_WORD = re.compile(r"([^\s.(“\"'\[]+)\.$")
_INITIAL = re.compile(r"[^\W\d_]")
_BREATHS = ("; ", ": ", ", ", " – ", " - ", " ")


def sentences(text: str) -> list[str]:
    """Give the sentences of a paragraph in their order, each at most 300 characters; a line break ends one too.

    The dot of a title (TS. Nguyễn), of an initial (J. Smith) and of a number that opens a line (1. Mục đích) ends none.
    """
    return [piece for line in text.splitlines() for one in _whole(" ".join(line.split())) for piece in _breaths(one)]


def _whole(line: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(line):
        said = line[start : found.end()].strip()
        if _is_end(said, line[found.end() :]):
            yield said
            start = found.end()
    rest = line[start:].strip()
    if rest:
        yield rest


def _is_end(said: str, rest: str) -> bool:
    opening = next((char for char in rest if char.isalnum()), "")
    if opening.islower():
        return False
    last = _LAST_WORD.search(said)
    if not last:
        return True
    word = last[1]
    is_number_of_line = word == said[:-1] and (word.isdigit() or len(word) == 1 or roman(word) is not None)
    is_initial = bool(_INITIAL.fullmatch(word)) and word.isupper()
    return not (is_number_of_line or is_initial or word in lexicon().titles)


def _breaths(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        cut = _breath(sentence)
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence


def _breath(sentence: str) -> int:
    """Where to cut: behind the last mark of pause that leaves two pieces of some length."""
    for mark in _BREATHS:
        place = sentence.rfind(mark, _SHORTEST, LONGEST)
        if place > 0:
            return place + len(mark)
    return LONGEST
