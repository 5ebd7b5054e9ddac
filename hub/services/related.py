"""What a page leads on to: older items of its topics, its places and its programme."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Item, ListingEntry
from hub.services import listings

#: Neighbours that are taken of each list.
_OF_EACH = 2
#: More than these, and the page grows heavy on a slow line.
MAX_RELATED = 4

#: Sorts of lists that say what an item is about, the closest first.
_SORTS = ("topic", "place", "programme")


def related(session: Session, item_id: str) -> Sequence[str]:
    """Ids of what to read, hear or see after an item, the closest first.

    Only older ones are named: a page does not change with each item that comes after it.
    """
    found: dict[str, None] = {}
    for name in _lists_of(session, item_id):
        found |= dict.fromkeys(listings.neighbours(session, item_id, name, _OF_EACH))
    return list(found)[:MAX_RELATED]


def pages_that_name(session: Session, item: Item) -> list[str]:
    """Paths of the pages that lead, or led, on to an item: they are made anew when it goes, comes or changes."""
    found = {
        one
        for name in _lists_of(session, item.id)
        for one in listings.neighbours(session, item.id, name, _OF_EACH, newer=True)
    }
    return [f"items/{one}/" for one in sorted(found)]


def _lists_of(session: Session, item_id: str) -> list[str]:
    held = session.scalars(select(ListingEntry.listing).where(ListingEntry.item_id == item_id)).all()
    sorts = {sort: place for place, sort in enumerate(_SORTS)}
    wanted = [name for name in held if listings.sort_of(name) in sorts]
    return sorted(wanted, key=lambda name: (sorts[listings.sort_of(name)], name))
