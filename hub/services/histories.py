"""The documents that the feeds of a list have: the current ones, and one of the archive for each full page."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.deletion import Deletion
from feeds.entry import Person
from feeds.update_frequency import UpdateFrequency
from hub.extensions.parts import Parts
from hub.extensions.storage import Storage
from hub.models import Item, ItemState, Kind, ListingEntry, Programme, Slot
from hub.services import listings, moved_podcasts, syndication
from hub.services.airtimes import WEEKDAYS
from hub.services.syndication import Channel, Document, Entries, feed_path
from hub.services.tree import PUBLIC
from hub.services.views import ItemView, item_views

#: Places of a list in which a withdrawn item is told: whoever polls less often has lost sight of it anyway.
_TOLD = 200

#: As RFC 5545 writes the days of the week, Monday first.
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

#: Withdrawn items that a feed tells of at most.
_MAX_DELETED = 50


def documents(  # noqa: PLR0913  what a rendering has at hand, and the page
    parts: Parts, session: Session, channel: Channel, items: Sequence[ItemView], entries: Entries, *, page: int = 0
) -> dict[str, bytes]:
    """The documents of one page of a list, in every format: path below the public root -> bytes.

    Args:
        parts: Of the hub; which feeds stand already is seen in its storage.
        session: For what the list holds.
        channel: What the feeds of the list say of it.
        items: Those of the page, newest first.
        entries: Of the rendering.
        page: Of the archive, from 1; 0 for the current documents.
    """
    name, storage, settings = channel.listing, parts.storage, parts.settings
    full = listings.full_pages(listings.last_number(session, name))
    if page:
        document = Document(page=page, previous=page - 1, following=page + 1 if page < full else 0)
    else:
        document = Document(previous=full, deleted=tuple(_deleted(session, name)))
    has_lite = any("lite" in item.media for item in items)
    # A feed that somebody may follow stays and tells the truth, also when nothing is left for it. An archive document
    # of a twin stands where its current one does, so that the chain has no gap.
    lite_stands = stands(storage, feed_path("feeds", f"{channel.name}-lite", "rss"))
    files = syndication.feed_files(
        entries,
        channel,
        items,
        lite_too=lite_stands or (has_lite and not page),
        document=document,
    )
    podcast_stands = stands(storage, feed_path("podcasts", channel.name, "rss"))
    if name.startswith("programme-") and (podcast_stands or (has_lite and not page)):
        channel = replace(channel, timetable=_timetable(session, name.removeprefix("programme-")))
        owner = Person(name=channel.organisation, email=settings.contact_email)
        moved = moved_podcasts.of(session, channel.name)
        podcast = replace(channel, moved_to=moved.url if moved else "")
        files |= syndication.podcast_files(entries, podcast, items, owner=owner, document=document)
    return files | _for_partners(parts, session, channel, items, document)


def _for_partners(
    parts: Parts, session: Session, channel: Channel, items: Sequence[ItemView], document: Document
) -> dict[str, bytes]:
    """The Media RSS of television and of its programmes, from the first film on."""
    if channel.listing != Kind.TV and not channel.listing.startswith("programme-"):
        return {}
    films = [item for item in items if item.kind == Kind.TV and syndication.FILM_FORMS & item.media.keys()]
    if not stands(parts.storage, feed_path("feeds", channel.name, "mrss")) and (document.page or not films):
        return {}
    gone = item_views(session, [one.id for one in document.deleted], public_only=False)
    return syndication.partner_file(parts.settings.public_url, channel, films, withdrawn=gone, document=document)


def _timetable(session: Session, slug: str) -> UpdateFrequency | None:
    """The days of the week on which a programme is on the air."""
    days = session.scalars(select(Slot.weekday).join(Programme).where(Programme.slug == slug).distinct())
    numbers = sorted(days)
    if not numbers:
        return None
    names = ", ".join(WEEKDAYS[number] for number in numbers)
    return UpdateFrequency(text=names, rule=f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[number] for number in numbers)}")


def stands(storage: Storage, path: str) -> bool:
    return storage.stat(f"{PUBLIC}/{path}") is not None


def _deleted(session: Session, name: str) -> list[Deletion]:
    """What was withdrawn of the newest places of a list."""
    least = listings.last_number(session, name) - _TOLD
    rows = session.execute(
        select(Item.id, Item.updated_at)
        .join(ListingEntry, ListingEntry.item_id == Item.id)
        .where(ListingEntry.listing == name, ListingEntry.number > least, Item.state == ItemState.WITHDRAWN)
        .order_by(Item.updated_at.desc())
        .limit(_MAX_DELETED)
    )
    return [Deletion(id=item_id, when=when) for item_id, when in rows]
