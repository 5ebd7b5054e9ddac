"""Times of the week at which a programme is on the air, and how people write them: “T2-T6 05:30 30 phút”."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hub.errors import InvalidError

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

DAY_MIN = 24 * 60
_WEEK_MIN = 7 * DAY_MIN
_MAX_NOTE = 200

#: As people write the days of the week, Monday first.
SHORT_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LINE = re.compile(
    r"(?P<days>[\w,\-–]+)\s+(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})\s+(?P<lasts>\d{1,4})\s*(?:(?:phút|p|')(?!\w))?\s*(?P<note>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, order=True)
class Airtime:
    """Once a week; what begins late may end on the next day."""

    #: Monday is 0.
    weekday: int
    #: Minutes after midnight in Asia/Ho_Chi_Minh.
    starts_min: int
    lasts_min: int
    note: str = ""

    @property
    def hours(self) -> str:
        """05:30–06:00."""
        return f"{_clock(self.starts_min)}–{_clock(self.starts_min + self.lasts_min)}"


def checked(times: Iterable[Airtime]) -> tuple[Airtime, ...]:
    """The times in their order. Raises InvalidError where one cannot be, or two overlap."""
    ordered = sorted(times)
    for one in ordered:
        if not (0 <= one.weekday < len(WEEKDAYS) and 0 <= one.starts_min < DAY_MIN and 0 < one.lasts_min <= DAY_MIN):
            raise InvalidError("airtime-wrong", what=f"{_clock(one.starts_min)} + {one.lasts_min} phút")
        if len(one.note) > _MAX_NOTE:
            raise InvalidError("airtime-note-long", chars=len(one.note), most=_MAX_NOTE)
    for one, after in pairwise([*ordered, *ordered[:1]]):
        # The last one of the week is followed by the first one, a week later.
        gap = (_of_week(after) - _of_week(one)) % _WEEK_MIN or (_WEEK_MIN if after is one else 0)
        if one.lasts_min > gap:
            raise InvalidError("airtimes-overlap", first=_said(one), second=_said(after))
    return tuple(ordered)


def read(text: str) -> tuple[Airtime, ...]:
    """Times of lines such as “T2-T6 05:30 30 phút Phát lại trên FM”. Raises InvalidError.

    >>> [one.hours for one in read("T7,CN 23h30 45 phút")]
    ['23:30–00:15', '23:30–00:15']
    """
    times = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        days = _days(found["days"]) if found else ()
        if not found or not days or int(found["hour"]) * 60 + int(found["minute"]) >= DAY_MIN:
            raise InvalidError("airtime-line", line=line)
        starts = int(found["hour"]) * 60 + int(found["minute"])
        lasts, note = int(found["lasts"]), found["note"].strip()
        times += [Airtime(weekday=day, starts_min=starts, lasts_min=lasts, note=note) for day in days]
    return checked(times)


def lines(times: Iterable[Airtime]) -> list[str]:
    """What `read` reads: one line for all days that have the same."""
    return [
        f"{_short(days)} {_clock(one.starts_min)} {one.lasts_min} phút {one.note}".strip()
        for days, one in _by_days(times)
    ]


def told(times: Iterable[Airtime]) -> list[str]:
    """The same for readers: “Thứ hai đến thứ sáu, 05:30–06:00 (FM)”."""
    return [f"{_long(days)}, {one.hours}{f' ({one.note})' if one.note else ''}" for days, one in _by_days(times)]


def _by_days(times: Iterable[Airtime]) -> list[tuple[list[int], Airtime]]:
    groups: dict[tuple[int, int, str], list[Airtime]] = {}
    for one in sorted(times):
        groups.setdefault((one.starts_min, one.lasts_min, one.note), []).append(one)
    return [([one.weekday for one in group], group[0]) for _, group in sorted(groups.items())]


def _short(days: Sequence[int]) -> str:
    if len(days) > 2 and _are_in_a_row(days):  # noqa: PLR2004  two days are named
        return f"{SHORT_DAYS[days[0]]}-{SHORT_DAYS[days[-1]]}"
    return ",".join(SHORT_DAYS[day] for day in days)


def _long(days: Sequence[int]) -> str:
    if len(days) == len(WEEKDAYS):
        return "Hằng ngày"
    names = [WEEKDAYS[day].lower() for day in days]
    in_a_row = len(days) > 2 and _are_in_a_row(days)  # noqa: PLR2004
    return (f"{names[0]} đến {names[-1]}" if in_a_row else ", ".join(names)).capitalize()


def _are_in_a_row(days: Sequence[int]) -> bool:
    return days[-1] - days[0] == len(days) - 1


def _days(text: str) -> Sequence[int]:
    """Days of “T2”, “T2-T6” or “T3,T5,CN”; none where it is something else."""
    found: list[int] = []
    for part in text.upper().replace("–", "-").split(","):
        first, _, last = part.partition("-")
        if first not in SHORT_DAYS or (last or first) not in SHORT_DAYS:
            return ()
        between = range(SHORT_DAYS.index(first), SHORT_DAYS.index(last or first) + 1)
        if not between:
            return ()
        found += between
    return found


def _of_week(one: Airtime) -> int:
    return one.weekday * DAY_MIN + one.starts_min


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % DAY_MIN, 60)
    return f"{hours:02}:{rest:02}"


def _said(one: Airtime) -> str:
    return f"{SHORT_DAYS[one.weekday]} {one.hours}"
