"""An item as readers will have it, for the newsroom before it is public."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Item, ItemState
from hub.services import listings, pages, publisher, publishing
from hub.services.views import ItemView, MediaView, item_views

#: State of the item -> what the bar says; of any other, that it is not public.
_BARS = {ItemState.PUBLISHED: "Bản xem trước – bài đã đăng", ItemState.WITHDRAWN: "Bản xem trước – bài đã gỡ"}
_NOT_YET = "Bản xem trước – chưa đăng"

#: Characters of captions that are shown beside the page.
_BEGINNING = 1500

#: An attribute that holds an address, or several.
_ADDRESS = re.compile(r'\b(?:href|src|poster|srcset)="[^"]*"')
#: A link that leads out of the page.
_LINK = re.compile(r'<a (?=[^>]*\bhref="(?!#))')


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the newsroom opens what a page names, each with a slash at its end."""

    #: The public tree.
    root: str
    #: Our own script, picture and style.
    static: str
    #: The forms of the item, public or not.
    media: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """Captions in one language, and how they begin."""

    media: MediaView
    beginning: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """An item with what is looked at beside its page."""

    item: ItemView
    captions: Sequence[Words]
    #: Articles of the same issue in other languages.
    others: Sequence[Item]

    @property
    def share(self) -> MediaView | None:
        """The picture that stands where somebody passes its address on."""
        return self.item.media.get("share") or self.item.picture


def page(parts: Parts, item_id: str, addresses: Addresses, *, scheme: str = "") -> bytes:
    """The page of an item as it would be published now. Raises NotFoundError."""
    with parts.database.reading() as session:
        item = _view(session, item_id)
        site = publisher.site(parts, listings.shown(session, *listings.NAVIGATION))
        made = pages.preview_page(site, item, publisher.around(parts, session, item), told=_bar(item), scheme=scheme)
    return _turned(made, item, addresses)


def card(parts: Parts, item_id: str, addresses: Addresses, *, scheme: str = "") -> bytes:
    """How it would stand in lists. Raises NotFoundError."""
    with parts.database.reading() as session:
        item = _view(session, item_id)
        site = publisher.site(parts, listings.shown(session, *listings.NAVIGATION))
    return _turned(pages.preview_card(site, item, told=_bar(item), scheme=scheme), item, addresses)


def look(parts: Parts, item_id: str) -> Look:
    """Raises NotFoundError."""
    with parts.database.reading() as session:
        item = _view(session, item_id)
        held = publishing.get(session, item_id)
        beside = select(Item).where(
            Item.part_of == held.part_of, Item.language != held.language, Item.merged_into.is_(None)
        )
        others = session.scalars(beside.order_by(Item.language, Item.id)).all() if held.part_of else ()
    return Look(item=item, captions=[_words(parts, one) for one in item.captions], others=others)


def _view(session: Session, item_id: str) -> ItemView:
    held = publishing.get(session, item_id)
    [view] = item_views(session, [item_id], public_only=False)
    if held.published_at is not None:
        return view
    # What publishing gives it.
    return replace(view, published_at=now(), places=view.places or tuple(publishing.places_named(held)))


def _bar(item: ItemView) -> str:
    return _BARS.get(ItemState(item.state), _NOT_YET)


def _words(parts: Parts, media: MediaView) -> Words:
    text = parts.storage.read(media.private_key).decode("utf-8", "replace")
    cues = text.partition("\n\n")[2]
    if len(cues) > _BEGINNING:
        cues = cues[:_BEGINNING].rpartition("\n\n")[0] + "\n\n…"
    return Words(media=media, beginning=cues.strip())


def _turned(page: bytes, item: ItemView, addresses: Addresses) -> bytes:
    """The page with its addresses turned to where the newsroom finds what they name.

    It is rendered as for readers, so that what is looked at is the same page; only then is it moved.
    """

    def turn(found: re.Match[str]) -> str:
        return (
            found[0]
            .replace(f"../../media/{item.id}/", addresses.media)
            .replace("../../static/", addresses.static)
            .replace("../../", addresses.root)
        )

    # No other page may stand in the frame in which it is shown.
    return _LINK.sub('<a target="_top" ', _ADDRESS.sub(turn, page.decode())).encode()
