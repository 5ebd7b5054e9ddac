"""Taking one entry of a followed feed: fetched, kept and entered once; what changed later corrects its item."""

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.orm import Session

from feeds.markup import plain_text
from feeds.reading.entry import ReadEntry
from hub.errors import FetchError, InvalidError
from hub.extensions.egress import target
from hub.extensions.fetching import Limits, fetch
from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, AssetState, Item, ItemState, Kind, Source, Way
from hub.services import arrivals, corrections, errata, intake, publishing, work
from hub.services.arrivals import Road
from hub.services.followed import enclosures, feed_articles, feed_entries
from hub.services.followed.episode_files import Beside, fetch_beside
from hub.services.followed.feed_articles import Draft
from hub.services.followed.feed_wishes import name_of
from hub.services.followed.follow_options import FollowOptions
from hub.services.intake import Received, Submission
from hub.services.work import Lease, Outcome
from transcode.documents.markup import markdown_from_html
from transcode.errors import RejectedError
from transcode.gate import identify

_MEGABYTE = 1_000_000
#: Seconds that one recording may take to come, and the server may be silent.
_LONGEST_S, _SILENT_S = 4 * 3600, 60


def fetch_entry(parts: Parts, lease: Lease, folder: Path) -> Outcome:
    """One attempt to take an entry, or what it became since it was taken.

    Raises:
        FetchError, AddressRefusedError: Its recording could not be fetched.
        InvalidError: There is nothing in it.
        BeingLookedAtError: What it was before is being read at this moment.
    """
    with parts.database.reading() as session:
        arrival = arrivals.get(session, lease.subject_id)
        source = session.get_one(Source, arrival.source_id or "")
        entry, wishes = feed_entries.of(arrival.facts["entry"]), Submission.of(arrival.wishes)
    if arrival.item_id is not None and arrival.facts.get("taken") == arrival.version:
        # Whoever did it was stopped before it could say so.
        return work.OK
    if source.programme.kind != Kind.PRINT and arrival.item_id is not None:
        return _correct_words(parts, lease, source, entry, fetch_beside(parts, entry, folder))
    draft = _draft(parts, source, entry, wishes, folder)
    received = replace(intake.keep(parts, draft.path, draft.wishes), facts=draft.facts)
    with parts.database.writing() as session:
        work.fence(session, lease)
        arrival = arrivals.get(session, lease.subject_id)
        if arrival.item_id is not None:
            return _correct(session, arrival, source, received, draft)
        road = Road(way=Way.FEED, source_id=source.id, arrival_id=arrival.id)
        intake.enter(parts, session, received, draft.wishes, road)
        _settle(arrival, arrival.state, draft.remark, draft)
    return work.OK


def _draft(parts: Parts, source: Source, entry: ReadEntry, wishes: Submission, folder: Path) -> Draft:
    if source.programme.kind != Kind.PRINT:
        return _recording(parts, source, entry, wishes, folder)
    document = enclosures.wire_document(entry)
    if document is not None:
        path = folder / "enclosure"
        name = document.url.rpartition("/")[2] or "wire"
        _download(parts, document.url, path)
        if _is_wire(path, name):
            return Draft(path=path, wishes=replace(wishes, name=name, title="", summary="", authors=()), facts={})
    options = FollowOptions.of(source.options)
    return feed_articles.draft(parts, entry, wishes, folder, read_page=options.full_text)


def _recording(parts: Parts, source: Source, entry: ReadEntry, wishes: Submission, folder: Path) -> Draft:
    file = enclosures.recording(entry, source.programme.kind)
    if file is None:
        raise InvalidError("feed-no-media")
    path = folder / "enclosure"
    _download(parts, file.url, path)
    notes = markdown_from_html(entry.content_html) or markdown_from_html(entry.summary_html)
    name = file.url.partition("?")[0].rpartition("/")[2] or wishes.name
    beside = fetch_beside(parts, entry, folder)
    return Draft(
        path=path,
        wishes=replace(wishes, name=name, body=notes),
        facts={"enclosure": file.url, **beside.facts},
        remark="feed-files-lost" if beside.lost else "",
        remark_facts={"count": beside.lost} if beside.lost else {},
    )


