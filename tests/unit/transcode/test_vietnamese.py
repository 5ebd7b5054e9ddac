import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.text import decode
from transcode.metadata.mending import mend
from transcode.metadata.wording import line
from transcode.streams import read_probe
from transcode.vietnamese import LETTERS, composed

letters = st.text(st.sampled_from(sorted(LETTERS) + list("abcdexyz ,.\n")))


@given(letters)
def test_vietnamese_in_nfc_is_unchanged(text):
    assert composed(text) == text


@given(st.text())
def test_any_text_comes_out_in_nfc_and_only_once(text):
    made = composed(text)
    assert unicodedata.is_normalized("NFC", made)
    assert composed(made) == made


@given(st.lists(st.tuples(st.sampled_from(sorted(LETTERS)), st.booleans(), st.booleans())))
def test_the_marks_of_a_letter_in_any_order_give_the_same_letter(typed):
    text = ""
    for letter, turned, whole in typed:
        base, *marks = unicodedata.normalize("NFD", letter)
        marks = marks[::-1] if turned else marks
        text += unicodedata.normalize("NFC", base + marks[0]) + "".join(marks[1:]) if whole and marks else base
        text += "" if whole and marks else "".join(marks)
    assert composed(text) == "".join(letter for letter, *_ in typed)


@pytest.mark.parametrize("text", ["é\u0302\u0304", "ó\u0306", "é\u0306", "í\u0302", "a\u0301\u0300\u0302"])
def test_marks_that_no_vietnamese_letter_has_stay_as_they_are(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


def test_every_text_that_comes_in_has_whole_letters():
    typed = "the\u0301\u0302 giới"
    report = {"format": {"tags": {"title": typed}}, "streams": []}
    tags = read_probe(report, demuxer="mp3", size_bytes=1).tags
    assert [decode(typed.encode()).text, *mend([typed]), line(typed), tags["title"]] == ["thế giới"] * 4
