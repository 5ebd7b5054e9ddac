import base64
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from transcode.documents.limits import DocumentLimits
from transcode.documents.read import read_document
from transcode.documents.render import render_html
from transcode.documents.webpage import pictures_beside, pictures_named, read_html
from transcode.errors import RejectedError

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "legacy_encodings"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


DATA_URL = "data:image/png;base64," + base64.b64encode(png()).decode()


def page(body, *, head="<title>Tin - Báo</title>", attributes=' lang="vi"'):
    return f"<!DOCTYPE html><html{attributes}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def read(source, **limits):
    data = source if isinstance(source, bytes) else source.encode()
    return read_html(data, name="tin.html", limits=DocumentLimits(**limits))


def body(inner):
    return read(page(f"<h1>Tin</h1>{inner}")).markdown


@pytest.mark.parametrize(
    ("inner", "markdown"),
    [
        ("<p>Một\n  hai <b>ba </b>bốn</p>", "Một hai **ba** bốn"),
        ("<h2>Mục</h2><p>x", "## Mục\n\nx"),
        ("<ul><li>Một<ol><li>con</ol><li>Hai</ul>", "-   Một\n    1.  con\n-   Hai"),
        ("<blockquote><p>Lời</p></blockquote>", "> Lời"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("<span><p>Một</p><p>Hai</p></span>", "Một\n\nHai"),
        ("<form><p>Giữ</p><input value=x><button>Gửi</button></form>", "Giữ"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style><svg><text>s</text></svg><iframe>f</iframe>", "x"),
        ("<p>x</p><p hidden>a</p><p style='display: none'>b</p><!-- c -->", "x"),
        ('<p><a href="javascript:alert(1)">a</a> <a href="https://x.vn/b">b</a> <a href="data:x">c</a>', None),
        ("<p>1 &lt; 2 *không* [đậm]", "1 &lt; 2 \\*không\\* \\[đậm\\]"),
        ("<p><font face='.VnTime'>§iÒu kiÖn</font> été", "Điều kiện été"),
        ("<p><span style='font-family: VNI-Times, serif'>Ñieàu</span>", "Điều"),
        ("<table><tr><td><p>Khung</p></td></tr></table>", "Khung"),
        ("<table><tr><td><table><tr><td>a<td>b</table></table>", "| a | b |\n| --- | --- |"),
    ],
)
def test_a_page_becomes_the_markdown_of_the_house(inner, markdown):
    expected = markdown or "a [b](https://x.vn/b) c"
    assert body(inner) == expected


def test_tables_keep_their_caption_and_cells_that_span_rows_and_columns():
    source = (
        "<table><caption>Bảng 1</caption><tr><th>A<th>B<th>C<tr><td rowspan=2>x<td colspan=2>y<tr><td>1<td>2</table>"
    )
    assert body(source) == "Bảng 1\n\n| A | B | C |\n| --- | --- | --- |\n| x | y |  |\n|  | 1 | 2 |"


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup><a href="#fn1" id="r1">1</a></sup>', '<hr><ol><li id="fn1">Ghi chú. <a href="#r1">↩</a></li></ol>'),
        ('<a href="#_ftn1" name="_ftnref1">[1]</a>', '<div id=a><p><a name="_ftn1" href="#_ftnref1">[1]</a> Ghi chú.'),
        ('<a role="doc-noteref" href="#x">*</a>', '<aside id="x"><p>Ghi chú.</p></aside>'),
    ],
)  # fmt: skip
def test_footnotes_survive_however_they_are_set(mark, note):
    markdown = body(f"<p>Câu{mark} nữa.</p>{note}")
    assert markdown == "Câu[^1] nữa.\n\n[^1]: Ghi chú."
    assert "Ghi chú." in render_html(markdown)


def test_pictures_in_the_page_are_taken_those_beside_it_named_and_those_elsewhere_are_words():
    article = read(
        page(
            f'<h1>Tin</h1><figure><img src="{DATA_URL}" alt="Đỏ"><figcaption>Vuông</figcaption></figure>'
            '<figure><img src="anh/lu 1.jpg" alt="Lũ"><figcaption>Nước <b>lũ</b> "về"</figcaption></figure>'
            '<p><img src="https://cdn.example/x.jpg" alt="Cầu"><img src="//cdn.example/y.jpg" alt="Đường">'
            '<img src="/z.jpg" alt="Chợ"><img src="C:\\a.jpg" alt="Ổ"><img src="file:///etc/passwd" alt="Mật"></p>'
        )
    )
    assert article.markdown == ('![Đỏ](picture:0)\n\n![Lũ](anh/lu%201.jpg "Nước lũ ”về”")\n\nCầuĐườngChợỔMật')
    (picture,) = article.pictures
    assert (picture.data, picture.alt, picture.caption) == (png(), "Đỏ", "Vuông")


