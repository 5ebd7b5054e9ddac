"""Podcasts that are published elsewhere from now on: their applications are led there.

The feed says where it has moved to at once (`itunes:new-feed-url`). Some time later its old address answers 301 as
well; what it answers stands in a file beside the feed, so that every server of the tree can know it. The feed itself
stays: a server that does not know of such files (a bucket, an older nginx configuration) leads on by it alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feeds.address import absolute
from hub.errors import ConflictError, InvalidError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.storage import Storage
from hub.services import facts, programmes, tree
from hub.services.audit import record

#: Days in which applications read the new address in the feed, before the old one answers 301.
WAIT_DAYS = 14

_SORT = "moved-podcast"
_FOLDER, _ENDING = "podcasts", ".moved"
_FEED = re.compile(rf"{_FOLDER}/[a-z0-9-]+\.rss")


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a podcast has moved to, and from when on its old address answers 301."""

    url: str
    redirect_from: datetime

    @property
    def is_redirected(self) -> bool:
        return self.redirect_from <= now()


def move(parts: Parts, slug: str, url: str, *, at_once: bool, by: str) -> Move:
    """Lead whoever follows the podcast of a programme to `url`.

    Args:
        parts: Of the hub.
        slug: Of the programme.
        url: Where the show is published now.
        at_once: Let the old address answer 301 from now on; otherwise after `WAIT_DAYS`.
        by: Who wants it.

    Raises:
        NotFoundError: There is no such programme.
        FeedError: `bad-url`.
        InvalidError: `podcast-moves-to-itself`.
    """
    # "$" would be a name to nginx.
    target = absolute("new feed url", url).replace("$", "%24")
    if target.startswith(tuple(f"{parts.settings.public_url}/{path}" for path in _paths(slug))):
        raise InvalidError("podcast-moves-to-itself", url=target)
    made = Move(url=target, redirect_from=now() if at_once else now() + timedelta(days=WAIT_DAYS))
    with parts.database.writing() as session:
        programme = programmes.find(session, slug)
        facts.put(session, _SORT, slug, {"url": made.url, "redirect_from": made.redirect_from.isoformat()})
        _changed(session, slug)
        record(session, by, "programme.moved", programme.id, {"url": target})
    return made


def stay(parts: Parts, slug: str, *, by: str) -> None:
    """Take a move back. Raises NotFoundError, and ConflictError where there is none."""
    with parts.database.writing() as session:
        programme = programmes.find(session, slug)
        if of(session, slug) is None:
            raise ConflictError("podcast-not-moved", slug=slug)
        facts.drop(session, _SORT, [slug])
        _changed(session, slug)
        record(session, by, "programme.stayed", programme.id)


def of(session: Session, slug: str) -> Move | None:
    """The move of a programme's podcast."""
    kept = facts.get(session, _SORT, slug)
    if kept is None:
        return None
    return Move(url=kept["url"], redirect_from=datetime.fromisoformat(kept["redirect_from"]))


def write(storage: Storage, slug: str, moved: Move | None) -> None:
    """Bring the files beside the feeds of a programme's podcast up to date."""
    for path in _paths(slug):
        if moved and storage.stat(f"{tree.PUBLIC}/{path}"):
            told = f"{moved.url}\n{moved.redirect_from.isoformat()}\n"
            tree.write(storage, path + _ENDING, told.encode())
        else:
            tree.remove(storage, path + _ENDING)


def redirected(storage: Storage, path: str) -> str:
    """Where the address of a feed leads now; empty where the feed is what it answers."""
    if not _FEED.fullmatch(path) or storage.stat(f"{tree.PUBLIC}/{path}{_ENDING}") is None:
        return ""
    url, since = storage.read(f"{tree.PUBLIC}/{path}{_ENDING}").decode().split()
    return url if datetime.fromisoformat(since) <= now() else ""


def every(storage: Storage) -> Iterator[tuple[str, str]]:
    """(path, address it leads to) of every feed that answers 301 now."""
    for key in sorted(storage.keys(f"{tree.PUBLIC}/{_FOLDER}")):
        path = key.removeprefix(f"{tree.PUBLIC}/").removesuffix(_ENDING)
        url = redirected(storage, path) if key.endswith(_ENDING) else ""
        if url:
            yield path, url


def _paths(slug: str) -> tuple[str, str]:
    return f"{_FOLDER}/{slug}.rss", f"{_FOLDER}/{slug}-lite.rss"


def _changed(session: Session, slug: str) -> None:
    tree.mark(session, [f"lists/programme-{slug}/"])
