"""Which encoding text is in that is no Unicode: the one whose words are built as Vietnamese syllables."""

import re
from dataclasses import dataclass

from transcode.documents.encodings import DECODERS, TCVN3, VISCII, VNI, WINDOWS_1258, legacy_units
from transcode.errors import RejectedError
from transcode.vietnamese_syllable import is_syllable

WINDOWS_1252 = "windows-1252"
#: What a person can name where a guess was wrong.
ENCODINGS = (*DECODERS, WINDOWS_1252)
#: Characters that are looked at; more tell no more.
_LOOKED_AT = 100_000
#: Share of words with foreign letters that must be syllables: to be taken at all, and to be certain.
_LIKELY, _CERTAIN = 0.7, 0.85
_MARGIN = 0.2
#: Share of such words that may be none before an editor is asked to look: good texts have at most every fiftieth,
#: one whose letters were lost on the way has every eighth.
_MOST_DAMAGED = 0.05
_WORDS_TO_BE_SURE = 10
#: Vietnamese puts marks on most of its words; French on every sixth, English on none.
_MARKED_SHARE = 0.25
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–—…•\u00a0\d]+")
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>|&#?\w+;", re.DOTALL | re.IGNORECASE)
_WESTERN = re.compile("[\x00-\x7f\u00a0-\u00ffŒœŠšŽžŸ€‚ƒ„…†‡ˆ‰‹›‘’“”•–—˜™]*")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What an encoding was taken to be.

    Attributes:
        text: As that encoding reads it.
        encoding: Its name.
        sure: False when an editor should look at the marks.
    """

    text: str
    encoding: str
    sure: bool


@dataclass(frozen=True, kw_only=True)
class _Score:
    """How well words fit; marked words are those with letters beyond ASCII."""

    share: float
    marked: int
    words: int

    @property
    def dense(self) -> bool:
        return self.marked >= _MARKED_SHARE * self.words


def guess(data: bytes) -> Guess:
    """The text in data, which is no Unicode.

    Raises:
        RejectedError: "text-encoding-unknown".
    """
    units = data.decode("latin-1")
    found = _vietnamese(units)
    western = data.decode("cp1252", "replace")
    fits = _WESTERN.fullmatch(western) and _LETTER.search(western) and _words_hold(western)
    if found and (found.sure or not fits or _score(_MARKUP.sub(" ", found.text[:_LOOKED_AT])).share >= _CERTAIN):
        return found
    if fits:
        return Guess(text=western, encoding=WINDOWS_1252, sure=False)
    raise RejectedError("text-encoding-unknown")


def read_as(data: bytes, encoding: str) -> str:
    """The text in data as one of `ENCODINGS` reads it, which somebody has named who saw the letters.

    Data in UTF-8 show the bytes of an old font as the letters of windows-1252.
    """
    try:
        units = legacy_units(data.decode("utf-8"))
    except UnicodeDecodeError:
        units = data.decode("latin-1")
    if encoding == WINDOWS_1252:
        return data.decode("cp1252", "replace")
    return DECODERS[encoding](units)


def guess_shown(text: str) -> Guess | None:
    """The same for Unicode text that shows the bytes of an old font as the letters of windows-1252: "ViÖt Nam".

    Returns:
        None where the text is what it says.
    """
    sample = text[:_LOOKED_AT]
    if sample.isascii() or max(sample) > "\uf0ff" or _score(sample).share >= 1 - _LIKELY:
        return None
    units = legacy_units(sample)
    if max(units) > "\u00ff":
        return None
    scores = {encoding: _score(DECODERS[encoding](units)) for encoding in (TCVN3, VNI)}
    best = max(scores, key=lambda encoding: scores[encoding].share)
    score = scores[best]
    if score.share < _CERTAIN or score.marked < _WORDS_TO_BE_SURE or not score.dense:
        return None
    return Guess(text=DECODERS[best](legacy_units(text)), encoding=f"{best}, Unicode", sure=False)


def _vietnamese(units: str) -> Guess | None:
    sample = _MARKUP.sub(" ", units[:_LOOKED_AT])
    read = {encoding: decode(sample) for encoding, decode in DECODERS.items()}
    scores = {encoding: _score(text) for encoding, text in read.items()}
    # Two encodings that read the same words alike need no choice; those that the world has as a standard go first.
    order = sorted(scores, key=lambda encoding: (-scores[encoding].share, encoding != WINDOWS_1258, encoding != VISCII))
    best = order[0]
    score = scores[best]
    if score.share < _LIKELY or not score.marked or not score.dense:
        return None
    rival = max((scores[other].share for other in order[1:] if read[other] != read[best]), default=0.0)
    sure = score.share >= _CERTAIN and score.marked >= _WORDS_TO_BE_SURE and score.share - rival >= _MARGIN
    sure = sure and not _is_damaged(read[best])
    return Guess(text=DECODERS[best](units), encoding=best, sure=sure)


def _is_damaged(text: str) -> bool:
    """Whether too many words cannot be Vietnamese. Abbreviations ("HĐND") are no syllables in good texts either."""
    marked = [word for word in _TOKEN.findall(text) if not word.isascii() and not word.isupper()]
    return sum(not is_syllable(word) for word in marked) > _MOST_DAMAGED * len(marked)


def _score(text: str) -> _Score:
    words = _TOKEN.findall(text)
    marked = [word for word in words if not word.isascii()]
    fitting = sum(is_syllable(word) for word in marked)
    return _Score(share=fitting / len(marked) if marked else 0.0, marked=len(marked), words=len(words))


def _words_hold(western: str) -> bool:
    """Whether letters beyond ASCII stand in words as Western languages write them: mostly few among many."""
    marked = [char for char in western if not char.isascii() and char.isalpha()]
    plain = sum(char.isascii() and char.isalpha() for char in western)
    strange = sum(
        not char.isascii() and not char.isalpha() and char not in "«»“”‘’–—…•°§€©®™ \u00a0" for char in western
    )
    return len(marked) + strange * 4 <= plain / 2
