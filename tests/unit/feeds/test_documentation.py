import doctest

import pytest

import feeds
import feeds.text


@pytest.mark.parametrize("module", [feeds, feeds.text])
def test_the_examples_in_the_documentation_are_true(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
