"""Moments are read as they are told."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.date import rfc822, rfc3339
from feeds.moment import moment, moment_is_naive
from tests.unit.feeds.strategies import anything, moments

EIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 23 Nov 2026 08:00:00 +0700",
        "Mon, 23 Nov 2026 08:00:00 +07:00",
        "Mon, 23 Nov 2026 08:00:00 +07",
        "Mon, 23 Nov 2026 08:00:00 GMT+7",
        "Mon, 23 Nov 2026 08:00:00 UTC+07:00",
        "Mon, 23 Nov 2026 08:00:00 ICT",
        "Mon, 23 Nov 26 01:00:00 GMT",
        "23 November 2026 08:00",
        "Mon Nov 23 08:00:00 2026",
        "Nov 23, 2026 8:00 AM",
        "2026-11-23T08:00:00+07:00",
        "2026-11-23T01:00:00.123Z",
        "2026-11-23 08:00",
        "20261123T080000+0700",
        "20261123T010000Z",
        "Thứ Hai, 23/11/2026, 08:00 (GMT+7)",
        "23/11/2026 08:00:00",
        "08:00 23/11/2026",
        "8h00 23-11-2026",
        "23/11/2026 8:00:00 SA",
        "11/23/2026 8:00:00 AM",
        "08:00, 23 tháng 11 năm 2026",
        "23 thg 11, 2026 08:00",
        "Sun, 22 Nov 2026 20:00:00 EST",
        "2026-11-22T20:00:00\u22125:00",
    ],
)
def test_eight_in_the_morning_in_viet_nam_is_known_in_every_notation(text):
    assert moment(text) == EIGHT


@pytest.mark.parametrize(
    "text",
    ["", "hôm qua", "31/02/2026", "2026-11-23T25:00", "0001-01-01T00:00:00", "99999", "Mon, 23 Nov 2026 08:00 +99"],
)
def test_what_is_no_moment_is_none(text):
    assert moment(text) is None


def test_a_day_without_time_is_its_midnight_and_day_comes_before_month():
    assert moment("04/03/2026", UTC) == datetime(2026, 3, 4, tzinfo=UTC)
    assert moment("04/03/2026 9:15:00 PM", UTC) == datetime(2026, 4, 3, 21, 15, tzinfo=UTC)
    assert moment("04/03/2026 9:15 CH", UTC) == datetime(2026, 3, 4, 21, 15, tzinfo=UTC)


def test_a_moment_without_zone_is_naive():
    assert moment_is_naive("2026-11-23 08:00")
    assert not moment_is_naive("2026-11-23T08:00Z")


@given(moments, st.integers(-12 * 60, 14 * 60))
def test_what_the_house_writes_it_reads(told, offset_minutes):
    exact = told.astimezone(UTC).replace(microsecond=0)
    assert moment(rfc822(exact)) == exact
    assert moment(rfc3339(exact)) == exact
    abroad = exact.astimezone(timezone(timedelta(minutes=offset_minutes)))
    assert moment(abroad.isoformat()) == exact


@given(anything | st.text("0123456789-/:. TZ+GMTNov", max_size=40))
def test_any_text_is_a_moment_or_none(text):
    found = moment(text)
    assert found is None or found.utcoffset() == timedelta(0)
