"""Entries of followed feeds: as an arrival keeps them, and which arrival an entry is."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from feeds.markup import plain_text
from feeds.reading.entry import ReadEntry
from feeds.reading.identity import same_story
from feeds.reading.link import normalised_link
from feeds.reading.media import ReadMedia
from hub.models import Arrival
from hub.services import arrivals

#: Characters of one entry's text that a row keeps; a longer one is read on its page.
MOST_CHARACTERS = 500_000

_LISTS = ("authors", "categories")
_MOMENTS = ("published", "updated")
#: Roles of files that belong to what an entry says; pictures move from server to server.
_SAID = frozenset({"enclosure", "transcript", "chapters"})
#: Entries that are looked for with one query: each has eight spellings of its address.
_AT_ONCE = 200


def kept(entry: ReadEntry) -> dict[str, Any]:
    """As a row keeps it."""
    told = asdict(entry)
    for name in _MOMENTS:
        told[name] = told[name].isoformat() if told[name] else None
    for name in ("content_html", "summary_html"):
        told[name] = told[name] if len(told[name]) <= MOST_CHARACTERS else ""
    return {name: value for name, value in told.items() if value}


def of(told: Mapping[str, Any]) -> ReadEntry:
    """From what a row kept."""
    return ReadEntry(
        **{
            **told,
            **{name: tuple(told.get(name, ())) for name in _LISTS},
            **{name: datetime.fromisoformat(told[name]) for name in _MOMENTS if told.get(name)},
            "media": tuple(ReadMedia(**file) for file in told.get("media", ())),
        }
    )


def without_text(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is still needed of an entry that was taken: by what it is known again."""
    return {name: value for name, value in told.items() if name not in {"content_html", "summary_html"}}


def version_of(entry: ReadEntry) -> str:
    """Changes with what an entry says; other markup, and other parameters of its files, change nothing."""
    files = sorted({_file(file) for file in entry.media if file.role in _SAID})
    told = "\n".join((entry.title, plain_text(entry.summary_html), plain_text(entry.content_html), *files))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def enclosures(entry: ReadEntry) -> list[ReadMedia]:
    return [file for file in entry.media if file.role == "enclosure"]


def pictures(entry: ReadEntry) -> list[ReadMedia]:
    """Those of the story before those of lists, the widest first where that is told."""
    found = [file for file in entry.media if file.role in {"picture", "thumbnail"}]
    return sorted(found, key=lambda file: (file.role == "thumbnail", -(file.width or 0)))


def held(session: Session, source_id: str, entries: Mapping[str, ReadEntry]) -> dict[str, Arrival]:
    """Those of `entries` (by identity) that came from this source before, also under another GUID.

    What stands in the document under its own key is never taken for another entry of the same document.
    """
    keys = list(entries)
    found: dict[str, Arrival] = {}
    for some in _pieces(keys):
        found |= arrivals.known(session, source_id, some)
    strangers = [key for key in keys if key not in found]
    for some in _pieces(strangers):
        for arrival in _alike(session, source_id, [entries[key] for key in some]):
            key = (
                None if arrival.key in entries else _match(arrival, entries, [key for key in some if key not in found])
            )
            if key is not None:
                arrival.key = key
                found[key] = arrival
    return found


def _match(arrival: Arrival, entries: Mapping[str, ReadEntry], keys: Sequence[str]) -> str | None:
    if "entry" not in arrival.facts:
        return None
    known = of(arrival.facts["entry"])
    return next((key for key in keys if _is_same(known, entries[key])), None)


def _is_same(known: ReadEntry, entry: ReadEntry) -> bool:
    before, after = ({_file(file) for file in enclosures(one)} for one in (known, entry))
    # Every episode of some podcasts links to the page of the show.
    return same_story(known, entry) and not (before and after and not before & after)


def _alike(session: Session, source_id: str, entries: Sequence[ReadEntry]) -> Sequence[Arrival]:
    addresses = {spelt for entry in entries for spelt in _spellings(entry.url)}
    titles = {entry.title for entry in entries if entry.title}
    alike = or_(Arrival.address.in_(addresses), Arrival.name.in_(titles))
    rows = select(Arrival).where(Arrival.source_id == source_id, alike).order_by(Arrival.id.desc())
    return session.scalars(rows).all()


def _spellings(url: str) -> Iterator[str]:
    """How an address of one page may have been written before."""
    link = normalised_link(url)
    _, _, rest = link.partition("://")
    if rest:
        rest = rest.removeprefix("www.").rstrip("/")
        yield from (
            f"{scheme}://{host}{rest}{end}"
            for scheme in ("http", "https")
            for host in ("", "www.")
            for end in ("", "/")
        )


def _file(file: ReadMedia) -> str:
    """Names a file without what signs or counts its download."""
    return urlsplit(normalised_link(file.url))._replace(query="").geturl()


def _pieces(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
