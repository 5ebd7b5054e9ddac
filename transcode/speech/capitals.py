"""Abbreviations, acronyms, Roman numbers, codes of letters and digits, and words in capitals."""

import re

from transcode.speech.lexicon import lexicon
from transcode.speech.numbers import cardinal, ordinal, roman
from transcode.speech.quantities import spoken_digits
from transcode.speech.rewriting import either, rule, word_before
from transcode.vietnamese import LETTERS
from transcode.vietnamese_syllable import is_syllable

_UPPER = "A-Z" + "".join(sorted(letter for letter in LETTERS if letter.isupper()))
_TONED = re.compile(f"[{''.join(sorted(letter for letter in LETTERS if letter.isupper() and letter != 'Đ'))}]")
_VOWELS = frozenset("AEIOUY")
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXZĐ"
#: Letters that a word may be read as, where more than this many stand together.
_SHORTEST_WORD = 4
_REACH = 16
_MOST_CONSONANTS = 2
#: Abbreviations of so many letters have hardly two vowels.
_LONG_WORD = 7
#: Abbreviations do not stand in longer rows, each with a vowel.
_FEW_WORDS = 2

#: Words behind which even one letter is a Roman number.
_COUNTED = frozenset(
    {
        "khóa", "khoá", "kỳ", "kì", "thứ", "kỷ", "chương", "phần", "mục", "quý", "hội", "hạng", "loại", "vùng", "vực",
        "cấp", "độ", "tập", "quyển", "điều", "lục", "chiến", "đoạn", "lớp", "nhóm", "bậc", "đợt", "tuyến", "khu", "số",
        "khối", "đoàn", "mác", "hồi", "màn", "họp", "vụ", "ngành", "bảng", "nghệ",
    }
)  # fmt: skip
_MIXED = tuple(
    name
    for name in (*lexicon().abbreviations, *lexicon().acronyms)
    if not re.fullmatch(f"[{_UPPER}]+(?:[&-][{_UPPER}]+)*", name)
)
_LETTER = r"[^\W\d_]"
_RUN = rf"(?:\d++|{_LETTER}++)++"
_TOKEN = rf"[{_UPPER}]+(?:[&-][{_UPPER}]+)*"


def _known(token: str) -> str | None:
    held = lexicon()
    return held.abbreviations.get(token) or held.acronyms.get(token)


def _roman(found: re.Match[str]) -> str:
    number, before = roman(found[0]), word_before(found)
    opens = not found.string[: found.start()].strip() and found.string[found.end() :][:1] in {".", ")"}
    sure = before in _COUNTED or opens
    is_plain = len(found[0]) > 1 and set(found[0]) <= set("IVX")
    is_syllable_here = is_syllable(found[0]) and _is_headline(found)
    if not number or not (sure or (is_plain and not is_syllable_here)):
        return found[0]
    return ordinal(number) if before == "thứ" else cardinal(number)


def _is_headline(found: re.Match[str]) -> bool:
    """Whether a word in capitals with a tone stands beside a match: there XI and CA are syllables."""
    text, start, end = found.string, found.start(), found.end()
    beside = re.search(r"(\w+)\W{0,2}$", text[max(0, start - _REACH) : start]), re.match(r"\W{0,2}(\w+)", text[end:])
    return any(word and word[1].isupper() and _TONED.search(word[1]) for word in beside)


def _capitals(found: re.Match[str]) -> str:
    """One run of words in capitals: a headline where tones stand in it, else one abbreviation after the other."""
    tokens = re.split(r"(\s+)", found[0])
    words = tokens[::2]
    is_headline = len(words) > 1 and (any(map(_TONED.search, words)) or all(map(_is_plain_word, words)))
    is_foreign = len(words) > _FEW_WORDS and all(_VOWELS & set(word) and not _known(word) for word in words)
    tokens[::2] = [_headline_word(word) if is_headline or is_foreign else _token(word) for word in words]
    return "".join(tokens)


