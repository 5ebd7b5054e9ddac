"""What a word is, which words are the same to a reader, and which tokens an index keeps of a text.

Both engines only ever ask which rows hold all of some tokens; everything about language is decided here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b

#: Grows with every change of this file that gives other tokens: an index of another version is made anew.
VERSION = 1

#: Words of one item that are kept; no article comes near.
MOST_WORDS = 8_000
#: Bytes of the tokens of one item: a tsvector of PostgreSQL holds 1 MiB.
MOST_BYTES = 700_000
#: Letters of the beginnings by which a word is found.
LONGEST_BEGINNING = 12
#: Bytes of a token that stands as it is; a longer one is kept as a hash.
_PLAIN_BYTES = 40

#: Tones of Vietnamese, which stand on one vowel or another by the school of whoever writes (hòa, hoà).
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: Marks above, below and through letters, among them those of Vietnamese vowels; tones of Thai, Lao and Tai Viet, whose
#: other marks are vowels and are never taken off.
_FOLDED = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0e48-\u0e4b\u0ec8-\u0ecb\uaabf-\uaac2]"
)
#: Letters with a stroke are letters of their own to Unicode; those beside đ are what some keyboards give for it.
_STROKES = str.maketrans("đðɖ", "ddd")
#: Seen by nobody, and left inside words by word processors.
_UNSEEN = dict.fromkeys((0xAD, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF), None)
_APOSTROPHES = re.compile("['\u2019\u02bc\u2018]")
#: Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet, Chinese
#: and Japanese.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\uaa80-\uaadf"
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Tones of Tai Viet that are letters to Unicode; they belong to the letter before them.
_TONE_LETTERS = "\uaac0\uaac2"

#: Parts the two words of a pair: part of no word, and of no syntax of either engine.
_JOINT = "·"


#: (in the title, exact, what of a word) -> the letter that such tokens begin with.
_LETTERS = {
    (True, True, "word"): "a",
    (True, True, "pair"): "b",
    (True, True, "beginning"): "c",
    (True, False, "word"): "d",
    (True, False, "pair"): "e",
    (True, False, "beginning"): "f",
    (False, True, "word"): "g",
    (False, True, "pair"): "h",
    (False, True, "beginning"): "i",
    (False, False, "word"): "j",
    (False, False, "pair"): "k",
    (False, False, "beginning"): "l",
}
#: Label -> the letter of its tokens.
_LABELS = {"kind": "w", "language": "x", "programme": "y"}


def words(text: str) -> list[str]:
    """The words of a text as they are written, without capitals; letter by letter where a script does not part words.

    >>> words("Đường lên bản Hà-Nhì, COVID-19: 3.500 m")
    ['đường', 'lên', 'bản', 'hà', 'nhì', 'covid', '19', '3', '500', 'm']
    """
    return [word for run in runs(text) for word in run]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """The same, where letters that stood together without a space come together."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold())
    for _, _, run in _runs(plain):
        yield tuple(run[start:end] for start, end in _units(run))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) of the words in a text that is to be shown as it is."""
    for at, _, run in _runs(text, keep_apostrophes=True):
        for start, end in _units(run):
            yield at + start, at + end, "".join(words(run[start:end]))


@lru_cache(maxsize=20_000)
def exact(word: str) -> str:
    """What two words have in common that are the same word; where the tone was put does not matter.

    >>> exact("hòa") == exact("hoà") != exact("hoa")
    True
    """
    flat = unicodedata.normalize("NFD", word)
    tones = "".join(char for char in flat if char in _TONES)
    return unicodedata.normalize("NFC", "".join(char for char in flat if char not in _TONES) + tones)


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """What two words have in common that are typed alike on a keyboard without tones.

    >>> folded("đường")
    'duong'
    """
    flat = _FOLDED.sub("", unicodedata.normalize("NFD", word)).translate(_STROKES)
    # A mark that stands alone is all that there is of its word.
    return unicodedata.normalize("NFC", flat) or word


def tokens(title: Sequence[str], text: Sequence[str], labels: Iterable[str]) -> tuple[str, ...]:
    """Everything by which an item is found, each once: of its title, and of title and text together."""
    kept = dict.fromkeys(labels)
    size = 0
    for in_title, part in ((True, title), (False, title), (False, text)):
        for at, word in enumerate(part[:MOST_WORDS]):
            before = part[at - 1] if at else None
            for token in _of(word, before, in_title=in_title):
                if token not in kept:
                    kept[token] = None
                    size += len(token.encode())
            if size > MOST_BYTES:
                return tuple(kept)
    return tuple(kept)


def token(word: str, *, in_title: bool, is_exact: bool) -> str:
    """The token of a whole word."""
    return _token(in_title, is_exact, "word", exact(word) if is_exact else folded(word))


def pair(one: str, other: str, *, in_title: bool, is_exact: bool) -> str:
    """The token of two words that follow each other."""
    way = exact if is_exact else folded
    return _token(in_title, is_exact, "pair", f"{way(one)}{_JOINT}{way(other)}")


def beginning(start: str, *, in_title: bool, is_exact: bool) -> str:
    """The token of words that begin like this and go on."""
    return _token(in_title, is_exact, "beginning", start if is_exact else folded(start))


def label(name: str, value: str) -> str:
    """The token of what an item is, whatever characters that has."""
    return f"{_LABELS[name]}{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"


def _of(word: str, before: str | None, *, in_title: bool) -> Iterator[str]:
    for is_exact in (True, False):
        yield token(word, in_title=in_title, is_exact=is_exact)
        if before is not None:
            yield pair(before, word, in_title=in_title, is_exact=is_exact)
        written = word if is_exact else folded(word)
        for end in range(1, min(len(written), LONGEST_BEGINNING + 1)):
            yield _token(in_title, is_exact, "beginning", written[:end])


def _token(in_title: bool, is_exact: bool, of: str, value: str) -> str:  # noqa: FBT001  parts of one key
    letter = _LETTERS[in_title, is_exact, of]
    if len(value) * 4 > _PLAIN_BYTES and len(value.encode()) > _PLAIN_BYTES:
        value = f"{_JOINT}{blake2b(value.encode(), digest_size=12).hexdigest()}"
    return letter + value


def _runs(text: str, *, keep_apostrophes: bool = False) -> Iterator[tuple[int, int, str]]:
    """(start, end, run) of what stands together in one sort of script."""
    word, script = _patterns()
    for found in word.finditer(text):
        for run in script.finditer(found[0]):
            held = run[0] if keep_apostrophes else _APOSTROPHES.sub("", run[0])
            if held:
                yield found.start() + run.start(), found.start() + run.end(), held


def _units(run: str) -> Iterator[tuple[int, int]]:
    """Where the words of a run begin and end: each letter with its marks where a script does not part words."""
    if not re.match(f"[{_SPACELESS}]", run):
        yield 0, len(run)
        return
    begins = [at for at, char in enumerate(run) if at == 0 or not _clings(char)]
    yield from zip(begins, [*begins[1:], len(run)], strict=True)


def _clings(char: str) -> bool:
    return char in _TONE_LETTERS or unicodedata.category(char).startswith("M")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word: letters, digits, marks and the apostrophes between them; and its parts by sort of script."""
    # Python's \w knows no marks, which are vowels in half of the world's scripts.
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code)).startswith("M"))
    letter = rf"(?:[^\W_]|[{marks}])"
    return (
        re.compile(f"{letter}+(?:{_APOSTROPHES.pattern}{letter}+)*"),
        re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+"),
    )
