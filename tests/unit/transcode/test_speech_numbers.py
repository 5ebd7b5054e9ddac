import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.speech.numbers import cardinal, month, ordinal, roman, written_number

DIGITS = {
    word: value for value, word in enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))
}


def heard(words: str) -> int:
    """What a listener understands: a parser that shares nothing with the code, and refuses what nobody would say."""
    if words.startswith("âm "):
        return -heard(words.removeprefix("âm "))
    above, billions, rest = words.rpartition("tỷ")
    if billions:
        return heard(above.strip()) * 10**9 + (_below_billion(rest.split()) if rest.strip() else 0)
    return _below_billion(words.split())


def _below_billion(tokens: list[str]) -> int:
    value = 0
    for name, size in (("triệu", 10**6), ("nghìn", 10**3)):
        if name in tokens:
            place = tokens.index(name)
            value += _group(tokens[:place]) * size
            tokens = tokens[place + 1 :]
    return value + (_group(tokens) if tokens else 0)


def _group(tokens: list[str]) -> int:
    assert tokens
    value = 0
    if len(tokens) > 1 and tokens[1] == "trăm":
        value, tokens = DIGITS[tokens[0]] * 100, tokens[2:]
        if not tokens:
            return value
        assert len(tokens) > 1 or tokens == ["mười"], f"a hundred needs linh before units: {tokens}"
    return value + _tens(tokens)


def _tens(tokens: list[str]) -> int:
    if tokens[0] == "linh":
        assert len(tokens) == 2
        return DIGITS[tokens[1]]
    if tokens[0] == "mười":
        return (
            10 + ({"lăm": 5} | {word: n for word, n in DIGITS.items() if n not in {0, 5}})[tokens[1]]
            if tokens[1:]
            else 10
        )
    if len(tokens) > 1:
        assert tokens[1] == "mươi"
        assert DIGITS[tokens[0]] >= 2
        units = {"mốt": 1, "tư": 4, "lăm": 5} | {word: n for word, n in DIGITS.items() if n not in {0, 1, 4, 5}}
        return DIGITS[tokens[0]] * 10 + (units[tokens[2]] if tokens[2:] else 0)
    return DIGITS[tokens[0]]


@given(st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1) | st.integers(min_value=0, max_value=10_100))
def test_every_number_is_understood_as_it_was_meant(number):
    assert heard(cardinal(number)) == number


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_thousands_with_dots_and_with_commas_are_the_same_number(number):
    english = f"{number:,}"
    assert written_number(english.replace(",", ".")) == cardinal(number)
    if english.count(",") != 1:
        assert written_number(english) == cardinal(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (5_000_000_000, "năm tỷ"),
        (3_000_000_000_000, "ba nghìn tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_numbers_are_said_as_schools_teach(number, words):
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3,5", "ba phẩy năm"),
        ("3.5", "ba phẩy năm"),
        ("3,14", "ba phẩy mười bốn"),
        ("0,05", "không phẩy không năm"),
        ("3,1416", "ba phẩy một bốn một sáu"),
        ("4.0", "bốn chấm không"),
        ("1.234,5", "một nghìn hai trăm ba mươi tư phẩy năm"),
        ("1,234.56", "một nghìn hai trăm ba mươi tư phẩy năm mươi sáu"),
        ("2,000", "hai nghìn"),
        ("0.500", "không phẩy năm không không"),
        ("1.2.3", "một chấm hai chấm ba"),
        ("05", "năm"),
        ("007", "không không bảy"),
        ("1" + "0" * 20, "một" + " không" * 20),
    ],
)
def test_the_signs_of_a_written_number_are_understood(text, words):
    assert written_number(text) == words


def test_first_and_fourth_have_words_of_their_own():
    assert [ordinal(number) for number in (1, 2, 4, 14)] == ["nhất", "hai", "tư", "mười bốn"]
    assert [month(number) for number in (1, 4, 12)] == ["một", "tư", "mười hai"]


def to_roman(number: int) -> str:
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    signs = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    text = ""
    for value, sign in zip(values, signs, strict=True):
        text += sign * (number // value)
        number %= value
    return text


@given(st.integers(min_value=1, max_value=3_999))
def test_roman_numbers_are_read(number):
    assert roman(to_roman(number)) == number


@given(st.text(alphabet="IVXLCDM", max_size=8))
def test_what_is_no_roman_number_has_no_value(text):
    value = roman(text)
    assert value is None or (to_roman(value) == text and re.fullmatch("[IVXLCDM]+", text))
