"""What a reader typed, as terms, and the stages in which an index is asked for it: the best first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.services.search.words import LONGEST_BEGINNING, beginning, exact, folded, pair, runs, spans, token

#: Characters that are looked at, and words that are looked for.
MOST_CHARS = 400
MOST_WORDS = 24

#: What people and their keyboards write around a phrase.
_QUOTES = re.compile('["“”„‟«»]')

#: Words, two of which are a pair that the index knows; longer phrases are looked up in the text.
_PAIR = 2


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One question to an index: the rows that hold all of the tokens."""

    in_title: bool
    is_exact: bool
    tokens: tuple[str, ...]
    #: Phrases of three and more words, of which the index only knows the pairs.
    phrases: tuple[tuple[str, ...], ...]

    def holds(self, title: Sequence[str], text: Sequence[str]) -> bool:
        """Whether an item with these words holds the phrases."""
        way = exact if self.is_exact else folded
        parts = [title] if self.in_title else [title, text]
        streams = [f" {' '.join(map(way, part))} " for part in parts]
        wanted = [f" {' '.join(map(way, phrase))} " for phrase in self.phrases]
        return all(any(phrase in stream for stream in streams) for phrase in wanted)


@dataclass(frozen=True, kw_only=True)
class Query:
    """Terms, all of which are wanted; one of several words is a phrase."""

    terms: tuple[tuple[str, ...], ...]
    #: Whether the last word may be the beginning of one.
    is_open: bool
    #: Whether more was typed than is looked for.
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def is_marked(self) -> bool:
        """Whether any tone or mark was typed, so that whoever did so means these words and no others."""
        return any(exact(word) != folded(word) for term in self.terms for word in term)

    def stages(self, labels: Sequence[str]) -> Iterator[Stage]:
        """All stages, the best first."""
        for group in self.groups(labels):
            yield from group

    def groups(self, labels: Sequence[str]) -> Iterator[tuple[Stage, ...]]:
        """Whole words before beginnings. Marks that were typed count more than a place in the title.

        What any stage of a group finds, the last one finds too.
        """
        places = ((True, True), (False, True), (True, False), (False, False))
        if not self.is_marked:
            places = ((True, True), (True, False), (False, True), (False, False))
        for only_begun in (False, True) if self.is_open else (False,):
            yield tuple(
                self._stage(labels, in_title=in_title, is_exact=is_exact, only_begun=only_begun)
                for in_title, is_exact in places
            )

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """A text that is shown, in pieces: (piece, whether it was looked for)."""
        held = [(start, end, folded(word)) for start, end, word in spans(text)]
        found = bytearray(b"n" * len(text))
        for number, term in enumerate(self.terms):
            wanted = [folded(word) for word in term]
            begins = self.is_open and number == len(self.terms) - 1
            for at in range(len(held) - len(wanted) + 1):
                there = [word for _, _, word in held[at : at + len(wanted)]]
                if there == wanted or (begins and there[0].startswith(wanted[0])):
                    start, end = held[at][0], held[at + len(wanted) - 1][1]
                    found[start:end] = b"y" * (end - start)
        return [
            (text[piece.start() : piece.end()], piece[0].startswith(b"y"))
            for piece in re.finditer(b"n+|y+", bytes(found))
        ]

    def _stage(self, labels: Sequence[str], *, in_title: bool, is_exact: bool, only_begun: bool) -> Stage:
        def whole(word: str) -> str:
            return token(word, in_title=in_title, is_exact=is_exact)

        terms = self.terms[:-1] if only_begun else self.terms
        # A pair tells of both its words, and is in fewer items than they are.
        wanted = [whole(term[0]) for term in terms if len(term) == 1]
        for term in terms:
            wanted += [pair(*two, in_title=in_title, is_exact=is_exact) for two in pairwise(term)]
        if only_begun:
            wanted.append(beginning(self.terms[-1][0], in_title=in_title, is_exact=is_exact))
        return Stage(
            in_title=in_title,
            is_exact=is_exact,
            tokens=tuple(dict.fromkeys([*wanted, *labels])),
            phrases=tuple(term for term in terms if len(term) > _PAIR),
        )


def read(typed: str) -> Query:
    """What was typed, whatever it is: words, "phrases in quotes", and signs that mean nothing."""
    terms: list[tuple[str, ...]] = []
    is_open = False
    pieces = _QUOTES.split(typed[:MOST_CHARS])
    for number, piece in enumerate(pieces):
        found = list(runs(piece))
        # What stands between two quotes is one term; a quote that nobody closed parts nothing.
        quoted = number % 2 == 1 and number < len(pieces) - 1
        if quoted and found:
            terms.append(tuple(word for run in found for word in run))
        elif found:
            terms += found
        if found:
            is_open = not quoted and len(terms[-1]) == 1 and len(terms[-1][0]) <= LONGEST_BEGINNING
    kept: list[tuple[str, ...]] = []
    left = MOST_WORDS
    for term in terms:
        kept += [term[:left]] if left else []
        left -= len(term[:left])
    is_cut = len(typed) > MOST_CHARS or kept != terms
    return Query(terms=tuple(kept), is_open=is_open and not is_cut, is_cut=is_cut)
