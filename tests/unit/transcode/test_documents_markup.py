import pytest

from transcode.documents.markup import markdown_from_html
from transcode.documents.read import read_document
from transcode.documents.render import render_html


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("chữ trần <b>đậm</b>", "chữ trần **đậm**"),
        ("<p>a</p>giữa<p>b</p>", "a\n\ngiữa\n\nb"),
        ("<p>a<strong> b </strong>c</p>", "a **b** c"),
        ("<p><em></em>a<strong> </strong>b</p>", "a b"),
        ("<p>H<sub>2</sub>O m<sup>2</sup></p>", "H<sub>2</sub>O m<sup>2</sup>"),
        ("<p>một<br>hai</p>", "một<br>hai"),
        ("<h2><strong>Đậm</strong> a</h2>", "## Đậm a"),
        ("<h1> </h1><p>a</p>", "a"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<p><a href="https://x.vn/a_b">đây</a></p>', "[đây](https://x.vn/a_b)"),
        ('<p><a href="javascript:alert(1)">đây</a> <a href="file:///c:/x">đó</a></p>', "đây đó"),
        ('<p><a id="_Toc1"></a>đây</p>', "đây"),
        ('<p><img src="picture:0" alt="Ông\n *A*"></p>', "![Ông \\*A\\*](picture:0)"),
        ("<p>1. a</p><p># b</p><p>- c</p>", "1\\. a\n\n\\# b\n\n\\- c"),
        ("<ul><li>a</li><li></li></ul>", "-   a\n-    "),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1.  a\n\n    b\n\n2.  c"),
        (
            "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
            "-   a\n    -   b\n        1.  c\n-   d",
        ),
        ("<table></table><p>a</p>", "a"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        (
            '<table><tr><th colspan="2">a</th></tr><tr><td>b</td><td><p>c</p><p>d|e</p></td><td>f</td></tr></table>',
            "| a |  |  |\n| --- | --- | --- |\n| b | c<br>d\\|e | f |",
        ),
        (
            '<p>a<a href="#endnote-1">[1]</a></p><ol><li id="endnote-1">b <a href="#endnote-ref-1">↑</a></li></ol>',
            "a[^e1]\n\n[^e1]: b",
        ),
    ],
)
def test_html_of_a_converter_becomes_markdown(html, markdown):
    assert markdown_from_html(html) == markdown


def test_nested_lists_keep_their_steps_on_the_page():
    markdown = markdown_from_html("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>")
    assert "".join(render_html(markdown).split()) == (
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>"
    )


def test_a_table_cell_keeps_its_lines_on_the_page():
    markdown = markdown_from_html("<table><tr><td>a</td><td><p>c</p><p>d|e</p></td></tr></table>")
    assert "<th>c<br>d|e</th>" in render_html(markdown)


def test_direction_marks_and_byte_order_marks_leave_titles_and_texts(tmp_path):
    path = tmp_path / "bai.md"
    path.write_text("# Tên ngược \u202egnp\u200f\n\n\ufeffĐoạn \u2066văn\u2069 này dài vừa đủ để là một đoạn văn.\n")
    article = read_document(path, format="markdown", name="bai.md")
    assert article.title == "Tên ngược gnp"
    assert article.markdown == "Đoạn văn này dài vừa đủ để là một đoạn văn."
