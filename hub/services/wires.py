"""What news agencies send: each story one item, whose newer versions, cancellations and embargoes are obeyed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.wire.item import WITHOUT_END, WireItem
from feeds.wire.reader import read_wire
from feeds.wire.version import publishable, standing
from hub.errors import InvalidError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, AssetState, Item, ItemState, Likeness, Programme
from hub.services import arrivals, corrections, intake, merging, publishing, releasing, work
from hub.services.arrivals import Road
from hub.services.intake import Received, Submission
from hub.services.originals import Original
from hub.services.work import Lease

#: What `transcode.gate` calls such documents.
FORMATS = frozenset({"wire", "wire-json"})

#: Facts of an original that tell what lay beside it.
_BESIDE = ("attachments", "left_out", "sidecars")

#: By what the history of items names an agency's doing.
BY = "wire"


def receive(parts: Parts, lease: Lease, path: Path) -> WireItem | None:
    """Decide what a document means for what is held; the same answer however often it is asked.

    Returns:
        The story that is the text of this item; None where there is none to make: it came late, it was cancelled,
        or it is a newer version of another item, whose text it becomes.

    Raises:
        WireError: The document is at fault.
        InvalidError: It holds no story.
        BeingLookedAtError: An older version is being read at this moment.
    """
    with parts.database.reading() as session:
        name = intake.asset_of(session, lease.subject_id).name
    stories = _stories(read_wire(path.read_bytes(), name=name), name)
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        # Two versions of one story that come at once are looked at one after the other.
        session.scalar(select(Programme.id).where(Programme.id == item.programme_id).with_for_update())
        asset = intake.asset_of(session, item.id)
        guid = asset.facts.get("wire", {}).get("guid")
        if guid is None:
            for other in stories[1:]:
                _enter_beside(parts, session, item, asset, other)
        story = next((one for one in stories if one.guid == guid), stories[0])
        return _settle(parts, session, _Came(item=item, asset=asset, story=story))


@dataclass(frozen=True, kw_only=True)
class _Came:
    """A story with the item and the original that it came as."""

    item: Item
    asset: Asset
    story: WireItem


def _settle(parts: Parts, session: Session, came: _Came) -> WireItem | None:
    if came.asset.facts.get("correction"):
        # What it means was decided when it was put here.
        return came.story
    held = _holder(session, came.story)
    if held is not None and held.id != came.item.id:
        _meet(parts, session, came, held)
        return None
    _claim(session, came.item, came.story)
    came.asset.facts = {**came.asset.facts, **_facts(came.story)}
    if came.story.state == "cancelled":
        came.asset.state = AssetState.READY
        _take_out(session, came.item, came.story)
        for arrival in arrivals.roads_of(session, came.item.id):
            arrivals.passed_over(arrival, "wire-cancelled", {"guid": came.story.guid})
        return None
    releasing.promise(session, came.item.id)
    return came.story


def _meet(parts: Parts, session: Session, came: _Came, holder: Item) -> None:
    """A story that is held already: what comes now is a newer version of it, or nothing new."""
    known = _standing_for(session, holder)
    corrections.require_rest(session, known)
    held = intake.asset_of(session, holder.id)
    came.asset.state = AssetState.READY
    if not _is_newer(came.story, held.facts.get("wire", {})):
        came.item.publish_by = came.item.push_by = ""
        merging.fold(parts, session, came.item, into=known, by=BY)
        told = {"guid": came.story.guid, "version": came.story.version}
        for arrival in _roads_through(session, came.item, known):
            arrivals.passed_over(arrival, "wire-stale", told)
        return
    _claim(session, holder, came.story)
    held.facts = {**held.facts, **_facts(came.story)}
    if came.story.state == "cancelled":
        came.item.publish_by = came.item.push_by = ""
        _take_out(session, known, came.story)
    elif known.id != holder.id or corrections.was_edited(session, known, by=BY):
        _remark(session, known, "wire-changed", {"version": came.story.version})
    else:
        # The newest original tells until when the item is held back, before anything could publish it.
        received = Received(
            original=Original(sha256=came.asset.sha256, size_bytes=came.asset.size_bytes),
            facts={**_both_beside(came.asset, held), **_facts(came.story)},
        )
        corrections.enter(session, known, received, name=came.asset.name, by=BY)
    if came.story.state != "cancelled":
        _hold_back(session, known, came.story)
        releasing.promise(session, known.id)
    merging.fold(parts, session, came.item, into=known, by=BY)
    for arrival in _roads_through(session, came.item, known):
        brought = "cancellation" if came.story.state == "cancelled" else "update"
        arrival.facts = {**arrival.facts, "brought": brought}


def _hold_back(session: Session, item: Item, story: WireItem) -> None:
    """Take off the public pages what may not be there any more; it comes back when its agency lets it."""
    if item.state == ItemState.PUBLISHED and not publishable(story, now()):
        publishing.take_out(session, item, by=BY, reason=story.editorial_note or ("wire-held-back", {}))
        item.publish_by = item.push_by = BY


def _take_out(session: Session, item: Item, story: WireItem) -> None:
    item.publish_by = item.push_by = ""
    if item.state != ItemState.WITHDRAWN:
        why = story.editorial_note or ("wire-cancelled", {"guid": story.guid})
        publishing.take_out(session, item, by=BY, reason=why)


def _enter_beside(parts: Parts, session: Session, item: Item, asset: Asset, story: WireItem) -> None:
    """One story more of the same document: an item of its own, by the road of the document."""
    road = next(iter(arrivals.roads_of(session, item.id)), None)
    wishes = Submission.of(
        {
            "programme": item.programme.slug,
            "by": item.created_by,
            **(road.wishes if road else {}),
            "name": asset.name,
            "title": "",
            "summary": "",
            "body": "",
            "separate": True,
        }
    )
    beside = Road(
        way=road.way if road else "command",
        source_id=road.source_id if road else None,
        version=str(story.version),
        address=road.address if road else "",
        facts={"wire": story.guid},
    )
    original = Original(sha256=asset.sha256, size_bytes=asset.size_bytes)
    # Any story may name any picture; one that bears the name of the document is of the first story.
    pictures = {"attachments": asset.facts.get("attachments", {})}
    made = intake.enter(parts, session, Received(original=original, facts=pictures), wishes, beside)
    own = intake.asset_of(session, made.id)
    facts = {key: value for key, value in own.facts.items() if key != "separate"}
    own.facts = {**facts, "wire": {"guid": story.guid}}


def _stories(told: Sequence[WireItem], name: str) -> list[WireItem]:
    """What can be items: texts, pictures and cancellations, each once; no lists of what belongs together."""
    found = {one.guid: one for one in told if one.body_html or one.media or one.state == "cancelled"}
    if not found:
        raise InvalidError("wire-no-text", name=name)
    return list(found.values())


def _holder(session: Session, story: WireItem) -> Item | None:
    """The item that a story of this guid, or the one that it corrects, came as."""
    for guid in filter(None, (story.guid, story.correction_of)):
        known = select(Item).join(Likeness, Likeness.item_id == Item.id).where(Likeness.value == _likeness(guid))
        found = session.scalars(known.order_by(Item.id).limit(1)).first()
        if found is not None:
            return found
    return None


def _standing_for(session: Session, item: Item) -> Item:
    while item.merged_into is not None:
        item = publishing.get(session, item.merged_into)
    return item


def _claim(session: Session, item: Item, story: WireItem) -> None:
    value = _likeness(story.guid)
    held = select(Likeness.id).where(Likeness.item_id == item.id, Likeness.value == value)
    if session.scalar(held) is None:
        session.add(Likeness(item_id=item.id, kind="wire", value=value))
        session.flush()


def _likeness(guid: str) -> str:
    return "wire:" + hashlib.blake2b(guid.encode(), digest_size=12).hexdigest()


def _facts(story: WireItem) -> dict[str, Any]:
    """What an original tells of its story, to compare others with, and until when it is held back."""
    until = WITHOUT_END if story.state == "withheld" else story.embargo_until
    return {
        "wire": {
            "guid": story.guid,
            "version": story.version,
            "state": story.state,
            "updated": _written(story.updated),
            "embargo_until": _written(story.embargo_until),
            "title": story.title,
            "body": _digest(story),
        },
        "not_before": _written(until),
        # An item that is held back must not be taken for another one, which is not.
        **({"separate": True} if until else {}),
    }


def _both_beside(new: Asset, held: Asset) -> dict[str, Any]:
    """What lay beside two versions of one document: a newer one need not bring again what its elder brought."""
    facts = {name: new.facts[name] for name in _BESIDE if name in new.facts}
    for name in ("attachments", "sidecars"):
        if name in held.facts:
            facts[name] = {**held.facts[name], **facts.get(name, {})}
    return facts


def _is_newer(story: WireItem, held: Mapping[str, Any]) -> bool:
    if held.get("guid") != story.guid:
        # Another guid came here as the correction of this one.
        return True
    before = WireItem(
        guid=story.guid,
        version=held["version"],
        state=held["state"],
        updated=_read(held["updated"]),
        embargo_until=_read(held["embargo_until"]),
        title=held["title"],
        body_html=held["body"],
    )
    return standing(replace(story, body_html=_digest(story)), before) == "newer"


def _digest(story: WireItem) -> str:
    return hashlib.sha256(story.body_html.encode("utf-8", "replace")).hexdigest()


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _roads_through(session: Session, item: Item, known: Item) -> list[Arrival]:
    return [one for one in arrivals.roads_of(session, known.id) if one.facts.get("merged") == item.id]


def _remark(session: Session, item: Item, code: str, facts: Mapping[str, Any]) -> None:
    """Tell whoever opens the item."""
    asset = intake.asset_of(session, item.id)
    asset.facts = {**asset.facts, "remarks": {**asset.facts.get("remarks", {}), code: dict(facts)}}
