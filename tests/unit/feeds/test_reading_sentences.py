"""The errors of both readers speak both languages, and their examples are true."""

import doctest
import re
import string
import unicodedata
from pathlib import Path

import pytest

import feeds.errors
import feeds.reading
import feeds.wire
from feeds.reading import errors as reading_errors
from feeds.wire import errors as wire_errors


@pytest.mark.parametrize(
    ("package", "sentences"),
    [(feeds.reading, reading_errors.SENTENCES), (feeds.wire, wire_errors.SENTENCES)],
)
def test_every_code_that_is_raised_has_a_sentence_in_both_languages_and_every_sentence_is_used(package, sentences):
    sources = "".join(path.read_text("utf-8") for path in Path(package.__file__).parent.glob("*.py"))
    raised = re.findall(r'(?:FeedReadError|WireError|super\(\).__init__)\(\s*"([a-z-]+)"', sources)
    assert set(raised) == set(sentences)
    for vietnamese, english in sentences.values():
        assert _facts(vietnamese) == _facts(english)
        assert unicodedata.is_normalized("NFC", vietnamese)


def test_codes_are_unique_in_the_package():
    codes = [*feeds.errors.SENTENCES, *reading_errors.SENTENCES, *wire_errors.SENTENCES]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("module", [feeds.reading, feeds.wire])
def test_the_examples_in_the_documentation_are_true(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def _facts(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
