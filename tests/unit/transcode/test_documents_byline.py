import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.byline import author_of, take_byline
from transcode.documents.read import read_document

PROSE = "Sáng nay, đoàn công tác đã trao quà cho bà con xã Mường Tè."
NAME = "Lò Thị Bình"


@pytest.fixture
def written(tmp_path):
    """Reads a Word file of paragraphs: (style or None, words, bold)."""

    def write(*paragraphs, maker=""):
        document = docx.Document()
        for style, words, bold in paragraphs:
            if style and style not in [one.name for one in document.styles]:
                document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
            document.add_paragraph(style=style).add_run(words).bold = bold
        document.core_properties.author = maker
        path = tmp_path / "x.docx"
        document.save(path)
        return read_document(path, format="docx", name="x.docx")

    return write


@pytest.mark.parametrize("style", [None, "Heading 1", "Heading 3", "Subtitle"])
@pytest.mark.parametrize("bold", [True, False])
def test_the_line_with_the_known_author_is_no_part_of_the_text(written, style, bold):
    article = written(("Title", "Tin", False), (None, "Tóm tắt.", False), (style, NAME.upper(), bold),
                      (None, PROSE, False), maker=NAME)  # fmt: skip
    assert article.markdown == f"Tóm tắt.\n\n{PROSE}"
    assert article.metadata["author"] == NAME.upper()


@pytest.mark.parametrize("style", ["Author", "Byline", "Tác giả", "Bút danh"])
def test_a_style_for_authors_names_the_author(written, style):
    article = written(("Title", "Tin", False), (style, NAME, True), (None, PROSE, False), maker="Admin")
    assert (article.markdown, article.metadata["author"]) == (PROSE, NAME)


@pytest.mark.parametrize("line", ["Tác giả: Lò Thị Bình", "(Bài: Lò Thị Bình)", "PV: Lò Thị Bình"])
@pytest.mark.parametrize("last", [True, False])
def test_a_labelled_line_names_the_author_wherever_it_stands(written, line, last):
    lines = [(None, PROSE, False), ("Heading 2", line, True)]
    article = written(("Title", "Tin", False), *(lines if last else lines[::-1]), maker="Windows User")
    assert (article.markdown, article.metadata["author"]) == (PROSE, NAME)


def test_a_line_that_names_the_photographer_too_stays_as_plain_words(written):
    line = "Bài, ảnh: Lò Thị Bình - Vàng A Cường"
    article = written(("Title", "Tin", False), (None, PROSE, False), ("Heading 2", line, True))
    assert article.markdown == f"{PROSE}\n\n{line}"
    assert article.metadata["author"] == "Lò Thị Bình, Vàng A Cường"


def test_a_signature_set_as_a_heading_is_plain_words(written):
    article = written(("Title", "Tin", False), (None, PROSE, False), ("Heading 1", NAME, True))
    assert article.markdown == f"{PROSE}\n\n{NAME}"


def test_headings_and_bold_lines_of_the_text_stay(written):
    article = written(
        ("Title", "Tin", False), ("Heading 1", "Mùa Xuân", False), (None, PROSE, False), (None, "Giống lúa", True),
        (None, "Tin: mưa lớn ở Mường Tè", False), (None, PROSE, False), maker=NAME,
    )  # fmt: skip
    assert article.markdown.split("\n\n") == [
        "# Mùa Xuân", PROSE, "**Giống lúa**", "Tin: mưa lớn ở Mường Tè", PROSE,
    ]  # fmt: skip
    assert article.metadata["author"] == NAME


def test_an_article_about_its_author_keeps_its_title(written):
    article = written(("Title", NAME, False), (None, PROSE, False), maker=NAME)
    assert (article.title, article.markdown) == (NAME, PROSE)


@pytest.mark.parametrize("maker", ["python-docx", "Admin", "Windows User", "HP", "a@b.vn", "PC-01", "Techsi.vn", ""])
def test_a_machine_is_no_author(written, maker):
    assert "author" not in written(("Title", "Tin", False), (None, PROSE, False), maker=maker).metadata
    assert author_of(maker) == ""


@given(st.lists(st.text(st.sampled_from("aÁ:# *\n-,"), min_size=1), min_size=1), st.text(max_size=9))
def test_only_blocks_are_taken_and_what_stays_keeps_its_order(blocks, known):
    body = "\n\n".join(blocks)
    kept, named = take_byline(body, known=known)
    places = iter(body.split("\n\n")[:-1])
    assert all(block in places for block in [block for block in kept.split("\n\n") if block][:-1])
    assert named == " ".join(named.split())
