import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.unit.transcode.test_documents_pdf import pdf, words
from transcode.documents.article import ArticlePicture
from transcode.documents.columns import column_count, in_reading_order, regions
from transcode.documents.cutting import BlockRange, cut, stories
from transcode.documents.issue import Issue, IssueBlock, IssuePage, OutlineEntry, looks_like_issue
from transcode.documents.layout import Line
from transcode.documents.pdf import page_picture, pages
from transcode.documents.read import read_document
from transcode.errors import RejectedError

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
COLUMNS = 3
ROWS = 8


def said(column, row):
    return f"Column {column} row {row} of words that fill it"


def spread(*, by_row):
    """A headline over three columns, drawn row by row or column by column."""
    places = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    if by_row:
        places.sort(key=lambda place: place[1])
    text = words("A headline that goes over all of the columns", left=40, top=760, size=20)
    return text + "".join(words(said(c, r), left=40 + 185 * c, top=700 - 12 * r, size=9) for c, r in places)


def article_of(tmp_path, *contents):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(list(contents)))
    return read_document(path, format="pdf", name="a.pdf")


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_are_read_one_after_the_other_however_they_were_drawn(tmp_path, by_row):
    article = article_of(tmp_path, spread(by_row=by_row))
    assert article.title == "A headline that goes over all of the columns"
    places = [article.markdown.index(said(c, r)) for c in range(COLUMNS) for r in range(ROWS)]
    assert places == sorted(places)


def line(text, left, y, *, width=150.0, size=10.0):
    return Line(text=text, left=left, right=left + width, y=y, size=size)


def column(name, left, top, count=6):
    return [line(f"{name} line number {at} of it", left, top - 12 * at) for at in range(count)]


def test_a_headline_over_two_of_three_columns_comes_before_what_stands_under_it():
    headline = line("Headline over two", 0, 700, width=340, size=24)
    first, second, third = column("first", 0, 680), column("second", 180, 680), column("third", 360, 712, 9)
    drawn = [*third, *second, headline, *first]
    assert in_reading_order(drawn) == [headline, *first, *second, *third]
    assert column_count(regions(drawn)) == 3


def test_two_stories_one_above_the_other_are_read_one_after_the_other():
    upper = [line("Upper headline", 0, 700, width=330, size=20), *column("ua", 0, 680), *column("ub", 180, 680)]
    lower = [line("Lower headline", 0, 560, width=330, size=20), *column("la", 0, 540), *column("lb", 180, 540)]
    drawn = sorted([*upper, *lower], key=lambda one: (-one.y, one.left))
    assert in_reading_order(drawn) == [*upper, *lower]


def test_the_cells_of_a_table_stay_in_the_order_in_which_they_were_drawn():
    cells = [line(text, left, 700 - 12 * row, width=30) for row in range(8) for left, text in ((0, "Xã"), (200, "12"))]
    assert in_reading_order(cells) == cells


def test_one_column_drawn_from_bottom_to_top_is_read_from_top_to_bottom():
    lines = column("only", 0, 700)
    assert in_reading_order(lines[::-1]) == lines
    assert column_count(regions(lines)) == 1


places = st.builds(
    Line,
    text=st.text(alphabet="ab ", min_size=1, max_size=40),
    left=st.sampled_from([0.0, 10.0, 180.0, 360.0]),
    right=st.sampled_from([150.0, 330.0, 510.0]),
    y=st.floats(0, 800),
    size=st.sampled_from([9.0, 10.0, 24.0]),
)


@given(st.lists(places, max_size=40))
def test_no_line_is_lost_or_made_up_on_the_way(lines):
    ordered = in_reading_order(lines)
    assert sorted(map(id, ordered)) == sorted(map(id, lines))


def block(number, text, *, heading=False, picture=None):
    return IssueBlock(
        number=number, text=text, heading=heading, size=10, left=0, right=1, top=0, bottom=1, picture=picture
    )


def made_page(number, *blocks, columns=3, size=(842, 1191), outline=()):
    return IssuePage(
        number=number, width_pt=size[0], height_pt=size[1], columns=columns, blocks=blocks, outline=outline
    )


def bookmark(title, page, level=1):
    return OutlineEntry(title=title, level=level, page=page)


ISSUE = Issue(
    label="Số 12",
    pages=(
        made_page(
            1,
            block(1, "BÁO MẪU", heading=True),
            block(2, "Mưa lũ ở Mường Tè", heading=True),
            block(3, "Tác giả: Lò Thị Bình"),
            block(4, "Đoạn văn này chưa hết mà còn"),
            block(5, "", picture=2),
            outline=(bookmark("Báo Mẫu", 1, 0), bookmark("MƯA LŨ Ở MƯỜNG TÈ", 1)),
        ),
        made_page(
            2,
            block(1, "đi tiếp ở trang sau."),
            block(2, "Chợ phiên", heading=True),
            block(3, "Đông vui."),
            outline=(bookmark("Chợ phiên", 2), bookmark("Không có ở đây", 2)),
        ),
    ),
)


