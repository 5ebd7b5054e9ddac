from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certificate import ALPHABET, Certificate, fingerprint, is_valid, normalise, number
from training.errors import EvidenceError

NUMBERS = st.builds(
    lambda year, bits: number(year=year, random_bits=bits), st.integers(1000, 9999), st.integers(0, 2**40 - 1)
)
BODY = [place for place, sign in enumerate("LC-2026-XXXX-XXXX-C") if place > 2 and sign != "-"]

CERTIFICATE = Certificate(
    number=number(year=2026, random_bits=123_456_789_012),
    holder="Lò Thị Mỷ",
    course_title="Xuất bản một lần",
    course_version="1.0.0",
    course_digest="d" * 64,
    completed_at=datetime(2026, 11, 1, 3, tzinfo=UTC),
    issued_at=datetime(2026, 11, 2, 3, tzinfo=UTC),
    organisation="Báo và phát thanh, truyền hình tỉnh",
    minutes=90,
    score_percent=92,
)


def test_a_number_is_the_same_for_the_same_random_part() -> None:
    assert number(year=2026, random_bits=0) == "LC-2026-0000-0000-V"
    assert number(year=2026, random_bits=2**40 - 1)[:18] == "LC-2026-ZZZZ-ZZZZ-"


@given(NUMBERS)
def test_every_number_is_valid_however_a_person_types_it(made: str) -> None:
    for typed in (
        made,
        made.lower(),
        made.replace("-", ""),
        made.replace("-", " "),
        f"  {made} ",
        made.removeprefix("LC-"),
        made.replace("0", "O").replace("1", "I"),
        made.replace("0", "o").replace("1", "l"),
        "1c" + made[2:].lower(),
        made.replace("-", "–"),
        made.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}),
    ):
        assert normalise(typed) == made
        assert is_valid(typed)


@given(NUMBERS, st.sampled_from(BODY), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_noticed(made: str, place: int, sign: str) -> None:
    wrong = made[:place] + sign + made[place + 1 :]

    assert is_valid(wrong) == (wrong == made)


@given(NUMBERS, st.sampled_from(BODY), st.sampled_from(BODY))
def test_any_two_exchanged_characters_are_noticed(made: str, one: int, other: int) -> None:
    signs = list(made)
    signs[one], signs[other] = signs[other], signs[one]

    assert is_valid("".join(signs)) == ("".join(signs) == made)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check_and_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert is_valid(text) == is_valid(normalise(text))


@pytest.mark.parametrize(
    "text", ["", "LC", "LC-2026-0000-0000-", "LC-2026-UUUU-0000-0", "XX-2026-0000-0000-0", "²" * 13]
)
def test_what_is_no_number_is_not_valid(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize(("year", "bits"), [(999, 0), (10_000, 0), (2026, -1), (2026, 2**40)])
def test_a_number_is_not_made_from_values_out_of_range(year: int, bits: int) -> None:
    with pytest.raises(EvidenceError) as caught:
        number(year=year, random_bits=bits)
    assert caught.value.code == "evidence-out-of-range"


def test_a_certificate_comes_back_from_its_text_with_the_same_fingerprint() -> None:
    again = Certificate.from_json(CERTIFICATE.to_json())

    assert again == CERTIFICATE
    assert fingerprint(again) == fingerprint(CERTIFICATE)
    in_vietnam = replace(CERTIFICATE, issued_at=CERTIFICATE.issued_at.astimezone(timezone(timedelta(hours=7))))
    assert fingerprint(in_vietnam) == fingerprint(CERTIFICATE)


@pytest.mark.parametrize(
    "change",
    [
        {"number": number(year=2026, random_bits=1)},
        {"holder": "Lò Thị My"},
        {"course_title": "Khác"},
        {"course_version": "1.0.1"},
        {"course_digest": "e" * 64},
        {"completed_at": CERTIFICATE.completed_at + timedelta(seconds=1)},
        {"issued_at": CERTIFICATE.issued_at + timedelta(seconds=1)},
        {"organisation": "Tạp chí"},
        {"minutes": 91},
        {"score_percent": None},
    ],
)
def test_every_word_on_the_certificate_is_in_the_fingerprint(change: dict[str, object]) -> None:
    assert fingerprint(replace(CERTIFICATE, **change)) != fingerprint(CERTIFICATE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "LC-2026-0000-0000-0"}, "bad-certificate-number"),
        ({"number": CERTIFICATE.number.lower()}, "bad-certificate-number"),
        ({"completed_at": datetime(2026, 1, 1)}, "evidence-without-zone"),  # noqa: DTZ001 -- the fault itself
        ({"issued_at": datetime(2026, 1, 1)}, "evidence-without-zone"),  # noqa: DTZ001
    ],
)
def test_a_certificate_with_a_wrong_number_or_time_is_not_made(change: dict[str, object], code: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        replace(CERTIFICATE, **change)  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["", "null", "{}", CERTIFICATE.to_json().replace("minutes", "hours")])
def test_what_is_no_stored_certificate_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        Certificate.from_json(text)
    assert caught.value.code == "bad-certificate"
