"""Which forms of an item are missing or out of date, and the promise to make them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.config import Settings
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import (
    WAITING,
    Asset,
    AssetState,
    Item,
    ItemState,
    Kind,
    Priority,
    Rendition,
    RenditionState,
    Work,
    WorkState,
    new_id,
)
from hub.services import standing_picture, voices, work
from hub.services.expectations import expected
from transcode.forms import Form, Need, row, wanted
from transcode.ladder import Rung

#: For how long after its first publication an item is news.
NEWS_FOR = timedelta(days=7)
#: Seconds from which a recording is long.
LONG_S = 600.0

#: States of an original that forms can be made of.
_USABLE = (AssetState.PROCESSING, AssetState.READY)


def text_of(item: Item) -> str:
    """What forms of the text say."""
    return "\n".join(
        [item.title, item.summary, item.body, item.language, *item.authors, "", item.ai_label, item.credit]
    )


def pieces_of(session: Session, item: Item) -> list[Item]:
    """The articles that were cut from an issue and are public, oldest first."""
    cut = select(Item).where(Item.part_of == item.id, Item.state == ItemState.PUBLISHED, Item.merged_into.is_(None))
    return list(session.scalars(cut.order_by(Item.id)))


def inputs_of(session: Session, item: Item, asset: Asset) -> Mapping[str, str]:
    """What the forms of an item are made of, as `Form.made_of` asks for it."""
    pieces = "\n".join(f"{one.id} {one.updated_at.isoformat()}" for one in pieces_of(session, item))
    focus = standing_picture.focus(session, item.id)
    return {"original": asset.sha256, "text": text_of(item), "pieces": pieces, "focus": focus}


def rows_of(settings: Settings, item: Item, asset: Asset, forms: Collection[str]) -> list[Form]:
    """The rows of the table that an item should have that has these forms."""
    kind, facts = Kind(item.programme.kind), asset.facts
    has: set[Need] = set()
    if kind == Kind.PRINT and item.body.strip():
        has.add("text")
    if kind == Kind.PRINT and "picture" in forms:
        has.add("stills")
    if kind != Kind.PRINT and facts.get("has_sound", True):
        has.add("sound")
    if kind == Kind.TV:
        has.add("pictures")
    # Nobody listens to a whole newspaper; each article that was cut from it is read.
    if "issue" not in facts and voices.reads(settings, item.language):
        has.add("voice")
    return wanted(kind.value, frozenset(has))


def plan(parts: Parts, session: Session, item: Item, asset: Asset) -> list[Rendition]:
    """Plan what is missing or out of date of one item, and what it will weigh and take.

    Returns:
        The forms that are to be made; those that are fine stay as they are.
    """
    there = {one.form: one for one in session.scalars(select(Rendition).where(Rendition.item_id == item.id))}
    inputs, planned = inputs_of(session, item, asset), []
    rows = rows_of(parts.settings, item, asset, there)
    rungs = [Rung(**told) for told in asset.facts.get("rungs", ())]
    told = expected(session, rows, asset.facts.get("duration_s") or 0.0, rungs)
    for form in rows:
        held = there.get(form.form)
        if held is None:
            held = Rendition(
                id=new_id(),
                item_id=item.id,
                asset_id=asset.id,
                form=form.form,
                name=form.name,
                media_type=form.media_type,
            )
            session.add(held)
        elif held.state != RenditionState.READY or held.made_of == form.made_of(**inputs):
            continue
        held.asset_id, held.state, held.progress = asset.id, RenditionState.PLANNED, 0.0
        held.reason_code, held.reason_facts, held.details = "", {}, told[form.form]
        planned.append(held)
    session.flush()
    return planned


def follow(parts: Parts, session: Session, item: Item, *, priority: Priority = Priority.NEWS) -> int:
    """Have the forms of an item follow what it says, and what the table says by now.

    Returns:
        How many forms are to be made.
    """
    asset = session.scalar(select(Asset).where(Asset.item_id == item.id).order_by(Asset.id.desc()).limit(1))
    gone = item.state == ItemState.WITHDRAWN or item.merged_into is not None
    if asset is None or gone or asset.state not in _USABLE:
        return 0
    planned = plan(parts, session, item, asset)
    if planned:
        promise(session, item.id, priority=priority)
    return len(planned)


def promise(session: Session, item_id: str, *, priority: Priority) -> None:
    """Have the planned forms of an item made; what is under way takes them up when it ends."""
    making = session.scalars(select(Work).where(Work.kind == "transcode", Work.subject_id == item_id)).all()
    if any(one.state in {*WAITING, WorkState.LEASED} for one in making):
        return
    if making:
        making[-1].priority = priority
        work.renew(session, making[-1])
    else:
        work.promise(session, "transcode", item_id, priority=priority)


def priority_of(item: Item) -> Priority:
    """What was first published long ago is no news; what is long lets short news overtake it."""
    if item.published_at is not None and now() - item.published_at > NEWS_FOR:
        return Priority.ARCHIVE
    return Priority.LONG if (item.duration_s or 0.0) >= LONG_S else Priority.NEWS


def planned_rows(renditions: Sequence[Rendition]) -> list[Form]:
    """The rows that renditions belong to, in the order of the table."""
    return [form for one in renditions if (form := row(one.form)) is not None]