def test_a_page_from_the_web_names_the_pictures_that_are_here_and_of_others_the_words_remain():
    source = page(
        '<h1>Tin</h1><figure><img src=" https://cdn.example/x.jpg" alt="Cầu"><figcaption>Cầu mới</figcaption></figure>'
        f'<p><img src="mat.jpg" alt="Mất"><img src="{DATA_URL}"><img src="dem.gif" width=1 height=1></p>'
    )
    assert pictures_named(source.encode()) == ["https://cdn.example/x.jpg", "mat.jpg"]
    named = {"https://cdn.example/x.jpg": "picture-1.jpg"}
    article = read_html(source.encode(), name="x.html", limits=DocumentLimits(), fetched=named)
    assert article.markdown == '![Cầu](picture-1.jpg "Cầu mới")\n\nMất![](picture:0)'


def test_an_article_without_a_picture_has_the_one_by_which_its_page_is_shown_elsewhere():
    head = "<meta property='og:image' content='/anh/lu.jpg?w=1200'>"
    source = page("<h1>Tin</h1><p>Nước lên nhanh.</p>", head=head)
    assert pictures_named(source.encode()) == ["/anh/lu.jpg?w=1200"]
    named = {"/anh/lu.jpg?w=1200": "picture-1.jpg"}
    article = read_html(source.encode(), name="x.html", limits=DocumentLimits(), fetched=named)
    assert article.markdown == "![](picture-1.jpg)\n\nNước lên nhanh."
    assert read(source).markdown == "Nước lên nhanh."


@pytest.mark.parametrize("own", ['<img src="a.jpg">', f'<img src="{DATA_URL}">'])
def test_an_article_with_a_picture_keeps_that_alone(own):
    source = page(f"<p>Tin.</p>{own}", head="<meta property='og:image' content='/anh/lu.jpg'>")
    assert "/anh/lu.jpg" not in pictures_named(source.encode())


def test_the_sign_of_a_site_is_no_picture_of_an_article():
    source = page("<p>Tin.</p>", head="<meta property='og:image' content='https://bao.vn/anh/Logo-bao.png?v=2'>")
    assert pictures_named(source.encode()) == []


def test_the_pictures_beside_a_page_are_named_as_its_article_names_them():
    source = page(f'<img src="a b.jpg"><img src="a%20b.jpg"><img src="{DATA_URL}"><img src="x" data-src="../c.png">')
    assert pictures_beside(source.encode()) == ["a%20b.jpg", "x"]
    assert "(a%20b.jpg)" in read(source).markdown


def test_the_facts_of_the_page_are_kept():
    article = read(
        page(
            "<h1>Mưa lũ</h1><p>Đoạn văn.</p>",
            head="<title>Mưa lũ - Báo</title><meta property='og:title' content='Mưa lũ ở Mường Tè'>"
            "<meta name=author content='Lò Thị Bình'><meta name=description content='Tóm tắt.'>"
            "<meta property='article:published_time' content='2026-11-22T08:00:00+07:00'>",
        )
    )
    assert (article.title, article.summary, article.language) == ("Mưa lũ ở Mường Tè", "Tóm tắt.", "vi")
    assert article.metadata["author"] == "Lò Thị Bình"
    assert article.metadata["date"] == "2026-11-22T08:00:00+07:00"
    assert article.markdown == "# Mưa lũ\n\nĐoạn văn."


def test_without_other_titles_the_heading_is_the_title_and_leaves_the_body():
    article = read(page("<h1>Mưa lũ</h1><p>Đoạn văn.</p>"))
    assert (article.title, article.markdown) == ("Mưa lũ", "Đoạn văn.")


def test_the_article_of_a_page_is_taken_and_what_stands_around_it_is_not():
    text = "<p>Bài viết dài về mưa lũ ở huyện Mường Tè và việc khắc phục.</p>"
    article = read(
        page(f"<nav>Mục lục</nav><div>Trang chủ</div><article><h1>T</h1>{text}</article><footer>Chân</footer>")
    )
    assert article.markdown == "Bài viết dài về mưa lũ ở huyện Mường Tè và việc khắc phục."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_a_page_is_read_in_every_encoding(encoding):
    words = "Cà phê đê " * 12
    source = page(f"<h1>Tin</h1><p>{words}</p>").replace("utf-8", encoding)
    assert read(source.replace("Báo", "x").encode(encoding)).markdown == words.strip()


