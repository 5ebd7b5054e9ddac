import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.title import given_title, title_from_name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ban_tin_sang.mp3", "ban tin sang"),
        ("ban-tin-sang.mp3", "ban tin sang"),
        ("ban-tin-2026-11-22.mp3", "ban tin 2026-11-22"),
        ("Bản tin PT-TH 22-11-2026.mp3", "Bản tin PT-TH 22-11-2026"),
        ("bản_tin_PT-TH.mp3", "bản tin PT-TH"),
        ("tin 22.11.2026", "tin 22.11.2026"),
        ("Ông A. Bình.docx", "Ông A. Bình"),
        ("phim.3gp", "phim"),
        ("bài (1).docx", "bài"),
        ("bài - Copy (2).docx", "bài"),
        ("bài copy 3.docx", "bài"),
        ("Bản sao của bài (2).docx", "bài"),
        ("kế hoạch (2026).docx", "kế hoạch (2026)"),
        ("photo-copy.md", "photo copy"),
        (unicodedata.normalize("NFD", "Mường Tè.md"), "Mường Tè"),
        ("C:\\tin\\bài.docx", "bài"),
        ("(1).docx", "không tên"),
        ("___.md", "không tên"),
        (".docx", "không tên"),
        ("", "không tên"),
    ],
)
def test_a_file_name_becomes_a_readable_title(name, title):
    assert title_from_name(name) == title


@given(st.text(max_size=300))
def test_a_title_of_any_name_is_one_line_in_nfc_with_a_letter_or_figure(name):
    title = title_from_name(name)
    assert any(map(str.isalnum, title))
    assert title == " ".join(title.split()) == unicodedata.normalize("NFC", title)
    assert "_" not in title


@pytest.mark.parametrize(
    "told",
    ["", " ", "Microsoft Word - tin.doc", "Untitled 1", "Document1", "Track 01", "bao.indd", "ban_tin", "D\ufffdn ca"],
)
def test_what_a_program_made_up_is_no_title(told):
    assert given_title(told) == ""


@pytest.mark.parametrize("told", ["Microsoft Word ra mắt bản mới", "Tài liệu mới về Mường Tè", "Dân ca Thái"])
def test_what_a_person_wrote_is_a_title(told):
    assert given_title(told) == told
