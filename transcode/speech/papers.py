"""Numbers of official papers: 15/2020/NĐ-CP, 1719/QĐ-TTg, 103/2016/QH13, 09-NQ/TU.

Form: Nghị định 30/2020/NĐ-CP, phụ lục I: number, year for laws and decrees, kind of paper, who issued it.
"""

import re

from transcode.speech.lexicon import lexicon
from transcode.speech.numbers import cardinal, digits
from transcode.speech.rewriting import rule

_PART = r"[A-ZĐƯ][A-Za-zĐđƯưyr&]*\d{0,2}"
_DASH = re.compile(r"-\s?")
_PIECE = re.compile(r"([^\d]+)(\d*)")
#: How far away its kind and who issued it may be named as well.
_REACH = 60


def _part(code: str) -> str:
    name, term = _PIECE.fullmatch(code).groups()  # type: ignore[union-attr]
    known = lexicon()
    said = known.papers.get(name) or known.abbreviations.get(name) or known.spelled(name)
    return f"{said} khóa {cardinal(int(term))}" if term else said


def _say(found: re.Match[str]) -> str:
    number, letter, year, code, issuer = found.groups()
    first = _DASH.split(code)[0]
    if not year and first.rstrip("0123456789") not in lexicon().papers:
        return found[0]
    around = found.string[max(0, found.start() - _REACH) : found.start()] + found.string[found.end() :][:_REACH]
    parts = [_part(one) for one in _DASH.split(code) + ([issuer] if issuer else [])]
    # "Quyết định số 1719/QĐ-TTg" needs its kind only once.
    said = " ".join(part for part in parts if part.lower() not in around.lower())
    spoken = digits(number) + (f" {letter}" if letter else "") + (f", năm {cardinal(int(year))}" if year else "")
    return f"{spoken}, {said}," if said else f"{spoken},"


PAPERS = (
    rule(rf"(?<![\w/.,-])(\d{{1,5}})([a-z]?)(?:/((?:19|20)\d\d))?\s?/\s?({_PART}(?:-\s?{_PART})*)()(?![\w/-])", _say),
    rule(rf"(?<![\w/.,-])(\d{{1,5}})([a-z]?)()-\s?({_PART})/({_PART})(?![\w/-])", _say),
)
