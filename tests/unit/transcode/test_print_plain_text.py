import datetime as dt
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.article import escaped
from transcode.print.article import PrintedArticle, PrintedPicture
from transcode.print.plain_text import make_plain_text, make_text

PUBLISHED = dt.datetime(2026, 11, 22, 10, 5, tzinfo=dt.UTC)
ARTICLE = PrintedArticle(
    id="01JD0000000000000000000000",
    title="Khởi công 12 điểm trường",
    markdown="Đoạn một.",
    language="vi",
    organisation="Báo Lai Châu",
    programme="Giáo dục",
    published_at=PUBLISHED,
    updated_at=PUBLISHED,
    address="https://bao.example/items/1/",
)


def text_of(**changes):
    return make_plain_text(replace(ARTICLE, **changes)).decode().replace("\r\n", "\n")


def body_of(markdown, **changes):
    return text_of(markdown=markdown, **changes).split("/items/1/\n\n", 1)[1].rstrip("\n")


def test_a_page_begins_with_title_who_when_and_where():
    assert text_of(authors=("Nguyễn An", "Lò Thị Bình")) == (
        "Khởi công 12 điểm trường\n"
        "====================\n\n"
        "Báo Lai Châu · Giáo dục\n"
        "Nguyễn An, Lò Thị Bình\n"
        "22/11/2026, 17:05\n"
        "https://bao.example/items/1/\n\n"
        "Đoạn một.\n"
    )


def test_the_file_holds_the_page(tmp_path):
    made = make_text(ARTICLE, tmp_path / "article.txt")
    assert made.path.read_bytes() == make_plain_text(ARTICLE)
    assert (made.form, made.media_type, made.size_bytes) == (
        "text",
        "text/plain; charset=utf-8",
        made.path.stat().st_size,
    )


def test_lines_end_as_text_files_do_and_there_is_no_byte_order_mark():
    data = make_plain_text(replace(ARTICLE, markdown="a\n\n```\nb\r\nc\n```"))
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert data.startswith("Khởi".encode())
    assert data.endswith(b"\r\n")


def test_a_paragraph_is_one_line_however_it_was_typed_and_breaks_that_are_meant_stay():
    assert body_of("Một\nhai **ba**   _bốn_<br>năm\n\nSáu") == "Một hai ba bốn\nnăm\n\nSáu"


def test_headings_are_underlined_no_longer_than_a_small_screen():
    long = "Rất dài " * 9
    assert body_of(f"# Một\n\n## Hai *nghiêng*\n\n### {long}") == (
        f"Một\n---\n\nHai nghiêng\n~~~~~~~~~~~\n\n{long.strip()}\n~~~~~~~~~~~~~~~~~~~~"
    )


def test_lists_keep_their_marks_and_numbers():
    assert body_of("- một\n- hai\n    - con\n\n        đoạn\n\n- ba\n\nrồi\n\n3. ba\n4. bốn") == (
        "- một\n- hai\n  - con\n    đoạn\n- ba\n\nrồi\n\n3. ba\n4. bốn"
    )


def test_a_wide_table_tells_each_value_with_its_column():
    table = "| Xã | Hộ | Dân |\n|---|---|--:|\n| Bum Nưa | 25 | 120 |\n| Mù Cả | | 7 |"
    assert body_of(table) == "Bum Nưa – Hộ: 25; Dân: 120\nMù Cả – Dân: 7"


def test_a_table_of_two_columns_is_told_as_it_stands():
    assert body_of("| Tên | Số |\n|---|---|\n| a | 1 |\n| b | 2 |") == "Tên | Số\na | 1\nb | 2"


