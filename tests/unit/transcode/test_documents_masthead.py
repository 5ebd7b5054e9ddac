from pathlib import Path

import pytest

from transcode.documents.cutting import BlockRange, contents, stories
from transcode.documents.issue import Issue, IssueBlock, IssuePage
from transcode.documents.masthead import masthead_of
from transcode.documents.read import read_document

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def block(number, text, *, top, size=10.0, left=0.05, right=0.95):
    return IssueBlock(
        number=number, text=text, heading=size > 15, size=size, left=left, right=right, top=top, bottom=top + 0.02
    )


def page(number, *blocks):
    return IssuePage(number=number, width_pt=842, height_pt=1191, columns=3, blocks=blocks)


NAME = block(1, "BÁO LAI CHÂU", top=0.03, size=70)
DATE = block(2, "Thứ Hai, 23/11/2026 • Số 4521 (6789) • Cơ quan của Đảng bộ tỉnh • Giá: 5.000 đ", top=0.11)
STORY = block(3, "Mưa lũ ở Mường Tè làm trôi ba cầu", top=0.15, size=30)
WORDS = block(4, "Ngày 12 tháng 11, ba cầu đã trôi.", top=0.2)


def test_an_issue_is_called_by_its_name_its_date_and_its_number():
    head = masthead_of([page(1, NAME, DATE, STORY, WORDS), page(2, WORDS)])
    assert head.title("bao") == "BÁO LAI CHÂU – Thứ Hai, 23/11/2026 – Số 4521 (6789)"
    assert head.label == DATE.text
    assert head.places == {(1, 1), (1, 2)}


def test_number_and_date_may_stand_in_the_ears_of_the_page():
    ears = (
        block(2, "Số 4521", top=0.04, left=0.02, right=0.1),
        block(3, "Ngày 23 tháng 11 năm 2026", top=0.04, left=0.85, right=0.98),
    )
    head = masthead_of([page(1, NAME, *ears, block(4, STORY.text, top=0.15, size=30))])
    assert head.title("bao") == "BÁO LAI CHÂU – Số 4521 – Ngày 23 tháng 11 năm 2026"
    assert head.places == {(1, 1), (1, 2), (1, 3)}


def test_where_the_name_is_drawn_the_first_story_is_not_taken_for_it():
    head = masthead_of([page(1, DATE, block(3, "Lũ làm trôi ba cầu", top=0.15, size=30), WORDS)])
    assert head.name == ""
    assert head.title("Báo Lai Châu") == "Báo Lai Châu – Thứ Hai, 23/11/2026 – Số 4521 (6789)"
    assert head.places == {(1, 2)}


@pytest.mark.parametrize("name", ["BÁO LAI CHÂU", "Báo Lai Châu", "Tạp chí Mường Tè"])
def test_the_date_may_stand_above_the_name(name):
    head = masthead_of([page(1, block(1, DATE.text, top=0.01), block(2, name, top=0.05, size=70), STORY)])
    assert head.name == name


@pytest.mark.parametrize(
    "other",
    [
        block(1, "Mưa lũ làm trôi ba cầu ở Mường Tè trong đêm qua", top=0.05, size=70),
        block(1, "BÁO LAI CHÂU", top=0.5, size=70),
        block(1, "- 23 -", top=0.03, size=70),
    ],
)
def test_large_words_that_are_no_name_are_none(other):
    assert masthead_of([page(1, other, WORDS)]).name == ""


def test_a_date_in_the_words_of_a_story_is_no_part_of_the_head():
    head = masthead_of([page(1, NAME, STORY, WORDS)])
    assert head.told == ()
    assert head.title("bao") == "BÁO LAI CHÂU"


def test_a_name_that_tells_its_number_is_not_told_twice():
    assert masthead_of([page(1, DATE, WORDS)]).title("Báo Lai Châu số 4521") == "Báo Lai Châu số 4521"


def test_the_name_at_the_head_of_later_pages_belongs_to_no_story():
    second = page(
        2,
        block(1, "BÁO LAI CHÂU • Thứ Hai, 23/11/2026 • Trang 2", top=0.01),
        block(2, "Nước còn dâng.", top=0.05),
        block(3, "Báo Lai Châu gặp mặt cộng tác viên", top=0.3, size=30),
        block(4, "Sáng nay.", top=0.35),
    )
    pages = (page(1, NAME, DATE, STORY, WORDS), second)
    head = masthead_of(pages)
    assert head.places == {(1, 1), (1, 2), (2, 1)}
    found = stories(Issue(label="", pages=pages, masthead=head.places))
    assert [story.title for story in found] == [STORY.text, "Báo Lai Châu gặp mặt cộng tác viên"]
    assert found[0].ranges == (BlockRange(page=1, first=3, last=4), BlockRange(page=2, first=2, last=2))


def test_the_lead_of_an_issue_says_what_it_is_and_what_stands_in_it():
    pages = (page(1, NAME, DATE, STORY, WORDS), page(2, WORDS))
    told = contents(Issue(label="", pages=pages, masthead=masthead_of(pages).places))
    assert told == "Số báo 2 trang. Trong số này: Mưa lũ ở Mường Tè làm trôi ba cầu."
    assert contents(Issue(label="", pages=(page(1, WORDS),))) == "Số báo 1 trang."


@needs_samples
def test_the_name_of_a_real_newspaper_stands_in_its_headline_alone():
    article = read_document(SAMPLES / "bao_mau_a3_4_cot.pdf", format="pdf", name="bao.pdf")
    assert article.title == "BÁO MẪU LAI CHÂU – Chủ nhật, 22/11/2026 – Số thử nghiệm 0001"
    assert article.summary.startswith("Số báo 3 trang. Trong số này: Người dân Macedonia bỏ phiếu")
    assert article.markdown.startswith("## Người dân Macedonia bỏ phiếu")
    for words in ("BÁO MẪU", "Số thử nghiệm", "Giá: 5.000"):
        assert words not in article.markdown
        assert words not in article.summary
    assert "Nguồn: NTREX-128" in article.markdown