def test_bookmarks_propose_articles_that_go_on_over_the_page():
    first, second = stories(ISSUE)
    assert first.title == "MƯA LŨ Ở MƯỜNG TÈ"
    assert first.ranges == (BlockRange(page=1, first=2, last=4), BlockRange(page=2, first=1, last=1))
    assert second.ranges == (BlockRange(page=2, first=2, last=3),)


def test_without_bookmarks_headlines_propose_articles():
    plain = Issue(label="", pages=tuple(made_page(page.number, *page.blocks) for page in ISSUE.pages))
    assert [story.title for story in stories(plain)] == ["BÁO MẪU", "Mưa lũ ở Mường Tè", "Chợ phiên"]


def test_chosen_blocks_become_an_article():
    pictures = [ArticlePicture(name=f"{at}.jpg", data=b"x") for at in range(3)]
    chosen = [
        BlockRange(page=1, first=2, last=4),
        BlockRange(page=2, first=1, last=1),
        BlockRange(page=1, first=5, last=5),
    ]
    article = cut(ISSUE, chosen, pictures=pictures)
    assert article.title == "Mưa lũ ở Mường Tè"
    assert article.markdown == "Đoạn văn này chưa hết mà còn đi tiếp ở trang sau.\n\n![](picture:0)"
    assert article.pictures == (pictures[2],)
    assert article.metadata == {"issue": "Số 12", "pages": "1, 2", "author": "Lò Thị Bình"}


def test_a_block_that_was_chosen_twice_counts_once():
    one = BlockRange(page=2, first=2, last=3)
    assert cut(ISSUE, [one, one]).markdown == "Đông vui."


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ([BlockRange(page=3, first=1, last=1)], "issue-block-unknown"),
        ([BlockRange(page=2, first=1, last=9)], "issue-block-unknown"),
        ([BlockRange(page=2, first=0, last=1)], "issue-block-unknown"),
        ([BlockRange(page=2, first=3, last=2)], "issue-block-unknown"),
        ([], "no-text"),
        ([BlockRange(page=1, first=5, last=5)], "no-text"),
    ],
)
def test_blocks_that_are_not_there_or_hold_no_words_are_refused(chosen, code):
    with pytest.raises(RejectedError) as refused:
        cut(ISSUE, chosen)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("shown", "issue"),
    [
        ((made_page(1), made_page(2)), True),
        ((made_page(1),), False),
        ((made_page(1, columns=1), made_page(2, columns=1)), False),
        ((made_page(1, size=(420, 595)), made_page(2, size=(420, 595))), False),
        (tuple(made_page(at, size=(420, 595), outline=(bookmark("x", at),)) for at in (1, 2, 3)), True),
        (tuple(made_page(at, columns=1, outline=(bookmark("x", at),)) for at in (1, 2, 3)), False),
    ],
)
def test_large_pages_in_columns_are_an_issue_and_an_article_is_none(shown, issue):
    assert looks_like_issue(shown) is issue


def test_a_pdf_of_large_pages_in_columns_is_an_issue_whose_blocks_are_stable(tmp_path):
    article = article_of(tmp_path, spread(by_row=True), spread(by_row=False))
    assert article.issue is None or article.issue.pages == pages(tmp_path / "a.pdf")
    shown = pages(tmp_path / "a.pdf")
    assert [page.columns for page in shown] == [3, 3]
    assert [[one.number for one in page.blocks] for page in shown] == [[1, 2, 3, 4]] * 2
    assert shown[0].headlines[0].top < shown[0].blocks[1].top


def test_a_page_is_shown_as_a_picture(tmp_path):
    article_of(tmp_path, spread(by_row=True))
    with Image.open(io.BytesIO(page_picture(tmp_path / "a.pdf", 1))) as shown:
        assert shown.format == "JPEG"
        assert 1.2 < shown.height / shown.width < 1.4
    with pytest.raises(RejectedError):
        page_picture(tmp_path / "a.pdf", 2)


def test_an_article_of_two_pages_is_no_issue(tmp_path):
    text = words("A title of it", size=24) + words(*[f"One line of the text number {at}." for at in range(20)], top=660)
    assert article_of(tmp_path, text, text).issue is None


@needs_samples
def test_a_real_newspaper_is_an_issue_from_which_its_stories_are_cut():
    article = read_document(SAMPLES / "bao_mau_a3_4_cot.pdf", format="pdf", name="bao.pdf")
    assert [page.columns for page in article.issue.pages] == [4, 4, 3]
    assert "22/11/2026" in article.issue.label
    found = stories(article.issue)
    assert len(found) == 9
    assert [one.page for one in found[4].ranges] == [1, 2]
    shark = cut(article.issue, found[2].ranges, pictures=article.pictures)
    assert shark.title == "Cá mập tấn công chú bé 13 tuổi lặn biển bắt tôm hùm tại California"
    assert "KSWB-TV của San Diego rằng anh đang lái xe cùng bạn bè khoảng chừng nửa tiếng" in shark.markdown
    assert shark.markdown.endswith("không phải là một loài cá mập nguy hiểm.")
    heads = [one.text for page in article.issue.pages for one in page.headlines][1:]
    assert heads == [story.title for story in found]
