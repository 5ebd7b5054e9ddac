"""Rules that hold in every format."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from feeds.inspection.errors import Fault, fault
from feeds.links import relative_links

_SAFE_SCHEMES = frozenset({"http", "https"})


def not_absolute(place: str, url: str) -> Iterator[Fault]:
    """Yield a fault unless the address is absolute, http or https."""
    if not _is_absolute(url):
        yield fault("feed-bad-address", place=place, url=url)


# One publication writes dozens of feeds that name the same addresses.
@lru_cache(maxsize=4096)
def _is_absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _SAFE_SCHEMES and bool(parts.hostname) and url.isascii() and " " not in url
    except ValueError:
        return False


def bad_length(place: str, length: str) -> Iterator[Fault]:
    """Yield a fault unless the length is a whole number of bytes above zero."""
    if not (length.isascii() and length.isdecimal() and length.strip("0")):
        yield fault("feed-bad-length", place=place, length=length)


def bad_media_type(place: str, media_type: str) -> Iterator[Fault]:
    """Yield a fault unless it looks like a media type."""
    main, slash, sub = media_type.partition("/")
    if not (main and slash and sub) or " " in main:
        yield fault("feed-bad-media-type", place=place, media_type=media_type)


def bad_html(place: str, content_html: str) -> Iterator[Fault]:
    """Yield a fault for what does not work, or must not run, inside a feed reader."""
    for url in relative_links(content_html):
        yield fault("feed-relative-address", place=place, url=url)
    if "<script" in content_html.lower():
        yield fault("feed-script", place=place)


def repeated(ids: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each id that was there before."""
    seen: set[str] = set()
    for number, name in enumerate(ids, start=1):
        if name in seen:
            yield fault("feed-repeated-id", number=number, id=name)
        seen.add(name)


def not_newest_first(moments: Sequence[datetime | None]) -> Iterator[Fault]:
    """Yield a fault for each entry that is newer than the one before it."""
    known = [moment for moment in moments if moment]
    for number, (before, moment) in enumerate(pairwise(known), start=2):
        if moment > before:
            yield fault("feed-not-newest-first", number=number)


def rfc822_date(text: str) -> datetime | None:
    """Read a date of RSS; None when it is none, or has no time zone."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def rfc3339_date(text: str) -> datetime | None:
    """Read a date of Atom or JSON Feed; None when it is none, or has no time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and "T" in text else None
