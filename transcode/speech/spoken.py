"""Vietnamese as it is written, turned into Vietnamese as it is said."""

import re

from transcode.speech.addresses import ADDRESSES, hosts
from transcode.speech.capitals import CAPITALS, LETTERS_ALONE
from transcode.speech.dates import DATES
from transcode.speech.marks import SIGNS, heard, uniform
from transcode.speech.papers import PAPERS
from transcode.speech.phones import PHONES
from transcode.speech.quantities import QUANTITIES, REMAINING
from transcode.speech.rewriting import rewrite

#: What is most particular comes first: an address holds dots, a paper's number a slash, a date digits.
_RULES = (*ADDRESSES, *SIGNS, *PAPERS, *PHONES, *DATES, *QUANTITIES, *CAPITALS, *REMAINING, *LETTERS_ALONE)
_BRACKETS = re.compile(r"\s*[()\[\]{}|*_<>•]+\s*")
_STRAY_COMMAS = re.compile(r"^[\s,]+|(?<=,)[\s,]*,|[\s,]+(?=[.!?;:,]|$)")


def spoken(text: str) -> str:
    """Say a sentence of written Vietnamese in letters, spaces and marks of pause alone.

    Numbers, dates, times, money, measures, abbreviations and signs become words. What is said already stays as it is.

    Args:
        text: One sentence or heading, without markup.

    Returns:
        NFC; no digit is left in it; "" when there is nothing to say.
    """
    return heard(rewrite(uniform(text), _RULES))


def tidied(text: str) -> str:
    """Prepare a sentence of another language, whose numbers the engine itself says: brackets are pauses, paths go."""
    plain = _BRACKETS.sub(", ", hosts(text))
    return " ".join(_STRAY_COMMAS.sub("", plain).split())
