"""How each feed is: held back or not, what directories miss in it, what the last visit found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.extensions.parts import Parts
from hub.services import channels, feed_visits, held_back, podcast_directories
from hub.services.feed_visits import Visited
from hub.services.held_back import Fault, HeldBack


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """One feed of a channel.

    Attributes:
        listing: Name of the list that it tells.
        kind: As on the subscribe page.
        held: None where readers have its newest version.
        missing: What podcast directories would refuse.
        visited: None where it was not there at the last visit.
    """

    listing: str
    name: str
    kind: str
    title: str
    url: str
    held: HeldBack | None
    missing: Sequence[Fault]
    visited: Visited | None

    @property
    def state(self) -> str:
        return "held back" if self.held else "ready"


def every(parts: Parts, session: Session) -> Iterator[FeedState]:
    """All feeds, in the order of the subscribe page."""
    root = parts.settings.public_url
    held, missing = held_back.every(session), podcast_directories.every(session)
    last = feed_visits.last(session)
    visited = {one.url: one for one in last.visited} if last else {}
    for offer in channels.offers(session, parts.storage, parts.settings.site_title, channels.names(session)):
        for kind, url in offer.addresses(root).items():
            path = url.removeprefix(f"{root}/")
            yield FeedState(
                listing=offer.channel.listing,
                name=offer.channel.name,
                kind=kind,
                title=offer.channel.title,
                url=url,
                held=held.get(path) or held.get(f"lists/{offer.channel.listing}/"),
                missing=missing.get(path, ()),
                visited=visited.get(url),
            )
