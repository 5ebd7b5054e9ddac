"""Which entries are the same story, when guids are missing or change."""

import hashlib
import re
from datetime import date

from feeds.moment import VIET_NAM, moment
from feeds.reading.entry import ReadEntry
from feeds.reading.link import normalised_link

_MOST_CHARACTERS = 400
#: A place in the list (1, 2, 3 …) passes to another story with each change of the feed.
_PLACE_IN_LIST = re.compile(r"\D{0,6}\d{1,3}")
#: A date passes to every story of that time; tag: addresses (RFC 4151), which hold one too, are stable.
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+\S{0,6})?|[^:/]*\s\d{1,2}:\d\d.*")
_LETTER_OR_DIGIT = re.compile(r"\w")


def identity(entry: ReadEntry) -> str:
    """Make the key by which an entry is known again when its feed is read anew.

    Returns:
        `guid:…` when the guid looks stable; `link:…` (normalised) when the guid is an address, is missing or looks
        unstable: a mere place in the list, a date, or the title over again; `text:…`, a SHA-256 of title and day (the
        day in Việt Nam) or of the whole entry, when there is no link either. At most 500 characters, the same for the
        same entry, meant within one feed.
    """
    guid = entry.id.strip()
    if address := normalised_link(guid):
        return _short("link", address)
    link = normalised_link(entry.url)
    if guid and (_looks_stable(guid, entry) or not (link or entry.title)):
        return _short("guid", guid)
    if link:
        return _short("link", link)
    day = _day(entry)
    told = f"{_folded(entry.title)}\n{day}" if entry.title else f"{day}\n{entry.content_html}\n{entry.summary_html}"
    told += "" if entry.title else "\n".join(file.url for file in entry.media)
    return f"text:{hashlib.sha256(told.encode()).hexdigest()}"


def same_story(first: ReadEntry, second: ReadEntry) -> bool:
    """Say whether two entries are one story although its guid may have changed.

    They are when their identity is the same, when they link to the same page (whatever its scheme, `www.` and final
    slash), or when they have the same title and were published on the same day in Việt Nam. A link to the front page
    of a site says nothing; and episodes of one title (`Bản tin thời sự`, morning and evening) stay apart when each
    has its own sound or video.
    """
    if identity(first) == identity(second):
        return True
    pages = _page(first.url), _page(second.url)
    if pages[0] and pages[0] == pages[1]:
        return True
    files = _files(first), _files(second)
    if files[0] and files[1] and not files[0] & files[1]:
        return False
    title, day = _folded(first.title), _day(first)
    return bool(title) and day is not None and title == _folded(second.title) and day == _day(second)


def _looks_stable(guid: str, entry: ReadEntry) -> bool:
    return (
        _LETTER_OR_DIGIT.search(guid) is not None
        and _PLACE_IN_LIST.fullmatch(guid) is None
        and not (_DATE.fullmatch(guid) and moment(guid))
        and _folded(guid) != _folded(entry.title)
    )


def _short(kind: str, told: str) -> str:
    if len(told) <= _MOST_CHARACTERS:
        return f"{kind}:{told}"
    return f"{kind}:sha256-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"


def _folded(title: str) -> str:
    return title.strip().casefold()


def _day(entry: ReadEntry) -> date | None:
    return entry.published.astimezone(VIET_NAM).date() if entry.published else None


def _page(url: str) -> str:
    """Name the page of an address; empty for the front page of a site."""
    rest = normalised_link(url).partition("://")[2].removeprefix("www.")
    host, _, path = rest.partition("/")
    path = path.rstrip("/")
    return f"{host}/{path}" if path else ""


def _files(entry: ReadEntry) -> frozenset[str]:
    return frozenset(normalised_link(file.url) for file in entry.media if file.role == "enclosure")
