"""Money, measures, percentages, ranges, scores, fractions and what numbers remain."""

import re

from transcode.speech.lexicon import lexicon
from transcode.speech.numbers import NUMBER, digits, one_by_one, ordinal, ungrouped, written_number
from transcode.speech.rewriting import either, rule, word_before

_LETTER = r"[^\W\d_]"
_MINUS = r"(?:(?<![\w.,%)/])[-–])?"
_SIGNED = rf"({_MINUS})({NUMBER})"
_TO = r"\s?[-–÷~]\s?"
_SIZES = r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|chục|trăm)"
#: A unit ends where its word ends; a sign (%, °) needs no end.
_UNIT = rf"(?:{either(lexicon().units)})(?:(?<!\w)|(?!\w))"
_CURRENCY = r"(US\$|[$€£¥₫]|USD|VND|CHF|EUR)"
#: "l" and "s" stand for themselves right behind a number, not one word later.
_LOOSE = r"(?![lsVBWLk](?!\w))"
#: The last word of what money is called.
_MONEY = frozenset({"đồng", "mỹ", "đô", "la", "rô", "anh", "yên", "tệ", "triệu", "tỷ", "nghìn"})
_SCORES = re.compile(
    r"(?:tỷ số|tỉ số|thắng|thua|hòa|hoà|dẫn|kết quả|gỡ|đánh bại|chung cuộc)(?:\s+\S+){0,4}\s*$", re.IGNORECASE
)
_REACH = 60
#: Words of numbers, and of units that have been said already.
_NUMBER_BEFORE = re.compile(
    r"\d|\b(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|trăm|nghìn|triệu|tỷ|mỗi|đồng|mét|gam|lít|"
    r"đô la|ơ rô|tấn|tạ)\b"
)
_NUMERALS = "vài|mấy|mỗi|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ"
_TIMES = re.compile(r"\s?/\s?(?:năm|tháng|ngày|giờ|phút|giây|tuần|quý|h|s|km2?|m[23]|ha|kg|lần|vụ)\b")
_SCORE_DIGITS = 3
#: Denominators that make a fraction: "hai phần ba", "năm phần trăm"; others are said "trên".
_PARTS = frozenset({*range(2, 11), 100, 1000})


def _unit(name: str | None) -> str:
    return f" {lexicon().units[name]}" if name else ""


def _signed(minus: str, number: str) -> str:
    return f"âm {written_number(number)}" if minus else written_number(number)


def _sum(found: re.Match[str]) -> str:
    """$5,5 tỷ: the sign is said behind."""
    currency, number, size = found.groups()
    return f"{written_number(number)}{' ' + size if size else ''}{_unit(currency)}"


def _range_of_units(found: re.Match[str]) -> str:
    minus, first, unit, second, last = found.groups()
    return f"{_signed(minus, first)}{_unit(unit)} đến {written_number(second)}{_unit(last)}"


def _range(found: re.Match[str]) -> str:
    minus, first, last, unit = found.groups()
    is_small = first.isdecimal() and last.isdecimal() and len(first + last) <= _SCORE_DIGITS
    falls = is_small and int(first) >= int(last)
    if falls or _SCORES.search(found.string[max(0, found.start() - _REACH) : found.start()]):
        return f"{written_number(first)} {written_number(last)}"
    return f"{_signed(minus, first)} đến {written_number(last)}{_unit(unit)}"


def _measure(found: re.Match[str]) -> str:
    minus, number, unit = found.groups()
    return _signed(minus, number) + _unit(unit)


def _height(found: re.Match[str]) -> str:
    return f"{digits(found[1])} mét {digits(found[2])}"


def _per(found: re.Match[str]) -> str:
    """đồng/kg is "đồng một ki lô gam", km/h "ki lô mét trên giờ"."""
    start = found.start()
    if not (_TIMES.match(found[0]) or _NUMBER_BEFORE.search(found.string, max(0, start - _REACH), start)):
        return found[0]
    between = "một" if word_before(found) in _MONEY else "trên"
    names = [name.strip() for name in found[0].split("/")[1:]]
    said = [{"h": "giờ", "s": "giây"}.get(name) or lexicon().units.get(name) or name for name in names]
    return "".join(f" {between} {one}" for one in said)


def _fraction(found: re.Match[str]) -> str:
    above, below = found[1], found[2]
    is_part = word_before(found) != "điểm" and int(above) < int(below) and int(below) in _PARTS
    return f"{digits(above)} {'phần' if is_part else 'trên'} {digits(below)}"


def _row(found: re.Match[str]) -> str:
    """4-3-3: one after the other."""
    return " ".join(map(digits, re.findall(r"\d+", found[0])))


QUANTITIES = (
    rule(r"(?<![\w.,-])\d{1,3}(?:[-–]\d{1,3}){2,}(?![\w-])", _row),
    rule(rf"{_CURRENCY}\s?({NUMBER})(?:\s?({_SIZES}(?:\s{_SIZES})?)\b)?", _sum),
    rule(rf"{_SIGNED}\s?({_UNIT}){_TO}({NUMBER})\s?({_UNIT})", _range_of_units),
    rule(rf"{_SIGNED}{_TO}({NUMBER})(?:(?:|\s{_LOOSE})({_UNIT}))?", _range),
    rule(r"(?<![\w.,])([1-9])m([1-9]\d)(?!\w)", _height),
    rule(rf"{_SIGNED}({_UNIT})", _measure),
    rule(rf"{_SIGNED}\s{_LOOSE}({_UNIT})", _measure),
    rule(rf"({NUMBER})\+(?!\s?\d)", lambda found: f"trên {written_number(found[1])}"),
    # Numbers that stand there as words.
    rule(rf"\b((?:{_NUMERALS})\s+){_LOOSE}(?!đồng)({_UNIT})", lambda found: found[1] + _unit(found[2]).strip()),
    rule(rf"(?<=\w)(?:\s?/\s?(?:{either({*lexicon().per, *lexicon().units, 'h'})})(?!\w))+", _per),
    rule(rf"(?<!{_LETTER})(?<!\d)({either(lexicon().alone)})(?!\w)", lambda found: _unit(found[1]).strip()),
    rule(r"(?<![\w.,/])(\d{1,7})/(\d{1,7})(?![\w/])(?![.,]\d)", _fraction),
    rule(rf"(?<={_LETTER})\s?/\s?(?=\d)", lambda _: " trên "),
    rule(r"\b(thứ\s+)(\d{1,3})(?!\w)(?![.,/]\d)", lambda found: found[1] + ordinal(int(found[2])), any_case=True),
)

#: Digits of a code that are still said as one number.
_WHOLE = 3

#: Whatever digits are left, each run by itself.
REMAINING = (
    rule(rf"(?<!\w){_SIGNED}(?!\w)", lambda found: _remaining(found[1], found[2])),
    rule(r"\d+(?:[.,]\d+)*", lambda found: f" {_chain(found[0])} "),
)


def _remaining(minus: str, number: str) -> str:
    return ungrouped(number) if number.isdecimal() and not minus else _signed(minus, number)


def _chain(text: str) -> str:
    return written_number(text) if not text.isdecimal() else ungrouped(text)


def spoken_digits(text: str) -> str:
    """Say a run of digits inside a code such as QL4D or H5N1: short ones as numbers."""
    return digits(text) if len(text) <= _WHOLE or re.fullmatch("(?:19|20)..", text) else one_by_one(text)
