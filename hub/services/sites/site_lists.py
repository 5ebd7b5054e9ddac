"""Lists of a site: a playlist, a channel, a page with several videos. Each entry is one arrival of its own."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session
from yt_dlp.utils import unsmuggle_url  # type: ignore[import-untyped]

from hub.extensions.egress import SCHEMES
from hub.models import Arrival
from hub.services import arrivals, work
from hub.services.arrivals import Road
from hub.services.sites.imported import GENERIC, told_of
from transcode.documents.article import one_line

#: What has not been broadcast to its end.
_UNFINISHED = frozenset({"is_live", "is_upcoming", "post_live"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a list.

    Attributes:
        key: The same each time the list is read.
        address: Its own page, or that of the list.
        name: What the list calls it; its address where it does not.
        number: Its place in the list, from 1, where it has no page of its own; None otherwise.
        told: What the list says of it.
    """

    key: str
    address: str
    name: str
    number: int | None
    told: Mapping[str, Any]


def is_list(info: Mapping[str, Any]) -> bool:
    return "entries" in info


def is_unfinished(info: Mapping[str, Any]) -> bool:
    """Whether it is broadcast just now, or will be."""
    return info.get("live_status") in _UNFINISHED or bool(info.get("is_live"))


def entries(info: Mapping[str, Any], page: str) -> Iterator[Entry]:
    """The entries of a list that stands at `page`, in its order, each once; broadcasts that have not ended are none."""
    seen = set()
    for number, row in enumerate(info["entries"], 1):
        if is_unfinished(row):
            continue
        entry = _entry(row, page, number)
        if entry is not None and entry.key not in seen:
            seen.add(entry.key)
            yield entry


def nested(info: Mapping[str, Any]) -> Sequence[str]:
    """Addresses of the lists that a list is made of, as a channel is of its tabs; empty for an ordinary one."""
    reader = info.get("extractor_key")
    rows = [row for row in info["entries"] if row.get("_type") in {"url", "url_transparent"}]
    if not reader or reader in GENERIC or not rows or any(row.get("ie_key") != reader for row in rows):
        return ()
    return [str(row["url"]) for row in rows]


def expect(session: Session, parent: Road, entry: Entry, *, programme_id: str, wishes: Mapping[str, Any]) -> Arrival:
    """Note an entry, and promise to fetch it."""
    road = replace(parent, key=entry.key, address=entry.address, facts={**parent.facts, "told": dict(entry.told)})
    if entry.number is not None:
        road = replace(road, facts={**road.facts, "number": entry.number})
    arrival = arrivals.expect(session, road, programme_id=programme_id, name=entry.name, wishes=wishes)
    work.promise(session, "fetch", arrival.id)
    return arrival


def _entry(row: Mapping[str, Any], page: str, number: int) -> Entry | None:
    """One row of yt-dlp's; None where it leads nowhere that may be opened."""
    reader = str(row.get("ie_key") or row.get("extractor_key") or "generic")
    if row.get("_type") in {"url", "url_transparent"}:
        address, told = unsmuggle_url(str(row.get("url") or ""), {})
        if urlsplit(address).scheme not in SCHEMES:
            return None
        identity = str(row.get("id") or told.get("force_videoid") or address)
        return Entry(
            key=_key(reader, identity),
            address=address,
            name=one_line(str(row.get("title") or "")) or address,
            number=None,
            told=told_of(row),
        )
    # The page itself holds it: its file is what tells it from the others there.
    identity = str(row.get("url") or next((one.get("url") for one in row.get("formats") or ()), row.get("id")))
    name = one_line(str(row.get("title") or "")) or page
    return Entry(key=_key(reader, identity), address=page, name=name, number=number, told={})


def _key(reader: str, identity: str) -> str:
    return f"{reader.lower()}:{identity}" if len(identity) <= _LONGEST else f"{reader.lower()}:{_digest(identity)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


_LONGEST = 500
