import pytest
from hypothesis import given

from feeds.links import absolute_links, relative_links
from tests.unit.feeds.rules import assert_links_absolute
from tests.unit.feeds.strategies import html

BASE = "https://lc.example/items/01A/"


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ('<a href="/x">', '<a href="https://lc.example/x">'),
        ("<a href=../y>", '<a href="https://lc.example/items/y">'),
        ("<a href=''>", f'<a href="{BASE}">'),
        ('<a href="#phan-2">', f'<a href="{BASE}#phan-2">'),
        ('<a href="?p=1&amp;q=2">', f'<a href="{BASE}?p=1&amp;q=2">'),
        ('<img src="a.jpg" alt="ảnh &quot;đẹp&quot;">', f'<img src="{BASE}a.jpg" alt="ảnh &quot;đẹp&quot;">'),
        ("<img src=//cdn.example/a.jpg />", '<img src="https://cdn.example/a.jpg" />'),
        ('<img srcset="a.jpg 1x, /b.jpg 2x">', f'<img srcset="{BASE}a.jpg 1x, https://lc.example/b.jpg 2x">'),
        ("<video poster=p.jpg controls>", f'<video poster="{BASE}p.jpg" controls>'),
        ('<a href="javascript:alert(1)" title=x>', '<a title="x">'),
        ('<a href="JaVa\nScript:alert(1)">', "<a>"),
        ('<a href="//[">x</a>', "<a>x</a>"),
        ("<b>AT&amp;T &lt; x</b><img src=a>", f'<b>AT&amp;T &lt; x</b><img src="{BASE}a">'),
        ("<script>a<b</script><img src=a>", f'<script>a<b</script><img src="{BASE}a">'),
        ("<!-- ghi chú --><img src=a>", f'<img src="{BASE}a">'),
    ],
)
def test_an_address_is_resolved_from_the_page_of_the_entry(given_html, expected):
    assert absolute_links(given_html, BASE) == expected


@pytest.mark.parametrize(
    "untouched",
    [
        "",
        "văn bản",
        "<a href='https://x.example/'>x</a>",
        '<a href="mailto:a@b.vn">',
        "<a href='tel:+84'>",
        "AT&T &copy x",
        '<img src="data:image/png;base64,AA==">',
        "<p>src = 1",
        "<img srcset='https://x.example/a 2x'>",
        "<![if",
    ],
)
def test_html_without_relative_addresses_comes_back_as_it_is(untouched):
    assert absolute_links(untouched, BASE) == untouched
    assert relative_links(untouched) == ()


@given(html)
def test_no_address_stays_relative_and_a_second_pass_finds_nothing(text):
    once = absolute_links(text, BASE)
    assert_links_absolute(once)
    assert relative_links(once) == ()
    assert absolute_links(once, BASE) == once


def test_relative_addresses_are_listed_in_their_order():
    assert relative_links("<a href=/b><img src='a.jpg'><a href='https://x.example/'>") == ("/b", "a.jpg")
