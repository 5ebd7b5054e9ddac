"""Counting and cutting text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.text import fit, length

#: Whole graphemes that a careless cut would break.
GRAPHEMES = (
    "a", "ế", "e\u0302\u0301", "đ", " ", "\n", "\r\n", "👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "กำ", "ꪀ\uaab0",
    "\u1100\u1161\u11a8", "각", "🏴\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e3", "के",
)  # fmt: skip
FLAGS = ("🇻🇳", "🇱🇦")
clusters = st.lists(st.sampled_from((*GRAPHEMES, *FLAGS)), max_size=40)
counts = st.sampled_from(["code-points", "utf-16"])


@given(st.text(max_size=200), st.integers(0, 220), counts)
def test_what_is_fitted_is_never_too_long(text, max_chars, count):
    assert length(fit(text, max_chars, count=count), count=count) <= max_chars


@given(st.text(max_size=100), counts)
def test_what_fits_is_unchanged(text, count):
    assert fit(text, length(text, count=count), count=count) == text


@given(st.text(max_size=200), st.integers(0, 220), counts)
def test_fitting_twice_changes_nothing_more(text, max_chars, count):
    once = fit(text, max_chars, count=count)
    assert fit(once, max_chars, count=count) == once


@given(clusters, st.integers(1, 60), counts)
def test_a_cut_never_falls_inside_a_grapheme(graphemes, max_chars, count):
    text = "".join(graphemes)
    fitted = fit(text, max_chars, count=count)
    if fitted == text:
        return
    kept = fitted.removesuffix("…")
    beginnings = {"".join(graphemes[:end]).rstrip() for end in range(len(graphemes) + 1)}
    assert fitted.endswith("…")
    assert kept in beginnings


@pytest.mark.parametrize("grapheme", [*GRAPHEMES, *FLAGS])
def test_no_grapheme_is_ever_broken(grapheme):
    text = f"a{grapheme * 3}bcd"
    whole = {f"a{grapheme * times}".rstrip() for times in range(4)} | {f"a{grapheme * 3}{end}" for end in ("b", "bc")}
    for count in ("code-points", "utf-16"):
        for max_chars in range(2, length(text, count=count)):
            assert fit(text, max_chars, count=count).removesuffix("…") in whole


@given(st.lists(st.sampled_from(["Lai", "Châu", "chuyển", "đổi", "số", "Mường", "Tè"]), min_size=4, max_size=30))
def test_a_sentence_is_cut_between_words(words):
    text = " ".join(words)
    kept = fit(text, len(text) - 1).removesuffix("…")
    assert kept.split() == words[: len(kept.split())]


def test_a_cut_shows_that_more_follows():
    assert fit("Bản tin sáng nay", 12) == "Bản tin…"


def test_one_long_word_is_cut_where_it_must():
    assert fit("x" * 20, 10) == "x" * 9 + "…"


def test_a_space_near_the_beginning_does_not_throw_the_rest_away():
    assert fit("a " + "x" * 20, 10) == "a xxxxxxx…"


@pytest.mark.parametrize(("max_chars", "expected"), [(0, ""), (1, "…")])
def test_next_to_no_room(max_chars, expected):
    assert fit("Bản tin", max_chars) == expected


def test_an_emoji_counts_two_for_platforms_that_count_utf_16():
    assert (length("a👍"), length("a👍", count="utf-16")) == (2, 3)
    assert fit("👍👍👍", 5, count="utf-16") == "👍👍…"


def test_a_negative_limit_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="negative"):
        fit("x", -1)
