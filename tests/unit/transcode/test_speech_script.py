import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.errors import RejectedError
from transcode.speech.blocks import MOST_ROWS
from transcode.speech.script import (
    HEADING_PAUSE_S,
    MOST_CHARACTERS,
    PARAGRAPH_PAUSE_S,
    SENTENCE_PAUSE_S,
    Reading,
    script,
)
from transcode.speech.sentences import LONGEST, sentences


def texts(markdown: str, *, title: str = "", lead: str = "", language: str = "vi") -> list[str]:
    """What is read behind the announcement."""
    read = script(Reading(title=title, lead=lead, markdown=markdown, language=language))
    return [sentence.text for sentence in read[1:]]


def test_a_reading_begins_by_saying_that_a_machine_reads():
    first = {
        language: script(Reading(title="Tin", lead="", markdown="", language=language))[0]
        for language in ("vi", "en", "fr")
    }
    assert first["vi"].spoken == "Bài được đọc bằng giọng máy."
    assert "machine voice" in first["en"].spoken
    assert "voix de synthèse" in first["fr"].spoken


def test_title_lead_and_body_follow_with_their_pauses():
    read = script(Reading(title="Tin mới", lead="Tóm tắt.", markdown="Câu một. Câu hai.\n\n## Mục\n\nCâu ba."))
    assert [(sentence.text, sentence.pause_s) for sentence in read[1:]] == [
        ("Tin mới", HEADING_PAUSE_S),
        ("Tóm tắt.", PARAGRAPH_PAUSE_S),
        ("Câu một.", SENTENCE_PAUSE_S),
        ("Câu hai.", PARAGRAPH_PAUSE_S),
        ("Mục", HEADING_PAUSE_S),
        ("Câu ba.", PARAGRAPH_PAUSE_S),
    ]


def test_what_is_said_ends_with_a_mark_and_what_is_shown_stays_as_written():
    read = script(Reading(title="UBND họp ngày 22/11", lead="", markdown=""))
    assert read[1].text == "UBND họp ngày 22/11"
    assert read[1].spoken == "Ủy ban nhân dân họp ngày hai mươi hai tháng mười một."


def test_a_lead_or_title_that_the_body_repeats_is_read_once():
    body = "# Tin mới\n\nSáng nay, tỉnh họp bàn việc xã và bản, rồi đi thăm đồng bào."
    assert texts(body, title="Tin mới", lead="Sáng nay, tỉnh họp bàn việc xã…") == [
        "Tin mới",
        "Sáng nay, tỉnh họp bàn việc xã và bản, rồi đi thăm đồng bào.",
    ]


def test_pictures_captions_and_credits_are_left_out():
    body = (
        "Câu một.\n\n![Cảnh họp](picture:0)\n*Quang cảnh hội nghị.*\n\nẢnh: TTXVN\n\n"
        "<figure><img src='x'><figcaption>Chú thích</figcaption></figure>\n\nCâu hai."
    )
    assert texts(body) == ["Câu một.", "Câu hai."]


def test_markup_and_addresses_of_links_are_not_read():
    body = "**Đậm** và *nghiêng*, [xem thêm](https://example.org/rat/dai), `mã`, ~~bỏ~~ <b>chữ</b>."
    body += "\n\n<script>x()</script>"
    assert texts(body) == ["Đậm và nghiêng, xem thêm, mã, ~~bỏ~~ chữ."]
    read = script(Reading(title="", lead="", markdown=body))
    assert read[1].spoken == "Đậm và nghiêng, xem thêm, mã, bỏ chữ."


def test_items_of_numbered_lists_have_their_numbers():
    assert texts("- một\n- hai\n\nThen:\n\n3. ba\n4. bốn\n\n    thêm") == [
        "một",
        "hai",
        "Then:",
        "3. ba",
        "4. bốn",
        "thêm",
    ]


def test_a_table_is_announced_and_read_row_by_row_a_long_one_only_announced():
    table = "| Xã | Hộ |\n|---|---|\n| Mường So | 12 |\n| Khổng Lào | 7 |\n"
    assert texts(table) == ["Bảng.", "Xã, Hộ", "Mường So, 12", "Khổng Lào, 7"]
    long = table + "| Xã | 1 |\n" * MOST_ROWS
    assert texts(long) == [f"Bảng có {MOST_ROWS + 3} dòng, mời xem trong bài viết."]


def test_footnotes_are_read_at_the_end_and_their_marks_are_not():
    body = "Câu một[^1] và tiếp. Câu hai.\n\n[^1]: Theo niên giám.\n"
    assert texts(body) == ["Câu một và tiếp.", "Câu hai.", "Chú thích", "1. Theo niên giám."]


def test_lines_of_a_poem_are_lines():
    assert texts("Ngọn gió  \nđưa cành") == ["Ngọn gió", "đưa cành"]


def test_an_article_without_words_is_told():
    with pytest.raises(RejectedError) as caught:
        script(Reading(title="", lead="", markdown="![](picture:0)\n\n---\n\n***"))
    assert caught.value.code == "nothing-to-read"


def test_an_article_that_is_too_long_is_told_with_its_length():
    with pytest.raises(RejectedError) as caught:
        script(Reading(title="", lead="", markdown="chữ " * MOST_CHARACTERS))
    assert caught.value.code == "too-long-to-read"
    assert caught.value.facts["most_characters"] == MOST_CHARACTERS


@pytest.mark.parametrize("language", ["hmn", "blt", "ium", "de", ""])
def test_a_language_without_a_voice_is_told(language):
    with pytest.raises(RejectedError) as caught:
        script(Reading(title="Tin", lead="", markdown="", language=language))
    assert caught.value.code == "no-voice-for-language"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Câu một. Câu hai! Câu ba?", ["Câu một.", "Câu hai!", "Câu ba?"]),
        ("TS. Nguyễn A và Mr. Smith ở TP. Lai Châu. Hết.", ["TS. Nguyễn A và Mr. Smith ở TP. Lai Châu.", "Hết."]),
        ("Ông J. Smith nói.", ["Ông J. Smith nói."]),
        ("1. Mục tiêu. Nội dung.", ["1. Mục tiêu.", "Nội dung."]),
        ("XII. MỤC TIÊU", ["XII. MỤC TIÊU"]),
        ("Giá 1.234.567 đồng, tăng 3.5 lần. Rồi giảm.", ["Giá 1.234.567 đồng, tăng 3.5 lần.", "Rồi giảm."]),
        ("“Đi đi!” Anh nói. “Ừ.”", ["“Đi đi!”", "Anh nói.", "“Ừ.”"]),
        ("Chờ đã... rồi đi. Đi", ["Chờ đã... rồi đi.", "Đi"]),
        ("dòng một\ndòng hai", ["dòng một", "dòng hai"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, parts):
    assert sentences(text) == parts


PIECES = st.sampled_from([*'aă ,;:.!?\n"“”…1A–-', "xin chào ", "x" * 90])


def test_a_sentence_without_end_is_cut_where_a_reader_breathes():
    text = "Đồng bào các dân tộc, " * 40
    parts = sentences(text)
    assert all(part.endswith("dân tộc,") and LONGEST / 2 < len(part) <= LONGEST for part in parts[:-1])
    assert [len(part) for part in sentences("x" * 700)] == [LONGEST, LONGEST, 700 - 2 * LONGEST]


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_sentence_is_longer_than_a_breath_or_two_and_no_letter_is_lost(text):
    parts = sentences(text)
    assert all(0 < len(part) <= LONGEST for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
