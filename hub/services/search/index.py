"""Keeps what can be searched in step with what is public, in the transaction of each change."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from hub.extensions.parts import Parts
from hub.models import Item, ItemState, ListingEntry, SearchEntry
from hub.services import tree
from hub.services.search import engines, words
from transcode.documents.render import plain_text

#: Dirty path of the index, for when all of it is to be looked through.
PATH = "search/"

#: Items that are taken in at once.
BATCH = 200

#: Numbers of one second.
SECOND = 1024


def follow(session: Session, item: Item) -> None:
    """Have an item found by what it says now, or no more where it is not public."""
    session.flush()
    held = session.scalar(select(SearchEntry).where(SearchEntry.item_id == item.id))
    if item.state != ItemState.PUBLISHED:
        if held is not None:
            _drop(session, held)
        return
    made = _entry(item)
    number = None
    if held is not None:
        if held.number // SECOND == _second(item):
            number = held.number
        if number is not None and _said(held) == _said(made):
            return
        _drop(session, held)
    made.number = _free(session, _second(item) * SECOND) if number is None else number
    session.add(made)
    session.flush()
    engines.put(session, [(made.number, _tokens(made))])


def fill(parts: Parts) -> None:
    """Take in public items that are missing, some at a time; the rest stays out of date as `PATH`.

    An index of another version is emptied first: what is in it cannot be told any more.
    """
    with parts.database.writing() as session:
        if session.scalar(select(SearchEntry.number).where(SearchEntry.version != words.VERSION).limit(1)) is not None:
            engines.clear(session)
            session.execute(delete(SearchEntry))
        missing = session.scalars(
            select(Item)
            .join(ListingEntry, (ListingEntry.item_id == Item.id) & (ListingEntry.listing == "all"))
            .outerjoin(SearchEntry, SearchEntry.item_id == Item.id)
            .where(Item.state == ItemState.PUBLISHED, SearchEntry.number.is_(None))
            .order_by(ListingEntry.number)
            .limit(BATCH)
            # Whoever withdraws one of them meanwhile waits, and then takes out what is put in here.
            .with_for_update(of=Item)
        ).all()
        for item in missing:
            follow(session, item)
        if len(missing) == BATCH:
            tree.mark(session, [PATH])


def number_of(moment_s: float) -> int:
    """The least number of what was published at a moment or later."""
    return int(moment_s) * SECOND


def _drop(session: Session, held: SearchEntry) -> None:
    engines.drop(session, held.number, _tokens(held))
    session.delete(held)
    session.flush()


def _entry(item: Item) -> SearchEntry:
    programme = item.programme
    tags = dict.fromkeys([item.language, item.language.partition("-")[0]])
    labels = [
        words.label("kind", programme.kind),
        words.label("programme", programme.slug),
        *(words.label("language", tag) for tag in tags),
    ]
    said = f"{item.summary}\n{plain_text(item.body_html) if item.body_html else ''}"
    return SearchEntry(
        item_id=item.id,
        version=words.VERSION,
        title=" ".join(words.words(item.title)[: words.MOST_WORDS]),
        text=" ".join(words.words(said)[: words.MOST_WORDS]),
        labels=" ".join(labels),
    )


def _said(entry: SearchEntry) -> tuple[int, str, str, str]:
    return entry.version, entry.title, entry.text, entry.labels


def _tokens(entry: SearchEntry) -> tuple[str, ...]:
    return words.tokens(entry.title.split(), entry.text.split(), entry.labels.split())


def _second(item: Item) -> int:
    return int((item.published_at or item.created_at).timestamp())


def _free(session: Session, number: int) -> int:
    """The first number from this one on that nobody has."""
    if session.get(SearchEntry, number) is None:
        return number
    after = aliased(SearchEntry)
    gap = (
        select(SearchEntry.number + 1)
        .outerjoin(after, after.number == SearchEntry.number + 1)
        .where(SearchEntry.number >= number, after.number.is_(None))
        .order_by(SearchEntry.number)
        .limit(1)
    )
    return session.scalars(gap).one()
