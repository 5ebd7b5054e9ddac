"""Books of several articles: issues whose chapters are cut by the table of contents."""

import pytest

from tests.unit.transcode.test_documents_epub import epub, jpeg, needs_samples, xhtml
from tests.unit.transcode.test_documents_epub import read as read_book
from transcode.documents.cutting import cut, stories
from transcode.documents.read import read_document
from transcode.documents.render import render_html

NAV = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
NCX = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
PAGES = [
    ("bia.xhtml", xhtml("<p>Tạp chí số 5</p>")),
    ("a.xhtml", xhtml("<h1>Mưa lũ ở Mường Tè</h1><p>Ba cầu <b>đã trôi</b> rồi.</p><h2 id='s'>Ba bản</h2><p>Chờ.</p>")),
    ("t/b.xhtml", xhtml("<h1>Chợ phiên</h1><p>Đông vui.</p><ul><li>Ngô</li><li>Thảo quả</li></ul>")),
]


def nav(*lines):
    """A navigation document; a line is (title, address) or (title, address, lines under it)."""

    def listed(some):
        inner = "".join(
            f"<li><a href='{address}'>{title}</a>{listed(below[0]) if below else ''}</li>"
            for title, address, *below in some
        )
        return f"<ol>{inner}</ol>"

    return xhtml(f'<nav epub:type="landmarks"><ol/></nav><nav epub:type="toc"><h1>Mục lục</h1>{listed(lines)}</nav>')


def read(tmp_path, lines, pages=PAGES, **more):
    manifest = more.pop("manifest", "") + NAV
    extra = {"O/nav.xhtml": nav(*lines), **more.pop("more", {})}
    return read_book(tmp_path, epub(pages, manifest=manifest, more=extra, **more))


TWO = [("Mưa lũ", "a.xhtml"), ("Chợ phiên", "t/b.xhtml")]


def cut_all(article):
    return [
        (story.title, cut(article.issue, story.ranges, pictures=article.pictures)) for story in stories(article.issue)
    ]


def test_a_book_with_several_articles_is_an_issue_and_reads_as_before(tmp_path):
    article = read(tmp_path, TWO)
    whole = read_book(tmp_path, epub(PAGES))
    assert whole.issue is None
    assert article.markdown == whole.markdown
    assert article.title == "Tuyển tập"
    assert article.summary == "Ấn phẩm gồm 2 phần. Trong số này: Mưa lũ; Chợ phiên."
    assert article.issue.in_chapters
    assert [len(page.outline) for page in article.issue.pages] == [0, 1, 1]


def test_each_line_of_the_contents_is_a_story_as_the_book_marks_it(tmp_path):
    (first, flood), (second, market) = cut_all(read(tmp_path, TWO))
    assert (first, flood.title) == ("Mưa lũ", "Mưa lũ ở Mường Tè")
    assert flood.markdown == "Ba cầu **đã trôi** rồi.\n\n## Ba bản\n\nChờ."
    assert (second, market.title) == ("Chợ phiên", "Chợ phiên")
    assert market.markdown == "Đông vui.\n\n-   Ngô\n-   Thảo quả"
    assert "<li>Ngô</li>" in render_html(market.markdown)


def test_a_book_of_the_second_version_has_its_contents_in_an_ncx(tmp_path):
    points = "".join(
        f"<navPoint><navLabel><text>{title}</text></navLabel><content src='{address}'/></navPoint>"
        for title, address in TWO
    )
    ncx = f"<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap>{points}</navMap></ncx>"
    article = read_book(tmp_path, epub(PAGES, version="2.0", manifest=NCX, more={"O/toc.ncx": ncx}))
    assert [title for title, _ in cut_all(article)] == ["Mưa lũ", "Chợ phiên"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [("Mưa lũ", "a.xhtml")],
        # Subheadings of one article are no articles.
        [("Mưa lũ", "a.xhtml", [("Ba bản", "a.xhtml#s"), ("Nữa", "a.xhtml#s")])],
        [("Nơi khác", "https://x.vn/a.xhtml"), ("Không có", "khong-co.xhtml")],
        [("Mưa lũ", "a.xhtml"), ("Hỏng", "http://[")],
    ],
)
def test_a_book_of_one_article_stays_an_article(tmp_path, lines):
    article = read(tmp_path, lines)
    assert article.issue is None
    assert "chapter" not in article.markdown


def test_a_book_whose_contents_cannot_be_read_stays_an_article(tmp_path):
    article = read_book(tmp_path, epub(PAGES, manifest=NCX, more={"O/toc.ncx": "<ncx"}))
    assert article.issue is None
    assert article.markdown


