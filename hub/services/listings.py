"""Which lists an item stands in, and at which place: numbers are given once, so full pages never change."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.models import Item, Listing, ListingEntry

#: Items of a full page of a list.
PAGE_SIZE = 20


def listings_of(item: Item) -> tuple[str, ...]:
    """Names of the lists that an item belongs to."""
    programme = item.programme
    return ("all", programme.kind, f"programme-{programme.slug}", f"language-{item.language}")


def enter(session: Session, item: Item) -> list[tuple[str, int]]:
    """Give the item the next place in each of its lists; an item that has one keeps it.

    Returns:
        (listing, number) of each.
    """
    held = dict(
        session.execute(select(ListingEntry.listing, ListingEntry.number).where(ListingEntry.item_id == item.id)).all()
    )
    for name in listings_of(item):
        if name in held:
            continue
        held[name] = _next_number(session, name)
        session.add(ListingEntry(listing=name, number=held[name], item_id=item.id))
    return list(held.items())


def _next_number(session: Session, name: str) -> int:
    # The row's lock makes two publications in one list take their numbers one after the other.
    grown = update(Listing).where(Listing.name == name).values(last=Listing.last + 1).returning(Listing.last)
    number = session.scalar(grown)
    if number is not None:
        return number
    session.add(Listing(name=name, last=1))
    session.flush()
    return 1


def page_of(number: int) -> int:
    """The archive page (from 1, oldest first) on which an entry stands."""
    return (number - 1) // PAGE_SIZE + 1


def full_pages(last: int) -> int:
    """How many archive pages are full, and so have a file of their own."""
    return last // PAGE_SIZE


def newest(session: Session, name: str, count: int) -> Sequence[str]:
    """Ids of the newest items of a list."""
    return session.scalars(
        select(ListingEntry.item_id)
        .where(ListingEntry.listing == name)
        .order_by(ListingEntry.number.desc())
        .limit(count)
    ).all()


def on_page(session: Session, name: str, page: int) -> Sequence[str]:
    """Ids of the items of one archive page, newest first."""
    first = (page - 1) * PAGE_SIZE + 1
    return session.scalars(
        select(ListingEntry.item_id)
        .where(ListingEntry.listing == name, ListingEntry.number.between(first, first + PAGE_SIZE - 1))
        .order_by(ListingEntry.number.desc())
    ).all()


def last_number(session: Session, name: str) -> int:
    return session.scalar(select(Listing.last).where(Listing.name == name)) or 0
