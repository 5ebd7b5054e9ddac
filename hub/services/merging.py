"""Two items that are one thing become one item with two sources; what was taken for one becomes two again."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError
from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Item, ItemState, Programme, Work
from hub.services import arrivals, intake, likenesses, publishing, releasing, work
from hub.services.audit import record
from hub.services.intake import Received, Submission
from hub.services.originals import Original

#: Items of one kind, the newest, among which a title is looked for.
RECENT = 1000

#: Items that are offered.
OFFERED = 10

_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b", re.IGNORECASE)


def fold(parts: Parts, session: Session, item: Item, *, into: Item, by: str) -> None:
    """Let `into` stand for both; what was promised of `item` is promised of it."""
    item.merged_into = into.id
    for arrival in session.scalars(select(Arrival).where(Arrival.item_id == item.id)):
        arrival.item_id, arrival.state = into.id, ArrivalState.JOINED
        arrival.facts = {**arrival.facts, "merged": item.id}
    if item.publish_by and into.state not in {ItemState.PUBLISHED, ItemState.WITHDRAWN}:
        into.publish_by, into.push_by = item.publish_by, item.push_by
        publishing.publish_if_ready(parts, session, into)
    item.publish_by = item.push_by = ""
    record(session, by, "item.merged", item.id, {"into": into.id})
    record(session, by, "item.came-again", into.id, {"merged": item.id})


def merge(parts: Parts, item_id: str, into_id: str, *, by: str) -> None:
    """What an editor does when the hub did not see that two items are one.

    `into` stays in the state that it is in: whoever merges has not been asked whether it may be public.

    Raises:
        NotFoundError: One of them does not exist.
        ConflictError: They are the same, of two kinds, or `item_id` is public: readers know its address.
    """
    with parts.database.writing() as session:
        item, into = publishing.get(session, item_id), publishing.get(session, into_id)
        if item.id == into.id or item.programme.kind != into.programme.kind or item.merged_into or into.merged_into:
            raise ConflictError("cannot-merge")
        if item.state == ItemState.PUBLISHED:
            raise ConflictError("merge-published")
        item.publish_by = item.push_by = ""
        fold(parts, session, item, into=into, by=by)
        session.flush()
        # What was promised of `into` waits for the embargo of what was merged into it, too.
        releasing.promise(session, into.id)


def alike(session: Session, item: Item, wanted: str) -> Sequence[Item]:
    """Items of the same kind that `item` could be merged into: that of an id or address, or by words of its title.

    Tone marks and capital letters do not matter, so that a title is found from any keyboard.
    """
    query = (
        select(Item)
        .join(Programme)
        .where(Programme.kind == item.programme.kind, Item.id != item.id, Item.merged_into.is_(None))
        .order_by(Item.id.desc())
    )
    named = _ID.findall(wanted)
    if named:
        return session.scalars(query.where(Item.id.in_([one.upper() for one in named]))).all()
    words = likenesses.folded(wanted).split()
    if not words:
        return []
    recent = session.scalars(query.limit(RECENT))
    return [one for one in recent if all(word in likenesses.folded(one.title) for word in words)][:OFFERED]


def split(parts: Parts, arrival_id: str, *, by: str) -> str:
    """Make an item of its own of one of an item's sources.

    Returns:
        The id of that item.

    Raises:
        NotFoundError: There is no such arrival.
        ConflictError: It is the only source of its item, or brought an agency's update or cancellation of it.
    """
    with parts.database.writing() as session:
        arrival = arrivals.get(session, arrival_id)
        if arrival.brought:
            raise ConflictError("cannot-split-version")
        if not arrival.is_separable or arrival.item is None:
            raise ConflictError("cannot-split")
        merged = str(arrival.facts.get("merged", ""))
        if merged:
            return _part_again(session, arrival, publishing.get(session, merged), by=by)
        item = arrival.item
        wishes = Submission.of(
            {
                "programme": arrival.item.programme.slug,
                "name": arrival.name,
                "language": item.language,
                "by": by,
                **arrival.wishes,
                "publish": False,
                "separate": True,
            }
        )
        held = intake.asset_of(session, item.id)
        received = Received(original=Original(sha256=arrival.sha256, size_bytes=held.size_bytes))
        road = arrivals.Road(way=arrival.way, arrival_id=arrival.id)
        made = intake.enter(parts, session, received, wishes, road)
        record(session, by, "item.split", item.id, {"made": made.id})
        return made.id


def _part_again(session: Session, arrival: Arrival, item: Item, *, by: str) -> str:
    """An item that was folded into another goes its own way, from where it stood."""
    asset = intake.asset_of(session, item.id)
    asset.facts = {**asset.facts, "separate": True}
    into, item.merged_into = item.merged_into, None
    arrival.item_id, arrival.state = item.id, ArrivalState.TAKEN
    arrival.facts = {name: value for name, value in arrival.facts.items() if name != "merged"}
    look = session.scalars(select(Work).where(Work.kind == "intake", Work.subject_id == item.id)).one()
    work.renew(session, look)
    record(session, by, "item.split", str(into), {"made": item.id})
    return item.id