def test_sections_of_a_magazine_are_no_stories_and_their_articles_are(tmp_path):
    lines = [("Thời sự", "a.xhtml", [("Mưa lũ", "a.xhtml", [("Ba bản", "a.xhtml#s")]), ("Chợ phiên", "t/b.xhtml")])]
    assert [title for title, _ in cut_all(read(tmp_path, lines))] == ["Mưa lũ", "Chợ phiên"]


def test_articles_on_one_page_of_the_book_begin_where_their_names_stand(tmp_path):
    body = (
        "<h1>Tạp chí</h1><div><section id='m%E1%BB%99t'><h2>Một</h2><p>A</p></section>"
        "<p>B <a id='hai'></a>C</p><table><tr><td id='ba'>D</td><td>E</td></tr></table></div><p>G</p>"
    )
    pages = [("x.xhtml", xhtml(body))]
    lines = [("Một", "x.xhtml#m%25E1%25BB%2599t"), ("Hai", "x.xhtml#hai"), ("Ba", "x.xhtml#ba")]
    article = read(tmp_path, lines, pages)
    assert [(title, one.markdown) for title, one in cut_all(article)] == [
        ("Một", "A"),
        ("Hai", "B C"),
        ("Ba", "| D | E |\n| --- | --- |\n\nG"),
    ]


def test_words_before_the_first_article_and_pages_without_words_are_no_stories(tmp_path):
    pages = [*PAGES, ("c.xhtml", xhtml("<img src='c.jpg'/>"))]
    article = read(tmp_path, [("Bìa", "c.xhtml"), *TWO], pages, more={"O/c.jpg": jpeg("red")})
    assert [title for title, _ in cut_all(article)] == ["Mưa lũ", "Chợ phiên"]
    assert article.issue.pages[0].blocks[0].text == "Tạp chí số 5"


def test_an_article_has_its_own_pictures_and_notes(tmp_path):
    def mark(number):
        return f"<a epub:type='noteref' href='n.xhtml#n{number}'>{number}</a>"

    def note(number, words):
        return f"<aside epub:type='footnote' id='n{number}'>{words}</aside>"

    figure = "<figure><img src='b.jpg' alt='Xanh'/></figure>"
    pages = [
        ("a.xhtml", xhtml(f"<h1>A</h1><p>Câu{mark(1)} này.</p><img src='r.jpg'/>")),
        ("b.xhtml", xhtml(f"<h1>B</h1>{figure}<p>Nữa{mark(2)} kia.</p>")),
        ("n.xhtml", xhtml(note(1, "<p>Một.</p>") + note(2, "<p>Hai.</p><p>Ba.</p>"))),
    ]
    more = {"O/r.jpg": jpeg("red"), "O/b.jpg": jpeg("blue")}
    article = read(tmp_path, [("A", "a.xhtml"), ("B", "b.xhtml")], pages, more=more)
    first, second = (one for _, one in cut_all(article))
    assert first.markdown == "Câu[^1] này.\n\n![](picture:0)\n\n[^1]: Một."
    assert second.markdown == "![Xanh](picture:0)\n\nNữa[^2] kia.\n\n[^2]: Hai.\n\n    Ba."
    assert (first.pictures[0].data, second.pictures[0].data) == (jpeg("red"), jpeg("blue"))
    assert [(one.picture, one.text) for one in article.issue.pages[1].blocks] == [
        (None, "B"),
        (1, ""),
        (None, "Nữa kia."),
        (None, "Hai. Ba."),
    ]


def test_code_and_what_is_stepped_in_stay_whole(tmp_path):
    body = "<h1>A</h1><pre>một\n\n    hai\n</pre><ol><li><p>X</p><p>Y</p></li></ol><p>Z</p>"
    article = read(tmp_path, [("A", "a.xhtml"), ("B", "t/b.xhtml")], [("a.xhtml", xhtml(body)), PAGES[2]])
    marked = [block.markdown for block in article.issue.pages[0].blocks]
    assert marked == ["# A", "```\nmột\n\n    hai\n```", "1.  X\n\n    Y", "Z"]


@needs_samples
@pytest.mark.parametrize(
    ("name", "count", "words"),
    [
        ("tuyen_tap_tin_the_gioi.epub", 12, "cách đây 136 năm"),
        ("real_wasteland_epub3.epub", 6, "Consider Phlebas, who was once handsome and tall as you."),
    ],
)
def test_real_books_are_cut_into_their_chapters(samples, name, count, words):
    article = read_document(samples / "print" / "docs" / name, format="epub", name=name)
    pieces = cut_all(article)
    assert len(pieces) == count
    assert sum(words in one.markdown for _, one in pieces) == 1
    assert all(one.title == title for title, one in pieces)
    # Nothing of the book is in two chapters, and none of it is lost.
    assert sum(len(one.markdown) for _, one in pieces) <= len(article.markdown)
    assert all(one.markdown in article.markdown or "[^" in one.markdown for _, one in pieces)
