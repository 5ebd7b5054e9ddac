"""What makes two bulletins one: folded titles, and texts that share their words in order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from hub.services.likenesses import LEAST_WORDS, SAME_TEXT, bands, folded, resemblance

WORDS = [f"chữ{number}" for number in range(80)]

texts = st.lists(st.sampled_from(WORDS), min_size=LEAST_WORDS, max_size=200).map(" ".join)


def test_titles_that_newsrooms_type_alike_are_folded_alike() -> None:
    assert folded("BẢN TIN  Thời sự, (số 2)") == folded("Bản tin thời sự số 2") == "ban tin thoi su so 2"
    assert folded("Đường về bản") == folded("đường về bản") == "duong ve ban"


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(texts)
def test_a_text_resembles_itself_whatever_its_marks_and_capitals(text: str) -> None:
    assert resemblance(text, text.upper().replace(" ", ",  ")) == 1.0
    assert bands(text) == bands(text.upper())


@given(texts, texts)
def test_resemblance_has_no_order(one: str, other: str) -> None:
    assert resemblance(one, other) == resemblance(other, one)
    assert 0 <= resemblance(one, other) <= 1


def test_a_text_with_a_few_words_changed_is_found_by_a_band_and_is_the_same() -> None:
    chance = random.Random(3)
    for _ in range(50):
        words = chance.choices(WORDS, k=300)
        changed = [*words[:150], "thêm", *words[151:]]
        one, other = " ".join(words), " ".join(changed)
        assert resemblance(one, other) >= SAME_TEXT
        assert set(bands(one)) & set(bands(other))


def test_two_reports_of_one_event_in_other_words_are_two() -> None:
    chance = random.Random(4)
    one, other = chance.choices(WORDS, k=200), chance.choices(WORDS, k=200)
    assert resemblance(" ".join(one), " ".join(other)) < 0.2