def _download(parts: Parts, url: str, path: Path) -> None:
    limits = Limits(
        max_bytes=parts.settings.upload_limit_mb * _MEGABYTE, total_s=_LONGEST_S, read_s=_SILENT_S, connect_s=20
    )
    fetched = fetch(parts.egress, url, limits=limits, into=path)
    if fetched.status != HTTPStatus.OK:
        gone = fetched.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN}
        raise FetchError("enclosure-status", permanent=gone, host=target(url)[0], status=fetched.status)


def _is_wire(path: Path, name: str) -> bool:
    try:
        return identify(path, name=name).format.startswith("wire")
    except RejectedError:
        return False


def _correct(session: Session, arrival: Arrival, source: Source, received: Received, draft: Draft) -> Outcome:
    """Bring what a publisher changed to the item, unless somebody here has worked on it."""
    item = publishing.get(session, arrival.item_id or "")
    corrections.require_rest(session, item)
    asset = intake.asset_of(session, item.id)
    if not _is_ours(session, arrival, item, source):
        _settle(arrival, arrival.state, "source-changed")
    elif asset.sha256 == received.original.sha256 and asset.state != AssetState.REJECTED:
        _settle(arrival, arrival.state, draft.remark, draft)
    else:
        corrections.enter(session, item, received, name=draft.wishes.name, by=name_of(source))
        arrival.sha256 = received.original.sha256
        _settle(arrival, ArrivalState.TAKEN, draft.remark, draft)
    return work.OK


def _correct_words(parts: Parts, lease: Lease, source: Source, entry: ReadEntry, beside: Beside) -> Outcome:
    """The words about a recording and what stands beside it follow its feed; another recording is for a person."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        arrival = arrivals.get(session, lease.subject_id)
        item = publishing.get(session, arrival.item_id or "")
        file = enclosures.recording(entry, source.programme.kind)
        asset = intake.asset_of(session, item.id)
        is_other = file is None or file.url != asset.facts.get("enclosure")
        if not _is_ours(session, arrival, item, source):
            _settle(arrival, arrival.state, "source-changed")
            return work.OK
        told = {
            "title": entry.title,
            "summary": plain_text(entry.summary_html),
            "body": markdown_from_html(entry.content_html),
        }
        changes = {name: value for name, value in told.items() if value}
        publishing.apply(parts, session, item, changes, by=name_of(source), note=errata.BY_SOURCE)
        if not is_other:
            # Transcripts often come days after the episode; what is there already is kept where they do not.
            sidecars = {**asset.facts.get("sidecars", {}), **beside.facts.get("sidecars", {})}
            asset.facts = {**asset.facts, **beside.facts, **({"sidecars": sidecars} if sidecars else {})}
        _settle(arrival, ArrivalState.TAKEN, "source-changed" if is_other else "")
    return work.OK


def _is_ours(session: Session, arrival: Arrival, item: Item, source: Source) -> bool:
    """Whether the item's text is what this arrival brought."""
    joined = arrival.state == ArrivalState.JOINED or "merged" in arrival.facts
    return (
        not joined
        and item.state != ItemState.WITHDRAWN
        and not corrections.was_edited(session, item, by=name_of(source))
    )


def _settle(arrival: Arrival, state: str, remark: str, draft: Draft | None = None) -> None:
    """Leave of an entry by what it is known again, and what an editor should know."""
    # An update that failed before has left its state; what was taken stays taken.
    broken = ArrivalState.JOINED if "merged" in arrival.facts else ArrivalState.TAKEN
    arrival.state = broken if state in {ArrivalState.FAILED, ArrivalState.WAITING} else state
    arrival.reason_code = remark
    arrival.reason_facts = dict(draft.remark_facts or {}) if draft and remark else {}
    entry = feed_entries.without_text(arrival.facts["entry"])
    arrival.facts = {**arrival.facts, "entry": entry, "taken": arrival.version}
