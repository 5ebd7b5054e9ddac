import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.language_names import own_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("vi", "Tiếng Việt"),
        ("vi-VN", "Tiếng Việt"),
        ("en", "English"),
        ("fr", "Français"),
        ("lo", "ລາວ"),
        ("hmn", "Hmoob"),
        ("HMN-Latn", "Hmoob"),
        ("ium", "Iu Mienh"),
        ("xyz", "xyz"),
    ],
)
def test_a_language_is_called_as_its_speakers_call_it(tag, name):
    assert own_name(tag) == name


@given(st.from_regex(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})?", fullmatch=True))
def test_every_tag_has_some_name(tag):
    assert own_name(tag).strip()
