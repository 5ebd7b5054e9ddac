"""What one can subscribe to: everything, a kind, a programme, a language."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Listing, Programme
from hub.services import listings, pages, syndication
from hub.services.languages import language_name
from hub.services.syndication import Channel
from hub.services.views import ItemView, item_views


def channels(session: Session, site_title: str) -> Iterator[tuple[Channel, bool, bool]]:
    """Every channel that has items; whether it is a podcast too, and whether it has lite twins."""
    for name in _names(session):
        channel = channel_of(session, name, site_title)
        if channel is not None:
            items = item_views(session, listings.newest(session, name, syndication.FEED_SIZE))
            yield channel, bool(podcast_path(name, items)), any("lite" in item.media for item in items)


def channel_of(session: Session, name: str, site_title: str) -> Channel | None:
    """The channel of a list; None for a programme that is no more. Where there is no organisation, the site speaks."""
    organisation = _publisher_name(session) or site_title
    prefix, _, rest = name.partition("-")
    if name == "all":
        title, home, language, text = "Tất cả tin mới", "", "vi", "Mọi tin, bài, chương trình mới nhất."
        feed = "all"
    elif name in pages.KIND_TITLES:
        title, home, language, feed = pages.KIND_TITLES[name], f"{name}/", "vi", name
        text = f"{title}: tất cả chương trình."
    elif prefix == "language":
        title, home, language, feed = language_name(rest), f"languages/{rest}/", rest, name
        name = language_name(rest)
        text = f"Mọi nội dung bằng {name[:1].lower()}{name[1:]}."
    else:
        programme = session.scalar(select(Programme).where(Programme.slug == rest))
        if programme is None:
            return None
        title, home, language = programme.title, f"programmes/{rest}/", programme.language
        feed, text, organisation = rest, programme.description, programme.organisation.name
    return Channel(
        name=feed, title=title, description=text, language=language, home_path=home, organisation=organisation
    )


def _publisher_name(session: Session) -> str:
    programme = session.scalar(select(Programme).order_by(Programme.id).limit(1))
    return programme.organisation.name if programme else ""


def _names(session: Session) -> Sequence[str]:
    """Lists that have items, in the order in which people look for them."""
    order = {"all": 0, "radio": 1, "tv": 2, "print": 3}
    names = session.scalars(select(Listing.name)).all()
    return sorted(names, key=lambda name: (order.get(name, 5 if name.startswith("programme-") else 4), name))


def podcast_path(name: str, items: Sequence[ItemView]) -> str:
    """Programmes whose items can be heard have a podcast."""
    slug = name.removeprefix("programme-")
    return f"podcasts/{slug}.rss" if slug != name and any("lite" in item.media for item in items) else ""
