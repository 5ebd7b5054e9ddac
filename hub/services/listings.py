"""Which lists an item stands in, and at which place: numbers are given once, so full pages never change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, literal, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased

from hub.extensions.clock import local
from hub.models import Asset, Item, ItemState, Kind, Listing, ListingEntry, Package
from hub.services.communes import COMMUNES
from hub.services.slugs import slug_of

#: Items of a full page of a list.
PAGE_SIZE = 20

#: Items of one sitemap: few, for the newest is made anew with each publication.
SITEMAP_SIZE = 1000


#: Topics of one item that get a list; agencies send dozens.
MAX_TOPICS = 10

#: Issues of newspapers and magazines.
ISSUES = "issues"

#: Sorts of which there may be dozens or hundreds: one subscribes to them in a folder of their own below `feeds/`.
FEED_FOLDERS: Mapping[str, str] = {"place": "places", "topic": "topics", "organisation": "organisations"}

#: Sorts of lists: the part of a name before its hyphen.
SORTS = ("programme", "language", "topic", "place", "organisation", "package", "day")


#: Sorts of lists that pages of the reader's side lead to and choose from.
NAVIGATION = (*Kind, "language", "programme")


def is_everywhere(name: str) -> bool:
    """Whether every page leads to that list: those of kinds and languages."""
    return name in set(Kind) or name.startswith("language-")


def sort_of(name: str) -> str:
    """The sort of a list, or its name where it is alone of its sort: `place` of `place-phong-tho`, `all`, `radio`."""
    sort, _, rest = name.partition("-")
    return sort if rest else name


def feeds_page(name: str) -> str:
    """Path of the page on which readers subscribe to a list. Topics have one for each first letter."""
    sort, _, slug = name.partition("-")
    if sort not in FEED_FOLDERS or not slug:
        return "feeds/"
    return f"feeds/{FEED_FOLDERS[sort]}/{slug[0] + '/' if sort == 'topic' else ''}"


def day_of(moment: datetime) -> str:
    """The list of everything that was published on the day of a moment, in the province."""
    return f"day-{local(moment):%Y-%m-%d}"


def listings_of(session: Session, item: Item) -> dict[str, str]:
    """The lists that an item belongs to but for packages: name -> title, where only the item knows it."""
    programme = item.programme
    names = dict.fromkeys(
        (
            "all",
            programme.kind,
            f"programme-{programme.slug}",
            f"language-{item.language}",
            f"organisation-{programme.organisation.slug}",
        ),
        "",
    )
    if item.published_at is not None:
        names[day_of(item.published_at)] = ""
    if _is_issue(session, item):
        names[ISSUES] = ""
    topics = {f"topic-{slug_of(tag)}": tag for tag in reversed(item.tags[:MAX_TOPICS])}
    places = {f"place-{slug}": "" for slug in item.places if slug in COMMUNES}
    return names | topics | places


def _packages_with(session: Session, names: Collection[str]) -> dict[str, str]:
    """Packages in which what stands in some lists is, as a list with its title."""
    found = session.execute(select(Package.slug, Package.listings)).all()
    return {f"package-{slug}": "" for slug, chosen in found if is_in(names, chosen)}


def is_in(names: Collection[str], chosen: Sequence[str]) -> bool:
    """Whether what stands in the lists `names` is in a package of the lists `chosen`: in one of each sort of them."""
    sorts: dict[str, set[str]] = defaultdict(set)
    for name in chosen:
        sorts[_group_of(name)].add(name)
    return bool(sorts) and all(not wanted.isdisjoint(names) for wanted in sorts.values())


def _group_of(name: str) -> str:
    """Kinds exclude each other like the programmes or places of one item: they count as one sort."""
    return "kind" if name in set(Kind) else sort_of(name)


def _is_issue(session: Session, item: Item) -> bool:
    facts = session.scalars(select(Asset.facts).where(Asset.item_id == item.id))
    return any(one.get("issue") for one in facts)


def enter(session: Session, item: Item) -> list[tuple[str, int]]:
    """Give the item the next place in each of its lists, and take it out of those where it belongs no more.

    A place that it has in a list it keeps, also while it is withdrawn.

    Returns:
        (listing, number) of each that changes with it.
    """
    held = dict(
        session.execute(select(ListingEntry.listing, ListingEntry.number).where(ListingEntry.item_id == item.id)).all()
    )
    wanted = listings_of(session, item)
    _give_places(session, item, held, wanted)
    # After the others have their numbers: a package that was made meanwhile has been waited for, and is seen.
    packages = _packages_with(session, wanted)
    _give_places(session, item, held, packages)
    wanted |= packages
    left = held.keys() - wanted.keys()
    if left:
        session.execute(delete(ListingEntry).where(ListingEntry.item_id == item.id, ListingEntry.listing.in_(left)))
    return list(held.items())


def _give_places(session: Session, item: Item, held: dict[str, int], wanted: Mapping[str, str]) -> None:
    for name, title in wanted.items():
        if name not in held:
            held[name] = _next_number(session, name, title)
            session.add(ListingEntry(listing=name, number=held[name], item_id=item.id))


def fill_package(session: Session, package: Package) -> None:
    """Put what was published before into a package, in its order; whatever stood in it is numbered anew."""
    # Whoever publishes at this moment is waited for, and then stands in the lists that are read here.
    session.execute(select(Listing.name).where(Listing.name == "all").with_for_update())
    name = f"package-{package.slug}"
    session.execute(delete(ListingEntry).where(ListingEntry.listing == name))
    sorts: dict[str, set[str]] = defaultdict(set)
    for one in package.listings:
        sorts[_group_of(one)].add(one)
    found = select(ListingEntry.item_id, func.row_number().over(order_by=ListingEntry.number)).where(
        ListingEntry.listing == "all"
    )
    for wanted in sorts.values():
        other = aliased(ListingEntry)
        found = found.where(
            select(other.item_id).where(other.item_id == ListingEntry.item_id, other.listing.in_(wanted)).exists()
        )
    count = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    session.merge(Listing(name=name, last=count, title=""))
    session.flush()
    source = found.subquery()
    chosen = select(literal(name), source.c[1], source.c[0])
    session.execute(insert(ListingEntry).from_select(["listing", "number", "item_id"], chosen))


def _next_number(session: Session, name: str, title: str) -> int:
    # The row's lock makes two publications in one list take their numbers one after the other.
    insert_into = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    grown = insert_into(Listing).values(name=name, last=1, title=title)
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


def shown(session: Session, *sorts: str) -> frozenset[str]:
    """Names of the lists of some sorts in which something is public."""
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
    of_sort = or_(*(Listing.name.between(f"{sort}-", f"{sort}.") for sort in sorts), Listing.name.in_(sorts))
    found = session.execute(select(Listing.name, newest_public).where(of_sort))
    return frozenset(name for name, number in found if number)


def months(session: Session) -> Sequence[str]:
    """The months in which something was published, as 2026-11, newest first."""
    month = func.substr(Listing.name, len("day-") + 1, len("2026-11"))
    found = select(month).where(Listing.name.between("day-", "day.")).distinct().order_by(month.desc())
    return session.scalars(found).all()


def neighbours(session: Session, item_id: str, name: str, count: int, *, newer: bool = False) -> Sequence[str]:
    """Ids of the public items that stand next to one in a list, the nearest first: older ones, or newer ones."""
    own = select(ListingEntry.number).where(ListingEntry.listing == name, ListingEntry.item_id == item_id)
    number = session.scalar(own)
    if number is None:
        return ()
    beyond = ListingEntry.number > number if newer else ListingEntry.number < number
    found = (
        select(ListingEntry.item_id)
        .join(Item, Item.id == ListingEntry.item_id)
        .where(ListingEntry.listing == name, beyond, Item.state == ItemState.PUBLISHED)
        .order_by(ListingEntry.number.asc() if newer else ListingEntry.number.desc())
        .limit(count)
    )
    return session.scalars(found).all()


def only_of(session: Session, item: Item, names: Iterable[str]) -> list[str]:
    """Those of the lists in which nothing but the item is public, or nothing at all: they begin with it, or end."""
    found = []
    for name in names:
        other = (
            select(ListingEntry.number)
            .join(Item, Item.id == ListingEntry.item_id)
            .where(ListingEntry.listing == name, Item.state == ItemState.PUBLISHED, Item.id != item.id)
            .order_by(ListingEntry.number.desc())
            .limit(1)
        )
        if session.scalar(other) is None:
            found.append(name)
    return found


def last_number(session: Session, name: str) -> int:
    return session.scalar(select(Listing.last).where(Listing.name == name)) or 0
