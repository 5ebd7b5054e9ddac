import unicodedata

import pytest
from hypothesis import given
from lxml import etree

from feeds.errors import FeedError
from feeds.text import clean, distinct_lines, one_line, required_line
from tests.unit.feeds.strategies import anything


@pytest.mark.parametrize(
    ("decomposed", "composed"),
    [
        ("Mu\u031bo\u031b\u0300ng Te\u0300", "Mường Tè"),
        ("Si\u0300n Ho\u0302\u0300", "Sìn Hồ"),
        ("Lai Cha\u0302u", "Lai Châu"),
        ("Thu lu\u0309m \u0111o\u0300n", "Thu lủm đòn"),
    ],
)
def test_decomposed_vietnamese_is_composed(decomposed, composed):
    assert clean(decomposed) == composed


@pytest.mark.parametrize(
    "bad",
    ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x9f", "\ud800", "\ufffe", "\uffff", "\U0010ffff", "\ufdd0"],
)
def test_a_character_that_xml_has_not_is_dropped(bad):
    assert clean(f"a{bad}b") == "ab"


@pytest.mark.parametrize("good", ["\t", "\n", "é", "ꪀ", "😀", "\ue000", "\ufffd", "\U0001f468\u200d\U0001f33e"])
def test_a_character_that_xml_has_stays(good):
    assert clean(f"a{good}b") == f"a{good}b"


@given(anything)
def test_clean_text_goes_through_xml_unchanged_and_is_nfc(text):
    cleaned = clean(text)
    element = etree.Element("a")
    element.text = cleaned
    assert (etree.fromstring(etree.tostring(element, encoding="UTF-8")).text or "") == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


def test_all_line_ends_become_one_kind():
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_one_line_has_single_spaces_and_none_at_its_ends():
    assert one_line("  Tin\n\t mới\u00a0 nhất ") == "Tin mới nhất"


def test_a_line_of_controls_only_is_missing():
    with pytest.raises(FeedError) as caught:
        required_line("title", "\x00 \u0085\ud800")
    assert (caught.value.code, caught.value.facts) == ("missing-text", {"field": "title"})


def test_distinct_lines_keep_the_first_of_each():
    assert distinct_lines(("Tin", " ", "Te\u0300", "Tin ", "Tè")) == ("Tin", "Tè")
