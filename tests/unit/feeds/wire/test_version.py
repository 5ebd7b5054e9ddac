"""The newest word of an agency counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.wire.item import WITHOUT_END, WireItem
from feeds.wire.version import publishable, standing, supersedes

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
HELD = WireItem(guid="a", version=2, title="A", updated=NOON)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"version": 3}, "newer"),
        ({"version": 2}, "same"),
        ({"version": 2, "title": "B", "updated": NOON + timedelta(1)}, "same"),
        ({"version": 1, "updated": NOON + timedelta(1)}, "stale"),
        ({"version": 10}, "newer"),
        ({"version": 0, "updated": NOON + timedelta(1)}, "newer"),
        ({"version": 0, "updated": NOON - timedelta(1)}, "stale"),
        ({"version": 0}, "same"),
        ({"version": 0, "updated": None, "title": "B"}, "newer"),
        ({"version": 0, "updated": None}, "same"),
        ({"state": "cancelled"}, "newer"),
        ({"state": "withheld"}, "same"),
        ({"state": "cancelled", "version": 1}, "stale"),
    ],
)
def test_the_higher_version_counts_and_a_kill_is_never_lost(change, found):
    new = replace(HELD, **change)
    assert standing(new, HELD) == found
    assert supersedes(new, HELD) is (found == "newer")


def test_a_cancelled_item_is_not_brought_back_by_a_repetition():
    assert standing(HELD, replace(HELD, state="cancelled")) == "same"


def test_items_of_different_guids_are_no_versions_of_each_other():
    assert not supersedes(replace(HELD, guid="b", version=9), HELD)
    with pytest.raises(ValueError, match="no versions"):
        standing(replace(HELD, guid="b"), HELD)


@given(st.integers(1, 9), st.integers(1, 9))
def test_of_two_versions_at_most_one_supersedes_the_other(first, second):
    one, other = replace(HELD, version=first), replace(HELD, version=second)
    assert supersedes(one, other) is (first > second)


def test_an_item_may_be_published_when_it_is_usable_and_its_embargo_is_over():
    assert publishable(HELD, NOON)
    assert publishable(replace(HELD, embargo_until=NOON), NOON)
    assert not publishable(replace(HELD, embargo_until=NOON + timedelta(seconds=1)), NOON)
    assert not publishable(replace(HELD, embargo_until=WITHOUT_END), NOON)
    assert not publishable(replace(HELD, state="withheld"), NOON)
    assert not publishable(replace(HELD, state="cancelled"), NOON)
