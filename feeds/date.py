"""Moments in the notations of the formats. Neither the locale nor the time zone of the machine has a say."""

from datetime import UTC, datetime
from email.utils import format_datetime

from feeds.errors import FeedError

FIRST_YEAR = 1900
LAST_YEAR = 9998


def utc(field: str, moment: datetime) -> datetime:
    """Bring a moment to UTC and whole seconds, which is all that RFC 822 dates can tell.

    Raises:
        FeedError: `naive-date`, it has no time zone; `bad-date`, its year is not between `FIRST_YEAR` and `LAST_YEAR`.
    """
    if moment.utcoffset() is None:
        raise FeedError("naive-date", field=field)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise FeedError("bad-date", field=field, year=moment.year, first=FIRST_YEAR, last=LAST_YEAR)
    return moment.astimezone(UTC).replace(microsecond=0)


def rfc822(moment: datetime) -> str:
    """Write a UTC moment as RSS wants it: RFC 822 with the four-digit year of RFC 1123, in GMT."""
    return format_datetime(moment, usegmt=True)


def rfc3339(moment: datetime) -> str:
    """Write a UTC moment as Atom, JSON Feed and sitemaps want it (RFC 3339)."""
    return moment.isoformat().replace("+00:00", "Z")
