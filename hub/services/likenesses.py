"""Knowing the same bulletin again when it comes by another road: by title and text, time and duration."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.models import Arrival, Item, ItemState, Likeness
from hub.services.arrivals import is_by_hand

#: Texts that are the same to a reader come within these of each other.
TEXT_WINDOW = timedelta(days=3)
#: A daily programme has one title and one length: only the same hours tell that it is the same edition.
MEDIA_WINDOW = timedelta(hours=6)
DURATION_S = 1.0

#: Words of a text below which it tells too little: a caption, a teaser.
LEAST_WORDS = 40
#: Share of common shingles from which two texts are one text.
SAME_TEXT = 0.85

#: Items that are looked at whether they are the same.
CANDIDATES = 200

#: Hashes of a text, and how many of them make a band.
_HASHES, _ROWS = 32, 4
_SALTS = (b"first", b"second", b"third", b"fourth")
_SHINGLE = 4


def folded(text: str) -> str:
    """Lower case, without tones, đ as d, words only: what two newsrooms type alike.

    >>> folded("BẢN TIN  Thời sự, (số 2)")
    'ban tin thoi su so 2'
    """
    flat = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in flat if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", letters))


def bands(text: str) -> tuple[str, ...]:
    """What an index finds a text again by: MinHash over shingles of four words (Broder, 1997), in bands.

    Two texts share a band with a chance of 1 - (1 - r⁴)⁸ for a resemblance r: of those at 0.85 one in 400 is missed,
    while common phrases alone (0.05) bring together one pair in 20,000.
    """
    least = [2**64] * _HASHES
    for shingle in _shingles(text):
        digests = b"".join(hashlib.blake2b(shingle.encode(), salt=salt).digest() for salt in _SALTS)
        for number in range(_HASHES):
            least[number] = min(least[number], int.from_bytes(digests[8 * number : 8 * number + 8]))
    return tuple(
        hashlib.blake2b(repr(least[at : at + _ROWS]).encode(), digest_size=8).hexdigest()
        for at in range(0, _HASHES, _ROWS)
    )


def resemblance(one: str, other: str) -> float:
    """Share of common shingles of two texts, 0 to 1 (Jaccard)."""
    first, second = _shingles(one), _shingles(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def note(session: Session, item: Item) -> None:
    """Keep what an item is known again by; replaces what was kept of it."""
    session.execute(delete(Likeness).where(Likeness.item_id == item.id, Likeness.kind.in_(("title", "text"))))
    for kind, value in _values(item):
        session.add(Likeness(item_id=item.id, kind=kind, value=value))


@dataclass(frozen=True, kw_only=True)
class _Road:
    way: str
    source_id: str | None


def twin(session: Session, item: Item) -> Item | None:
    """The item that this one is, come by another road; None where that is not certain.

    Two things that come by the same road are two things, however alike they are.
    """
    roads = _roads(session, item.id)
    wanted = [value for _, value in _values(item)]
    # Both by an index alone: with a condition more, SQLite walks through all items, none of which is merged.
    found = select(Likeness.item_id).where(Likeness.value.in_(wanted), Likeness.item_id != item.id).distinct()
    candidates = session.scalars(found.limit(CANDIDATES)).all()
    if not candidates:
        return None
    for other in session.scalars(select(Item).where(Item.id.in_(candidates)).order_by(Item.id)).unique():
        if other.merged_into is None and other.state != ItemState.WITHDRAWN and _is_same(item, other):
            others = _roads(session, other.id)
            if roads and others and not roads & others:
                return other
    return None


def _is_same(item: Item, other: Item) -> bool:
    if item.language != other.language or item.programme.kind != other.programme.kind:
        return False
    apart = abs(_moment(item) - _moment(other))
    if item.duration_s and other.duration_s:
        same_length = abs(item.duration_s - other.duration_s) <= DURATION_S
        return same_length and apart <= MEDIA_WINDOW and folded(item.title) == folded(other.title)
    if item.duration_s or other.duration_s or apart > TEXT_WINDOW:
        return False
    long_enough = min(len(item.body.split()), len(other.body.split())) >= LEAST_WORDS
    return long_enough and resemblance(item.body, other.body) >= SAME_TEXT


def _moment(item: Item) -> datetime:
    return item.published_at or item.created_at


def _roads(session: Session, item_id: str) -> set[_Road]:
    rows = session.execute(select(Arrival.way, Arrival.source_id).where(Arrival.item_id == item_id))
    # A person is one road, by whatever door she comes.
    return {_Road(way="" if is_by_hand(way) else way, source_id=source_id) for way, source_id in rows}


def _values(item: Item) -> Iterable[tuple[str, str]]:
    title = folded(item.title)
    if title:
        yield "title", "title:" + hashlib.blake2b(title.encode(), digest_size=12).hexdigest()
    if len(item.body.split()) >= LEAST_WORDS:
        for number, band in enumerate(bands(item.body)):
            yield "text", f"text:{number}:{band}"


def _shingles(text: str) -> set[str]:
    words = folded(text).split()
    return {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))} if words else set()
