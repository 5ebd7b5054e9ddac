import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.article import escaped, one_line, summarise
from transcode.documents.read import DocumentLimits, read_document
from transcode.documents.render import plain_text, render_html
from transcode.documents.text import decode, paragraphs
from transcode.errors import SENTENCES, RejectedError

TEXT = "Bản tin Lai Châu\n\nSáng nay, tại xã Mường Tè, đoàn công tác đã trao quà cho bà con.\n- Một là gạo.\n"


MARKS = [
    "# a",
    "- b",
    "1. c",
    "2) d",
    "> e",
    "| f | g |",
    "```",
    "<b>h</b>",
    "===",
    "[i](j)",
    "~~~",
    "[^1]: l",
    "*m*",
    "&amp;",
]


def read(tmp_path, data, *, name="bài.txt", format_name="text", **limits):
    path = tmp_path / "x"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(path, format=format_name, name=name, limits=DocumentLimits(**limits))


def windows_1258(text):
    """Vietnamese as Windows writes it: the vowel in one byte, the tone in the next."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        vowel = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += vowel + "".join(part for part in parts if part in tones)
    return out.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (windows_1258(TEXT), "windows-1258"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
    ],
)
def test_the_same_article_comes_out_of_every_encoding(tmp_path, data, encoding):
    article = read(tmp_path, data)
    assert article.title == "Bản tin Lai Châu"
    assert article.summary == "Sáng nay, tại xã Mường Tè, đoàn công tác đã trao quà cho bà con."
    assert article.metadata["encoding"] == encoding
    assert article.markdown.endswith("\n\n\\- Một là gạo.")


@pytest.mark.parametrize(
    "data",
    [
        b"K\xaa HO\x81CH \x8a",
        b"\xff\xfea",
        "Tỉnh Lai Châu".encode("utf-16")[:-1],
    ],
)
def test_text_in_an_unknown_encoding_is_refused_not_guessed(tmp_path, data):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, data)
    assert refused.value.code == "text-encoding-unknown"


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty-file"), (b" \n \t\r\n", "no-text"), (b"\xef\xbb\xbf", "no-text")]
)
def test_a_file_without_words_is_refused(tmp_path, data, code):
    for format_name in ("text", "markdown"):
        with pytest.raises(RejectedError) as refused:
            read(tmp_path, data, format_name=format_name)
        assert refused.value.code == code


def test_a_text_over_the_limit_is_refused_before_and_after_it_is_decoded(tmp_path):
    for size in (101, 5000):
        with pytest.raises(RejectedError) as refused:
            read(tmp_path, "x" * size, characters=100)
        assert refused.value.code == "text-too-long"
        assert refused.value.facts["most_characters"] == 100


def test_a_long_first_line_is_not_a_title(tmp_path):
    article = read(tmp_path, "Chữ " * 60 + "\n\nHết.", name="tin_sáng nay.txt")
    assert article.title == "tin sáng nay"
    assert article.markdown.startswith("Chữ Chữ")


def test_an_only_line_stays_in_the_body(tmp_path):
    article = read(tmp_path, "Một dòng.", name="a.txt")
    assert (article.title, article.markdown) == ("a", "Một dòng.")


def test_lines_wrapped_to_one_width_become_one_paragraph():
    wrapped = "\n".join(["x" * 60, "y" * 62, "z" * 20])
    assert paragraphs(wrapped) == [f"{'x' * 60} {'y' * 62} {'z' * 20}"]
    assert paragraphs("Tin một\nTin hai\n\nTin ba") == ["Tin một", "Tin hai", "Tin ba"]
    assert paragraphs("\n".join(["x" * 60, "- " + "y" * 60, "z" * 20])) == ["x" * 60, f"- {'y' * 60} {'z' * 20}"]


def test_control_characters_do_not_reach_the_article(tmp_path):
    article = read(tmp_path, "Tin\x00 vui\x1b\n\nNội\x07 dung")
    assert (article.title, article.markdown) == ("Tin vui", "Nội dung")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200))
def test_text_is_shown_exactly_as_it_was_written(text):
    line = " ".join(unicodedata.normalize("NFC", text).split())
    shown = " ".join(plain_text("x " + escaped(line)).split())
    assert shown == f"x {line}".strip()


@given(st.lists(st.sampled_from(MARKS), max_size=6))
def test_marks_in_plain_text_make_no_structure(lines):
    html = render_html("\n\n".join(escaped(line) for line in lines))
    assert html.count("<p>") == len(lines)
    assert not any(
        tag in html for tag in ("<h", "<li", "<ol", "<table", "<pre", "<b>", "<a", "<em", "<blockquote", "<div")
    )


@given(st.text(max_size=500), st.integers(10, 80))
def test_one_line_is_one_line_and_short(text, most):
    line = one_line(text, most=most)
    assert len(line) <= most
    assert line == " ".join(line.split())
    assert line == unicodedata.normalize("NFC", line)


def test_a_long_first_paragraph_is_cut_at_a_word():
    summary = summarise("# Tiêu đề\n\nNgười viết\n\n" + "Lai Châu " * 100)
    assert len(summary) <= 300
    assert summary.endswith((" Lai…", "Châu…"))


def test_a_summary_has_no_marks_and_no_byline():
    before = "![x](picture:0)\n\nTheo TTXVN\n\n| a |\n|---|\n\n"
    body = before + "**Sáng nay**, [đoàn](https://x.vn/a_b) đến *thăm* và tặng quà bà con vùng cao[^1].\n\n[^1]: x"
    assert summarise(body) == "Sáng nay, đoàn đến thăm và tặng quà bà con vùng cao."


def test_an_article_of_short_lines_has_its_first_as_summary():
    assert summarise("Một.\n\nHai.") == "Một."
    assert summarise("# Chỉ có tiêu đề") == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        decoded = decode(data)
        text, encoding = decoded.text, decoded.encoding
    except RejectedError as refused:
        text, encoding = "", SENTENCES[refused.code][1]
    assert encoding
    assert text == unicodedata.normalize("NFC", text)
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text)


def test_marks_that_turn_the_direction_of_writing_are_gone_from_title_and_text(tmp_path):
    article = read(tmp_path, "\ufeff\ufeffTin \u202evui\u202c\n\nNội \u2067dung\u2069 mo\u0302\u0301i.")
    assert (article.title, article.markdown) == ("Tin vui", "Nội dung mối.")


def test_a_format_without_a_reader_is_refused(tmp_path):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, b"x", format_name="rtf")
    assert refused.value.code == "document-format-not-taken"
