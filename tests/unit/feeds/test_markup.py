"""HTML of others is made safe, and read as text."""

import pytest
from hypothesis import example, given

from feeds.markup import PLAIN_TAGS, paragraphs, plain_text, safe_html
from feeds.text import clean, one_line
from tests.unit.feeds.strategies import anything, html


@pytest.mark.parametrize(
    ("markup", "safe"),
    [
        ("<p onclick='x()' style='a' class=b>A</p>", "<p>A</p>"),
        ("<script>x()</script><style>a</style><iframe src=a>b</iframe>A", "A"),
        ("<a href='javascript:x()'>A</a><a href='data:text/html,a'>B</a>", "<a>A</a><a>B</a>"),
        ("<a href='/a' target=_blank>A</a>", '<a href="https://a.example/a">A</a>'),
        ("<h1>A</h1><svg><script>x()</script></svg>", "A"),
        ("A</br>B", "A<br>B"),
        ("<p>A", "<p>A</p>"),
    ],
)
def test_only_what_may_be_shown_anywhere_stays(markup, safe):
    assert safe_html(markup, base_url="https://a.example/") == safe


def test_what_is_nested_absurdly_deep_keeps_its_text_only():
    assert safe_html("<div>" * 100_000 + "Mường Tè") == "Mường Tè"
    assert plain_text("<b>" * 100_000 + "Mường Tè") == "Mường Tè"
    assert safe_html("<p>A" * 1000) == "<p>A</p>" * 1000


@pytest.mark.parametrize("stroke", ["\u0338", "&#824;", "\x01\u0338", "\u0301\u0338"])
def test_no_tag_is_opened_up_by_composing_its_end(stroke):
    assert safe_html(f"<b>{stroke} onclick=x() </b>").startswith("<b>")


@given(html)
@example("<A HREF=0'>")
def test_cleaning_twice_changes_nothing(markup):
    once = safe_html(markup, base_url="https://a.example/")
    assert safe_html(once, base_url="https://a.example/") == once
    plain = safe_html(markup, tags=PLAIN_TAGS)
    assert safe_html(plain, tags=PLAIN_TAGS) == plain


@given(anything)
def test_plain_text_becomes_html_that_says_the_same(text):
    assert plain_text(paragraphs(text)) == one_line(clean(text))


def test_words_of_neighbouring_blocks_stay_apart():
    assert plain_text("<p>Mường</p><p>Tè<br>vào</p>v<b>ụ</b> &amp; &lt;khác&gt;") == "Mường Tè vào vụ & <khác>"
