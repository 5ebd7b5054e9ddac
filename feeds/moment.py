"""Moments as other people write them: RFC 822, ISO 8601, the Vietnamese press, Windows servers."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from feeds.date import FIRST_YEAR, LAST_YEAR
from feeds.text import one_line

#: Việt Nam has had one offset, without summer time, since 1975.
VIET_NAM = timezone(timedelta(hours=7))

_MOST_CHARACTERS = 120
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<name>" + "|".join(_MONTHS) + r")[a-z]*\.?"

#: Basic ISO 8601, which NITF prefers (20261122T063000+0700), becomes the extended form.
_BASIC = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?(?![\d-])")
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?=\D|$)",
        r"\b(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})\b",
        rf"\b(?P<day>\d{{1,2}})[ -]+{_MONTH}[ ,-]+(?P<year>\d{{4}}|\d{{2}})\b",
        rf"\b{_MONTH} +(?P<day>\d{{1,2}}),? +(?P<year>\d{{4}})\b",
        rf"\b{_MONTH} +(?P<day>\d{{1,2}}) +(?=\d{{1,2}}:).*?\b(?P<year>\d{{4}})\b",
        r"\b(?P<day>\d{1,2}) +(?:tháng|thg) +(?P<month>\d{1,2}),? +(?:năm +)?(?P<year>\d{4})\b",
    )
)
_TIME = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:[.,]\d+)?(?: *(?P<half>AM|PM|SA|CH)\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+\u2212-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)")
_ZONE_NAME = re.compile(r"\b([A-Z]{1,4})\b")
#: RFC 822 section 5.1, and the name that Indochina Time goes by.
_ZONES_H = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "ICT": 7}
_ZONES_H |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def moment(text: str, naive_zone: tzinfo = VIET_NAM) -> datetime | None:
    """Read a moment as it is told, be it long past or in the future.

    Args:
        text: RFC 822 and 2822, ISO 8601 and RFC 3339, asctime, `23/11/2026 08:00 (GMT+7)`, `11/23/2026 9:15:00 AM`,
            `23 tháng 11 2026`. Offsets as `+0700`, `+07:00`, `+07`, `GMT+7`, `UTC+07:00`, `Z` or the zones of RFC 822.
            Day before month, unless that cannot be or AM and PM show an American clock.
        naive_zone: Where a moment without a zone, or with one of an unknown name, is meant.

    Returns:
        UTC and whole seconds; midnight in its zone when only a day is told; None when this is no moment or its year
        is not between `FIRST_YEAR` and `LAST_YEAR`. Never the present moment in place of one that is missing.
    """
    line = _BASIC.sub(_extended, one_line(text[: 2 * _MOST_CHARACTERS])[:_MOST_CHARACTERS])
    date = next((found for pattern in _DATES if (found := pattern.search(line))), None)
    if date is None:
        return None
    time = _TIME.search(line)
    # Digits of the date must not be taken for an offset.
    spans = [date.span(group) for group in date.groupdict()] + ([time.span()] if time else [])
    rest = line
    for start, end in spans:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    try:
        local = datetime(*_day(date, time), *_clock(time), tzinfo=_zone(rest, naive_zone))
        return local.astimezone(UTC) if FIRST_YEAR <= local.year <= LAST_YEAR else None
    except (ValueError, OverflowError):  # 31/02, 25:00, an offset of 99 hours
        return None


def moment_is_naive(text: str) -> bool:
    """Say whether a moment is told without a zone, so that another reading of it may be the right one."""
    return moment(text, UTC) != moment(text, VIET_NAM)


def _extended(basic: re.Match[str]) -> str:
    year, month, day, hour, minute, second = basic.groups()
    clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _day(date: re.Match[str], time: re.Match[str] | None) -> tuple[int, int, int]:
    told = date.groupdict()
    year, day = int(told["year"]), int(told["day"])
    if len(told["year"]) == 2:  # noqa: PLR2004  RFC 2822 section 4.3
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    name = told.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(told["month"])
    american = time is not None and (time["half"] or "").upper() in {"AM", "PM"}
    day_first = name is None and date.start("day") < date.start("year") and date.start("day") < date.start("month")
    if day_first and (month > 12 or (american and day <= 12)) and day <= 12:  # noqa: PLR2004
        day, month = month, day
    return year, month, day


def _clock(time: re.Match[str] | None) -> tuple[int, int, int]:
    if time is None:
        return 0, 0, 0
    hour, half = int(time["hour"]), (time["half"] or "").upper()
    if half in {"PM", "CH"} and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half in {"AM", "SA"} and hour == 12:  # noqa: PLR2004
        hour = 0
    return hour, int(time["minute"]), min(int(time["second"] or 0), 59)  # a leap second is the last one of its minute


def _zone(rest: str, naive_zone: tzinfo) -> tzinfo:
    offset = _OFFSET.search(rest)
    if offset:
        span = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(span if offset["sign"] == "+" else -span)
    for name in _ZONE_NAME.findall(rest):
        if name in _ZONES_H:
            return timezone(timedelta(hours=_ZONES_H[name]))
    return naive_zone
