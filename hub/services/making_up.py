"""Back items follow the table of forms: what is missing or out of date is made, behind whatever is news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, Priority, Programme
from hub.services import outdated, programmes, publishing

#: Items that are looked at in one transaction.
BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Due:
    """One item of which something is to be made."""

    item_id: str
    title: str
    forms: int


def make_up(parts: Parts, *, programme: str = "", items: Sequence[str] = ()) -> Iterator[Due]:
    """Promise what is missing or out of date, the newest items first.

    Args:
        parts: Of the hub.
        programme: Slug; empty for all.
        items: Ids of items; empty for all that are not withdrawn.

    Raises:
        NotFoundError: There is no such programme or item.
    """
    with parts.database.reading() as session:
        if programme:
            programmes.find(session, programme)
        for item_id in items:
            publishing.get(session, item_id)
        usable = [AssetState.READY, AssetState.PROCESSING]
        wanted = (
            select(Item.id)
            .join(Programme)
            .join(Asset, Asset.item_id == Item.id)
            .where(Item.state != ItemState.WITHDRAWN, Item.merged_into.is_(None), Asset.state.in_(usable))
            .distinct()
            .order_by(Item.id.desc())
        )
        if programme:
            wanted = wanted.where(Programme.slug == programme)
        if items:
            wanted = wanted.where(Item.id.in_(items))
        ids = session.scalars(wanted).all()
    for start in range(0, len(ids), BATCH):
        yield from _batch(parts, ids[start : start + BATCH])


def _batch(parts: Parts, ids: Sequence[str]) -> list[Due]:
    found = []
    with parts.database.writing() as session:
        for item_id in ids:
            item = publishing.get(session, item_id)
            forms = outdated.follow(parts, session, item, priority=Priority.ARCHIVE)
            if forms:
                found.append(Due(item_id=item.id, title=item.title, forms=forms))
    return found
