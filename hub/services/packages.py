"""Packages: what an editor chooses from the lists for a group of readers, with a page and feeds of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.models import Item, ItemState, Kind, Listing, ListingEntry, Organisation, Package, Programme
from hub.services import listings, tree
from hub.services.audit import record
from hub.services.communes import COMMUNES
from hub.services.languages import LANGUAGES, language_name
from hub.services.pages import KIND_TITLES

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 60

#: Topics that can be chosen from, those with the most items.
MAX_TOPICS = 200

Fault = tuple[str, Mapping[str, str | int]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a package is to be."""

    title: str
    listings: Sequence[str]
    description: str = ""
    language: str = "vi"

    def values(self) -> dict[str, Any]:
        """Columns as they are kept."""
        return {
            "title": self.title.strip(),
            "description": self.description.strip(),
            "language": self.language,
            "listings": list(dict.fromkeys(self.listings)),
        }


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Lists of one sort that can be chosen: (name, title)."""

    sort: str
    lists: Sequence[tuple[str, str]]


def find(session: Session, slug: str) -> Package:
    """The package of that slug. Raises NotFoundError."""
    found = session.scalar(select(Package).where(Package.slug == slug))
    if found is None:
        raise NotFoundError("gói nội dung", slug)
    return found


def every(session: Session) -> Sequence[tuple[Package, int]]:
    """All of them, with how many items readers find in each."""
    return [(one, count(session, one)) for one in session.scalars(select(Package).order_by(Package.title))]


def count(session: Session, package: Package) -> int:
    """How many items readers find in a package."""
    entries = (
        select(func.count())
        .select_from(ListingEntry)
        .join(Item, Item.id == ListingEntry.item_id)
        .where(ListingEntry.listing == _list(package.slug), Item.state == ItemState.PUBLISHED)
    )
    return session.scalar(entries) or 0


def choices(session: Session, chosen: Sequence[str] = ()) -> Sequence[Choice]:
    """What can be chosen, by sorts; of the topics those with the most items, and those that are chosen already."""
    topics = session.execute(
        select(Listing.name, Listing.title)
        .where(Listing.name.between("topic-", "topic."))
        .order_by(Listing.last.desc(), Listing.name)
    ).all()
    offered = [(name, title) for place, (name, title) in enumerate(topics) if place < MAX_TOPICS or name in chosen]
    organisations = session.execute(select(Organisation.slug, Organisation.name).order_by(Organisation.name))
    programmes = session.execute(select(Programme.slug, Programme.title).order_by(Programme.title))
    tags = sorted(listings.shown(session, "language") | {name for name in chosen if name.startswith("language-")})
    found = {
        "kind": list(KIND_TITLES.items()),
        "language": [(name, language_name(name.removeprefix("language-"))) for name in tags],
        "place": [(f"place-{slug}", one.title) for slug, one in COMMUNES.items()],
        "topic": [(name, f"{title[:1].upper()}{title[1:]}") for name, title in offered],
        "programme": [(f"programme-{slug}", title) for slug, title in programmes],
        "organisation": [(f"organisation-{slug}", name) for slug, name in organisations],
    }
    return [Choice(sort=sort, lists=lists) for sort, lists in found.items() if lists]


def faults(session: Session, wanted: Wanted) -> dict[str, Fault]:
    """All that is wrong with what a package is to be: field -> code and facts of its sentence."""
    found: dict[str, Fault] = {}
    if not wanted.title.strip():
        found["title"] = ("package-without-title", {})
    if wanted.language not in LANGUAGES:
        found["language"] = ("package-language", {"tag": wanted.language})
    unknown = [name for name in wanted.listings if not _is_possible(session, name)]
    if unknown:
        found["listings"] = ("package-unknown-list", {"name": unknown[0]})
    elif not wanted.listings:
        found["listings"] = ("package-without-lists", {})
    return found


def slug_faults(session: Session, slug: str) -> dict[str, Fault]:
    """What is wrong with the slug of a new package."""
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        return {"slug": ("not-a-slug", {"slug": slug})}
    if slug.endswith("-lite"):
        return {"slug": ("slug-reserved", {"slug": slug})}
    if session.scalar(select(Package.id).where(Package.slug == slug)):
        return {"slug": ("already-there", {"what": "gói nội dung", "name": slug})}
    return {}


def add(session: Session, slug: str, wanted: Wanted, *, by: str) -> Package:
    """Make a package and fill it with what was published before.

    Raises:
        InvalidError: A value cannot be right.
        ConflictError: The slug is taken.
    """
    _refuse(slug_faults(session, slug) | faults(session, wanted))
    made = Package(slug=slug, is_offered=True, created_at=now(), **wanted.values())
    session.add(made)
    session.flush()
    _fill(session, made)
    record(session, by, "package.added", made.id, {"slug": slug, "listings": made.listings})
    return made


def change(session: Session, slug: str, wanted: Wanted, *, by: str) -> Package:
    """Make a package another, under its address. Raises NotFoundError, InvalidError."""
    held = find(session, slug)
    _refuse(faults(session, wanted))
    values = wanted.values()
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, values[name])
    session.flush()
    _fill(session, held)
    record(session, by, "package.changed", held.id, {"slug": slug, "fields": changed, "listings": held.listings})
    return held


def offer(session: Session, slug: str, *, offered: bool, by: str) -> Package:
    """Name it to readers, or no more: its page and feeds stay for those who follow it. Raises NotFoundError."""
    held = find(session, slug)
    if held.is_offered != offered:
        held.is_offered = offered
        tree.mark(session, ["index/package/", "feeds/"])
        record(session, by, "package.offered" if offered else "package.not-offered", held.id, {"slug": slug})
    return held


def _fill(session: Session, package: Package) -> None:
    name = _list(package.slug)
    before = listings.full_pages(listings.last_number(session, name))
    listings.fill_package(session, package)
    after = listings.full_pages(listings.last_number(session, name))
    # Its numbers are given anew, so each of its pages is another, and some may be no more.
    numbered = [f"lists/{name}/{page}/" for page in range(1, max(before, after) + 1)]
    tree.mark(session, [f"lists/{name}/", *numbered, "index/package/", "feeds/"])


def _refuse(found: Mapping[str, Fault]) -> None:
    for code, facts in found.values():
        raise (ConflictError if code == "already-there" else InvalidError)(code, **facts)


def _is_possible(session: Session, name: str) -> bool:
    """Whether items stand in a list, or may some day."""
    sort, _, rest = name.partition("-")
    if sort == "topic":
        return session.get(Listing, name) is not None
    if sort == "programme":
        return session.scalar(select(Programme.id).where(Programme.slug == rest)) is not None
    if sort == "organisation":
        return session.scalar(select(Organisation.id).where(Organisation.slug == rest)) is not None
    return name in set(Kind) or (sort == "place" and rest in COMMUNES) or (sort == "language" and rest in LANGUAGES)


def _list(slug: str) -> str:
    return f"package-{slug}"
