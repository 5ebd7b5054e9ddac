"""Followed feeds: one look at a feed, and what it has that was not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feeds.reading.entry import ReadEntry
from feeds.reading.errors import FeedReadError
from feeds.reading.feed import ReadFeed
from feeds.reading.identity import identity
from feeds.reading.link import normalised_link
from feeds.reading.reader import MOST_BYTES
from hub.errors import HubError, code_and_facts
from hub.extensions.clock import now
from hub.extensions.fetching import Fetched, Limits, fetch
from hub.models import Arrival, ArrivalState, Source, Way, Work, WorkState
from hub.services import arrivals, work
from hub.services.arrivals import Road
from hub.services.followed import enclosures, feed_answers, feed_entries
from hub.services.followed.feed_wishes import wishes_of
from hub.services.followed.follow_options import FollowOptions
from hub.services.sources import Looked, Visit

#: Entries that one look notes; the rest comes with the next one.
MOST_AT_ONCE = 100

#: Entries of one source that may wait to be fetched, so that an archive does not stand before all other work.
MOST_WAITING = 300

#: Seconds to the next look while there is more, and while enough is waiting.
MORE_S = 10.0
ENOUGH_S = 60.0

#: Pages of an archive at the most, and pages in a row that may bring nothing: an import that was broken off meets
#: those that it had; one that goes on meeting them runs in a circle.
MOST_PAGES = 2000
MOST_KNOWN = 5

_LIMITS = Limits(max_bytes=MOST_BYTES, total_s=120, read_s=30)
_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
#: What the next look should know; everything else in a source's memory is not of feeds.
_REMEMBERED = ("etag", "last_modified", "moved", "followed", "older", "pages", "known", "archived")


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """What one document brought.

    Attributes:
        new: Entries that are to be fetched.
        unknown: Entries that were met for the first time.
        more: Whether some were left for the next look.
    """

    new: int = 0
    unknown: int = 0
    more: bool = False


def look(visit: Visit) -> Looked:
    """Ask a feed whether it has anything new; note each entry as an arrival that is to be fetched.

    Raises:
        FetchError, AddressRefusedError: It did not answer as a feed does.
        FeedReadError: What it sent is no feed.
    """
    options = FollowOptions.of(visit.source.options)
    memory: dict[str, Any] = {name: value for name, value in visit.source.memory.items() if name in _REMEMBERED}
    begun = not options.archive or "older" in memory or bool(memory.get("archived"))
    fetched = _get(visit, visit.source.address, feed_answers.conditions(memory) if begun else {})
    memory["moved"] = fetched.moved_to
    if fetched.status in _BUSY:
        memory["notes"] = {"followed-feed-busy": {"status": int(fetched.status)}}
        return Looked(found=0, memory=memory, again_s=feed_answers.pause_s(fetched, visit.source))
    noted = _Noted()
    if fetched.status != HTTPStatus.NOT_MODIFIED:
        feed = feed_answers.read(fetched)
        noted = _note(visit, feed, options, first=not memory.get("followed"))
        if not noted.more:
            # Only a document that is known to its last entry need not be sent again.
            memory |= {"etag": fetched.headers.get("ETag", ""), "followed": True}
            memory["last_modified"] = fetched.headers.get("Last-Modified", "")
            if options.archive and not begun:
                memory |= {"older": feed_answers.older_page(feed, fetched.url), "pages": 0}
    if options.archive and memory.get("older") and not noted.more and not _room(visit):
        return Looked(found=noted.new, memory=memory, again_s=ENOUGH_S)
    if options.archive and memory.get("older") and not noted.more:
        try:
            return _archive(visit, options, memory, noted)
        except (HubError, FeedReadError) as error:
            # What is new comes in all the same; the page is asked for again with the next look.
            code, facts = code_and_facts(error)
            memory["archive_fault"] = {"code": code, "facts": facts}
    return Looked(found=noted.new, memory=memory, again_s=_soon_s(visit) if noted.more else None)


def _archive(visit: Visit, options: FollowOptions, memory: dict[str, Any], front: _Noted) -> Looked:
    """One page more of what the feed had before; it ends where a page is missing, or names no other."""
    fetched = _get(visit, str(memory["older"]), {})
    if fetched.status in _BUSY:
        return Looked(found=front.new, memory=memory, again_s=feed_answers.pause_s(fetched, visit.source))
    if fetched.status in _MISSING:
        return Looked(found=front.new, memory=_ended(memory))
    feed = feed_answers.read(fetched)
    noted = _note(visit, feed, options, first=False)
    found = front.new + noted.new
    if noted.more:
        return Looked(found=found, memory=memory, again_s=_soon_s(visit))
    older = feed_answers.older_page(feed, str(memory["older"]))
    pages, known = int(memory.get("pages", 0)) + 1, 0 if noted.unknown else int(memory.get("known", 0)) + 1
    if not older or not feed.entries or pages >= MOST_PAGES or known >= MOST_KNOWN:
        return Looked(found=found, memory=_ended(memory))
    return Looked(found=found, memory={**memory, "older": older, "pages": pages, "known": known}, again_s=MORE_S)


def _room(visit: Visit) -> int:
    """How many entries may be noted now."""
    waiting = select(func.count()).where(
        Arrival.source_id == visit.source.id, Arrival.state == ArrivalState.WAITING, Arrival.item_id.is_(None)
    )
    with visit.parts.database.reading() as session:
        return min(MOST_AT_ONCE, max(0, MOST_WAITING - (session.scalar(waiting) or 0)))


def _soon_s(visit: Visit) -> float:
    return MORE_S if _room(visit) else ENOUGH_S


def _ended(memory: Mapping[str, Any]) -> dict[str, Any]:
    return {**memory, "older": "", "archived": True}


def _get(visit: Visit, url: str, headers: Mapping[str, str]) -> Fetched:
    return fetch(visit.parts.egress, url, headers={"Accept": _TYPES, **headers}, limits=_LIMITS)


def _note(visit: Visit, feed: ReadFeed, options: FollowOptions, *, first: bool) -> _Noted:
    """Note what is new, oldest first, and what is known with other content."""
    entries: dict[str, ReadEntry] = {}
    for entry in feed.entries:
        entries.setdefault(identity(entry), entry)
    newest_first = sorted(entries, key=lambda key: _moment(entries[key]), reverse=True)
    beyond = frozenset(newest_first[options.newest :] if first and not options.archive else ())
    room = _room(visit)
    with visit.parts.database.writing() as session:
        work.fence(session, visit.lease)
        source = session.get_one(Source, visit.source.id)
        held = feed_entries.held(session, source.id, entries)
        found = {key: _Found(source=source, feed=feed, entry=entry) for key, entry in entries.items()}
        new = sum(_meet(session, held[key], found[key], options) for key in held)
        strangers = [key for key in newest_first if key not in held]
        for key in reversed(strangers[:room]):
            reason = "older-than-follow" if key in beyond else ""
            if not enclosures.suits(entries[key], source.programme.kind):
                reason = "feed-no-media"
            new += not reason
            _expect(session, found[key], reason)
    return _Noted(new=new, unknown=len(strangers), more=len(strangers) > room)


@dataclass(frozen=True, kw_only=True)
class _Found:
    source: Source
    feed: ReadFeed
    entry: ReadEntry


def _moment(entry: ReadEntry) -> datetime:
    """For the order of a document: what has no date stands where it stood, before all that is dated."""
    return entry.published or entry.updated or datetime.max.replace(tzinfo=UTC)


def _expect(session: Session, found: _Found, reason: str) -> None:
    """Note an entry; one that is left alone for a reason can be taken all the same when a person wishes it."""
    road = Road(
        way=Way.FEED,
        source_id=found.source.id,
        key=identity(found.entry),
        version=feed_entries.version_of(found.entry),
        address=normalised_link(found.entry.url),
        facts={"entry": feed_entries.kept(found.entry)},
    )
    wishes = wishes_of(found.source, found.feed, found.entry)
    arrival = arrivals.expect(
        session, road, programme_id=found.source.programme_id, name=wishes.name, wishes=wishes.kept()
    )
    if reason:
        work.cancel(work.promise(session, "fetch", arrival.id, due_at=now()))
        arrivals.passed_over(arrival, reason)
    else:
        work.promise(session, "fetch", arrival.id)


def _meet(session: Session, arrival: Arrival, found: _Found, options: FollowOptions) -> bool:
    """Look at an entry that is known; True when it is to be taken in only now."""
    version = feed_entries.version_of(found.entry)
    wanted = arrival.state == ArrivalState.SKIPPED and (
        (options.archive and arrival.reason_code == "older-than-follow")
        or (arrival.reason_code == "feed-no-media" and enclosures.suits(found.entry, found.source.programme.kind))
    )
    fetching = _work_of(session, arrival)
    if (arrival.version == version and not wanted) or (fetching is not None and fetching.state == WorkState.LEASED):
        # What is fetched at this moment is looked at again when that is over.
        return False
    arrival.version, arrival.facts = version, {**arrival.facts, "entry": feed_entries.kept(found.entry)}
    arrival.wishes = wishes_of(found.source, found.feed, found.entry).kept()
    if arrival.state == ArrivalState.JOINED:
        arrival.reason_code, arrival.reason_facts = "source-changed", {}
    elif arrival.state != ArrivalState.SKIPPED or wanted:
        if arrival.item_id is None:
            arrival.state, arrival.reason_code, arrival.reason_facts = ArrivalState.WAITING, "", {}
        if fetching is not None:
            work.renew(session, fetching)
    return wanted


def _work_of(session: Session, arrival: Arrival) -> Work | None:
    return session.scalar(select(Work).where(Work.kind == "fetch", Work.subject_id == arrival.id))
