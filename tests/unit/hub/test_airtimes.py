"""Times of the week as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import InvalidError
from hub.services import airtimes
from hub.services.airtimes import Airtime


def at(weekday: int, hour: int, minute: int, lasts_min: int, note: str = "") -> Airtime:
    return Airtime(weekday=weekday, starts_min=hour * 60 + minute, lasts_min=lasts_min, note=note)


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("T2 05:30 30 phút", [at(0, 5, 30, 30)]),
        ("t2-t4 5h30 30", [at(0, 5, 30, 30), at(1, 5, 30, 30), at(2, 5, 30, 30)]),
        ("T7,CN 19:45 15 phút Phát lại", [at(5, 19, 45, 15, "Phát lại"), at(6, 19, 45, 15, "Phát lại")]),
        ("T3 06g00 20 p FM 94,1", [at(1, 6, 0, 20, "FM 94,1")]),
        ("T3 06:00 20 phim tài liệu", [at(1, 6, 0, 20, "phim tài liệu")]),
    ],
)
def test_a_line_says_days_beginning_minutes_and_a_note(line: str, times: list[Airtime]) -> None:
    assert list(airtimes.read(line)) == times


@pytest.mark.parametrize("line", ["T9 05:30 30", "T2 24:00 30", "T2 05:60x", "CN-T2 05:00 10", "05:30", "T2 05:30"])
def test_a_line_that_is_no_time_is_named_in_the_refusal(line: str) -> None:
    with pytest.raises(InvalidError) as told:
        airtimes.read(f"T2 01:00 10\n{line}")
    assert (told.value.code, told.value.facts["line"]) == ("airtime-line", line)


@pytest.mark.parametrize("line", ["T2 05:30 0", "T2 05:30 1441"])
def test_a_broadcast_lasts_from_a_minute_to_a_day(line: str) -> None:
    with pytest.raises(InvalidError) as told:
        airtimes.read(line)
    assert told.value.code == "airtime-wrong"


@pytest.mark.parametrize(
    "text",
    [
        "T2 05:30 31\nT2 06:00 10",
        "T2 05:30 30\nT2 05:30 10",
        "T2 23:30 60\nT3 00:15 10",
        # The week goes round.
        "CN 23:30 60\nT2 00:15 10",
    ],
)
def test_two_times_of_one_programme_never_overlap_also_past_midnight_and_past_sunday(text: str) -> None:
    with pytest.raises(InvalidError) as told:
        airtimes.read(text)
    assert told.value.code == "airtimes-overlap"


def test_one_may_begin_when_the_one_before_ends() -> None:
    assert len(airtimes.read("T2 05:30 30\nT2 06:00 10\nCN 23:30 30\nT2 00:00 10\nT4 00:00 1440")) == 5


def test_readers_are_told_days_in_a_row_as_such_and_the_end_past_midnight() -> None:
    week = airtimes.read("T2-T6 05:30 30\nT2-CN 23:30 45 FM\nT3,CN 12:00 15\nT7 07:00 60")
    assert airtimes.told(week) == [
        "Thứ hai đến thứ sáu, 05:30–06:00",
        "Thứ bảy, 07:00–08:00",
        "Thứ ba, chủ nhật, 12:00–12:15",
        "Hằng ngày, 23:30–00:15 (FM)",
    ]


@given(
    st.lists(
        st.builds(
            at,
            st.integers(0, 6),
            st.integers(0, 23),
            st.integers(0, 59),
            st.integers(1, 1440),
            st.sampled_from(["", "Phát lại", "FM 94,1 MHz"]),
        ),
        max_size=6,
    )
)
def test_lines_say_a_week_wholly(times: list[Airtime]) -> None:
    try:
        week = airtimes.checked(times)
    except InvalidError:
        return
    assert airtimes.read("\n".join(airtimes.lines(week))) == week
