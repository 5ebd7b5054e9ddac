"""The articles that were cut from an issue, as its readers find them: page by page."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Asset, Item, ItemState


def of(session: Session, issue_id: str) -> Mapping[str, int]:
    """Page (or part) by id of the public articles of an issue, in their order; empty for anything else."""
    rows = session.execute(
        select(Item.id, Asset.facts)
        .join(Asset, Asset.item_id == Item.id)
        .where(Item.part_of == issue_id, Item.state == ItemState.PUBLISHED)
        .order_by(Item.id)
    )
    return dict(sorted(((item_id, facts.get("page", 0)) for item_id, facts in rows), key=lambda one: one[1]))