def _is_plain_word(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD - 1 and is_syllable(word) and not _known(word)


def _headline_word(word: str) -> str:
    sayable = len(word) >= _SHORTEST_WORD and _VOWELS & set(word)
    return word.lower() if is_syllable(word) or (sayable and not _known(word)) else _token(word)


def _token(token: str) -> str:
    known = _known(token)
    if known:
        return known
    if not token.isalpha():
        return _joined(token)
    return token.lower() if _is_word(token) else lexicon().spelled(token)


def _joined(token: str) -> str:
    """GD-ĐT, T&T, NĐ-CP: parts with what stands between them."""
    parts = re.split("([&-])", token)
    papers = lexicon().papers
    if "&" not in token and all(part in papers for part in parts[::2]):
        return " ".join(papers[part] for part in parts[::2])
    parts[1::2] = [" và " if sign == "&" else " " for sign in parts[1::2]]
    parts[::2] = [_token(part) if len(part) > 1 else lexicon().spelled(part) for part in parts[::2]]
    return "".join(parts)


def _is_word(token: str) -> bool:
    """Whether letters in capitals are read as a word: they bear tones, or can be said."""
    if len(token) == 1:
        return token not in _CONSONANTS
    if _TONED.search(token):
        return is_syllable(token) or len(token) > _SHORTEST_WORD
    if len(token) >= _LONG_WORD and len(re.findall("[AEIOUY]+", token)) > 1:
        return True
    if len(token) < _SHORTEST_WORD:
        return len(token) == _SHORTEST_WORD - 1 and is_syllable(token)
    runs = re.findall("[^AEIOUY]+", token)
    vowels = sum(char in _VOWELS for char in token)
    sayable = vowels >= len(token) / 3 and all(len(run) <= _MOST_CONSONANTS for run in runs)
    return is_syllable(token) or (sayable and len(re.findall("[AEIOUY]+", token)) > 1)


def _code(found: re.Match[str]) -> str:
    """QL32, H5N1, Su-30MK, Covid-19: letters and digits part by part."""
    parts = re.findall(r"\d+|[^\W\d_]+", found[0])
    return " ".join(_code_part(part, last=place == len(parts) - 1) for place, part in enumerate(parts))


def _code_part(part: str, *, last: bool) -> str:
    if part.isdigit():
        return spoken_digits(part)
    held = lexicon()
    if not last and part in held.before_number:
        return held.before_number[part]
    known = held.acronyms.get(part)
    return known or (held.spelled(part) if part.isupper() or len(part) == 1 else part)


def _letter(found: re.Match[str]) -> str:
    return lexicon().letters[found[0]]


def _lowered(found: re.Match[str]) -> str:
    """ubnd, csgt: what is known in capitals and no syllable."""
    return found[0] if is_syllable(found[0]) else lexicon().abbreviations.get(found[0].upper(), found[0])


def _repeated(found: re.Match[str]) -> str:
    """An abbreviation that is introduced behind its own words is not said."""
    said = _known(found[1])
    return "" if said and found.string[: found.start()].lower().endswith(said.lower()) else found[0]


def _abbreviation(found: re.Match[str]) -> str:
    """In a headline a syllable is a syllable: CA DAO, not "công an dao"."""
    if len(found[1]) > 1 and is_syllable(found[1]) and found[1].isupper() and _is_headline(found):
        return found[0]
    return lexicon().abbreviations[found[1]] + (" " if found[2] else "")


def _before_number(found: re.Match[str]) -> str:
    return f"{lexicon().before_number[found[1]]} "


CAPITALS = (
    rule(r"\s?\(([\w&-]+)\)", _repeated),
    # Titles and names whose dot is no end: TS. Nguyễn, TP. Lai Châu, PGS.TS.
    rule(rf"(?<![\w.&-])({either(lexicon().abbreviations)})(?![\w&]|-\w)(\.(?=\s?\w))?", _abbreviation),
    rule(rf"(?<![\w.&-])({either(lexicon().before_number)})\.\s?(?=\d)", _before_number),
    rule(r"(?<![\w.&-])(QL|TL|ĐT|HL|ĐH|Q)\s?(?=\d{1,4}(?!\d))", _before_number),
    rule(r"(?<![\w&./-])[IVXLCDM]+(?![\w&]|-\w)", _roman),
    rule(rf"(?<![\w.-])(?=[\w-]*\d)(?=[\w-]*{_LETTER}){_RUN}(?:-{_RUN})*(?![.,]\d)", _code),
    rule(rf"(?<![\w.])({either(_MIXED)})(?![\w])", lambda found: _known(found[1]) or found[1]),
    rule(r"(?<![\w.@-])[a-zđ]{3,}(?![\w@-])", _lowered),
    rule(rf"(?<![\w])(?=\w*[{_UPPER}]{{2}}|[{_UPPER}]&){_TOKEN}(?:\s+{_TOKEN})*(?!\w)", _capitals),
)
#: What is left of letters that stand alone: vitamin C.
LETTERS_ALONE = (rule(rf"(?<!\w)[{_CONSONANTS}](?!\w)(?!')", _letter),)
