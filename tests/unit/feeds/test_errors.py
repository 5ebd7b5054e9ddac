import re
import string
import unicodedata
from pathlib import Path

import feeds
import feeds.inspection.errors
from feeds.errors import SENTENCES, FeedError
from feeds.inspection.errors import fault

SOURCES = "".join(path.read_text("utf-8") for path in Path(feeds.__file__).parent.rglob("*.py"))


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_used():
    assert set(re.findall(r'FeedError\(\s*"([a-z-]+)"', SOURCES)) == set(SENTENCES)


def test_every_fault_that_is_found_has_sentences_and_every_one_of_these_is_used():
    assert set(re.findall(r'\bfault\(\s*"([a-z0-9-]+)"', SOURCES)) == set(feeds.inspection.errors.SENTENCES)


def test_a_fault_is_told_in_both_languages():
    found = fault("feed-bad-length", place="entry 1", length="{x}")
    assert found.sentence("vi") == "entry 1: độ dài “{x}” không phải số byte lớn hơn không."
    assert found.sentence("en") == str(found) == "entry 1: the length “{x}” is not a number of bytes above zero."


def test_both_languages_are_filled_with_the_same_facts_and_are_nfc():
    for vietnamese, english in (*SENTENCES.values(), *feeds.inspection.errors.SENTENCES.values()):
        assert _facts(vietnamese) == _facts(english)
        assert unicodedata.is_normalized("NFC", vietnamese)


def test_an_error_tells_its_code_its_facts_and_an_english_sentence():
    error = FeedError("duplicate-id", id="{01A}")
    assert (error.code, error.facts, error.permanent) == ("duplicate-id", {"id": "{01A}"}, True)
    assert str(error) == "The id “{01A}” is in the feed twice. Each entry may be in it once."
    assert isinstance(error, ValueError)


def _facts(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
