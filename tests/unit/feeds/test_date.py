from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given

from feeds.date import rfc822, rfc3339, utc
from feeds.errors import FeedError
from tests.unit.feeds.strategies import moments

HANOI = timezone(timedelta(hours=7))


def test_a_moment_in_vietnam_is_told_in_utc():
    moment = utc("published", datetime(2026, 1, 1, 6, 59, 59, 999_999, tzinfo=HANOI))
    assert rfc822(moment) == "Wed, 31 Dec 2025 23:59:59 GMT"
    assert rfc3339(moment) == "2025-12-31T23:59:59Z"


@given(moments)
def test_both_notations_read_back_as_the_same_moment(moment):
    told = utc("published", moment)
    assert parsedate_to_datetime(rfc822(told)) == told
    assert datetime.fromisoformat(rfc3339(told)) == told
    assert timedelta(0) <= moment - told < timedelta(seconds=1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(FeedError) as caught:
        utc("published", datetime(2026, 1, 1))  # noqa: DTZ001  the fault that is meant
    assert caught.value.code == "naive-date"


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_a_year_that_other_programs_cannot_hold_is_refused(year):
    with pytest.raises(FeedError) as caught:
        utc("published", datetime(year, 1, 1, tzinfo=UTC))
    assert (caught.value.code, caught.value.facts["year"]) == ("bad-date", year)
