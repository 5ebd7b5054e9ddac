import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.address import absolute, optional_absolute
from feeds.errors import FeedError
from tests.unit.feeds.strategies import anything


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://lc.example/a?b=1&c=2#d", "https://lc.example/a?b=1&c=2#d"),
        ("HTTP://lc.example", "http://lc.example"),
        ("https://lc.example/tin-mới/ộ.mp3", "https://lc.example/tin-m%E1%BB%9Bi/%E1%BB%99.mp3"),
        ("https://lc.example/a%20b", "https://lc.example/a%20b"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("http://127.0.0.1:8000/feeds/all.rss", "http://127.0.0.1:8000/feeds/all.rss"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
    ],
)
def test_a_full_address_becomes_an_ascii_uri(url, uri):
    assert absolute("url", url) == uri


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/feeds/all.rss",
        "//lc.example/a",
        "lc.example",
        "ftp://lc.example/",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://user:secret@lc.example/",
        "https://lc.example/a b",
        "https://lc.example/\n",
        " https://lc.example/",
        'https://lc.example/"',
        "https://lc.example/<a>",
        "https://lc.example/%zz",
        "https://lc.example:port/",
        "http://[::1/",
        "https://lc.example/\ud800",
        "https://a..ộ/",
    ],
)
def test_anything_else_is_refused_with_the_field_that_held_it(url):
    with pytest.raises(FeedError) as caught:
        absolute("home url", url)
    assert caught.value.code == "bad-url"
    assert caught.value.facts["field"] == "home url"


@given(anything)
def test_any_text_is_either_refused_or_becomes_a_stable_uri(text):
    try:
        uri = absolute("url", f"https://{text}")
    except FeedError as error:
        assert error.code == "bad-url"  # noqa: PT017  either outcome is right, this one has a code
    else:
        assert uri.isascii()
        assert absolute("url", uri) == uri


@given(st.sampled_from([None, ""]))
def test_an_address_may_be_left_out_where_it_is_optional(nothing):
    assert optional_absolute("image url", nothing) is None