def test_footnotes_and_links_are_numbers_that_lead_to_the_end():
    body = body_of(
        "Một[^1] và [trang](https://a.example/x?y=1&z=2), "
        "[trang này nữa](https://a.example/x?y=1&z=2), [nhà](/about/).\n\n"
        "[^1]: Theo [số liệu](https://b.example/) của xã."
    )
    assert body == (
        "Một[1] và trang [2], trang này nữa [2], nhà [3].\n\n"
        "Chú thích và liên kết\n--------------------\n\n"
        "[1] Theo số liệu [4] của xã.\n"
        "[2] https://a.example/x?y=1&z=2\n"
        "[3] https://bao.example/about/\n"
        "[4] https://b.example/"
    )


def test_an_address_that_stands_in_the_text_is_not_told_twice():
    assert body_of(
        "[https://a.example/](https://a.example/) và [0213 3876](tel:02133876) và [a@b.vn](mailto:a@b.vn)"
    ) == (
        "https://a.example/ và 0213 3876 [1] và a@b.vn\n\nChú thích và liên kết\n--------------------\n\n[1] 02133876"
    )


def test_captions_stand_in_brackets_and_pictures_outside_the_text_come_first():
    pictures = (PrintedPicture(alt="trường", caption="Lễ khởi công"), PrintedPicture(alt="Bản đồ"), PrintedPicture())
    assert body_of("A\n\n![x](picture:0)\n\nB ![](picture:2)", pictures=pictures) == (
        "[Ảnh: Bản đồ]\n\nA\n\n[Ảnh: Lễ khởi công]\n\nB"
    )


def test_quotes_code_rules_and_raised_numbers_can_be_read():
    assert body_of(
        "> Lời\n>\n> - một\n> - hai\n\n---\n\n```\na  b\n  c\n```\n\n25 m<sup>2</sup>, CO<sub>2</sub>, 1<sup>st</sup>"
    ) == ("> Lời\n\n> - một\n> - hai\n\n* * *\n\na  b\n  c\n\n25 m², CO₂, 1st")


def test_what_a_machine_made_and_whose_it_is_are_told():
    page = text_of(ai_label="tóm tắt", credit="TTXVN", lead="Sapo.")
    assert "Có phần do máy tạo: tóm tắt\n\nSapo.\n\nĐoạn một." in page
    assert page.endswith("Nguồn, bản quyền: TTXVN\n")


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Picture"), ("en-GB", "Picture"), ("hmn", "Ảnh"), ("blt-Tavt", "Ảnh")]
)
def test_its_own_words_are_of_the_articles_language_or_vietnamese(language, word):
    page = text_of(language=language, title="Xov xwm ꪁꪫꪱꪣ", markdown="ꪼꪕ", pictures=(PrintedPicture(alt="a"),))
    assert f"[{word}: a]" in page
    assert "Xov xwm ꪁꪫꪱꪣ" in page
    assert page.rstrip().endswith("ꪼꪕ")


@pytest.mark.parametrize(
    "markdown", ["<div>" * 5000 + "chữ" + "</div>" * 5000, "> " * 300 + "chữ", "<b>" * 3000 + "chữ"]
)
def test_words_that_lie_very_deep_are_not_lost(markdown):
    assert text_of(markdown=markdown).rstrip().endswith("chữ")


def test_code_and_characters_without_meaning_are_left_out():
    page = make_plain_text(
        replace(ARTICLE, markdown="a<script>alert(1)</script>\x00\x1b[31m\ud800b \u202ec", title="T\x07")
    )
    assert b"alert" not in page
    assert not re.search(rb"[\x00-\x08\x0e-\x1f]", page)
    assert page.decode().rstrip().endswith("a[31mb c")


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9), min_size=1, max_size=30
    )
)
def test_no_word_of_an_article_is_lost(words):
    page = make_plain_text(replace(ARTICLE, markdown=escaped(" ".join(words)))).decode()
    line = page.replace("\r\n", "\n").rstrip("\n").split("\n\n", 2)[2]
    assert line.split() == unicodedata.normalize("NFC", " ".join(words)).split()


@given(st.text(max_size=300))
def test_any_text_makes_a_page(markdown):
    data = make_plain_text(replace(ARTICLE, markdown=markdown))
    assert data.decode().startswith("Khởi công")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
