import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.markdown import to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='https://x.example'></iframe>",
    "<form action='/admin/'><input name=q><button>x</button></form>",
    "<style>*{display:none}</style>",
    "<a href='https://x.example' style='position:fixed'>x</a>",
    "chữ\n{: onclick=alert(1) style=color:red id=top }",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](vbscript:x)",
    "<object data=x></object><embed src=x><meta http-equiv=refresh content=0><base href=//x>",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_nothing_that_runs_or_sends_survives(markdown: str) -> None:
    html = to_html(markdown).lower()

    assert not re.search(r"<(script|style|iframe|form|input|button|svg|math|object|embed|meta|base)", html)
    assert not re.search(r"<[^>]*\s(on\w+|style|id)=", html)
    assert not re.search(r"(href|src)=\"(javascript|data|vbscript)", html)


def test_what_authors_write_stays() -> None:
    html = to_html(
        "## Tít\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        '!!! warning "Nhớ"\n    Dòng\n\n??? question "Hỏi"\n    Đáp\n\n'
        "Nyob zoo\n{: lang=hmn }\n\n```\nhub list\n```\n\n![Bản đồ](a.png)\n"
    )  # fmt: skip

    for piece in (
        "<h2>Tít</h2>",
        "<td>1</td>",
        '<div class="admonition warning">',
        '<details class="question">',
        "<summary>Hỏi</summary>",
        '<p lang="hmn">Nyob zoo</p>',
        "<pre><code>hub list</code></pre>",
        '<img alt="Bản đồ" src="a.png" loading="lazy">',
    ):
        assert piece in html


def test_only_relative_addresses_are_resolved() -> None:
    html = to_html(
        "[a](b.md) [c](/editor/) [d](https://x.example/e) [f](mailto:a@b.example) [g](//h.example/)",
        resolve=lambda target: f"X{target}",
    )

    assert re.findall(r'href="([^"]*)"', html) == [
        "Xb.md",
        "/editor/",
        "https://x.example/e",
        "mailto:a@b.example",
        "//h.example/",
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_only_allowed_tags_come_out(text: str) -> None:
    html = to_html(text)

    assert not re.search(r"<(script|style|iframe|form|input|svg)", html.lower())