def test_a_page_that_says_its_encoding_leaves_nothing_to_check():
    source = "<html><head><meta charset=windows-1252></head><body><p>Été à Sèvres, après dîner.".encode("cp1252")
    article = read(source)
    assert (article.remarks, article.metadata["encoding"]) == ({}, "windows-1252")
    assert "encoding-guessed" in read(source.replace(b"windows-1252", b"x-user-defined")).remarks


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<html>" + "<div>" * 5_000 + "x", "document-hostile"),
        ("<html><body><script>x</script></body></html>", "no-text"),
        ("<html></html>", "no-text"),
    ],
)
def test_a_page_without_words_or_without_end_is_refused(data, code):
    with pytest.raises(RejectedError) as refused:
        read(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("inner", "markdown", "pictures"),
    [
        (f"<h1>Lũ</h1><img src='{DATA_URL}' alt='Cầu'>", "![Cầu](picture:0)", 1),
        (f"<h1>Lũ</h1><picture><source srcset='x'><source><img src='{DATA_URL}'></picture>", "![](picture:0)", 1),
        ("<h1>Lũ</h1><figure><img src='a.jpg'><figcaption>Cầu</figcaption></figure>", '![](a.jpg "Cầu")', 0),
        ("<h1>Lũ</h1><img src='x.gif' data-original='a.jpg'>", "![](x.gif)", 0),
        ("<h1>Lũ</h1><img src='data:,' data-original='a.jpg'>", "![](a.jpg)", 0),
        ("<h1>Lũ</h1><p>Ba cầu trôi.</p>", "Ba cầu trôi.", 0),
        ("<h1>Lũ</h1><h2 class=sapo>Ba cầu trôi.</h2>", "Ba cầu trôi.", 0),
        ("<h1>Lũ</h1><h2>Ba cầu</h2><p>Trôi.</p>", "## Ba cầu\n\nTrôi.", 0),
        ("<article><header><h1>Lũ</h1><p>Ba cầu trôi.</p></header></article>", "Ba cầu trôi.", 0),
    ],
)  # fmt: skip
def test_a_headline_with_a_picture_or_a_short_lead_is_an_article(inner, markdown, pictures):
    article = read(page(inner, head=""))
    assert (article.title, article.markdown, len(article.pictures)) == ("Lũ", markdown, pictures)


def test_a_headline_whose_words_stand_in_the_head_of_its_page_is_an_article():
    article = read(page("<h1>Lũ</h1>", head="<meta name=description content='Ba cầu *đã* trôi.'>"))
    assert (article.markdown, article.summary) == ("Ba cầu \\*đã\\* trôi.", "Ba cầu *đã* trôi.")


def test_where_the_picture_of_a_headline_is_elsewhere_its_address_stays():
    article = read(page("<h1>Lũ</h1><img src='https://x.vn/a.jpg'><img src='https://x.vn/1.gif' width=1>", head=""))
    assert (article.title, article.markdown, article.summary) == ("Lũ", "<https://x.vn/a.jpg>", "")
    assert '<a href="https://x.vn/a.jpg"' in render_html(article.markdown)


@pytest.mark.parametrize(
    "inner", ["<h1>Lũ</h1>", "<img src='https://x.vn/a.jpg'>", "<h1>Lũ</h1><img src='javascript:alert(1)'>"]
)
def test_a_headline_alone_and_a_picture_elsewhere_alone_are_no_article(inner):
    with pytest.raises(RejectedError) as refused:
        read(page(inner, head=""))
    assert refused.value.code == "no-text"


def test_a_table_whose_cells_claim_to_be_huge_stays_small():
    markdown = body("<table>" + "<tr><td rowspan=99999 colspan=99999>x<td>y" * 200 + "</table>")
    assert markdown.count("x") < 200
    assert len(markdown) < 60_000


def test_a_page_over_the_limit_is_refused():
    with pytest.raises(RejectedError) as refused:
        read(page("x" * 500), characters=400)
    assert refused.value.code == "text-too-long"


def test_entities_of_a_doctype_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    source = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>a &x; b</p></body></html>'
    assert "bí mật" not in read(source).markdown


pieces = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td rowspan=99999>", "<li>", "<ul>", "<a href='#fn1'>1</a>", "<li id=fn1>",
     "<img src=a.jpg>", "<img src='data:image/png;base64,!'>", "<figure>", "<figcaption>", "x", "&x;", "<![CDATA[",
     "<svg onload=alert(1)>", "<script>", "</script>", "<h1>", "</h1>", "<article>", "<pre>", "\0",
     "<font face=VNI-x>aø",
     "<a href=javascript:alert(1)>y</a>", "<body>", "<html>", "<form>", "<br>", "<dl><dt>", "<colgroup>"],
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(pieces, max_size=40))
def test_any_page_is_read_or_refused_and_what_comes_out_is_harmless(parts):
    try:
        article = read("<html>" + "".join(parts))
    except RejectedError:
        return
    shown = render_html(article.markdown)
    for danger in ("<script", "javascript:", "onload=", "<svg", "<iframe", "<form"):
        assert danger not in shown.lower().replace("&lt;", "")


@needs_samples
def test_a_real_page_in_windows_1258_is_read():
    article = read_document(SAMPLES / "bai_bao_cp1258.html", format="html", name="x.html")
    assert article.title == "Cá mập tấn công chú bé 13 tuổi lặn biển bắt tôm hùm tại California"
    assert (article.metadata["encoding"], article.remarks) == ("windows-1258", {})
    assert article.markdown.startswith("Một con cá mập đã tấn công và khiến một chú bé 13 tuổi bị thương")
    assert len(article.markdown.split("\n\n")) == 8
