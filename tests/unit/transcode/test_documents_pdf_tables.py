"""Tables of PDFs: ruled, aligned, and what only looks like one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.test_documents_pdf import LOREM, pdf, read, words
from transcode.documents.aligned_tables import with_aligned_tables
from transcode.documents.cutting import BlockRange, cut
from transcode.documents.issue import Issue
from transcode.documents.layout import Line
from transcode.documents.pdf import pages
from transcode.documents.pdf_rules import Rule, Rules
from transcode.documents.ruled_tables import with_ruled_tables

ROWS = (("Xa", "So ho", "Thiet hai"), ("Muong Te", "120", "3 cau"), ("Ka Lang", "85", "1 nha"))
TABLE = "| Xa | So ho | Thiet hai |\n| --- | --- | --- |\n| Muong Te | 120 | 3 cau |\n| Ka Lang | 85 | 1 nha |"
SIDES, TOP, HEIGHT = (50, 150, 250, 350), 700, 20


def text(rows=ROWS, *, sides=SIDES, top=TOP, height=HEIGHT):
    return "".join(
        words(cell, left=sides[column] + 5, top=top - height * (row + 1) + 6)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    )


def boxes(rows=3, *, sides=SIDES, top=TOP, height=HEIGHT):
    """Each cell as a rectangle, as word processors draw it."""
    return "".join(
        f"{left} {top - height * (row + 1)} {right - left} {height} re S\n"
        for row in range(rows)
        for left, right in itertools.pairwise(sides)
    )


def strokes(rows=3, *, sides=SIDES, top=TOP, height=HEIGHT):
    """Long lines across and down in one path."""
    across = "".join(
        f"{sides[0]} {top - height * row} m {sides[-1]} {top - height * row} l " for row in range(rows + 1)
    )
    down = "".join(f"{side} {top} m {side} {top - height * rows} l " for side in sides)
    return f"{across}{down}S\n"


def bars(rows=3, *, sides=SIDES, top=TOP, height=HEIGHT):
    """The rules as thin filled rectangles, moved into place, as browsers draw them."""
    across = "".join(f"0 {-height * row} {sides[-1] - sides[0]} 0.75 re f " for row in range(rows + 1))
    down = "".join(f"{side - sides[0]} {-height * rows} 0.75 {height * rows} re f " for side in sides)
    return f"q 1 0 0 1 {sides[0]} {top} cm {across}{down} Q\n"


def markdown(tmp_path, content):
    return read(tmp_path, pdf([content])).markdown


@pytest.mark.parametrize("rules", [boxes(), strokes(), bars(), ""], ids=["boxes", "strokes", "bars", "aligned"])
def test_rows_of_a_table_survive(tmp_path, rules):
    before, after = words(LOREM, top=740), words(LOREM, top=600)
    assert markdown(tmp_path, before + rules + text() + after) == f"{LOREM}\n\n{TABLE}\n\n{LOREM}"


def test_rules_inside_a_form_stand_where_the_form_stands(tmp_path):
    drawn = strokes(2, sides=(15, 65, 115), top=300, height=15)
    cells = words("Muong Te", "va Bum To", left=55, top=690) + words("120", left=155, top=690)
    cells += words("Ka Lang", left=55, top=655) + words("85", left=155, top=655)
    shown = read(tmp_path, pdf([f"q 2 0 0 2 20 100 cm /I1 Do Q\n{cells}"], form=drawn)).markdown
    assert shown == "| Muong Te va Bum To | 120 |\n| --- | --- |\n| Ka Lang | 85 |"


def test_words_of_narrow_cells_are_parted_by_the_rule_between_them(tmp_path):
    sides = (50, 87, 120)
    rows = (("Xa Te ab", "12 ho"), ("Ka L abc", "85 ho"))
    content = "".join(
        f"BT /F1 10 Tf {sides[0] + 2} {TOP - HEIGHT * (row + 1) + 6} Td ({a} {b}) Tj ET\n"
        for row, (a, b) in enumerate(rows)
    )
    sides = (50, 52 + 39.5, 130)
    assert "| 12 ho |" in markdown(tmp_path, strokes(2, sides=sides) + content)


def test_a_cell_of_several_lines_is_one_cell(tmp_path):
    rows = (("Xa", "Ghi chu"), ("Muong Te", "nuoc lon"))
    more = words("dang rut dan", left=SIDES[1] + 5, top=TOP - 2 * 30 + 2)
    shown = markdown(
        tmp_path, boxes(2, sides=SIDES[:3], height=30) + text(rows, height=30).replace(" 646 Td", " 656 Td") + more
    )
    assert shown == "| Xa | Ghi chu |\n| --- | --- |\n| Muong Te | nuoc lon dang rut dan |"


def test_a_cell_over_several_columns_stands_in_the_first_of_them(tmp_path):
    head = f"50 {TOP} 300 20 re S\n" + words("Thiet hai do mua lu", left=150, top=TOP + 6)
    shown = markdown(tmp_path, boxes() + head + text())
    assert shown.startswith("| Thiet hai do mua lu |  |  |\n| --- | --- | --- |\n| Xa | So ho | Thiet hai |")


def test_marks_in_cells_are_only_words(tmp_path):
    shown = markdown(tmp_path, boxes(2) + text((("Muong|Te", "*ho*", "dan"), ("Ka Lang", "12", "30"))))
    assert shown.startswith("| Muong\\|Te | \\*ho\\* | dan |")


def test_numbers_that_end_in_one_line_are_a_column(tmp_path):
    rows = [("Muong Te", 200, "1.200"), ("Ka Lang", 210, "85"), ("Bum To", 205, "310")]
    content = "".join(
        words(name, left=50, top=700 - 14 * at) + words(number, left=left, top=700 - 14 * at)
        for at, (name, left, number) in enumerate(rows)
    )
    assert markdown(tmp_path, content) == "| Muong Te | 1\\.200 |\n| --- | --- |\n| Ka Lang | 85 |\n| Bum To | 310 |"


def test_rows_in_no_clear_columns_stay_rows(tmp_path):
    rows = [("Muong", "co muoi hai ho", 150), ("Ka Lang va Bum To deu", "chua", 200), ("Tam", "co bon ho", 110)]
    content = "".join(
        words(first, left=50, top=700 - 14 * at) + words(second, left=left, top=700 - 14 * at)
        for at, (first, second, left) in enumerate(rows)
    )
    assert markdown(tmp_path, content) == "Muong co muoi hai ho\n\nKa Lang va Bum To deu chua\n\nTam co bon ho"


def test_a_table_of_an_issue_is_cut_as_a_table(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([words("Thiet hai do lu", top=760, size=24) + boxes() + text() + words(LOREM, top=600)]))
    issue = Issue(label="", pages=pages(path))
    assert [(block.heading, bool(block.markdown)) for block in issue.pages[0].blocks] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    article = cut(issue, [BlockRange(page=1, first=1, last=3)])
    assert (article.title, article.markdown) == ("Thiet hai do lu", f"{TABLE}\n\n{LOREM}")


def test_a_number_at_the_foot_of_a_page_is_the_page_and_in_a_row_it_is_a_cell(tmp_path):
    rows = [("Muong Te", "120"), ("Ka Lang", "85"), ("Bum To", "310")]
    table = "".join(
        words(name, left=50, top=100 - 14 * at) + words(number, left=200, top=100 - 14 * at)
        for at, (name, number) in enumerate(rows)
    )
    assert markdown(tmp_path, words(LOREM) + table).endswith("| Bum To | 310 |")
    assert markdown(tmp_path, words(LOREM) + table + words("7", left=300, top=30)).endswith("| Bum To | 310 |")


def test_a_list_whose_words_are_wide_of_its_marks_is_a_list(tmp_path):
    content = "".join(
        words(f"{at}.", left=50, top=720 - 14 * at) + words(f"Viec thu {at} cua xa", left=80, top=720 - 14 * at)
        for at in (1, 2, 3)
    )
    assert markdown(tmp_path, content) == "1\\. Viec thu 1 cua xa\n\n2\\. Viec thu 2 cua xa\n\n3\\. Viec thu 3 cua xa"


def test_two_columns_of_text_between_rules_are_no_table(tmp_path):
    lines = [f"{LOREM} {at}" for at in range(30)]
    heads = words("Tin trong tinh", left=55, top=706) + words("Tin the gioi", left=325, top=706)
    columns = words(*lines, left=55, top=680) + words(*lines, left=325, top=680)
    across = "".join(f"50 {y} m 590 {y} l " for y in (720, 700, 300))
    down = "".join(f"{x} 720 m {x} 300 l " for x in (50, 315, 590))
    assert "|" not in markdown(tmp_path, f"{across}{down}S\n{heads}{columns}")


def line(words_, left, y, *, width=60.0, size=10.0):
    return Line(text=words_, left=left, right=left + width, y=y, size=size)


def test_two_stretched_lines_whose_blanks_stand_one_above_the_other_are_no_table():
    part = [
        one
        for at in range(2)
        for one in (
            line("Nước dâng cao ở nhiều", 0, 700 - 12 * at, width=95),
            line("nơi trong đêm", 110, 700 - 12 * at, width=90),
        )
    ]
    assert with_aligned_tables(part) == part
    wide = [one if one.left == 0 else line(one.text, 150, one.y, width=90) for one in part]
    assert [one.rows for one in with_aligned_tables(wide)] == [(("Nước dâng cao ở nhiều", "nơi trong đêm"),) * 2]


def test_running_text_with_wide_blanks_is_no_table():
    starts = [line("Nước dâng cao ở nhiều", 0, 700 - 12 * at, width=90 + 5 * at) for at in range(6)]
    ends = [line("nơi trong đêm qua", 105 + 5 * at, 700 - 12 * at, width=95 - 5 * at) for at in range(6)]
    part = [one for pair in zip(starts, ends, strict=True) for one in pair]
    assert with_aligned_tables(part) == part


pieces = st.builds(
    Line,
    text=st.text(alphabet="ab", min_size=1, max_size=12),
    left=st.sampled_from([0.0, 10.0, 100.0, 200.0]),
    right=st.sampled_from([90.0, 190.0, 300.0]),
    y=st.sampled_from([700.0, 688.0, 676.0, 664.0, 640.0]),
    size=st.sampled_from([9.0, 10.0, 24.0]),
    drawn=st.integers(-1, 5),
).filter(lambda one: one.left < one.right)
rules = st.builds(
    Rule, at=st.sampled_from([0.0, 95.0, 195.0, 660.0, 686.0, 712.0]), start=st.just(0.0), end=st.floats(50, 800)
)


@given(st.lists(pieces, max_size=30), st.lists(rules, max_size=6), st.lists(rules, max_size=6))
def test_no_letter_is_lost_or_made_up_in_a_table(lines, across, down):
    def letters(some):
        return sorted(char for one in some for char in one.text if char.isalpha())

    tabled = with_aligned_tables(with_ruled_tables(lines, Rules(across=tuple(across), down=tuple(down))))
    assert letters(tabled) == letters(lines)
    for one in tabled:
        cells = sorted(char for row in one.rows for cell in row for char in cell if char.isalpha())
        assert not one.rows or cells == letters([one])
