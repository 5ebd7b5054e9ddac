"""What the data file knows of Vietnamese: abbreviations, acronyms, letters, units and the codes of official papers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Written -> said; keys as they are written, with their capitals.

    Attributes:
        letters: Names of the letters, by capital.
        abbreviations: Said in full.
        titles: Those abbreviations whose dot does not end a sentence.
        acronyms: Said as a word, or with letter names of their own.
        papers: Codes in the numbers of official papers.
        before_number: Abbreviations that mean this only right before a number.
        units: After a number.
        alone: Those units that mean the same without a number.
        per: What a slash after a measure divides by, beside units.
        domains: Last parts of addresses.
    """

    letters: Words
    abbreviations: Words
    titles: frozenset[str]
    acronyms: Words
    papers: Words
    before_number: Words
    units: Words
    alone: frozenset[str]
    per: frozenset[str]
    domains: Words

    def spelled(self, letters: str) -> str:
        """Name letter after letter; what is no letter is passed over."""
        return " ".join(name for char in letters.upper() if (name := self.letters.get(char)))


@cache
def lexicon() -> Lexicon:
    """Give the data file's content, read once."""
    held = tomllib.loads(resources.files(__package__).joinpath("vietnamese.toml").read_text("utf-8"))
    return Lexicon(
        letters=held["letters"],
        abbreviations=held["abbreviations"],
        titles=frozenset(held["titles"]["names"]),
        acronyms=held["acronyms"],
        papers=held["papers"],
        before_number=held["before_number"],
        units=held["units"],
        alone=frozenset(held["alone"]["names"]),
        per=frozenset(held["per"]["names"]),
        domains=held["domains"],
    )
