"""Taking in: an original is kept whole and becomes an item, or one source more of an item that was there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import ArrivalState, Asset, AssetState, Item, ItemState, Programme, Way, new_id
from hub.services import arrivals, attachments, filling, originals, programmes, publishing, rejections, work
from hub.services.arrivals import Road
from hub.services.audit import record
from hub.services.languages import LANGUAGES
from hub.services.originals import Original
from transcode.documents.article import one_line
from transcode.documents.title import title_from_name
from transcode.gate import clean_name


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What a person hands over with a file."""

    programme: str
    name: str
    title: str = ""
    language: str = ""
    summary: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ai_label: str = ""
    credit: str = ""
    #: Publish as soon as the first form is ready, and push to every destination.
    publish: bool = False
    #: Let an editor review it; for whoever may not publish.
    review: bool = False
    by: str = ""
    #: For archives: the moment of first publication.
    published_at: datetime | None = None
    #: Where the pictures lie that a Markdown text names.
    pictures: Path | None = None
    #: Make an item of its own, whatever it resembles.
    separate: bool = False

    def kept(self) -> dict[str, Any]:
        """As a row keeps it; folders are not kept."""
        told = asdict(self)
        del told["pictures"]
        return {**told, "published_at": self.published_at.isoformat() if self.published_at else None}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Submission":
        """From what a row kept."""
        moment = kept.get("published_at")
        known = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        known |= {name: tuple(kept.get(name, ())) for name in ("authors", "tags")}
        return cls(**{**known, "published_at": datetime.fromisoformat(moment) if moment else None})


@dataclass(frozen=True, kw_only=True)
class Received:
    """What came, after it was kept; `facts` are written on the asset.

    `told` are the fields of the submission that were said beside the file: they fill an item that was there.
    """

    original: Original
    facts: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


def checked(parts: Parts, submission: Submission) -> dict[str, Any]:
    """The wishes as a row keeps them, before a byte of the file is here.

    Raises:
        NotFoundError: There is no such programme.
        InvalidError: The language is none that the hub knows.
    """
    with parts.database.reading() as session:
        programmes.find(session, submission.programme)
    if submission.language and submission.language not in LANGUAGES:
        raise InvalidError("language-unknown", tag=submission.language)
    return submission.kept()


def receive(parts: Parts, source: Path, submission: Submission, road: Road | None = None) -> str:
    """Keep a file and promise to work on it.

    Returns:
        The id of the item that it became, or that it is one source more of. A bad file too becomes an item, which
        tells what is wrong with it.

    Raises:
        NotFoundError: There is no such programme.
        InvalidError: The file cannot be read.
    """
    with parts.database.reading() as session:
        programmes.find(session, submission.programme)
    received = keep(parts, source, submission)
    with parts.database.writing() as session:
        return enter(parts, session, received, submission, road or Road(way=Way.COMMAND)).id


def keep(parts: Parts, source: Path, submission: Submission) -> Received:
    """Keep a file, and the pictures beside it that its text names. Raises InvalidError when it cannot be read."""
    facts = {}
    if submission.pictures is not None:
        facts["attachments"] = attachments.collect(parts, source, submission.pictures)
    return Received(original=originals.keep(parts, source), facts=facts)


