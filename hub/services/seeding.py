"""What a new hub begins with: an administrator, and, on request, the demo."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import frontmatter
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import __version__
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Destination, Fact, Item, ListingEntry, Role, RoleName, Staff
from hub.services import (
    airtimes,
    destinations,
    intake,
    listings,
    pages,
    practice,
    programmes,
    publisher,
    schedule,
    staff,
)
from hub.services.destinations import Account
from hub.services.intake import Submission
from hub.services.staff import Person

#: Of the first administrator, who is let in by a link; no mail goes there.
ADMINISTRATOR = "quan-tri@hub.example"

DEMO = Path(__file__).parent.parent / "demo"

SEEDER = "hub up"

#: Grows when there are new sorts of lists, or pages that stand in every tree.
LISTINGS = "3"

#: Items that get their places in one transaction.
_CHUNK = 500

#: Practice destinations of the demo: (slug, title).
_PRACTICE = (
    ("dien-tap-cong-doi-tac", "Diễn tập: cổng đối tác"),
    ("dien-tap-truyen-hinh", "Diễn tập: đối tác truyền hình"),
)


def seed(parts: Parts) -> str | None:
    """Make the first administrator.

    Returns:
        The token of a one-time sign-in link at the first start; None later.
    """
    with parts.database.writing() as session:
        for name in RoleName:
            staff.role(session, name)
        held = select(Staff.id).join(Staff.roles).where(Role.name == RoleName.ADMINISTRATOR)
        if session.scalar(held.limit(1)) is not None:
            return None
        person = Person(email=ADMINISTRATOR, name="Quản trị viên", role=RoleName.ADMINISTRATOR)
        return staff.sign_in_link(session, staff.add(session, person, by=SEEDER))


def demo(parts: Parts) -> None:
    """Take the demo in, once: organisations, programmes, people, practice destinations, content."""
    if fact(parts, "demo") == "done":
        return
    content: dict[str, Any] = json.loads((DEMO / "programmes.json").read_text())
    with parts.database.writing() as session:
        _organisations_and_programmes(session, content)
        _people(session, content)
    _practice_destinations(parts)
    done = set(filter(None, fact(parts, "demo").split(",")))
    for entry in content["items"]:
        if entry["file"] not in done:
            intake.receive(parts, DEMO / entry["file"], _submission(entry))
            done.add(entry["file"])
            set_fact(parts, "demo", ",".join(sorted(done)))
    set_fact(parts, "demo", "done")


def look_changed(parts: Parts) -> None:
    """Pages and feeds carry the hub's addresses and name, and its look: where one changed, all are made anew."""
    settings = parts.settings
    addresses = f"{settings.public_url} {settings.desk_url} {settings.contact_email}"
    made_with = f"{addresses} {pages.look()} {__version__} {settings.site_title}"
    if fact(parts, "made_with") == made_with:
        return
    publisher.mark_all(parts)
    if fact(parts, "demo") == "done":
        _practice_destinations(parts)
    set_fact(parts, "made_with", made_with)


def lists_grew(parts: Parts) -> None:
    """What was published before there were some sorts of lists gets its places in them, in its order."""
    if fact(parts, "listings") == LISTINGS:
        return
    while True:
        with parts.database.writing() as session:
            after = int(fact_in(session, "listed") or 0)
            entries = session.execute(
                select(ListingEntry.number, ListingEntry.item_id)
                .where(ListingEntry.listing == "all", ListingEntry.number > after)
                .order_by(ListingEntry.number)
                .limit(_CHUNK)
            ).all()
            for _, item_id in entries:
                listings.enter(session, session.get_one(Item, item_id))
            if not entries:
                break
            session.merge(Fact(name="listed", value=str(entries[-1].number)))
    publisher.mark_all(parts)
    set_fact(parts, "listings", LISTINGS)


def fact(parts: Parts, name: str) -> str:
    with parts.database.reading() as session:
        return fact_in(session, name)


def fact_in(session: Session, name: str) -> str:
    found = session.get(Fact, name)
    return found.value if found else ""


def set_fact(parts: Parts, name: str, value: str) -> None:
    with parts.database.writing() as session:
        session.merge(Fact(name=name, value=value))


def _organisations_and_programmes(session: Session, content: Mapping[str, Any]) -> None:
    for one in content["organisations"]:
        if one["slug"] not in {held.slug for held in programmes.organisations(session)}:
            programmes.add_organisation(
                session,
                slug=one["slug"],
                name=one["name"],
                valid_from=_day(one["valid_from"]),
                valid_to=_day(one["valid_to"]),
            )
    for one in content["programmes"]:
        if one["slug"] not in {held.slug for held in programmes.every(session)}:
            programmes.add(session, {name: value for name, value in one.items() if name != "week"}, by=SEEDER)
            if "week" in one:
                schedule.replace(session, one["slug"], airtimes.read(one["week"]), by=SEEDER)


def _people(session: Session, content: Mapping[str, Any]) -> None:
    held = {one.email for one in staff.every(session)}
    for one in content["staff"]:
        if one["email"] not in held:
            staff.add(session, Person.of(one), by=SEEDER)


def _practice_destinations(parts: Parts) -> None:
    """Keep the practice accounts, at the address that the hub has now."""
    with parts.database.reading() as session:
        held = set(session.scalars(select(Destination.slug)))
    for account in _practice_accounts(parts):
        if account.slug in held:
            destinations.change(parts, account.slug, title=account.title, values=account.values, by=SEEDER)
        else:
            destinations.add(parts, account, by=SEEDER)


def _practice_accounts(parts: Parts) -> list[Account]:
    address = practice.address(parts.settings)
    values = {"url": address, "secret": practice.secret(parts.settings), "lookup_url": address}
    return [Account(slug=slug, title=title, platform="webhook", values=values) for slug, title in _PRACTICE]


def _submission(entry: Mapping[str, Any]) -> Submission:
    path = DEMO / entry["file"]
    told = _told(path)
    attribution = ". ".join(part for part in (told.get("attribution", ""), told.get("licence", "")) if part)
    return Submission(
        programme=entry["programme"],
        name=path.name,
        title=told.get("title", ""),
        summary=told.get("summary", ""),
        body=told.get("transcript", ""),
        language=told.get("language", ""),
        authors=tuple(told.get("authors", ())),
        tags=tuple(told.get("tags", ())),
        ai_label=told.get("ai_label", ""),
        credit=attribution,
        publish=True,
        by=SEEDER,
        published_at=now() - timedelta(hours=entry["hours_ago"]),
        pictures=path.parent if path.suffix == ".md" else None,
    )


def _told(path: Path) -> dict[str, Any]:
    """What stands beside the file, or at its head."""
    sidecar = path.with_suffix(".json")
    if sidecar.is_file():
        told: dict[str, Any] = json.loads(sidecar.read_text())
        return told
    return dict(frontmatter.load(str(path)).metadata) if path.suffix == ".md" else {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
