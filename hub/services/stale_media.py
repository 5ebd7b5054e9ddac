"""Pictures of older revisions: they leave the public tree when nothing in public use names them any more."""

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.storage import Storage
from hub.models import Delivery, DeliveryState, Item, ItemState, Rendition, RenditionState
from hub.services import tree

_PICTURE = re.compile(r"picture-[\w-]+\.\w+")
#: What was frozen in these is nowhere, and will be nowhere.
_GONE = frozenset({DeliveryState.FAILED, DeliveryState.WITHDRAWN})
_THERE = frozenset({DeliveryState.DELIVERED, DeliveryState.PROCESSING})


def mark(session: Session, item: Item) -> None:
    """Have the pictures that nothing names any more taken away, after the item's pages and lists were made anew."""
    if item.state == ItemState.PUBLISHED:
        # Paths are made in their order: those of media come after `items/` and `lists/`.
        tree.mark(session, [f"media/{item.id}/"])


def clear(session: Session, storage: Storage, item_id: str) -> None:
    """Take the pictures of older revisions out of the public tree; the private storage keeps them."""
    folder = f"{tree.PUBLIC}/media/{item_id}/"
    there = {key.removeprefix(folder) for key in storage.keys(folder.rstrip("/"))}
    pictures = {name for name in there if _PICTURE.fullmatch(name)}
    for name in sorted(pictures - set(_in_use(session, item_id))):
        storage.delete(folder + name)


def _in_use(session: Session, item_id: str) -> Iterator[str]:
    """Names of the pictures that the public page shows, or that somebody has got who has got no newer revision."""
    ready = select(Rendition.name).where(Rendition.item_id == item_id, Rendition.state == RenditionState.READY)
    yield from session.scalars(ready)
    sent = select(Delivery).where(Delivery.item_id == item_id, Delivery.state.not_in(_GONE))
    newer: set[str] = set()
    for delivery in session.scalars(sent.order_by(Delivery.revision.desc())):
        if delivery.destination_id not in newer:
            yield from _PICTURE.findall(delivery.payload)
        if delivery.state in _THERE:
            newer.add(delivery.destination_id)