def enter(parts: Parts, session: Session, received: Received, submission: Submission, road: Road) -> Item:
    """The item of an original that is kept, and the arrival that tells how it came.

    Same bytes for the same kind of programme in the same language are one item with two sources.
    """
    programme = programmes.find(session, submission.programme)
    there = None if submission.separate else _same_bytes(session, received.original, programme, submission)
    if there is not None:
        item, asset = there
        arrival = arrivals.arrived(session, road, item, asset, ArrivalState.JOINED, by=submission.by)
        if not road.arrival_id:
            # What was waited for has a name already: the title that its feed gives it.
            arrival.name = clean_name(submission.name)
        arrival.wishes = arrival.wishes or submission.kept()
        record(session, submission.by, "item.came-again", item.id, {"way": road.way, "name": submission.name})
        fill(session, item, received)
        _publish_too(parts, session, item, submission)
        return item
    item = _item(session, programme, submission)
    asset = Asset(
        item_id=item.id,
        sha256=received.original.sha256,
        name=clean_name(submission.name),
        size_bytes=received.original.size_bytes,
        received_at=now(),
        facts={
            "title_given": bool(submission.title.strip()),
            **({"separate": True} if submission.separate else {}),
            **received.facts,
        },
    )
    session.add(asset)
    arrival = arrivals.arrived(session, road, item, asset, ArrivalState.TAKEN, by=submission.by)
    arrival.wishes = arrival.wishes or submission.kept()
    work.promise(session, "intake", item.id)
    record(session, submission.by, "item.received", item.id, {"name": asset.name, "sha256": asset.sha256})
    if submission.review:
        publishing.move(session, item, ItemState.IN_REVIEW, by=submission.by)
    return item


def fill(session: Session, item: Item, received: Received) -> None:
    """Let what was said and lay beside a file fill what is empty on the item that has its bytes."""
    newest = asset_of(session, item.id)
    own = newest if newest.sha256 == received.original.sha256 else None
    filling.fill(session, item, own, received.told, received.facts.get("sidecars", {}))


def _item(session: Session, programme: Programme, submission: Submission) -> Item:
    item = Item(
        id=new_id(),
        programme_id=programme.id,
        title=one_line(submission.title) or title_from_name(clean_name(submission.name)),
        summary=submission.summary,
        body=submission.body,
        language=submission.language or programme.language,
        authors=list(submission.authors),
        tags=list(submission.tags),
        ai_label=submission.ai_label,
        credit=submission.credit,
        publish_by=submission.by if submission.publish else "",
        push_by=submission.by if submission.publish else "",
        created_by=submission.by,
        created_at=now(),
        updated_at=now(),
        published_at=submission.published_at,
    )
    session.add(item)
    session.flush()
    return item


def _same_bytes(
    session: Session, original: Original, programme: Programme, submission: Submission
) -> tuple[Item, Asset] | None:
    held = session.execute(
        select(Item, Asset)
        .join(Asset, Asset.item_id == Item.id)
        .join(Programme, Programme.id == Item.programme_id)
        .where(
            Asset.sha256 == original.sha256,
            Item.state != ItemState.WITHDRAWN,
            Item.part_of.is_(None),
            Item.language == (submission.language or programme.language),
            Programme.kind == programme.kind,
        )
        .order_by(Item.id)
        .limit(1)
    ).first()
    if held is None:
        return None
    item, asset = held
    # One that was folded into another is that other.
    stands = item if item.merged_into is None else session.get_one(Item, item.merged_into)
    return None if stands.state == ItemState.WITHDRAWN else (stands, asset)


def _publish_too(parts: Parts, session: Session, item: Item, submission: Submission) -> None:
    """Whoever hands a thing over again to have it published has it published."""
    if submission.publish and item.state != ItemState.PUBLISHED:
        item.publish_by = item.push_by = submission.by
        publishing.publish_if_ready(parts, session, item)


def reject(session: Session, item_id: str, code: str, facts: Mapping[str, Any]) -> None:
    """Note on the asset what is wrong with it; the original is kept."""
    asset = asset_of(session, item_id)
    asset.state, asset.reason_code, asset.reason_facts = AssetState.REJECTED, code, dict(facts)
    item = publishing.get(session, item_id)
    item.publish_by = item.push_by = ""
    if item.state == ItemState.IN_REVIEW and rejections.is_bare(session, item_id):
        # There is nothing to review.
        publishing.move(session, item, ItemState.DRAFT, by="intake")


def asset_of(session: Session, item_id: str) -> Asset:
    """The newest original of an item. Raises NotFoundError."""
    asset = session.scalar(select(Asset).where(Asset.item_id == item_id).order_by(Asset.id.desc()).limit(1))
    if asset is None:
        raise NotFoundError("tệp gốc", item_id)
    return asset
