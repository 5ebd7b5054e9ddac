"""Numbers as Vietnamese says them, in the standard northern reading that schools teach and newsreaders use.

21 is "hai mươi mốt", 24 "hai mươi tư", 15 "mười lăm", 105 "một trăm linh năm"; 1,000,005 is "một triệu không trăm linh
năm". What the text's own signs mean: a dot groups thousands, a comma begins decimals; the English way is understood
where it cannot be anything else.
"""

import re
from itertools import pairwise

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

#: A number as it is written, without sign; for use inside other patterns.
NUMBER = (
    r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+(?:[.,]\d+)?)"
    r"(?![.,]?\d)"
)

_HUNDRED, _THOUSAND, _BILLION = 100, 1_000, 1_000_000_000
_SCALES = ((1_000_000, "triệu"), (_THOUSAND, "nghìn"))
#: Longer runs of digits are codes and account numbers: nobody says them as one number.
_LONGEST_CARDINAL = 18
_LONGEST_UNGROUPED = 7
#: Decimals are said as one number up to this many ("ba phẩy mười bốn"), one by one beyond.
_LONGEST_DECIMALS = 2
#: Digits from which a zero in front makes a code of a number ("007"); below it is only filled up ("05").
_CODE_LENGTH = 3

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
#: One group alone could be decimals; "000" could not.
_GROUPED_BY_COMMA = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}|,000)")
_ENGLISH = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)")
_VIETNAMESE = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def cardinal(number: int) -> str:
    """Say a whole number below 10^18, also a negative one."""
    if number < 0:
        return f"âm {cardinal(-number)}"
    above, rest = divmod(number, _BILLION)
    if not above:
        return " ".join(_below_billion(rest, follows=False)) or DIGITS[0]
    return " ".join([cardinal(above), "tỷ", *_below_billion(rest, follows=True)])


def one_by_one(digits: str) -> str:
    """Say digits one after the other; other characters are passed over."""
    return " ".join(DIGITS[int(char)] for char in digits if char.isascii() and char.isdigit())


def ordinal(number: int) -> str:
    """Say what stands behind "thứ": nhất, hai, ba, tư, năm."""
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number)


def month(number: int) -> str:
    """Say what stands behind "tháng": the fourth is "tư"."""
    return "tư" if number == 4 else cardinal(number)  # noqa: PLR2004 - the one exception of the language


def written_number(text: str) -> str:
    """Say a number as it is written: 1.234,5 or 1,234,567 or 3.5 or 007."""
    if _GROUPED.fullmatch(text):
        return digits(text.replace(".", ""))
    if _GROUPED_BY_COMMA.fullmatch(text):
        return digits(text.replace(",", ""))
    if text.count(",") + text.count(".") > 1:
        return _mixed(text)
    whole, sign, decimals = re.fullmatch(r"(\d+)([.,]?)(\d*)", text).groups()  # type: ignore[union-attr]
    if not sign:
        return digits(whole)
    # A version (4.0) is no measure.
    word = "chấm" if sign == "." and decimals == "0" else "phẩy"
    return f"{digits(whole)} {word} {_decimals(decimals)}"


def digits(text: str) -> str:
    """Say a run of digits: as a number, or one by one where it is a code."""
    is_code = text.startswith("0") and len(text) >= _CODE_LENGTH
    return one_by_one(text) if is_code or len(text) > _LONGEST_CARDINAL else cardinal(int(text))


def ungrouped(text: str) -> str:
    """Say a run of digits that nothing explains: a long one without grouping is a code."""
    return one_by_one(text) if len(text) >= _LONGEST_UNGROUPED else digits(text)


def roman(text: str) -> int | None:
    """Give the value of a Roman number in capitals, None when it is none."""
    if not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[char] for char in text]
    return values[-1] + sum(one if one >= other else -one for one, other in pairwise(values))


def _below_billion(number: int, *, follows: bool) -> list[str]:
    """The words of millions, thousands and the rest; nothing for 0. Groups behind the first are said in full."""
    words: list[str] = []
    for size, name in _SCALES:
        group, number = divmod(number, size)
        if group:
            words += [*_group(group, full=follows), name]
            follows = True
    return words + (_group(number, full=follows) if number else [])


def _group(number: int, *, full: bool) -> list[str]:
    """The words of 1 to 999; full: with its hundreds even where there are none."""
    hundreds, rest = divmod(number, _HUNDRED)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    return words + (_tens(rest, follows=bool(words)) if rest else [])


def _tens(number: int, *, follows: bool) -> list[str]:
    tens, units = divmod(number, 10)
    if not tens:
        return ["linh", DIGITS[units]] if follows else [DIGITS[units]]
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if not units:
        return words
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return [*words, special.get(units, DIGITS[units])]


def _decimals(text: str) -> str:
    if text.startswith("0") or len(text) > _LONGEST_DECIMALS:
        return one_by_one(text)
    return cardinal(int(text))


def _mixed(text: str) -> str:
    """Grouped digits with decimals (1.234,5 and 1,234.5), else numbers between dots (1.2.3)."""
    grouped = _VIETNAMESE.fullmatch(text) or _ENGLISH.fullmatch(text)
    if grouped:
        return f"{digits(re.sub('[.,]', '', grouped[1]))} phẩy {_decimals(grouped[2])}"
    return " chấm ".join(digits(part) for part in re.split("[.,]", text) if part)
