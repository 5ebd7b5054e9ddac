import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.languages import bcp47, iso639_2


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("vie", "vi"),
        ("VIE", "vi"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("hmn", "hmn"),
        ("blt", "blt"),
        ("en", "en"),
        ("zh_Hant", "zh-hant"),
        ("und", None),
        ("", None),
        (None, None),
        ("tiếng Việt", None),
        ("english", None),
    ],
)
def test_what_files_say_becomes_a_tag_or_nothing(said, tag):
    assert bcp47(said) == tag


@pytest.mark.parametrize(
    ("tag", "code"), [("vi", "vie"), ("vi-VN", "vie"), ("zh", "zho"), ("hmn", "hmn"), ("x", "und")]
)
def test_a_tag_becomes_three_letters(tag, code):
    assert iso639_2(tag) == code


@given(st.text())
def test_any_text_becomes_three_letters_or_und(text):
    assert len(iso639_2(text)) == 3
    tag = bcp47(text)
    assert tag is None or tag == tag.lower()
