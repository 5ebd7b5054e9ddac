"""Single values that the formats of agencies write each in its own way."""

import re
from datetime import UTC, datetime, tzinfo

from feeds.errors import FeedError
from feeds.language import language_tag
from feeds.moment import moment, moment_is_naive
from feeds.text import distinct_lines, one_line
from feeds.wire.beside import is_address
from feeds.wire.errors import WireError
from feeds.wire.item import State

#: NewsCodes pubstatusg2 and the management-status of NITF. An embargo alone withholds nothing once it is over.
_STATES: dict[str, State] = {
    "": "usable",
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "killed": "cancelled",
}
_WHITE_SPACE = re.compile(r"\s+")
_FIRST_NUMBER = re.compile(r"[0-9]{1,15}")
_CLOCK = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:[:;]\d+)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_HIGHEST_URGENCY, _LOWEST_URGENCY = 1, 9


def code_tail(code: str) -> str:
    """Cut a code to its own name: `stat:usable` and `http://cv.iptc.org/newscodes/pubstatusg2/usable` to `usable`."""
    return re.split(r"[:/#]", code.strip().rstrip("/"))[-1].lower()


def state_of(told: str) -> State:
    """Read a publishing status; usable when it is not told, withheld when it is not known."""
    return _STATES.get(code_tail(told), "withheld")


def place_of(told: str) -> str:
    """Read where a file is: an address loses the white space of broken lines, a name keeps that of its words."""
    place = one_line(told)
    return _WHITE_SPACE.sub("", place) if is_address(place) else place


def credit_of(*told: str) -> str:
    """Name who took a picture and whom to name as its source, each once."""
    return " / ".join(distinct_lines(told))


def version_of(told: object) -> int:
    """Read a version (`2`, `v2`, `2.0`); 0 when it is not told."""
    number = _FIRST_NUMBER.search(str(told)) if isinstance(told, str | int | float) else None
    return int(number.group()) if number else 0


def urgency_of(told: object) -> int | None:
    """Read an urgency from 1 to 9; None when it is none of these."""
    value = version_of(told)
    return value if _HIGHEST_URGENCY <= value <= _LOWEST_URGENCY else None


def count_of(told: object) -> int | None:
    """Read a positive number of bytes or pixels (`1500`, `1500.0`, `"480px"`); None when it is none."""
    return version_of(told) or None


def duration_of(told: object, unit: str = "") -> float | None:
    """Read a duration in seconds.

    Args:
        told: A number, or a clock such as `00:01:09` with or without frames.
        unit: As NewsML-G2 tells it (NewsCodes timeunit); seconds when it is not told.

    Returns:
        Seconds; None when it is not told or counted in frames or other units.
    """
    text = str(told).strip() if isinstance(told, str | int | float) else ""
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction = clock.groups(default="0")
        parts = (int(hours), int(minutes), int(seconds)) if clock[3] else (0, int(hours), int(minutes))
        return parts[0] * 3600 + parts[1] * 60 + parts[2] + float(f"0.{fraction}") or None
    scale = {"": 1.0, "seconds": 1.0, "milliseconds": 0.001, "minutes": 60.0, "hours": 3600.0}.get(code_tail(unit))
    if scale is None or not _PLAIN_NUMBER.fullmatch(text):
        return None
    return float(text) * scale or None


def language_or_none(told: object) -> str:
    """Take a BCP 47 tag (`vi_VN` as `vi-VN`); empty when it has not the shape of one."""
    try:
        return language_tag(told.strip().replace("_", "-")) if isinstance(told, str) else ""
    except FeedError:
        return ""


def embargo_of(told: str, guid: str, naive_zone: tzinfo) -> datetime:
    """Read the end of an embargo.

    Without a zone it is the later one of its readings in `naive_zone` and UTC: an hour late is no harm, an hour early
    breaks the embargo.

    Raises:
        WireError: `wire-embargo-unreadable`; an embargo that is not understood must not be taken for none.
    """
    end = moment(told, naive_zone)
    if end is None:
        raise WireError("wire-embargo-unreadable", told=told, guid=guid)
    other = moment(told, UTC) if moment_is_naive(told) else None
    return max(end, other) if other else end
