"""Which lists an item stands in, and at which place: numbers are given once, so full pages never change."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from hub.models import Item, ItemState, Kind, Listing, ListingEntry

#: Items of a full page of a list.
PAGE_SIZE = 20

#: Items of one sitemap: few, for the newest is made anew with each publication.
SITEMAP_SIZE = 1000


def _is_everywhere(name: str) -> bool:
    """Whether every page leads to that list: those of kinds and languages."""
    return name in set(Kind) or name.startswith("language-")


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
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    grown = insert(Listing).values(name=name, last=1)
    grown = grown.on_conflict_do_update(index_elements=["name"], set_={"last": Listing.last + 1})
    return session.execute(grown.returning(Listing.last)).scalar_one()


def page_of(number: int) -> int:
    """The archive page (from 1, oldest first) on which an entry stands."""
    return (number - 1) // PAGE_SIZE + 1


def sitemap_of(number: int) -> int:
    """The sitemap (from 1, oldest first) in which an entry of the list of everything stands."""
    return (number - 1) // SITEMAP_SIZE + 1


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


def shown(session: Session) -> frozenset[str]:
    """Names of the lists in which something is public."""
    # By the newest entries of each list: however large the archive is, few rows are looked at.
    newest_public = (
        select(ListingEntry.number)
        .join(Item, Item.id == ListingEntry.item_id)
        .where(ListingEntry.listing == Listing.name, Item.state == ItemState.PUBLISHED)
        .order_by(ListingEntry.number.desc())
        .limit(1)
        .correlate(Listing)
        .scalar_subquery()
    )
    return frozenset(name for name, number in session.execute(select(Listing.name, newest_public)) if number)


def stands_alone(session: Session, item: Item) -> bool:
    """Whether a list to which every page leads, and in which the item has its place, holds nothing else in public."""
    held = session.scalars(select(ListingEntry.listing).where(ListingEntry.item_id == item.id))
    for name in filter(_is_everywhere, held.all()):
        other = (
            select(ListingEntry.number)
            .join(Item, Item.id == ListingEntry.item_id)
            .where(ListingEntry.listing == name, Item.state == ItemState.PUBLISHED, Item.id != item.id)
            .order_by(ListingEntry.number.desc())
            .limit(1)
        )
        if session.scalar(other) is None:
            return True
    return False


def last_number(session: Session, name: str) -> int:
    return session.scalar(select(Listing.last).where(Listing.name == name)) or 0
