import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.render import plain_text, render_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">a</a>',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&#58;alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "<iframe src=//x></iframe>",
    "<form action=//x><input name=password></form>",
    "<style>@import url(//x)</style>",
    '<p style="position:fixed" onclick="x()" class="header">b</p>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:x'>c</mi></math>",
    "<object data=x></object><embed src=x>",
    "<base href=//x><meta http-equiv=refresh content=0><link rel=stylesheet href=//x>",
    '<a title="<img src=x onerror=alert(1)>" id="__proto__">d</a>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "```html\n<script>alert(1)</script>\n```",
    "<h1 onmouseover=x>e</h1>",
    "![x](https://tracker.example/p.gif)",
    "![x](javascript:alert(1))",
    "<video src=x onerror=alert(1)></video>",
    "[//x]: javascript:alert(1)",
    "<!-- --!><script>alert(1)</script> -->",
    '[a](https://x.vn "t\\" onmouseover=alert(1) x=\\"")',
]


FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "form",
    "input",
    "object",
    "embed",
    "svg",
    "math",
    "base",
    "meta",
    "link",
    "h1",
}
PIECES = [*HOSTILE, "\n", "\n\n", "> ", "- ", "    ", "**", "`", "![a](picture:0)", '"', "'", "<a title='", "<p>"]


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def seen(html):
    parser = Seen()
    parser.feed(html)
    return parser.tags


def assert_harmless(html, urls=()):
    for tag, attributes in seen(html):
        assert tag not in FORBIDDEN
        assert not [
            name for name in attributes if name.startswith("on") or name in {"style", "title", "srcdoc", "name"}
        ]
        if tag == "img":
            assert attributes["src"] in urls
            assert attributes["loading"] == "lazy"
        if attributes.get("href"):
            assert re.match(r"https?:|mailto:|tel:|#|/[^/\\]|/$", attributes["href"])
            assert "noopener" in attributes["rel"]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_is_harmless_and_the_words_around_it_stay(markdown):
    html = render_html(f"Trước.\n\n{markdown}\n\nSau.", picture_urls=["/media/1/p0.jpg"])
    assert_harmless(html, {"/media/1/p0.jpg"})
    assert "Trước." in html
    assert "Sau." in html or markdown.startswith(("<noscript", "<svg", "<!--"))


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_mixed_hostile_pieces_are_harmless(pieces):
    assert_harmless(render_html("".join(pieces), picture_urls=["/p.jpg"]), {"/p.jpg"})


def test_the_body_begins_at_h2_and_keeps_its_steps():
    assert re.findall(r"<h\d", render_html("# A\n\n## B\n\n###### C")) == ["<h2", "<h3", "<h6"]
    assert re.findall(r"<h\d", render_html("### A\n\n#### B")) == ["<h2", "<h3"]


def test_pictures_come_only_from_the_list_with_their_sizes():
    html = render_html(
        'x ![Ông "A" <b>](picture:1) ![](picture:0) ![không](picture:7) ![xa](https://x.vn/a.jpg)',
        picture_urls=["/a.jpg", '/b.jpg?x="&y'],
        picture_sizes=[None, (640, 480)],
    )
    tags = [attributes for tag, attributes in seen(html) if tag == "img"]
    assert tags == [
        {"src": '/b.jpg?x="&y', "alt": 'Ông "A" <b>', "width": "640", "height": "480", "loading": "lazy"},
        {"src": "/a.jpg", "alt": "", "loading": "lazy"},
    ]


def test_a_paragraph_whose_picture_is_not_there_leaves_no_empty_paragraph():
    assert render_html("![x](picture:3)\n\nChữ.") == "<p>Chữ.</p>"


def test_tables_footnotes_lists_and_code_are_made():
    html = render_html("| a | b |\n|---|--:|\n| 1 | 2 |\n\nChữ[^1].\n\n3. ba\n\n```\nx<1\n```\n\n[^1]: Chú thích.")
    assert '<td align="right">2</td>' in html
    assert 'href="#fn:1"' in html
    assert '<li id="fn:1">' in html
    assert '<ol start="3">' in html
    assert "<code>x&lt;1\n</code>" in html
    assert_harmless(html)


def test_links_within_the_site_stay_and_links_to_unnamed_hosts_go():
    html = render_html("[a](/items/1) [b](//x.vn) [c](/\\x.vn) [d](x.html) [e](mailto:a@x.vn)")
    links = [attributes.get("href") for tag, attributes in seen(html) if tag == "a"]
    # An anchor without an address is no valid link, and none for a keyboard.
    assert links == ["/items/1", "mailto:a@x.vn"]


def test_a_text_nested_without_end_is_still_shown():
    for markdown in (
        "> " * 3000 + "chữ",
        "chữ\n\n" + "".join("  " * n + "- a\n" for n in range(400)),
        "<div>" * 3000 + "chữ",
    ):
        assert "chữ" in render_html(markdown)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("sign", ["[", "![", "<a ", "<![CDATA[", "[a](", "\\[", "&lt;"])
def test_a_hundred_thousand_openings_are_words_and_do_not_stop_the_reader(sign):
    html = render_html("Trước.\n\n" + sign * (100_000 // len(sign)) + "\n\nSau.")
    assert "<p>Trước.</p>" in html
    assert "Sau." in html
    assert_harmless(html)


def test_a_paragraph_with_many_links_keeps_them():
    assert render_html("[a](https://x.vn) " * 900).count("<a ") == 900


def test_plain_text_keeps_paragraphs_and_list_items():
    text = plain_text(
        "# Tiêu đề\n\nMột *hai* <b>ba</b> &amp; bốn.\n\n- x\n- y\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nHết."
    )
    assert text == "Tiêu đề\n\nMột hai ba & bốn.\n\n- x\n- y\n\na b\n1 2\n\nHết."


def test_plain_text_of_html_and_of_its_markdown_is_the_same():
    markdown = "Một\n\n> hai\n\n1. ba\n2. bốn<br>năm\n\n<script>alert(1)</script>"
    assert plain_text(markdown) == plain_text(render_html(markdown))
    assert "alert" not in plain_text(markdown)


@given(st.text(max_size=200))
def test_any_text_is_rendered_harmless(text):
    assert_harmless(render_html(text))
    assert isinstance(plain_text(text), str)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "../../ra-ngoai", "//may-khac.example/"])
def test_of_a_link_that_may_not_lead_there_the_words_stay_and_no_empty_link(address: str) -> None:
    assert render_html(f"Xem [trang *này*]({address}) nhé") == "<p>Xem trang <em>này</em> nhé</p>"
