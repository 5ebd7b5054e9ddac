"""The index of each engine: which rows hold all of some tokens, the newest first. They know nothing about words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Statements of one database, and how it is told several tokens."""

    put: str
    #: Takes the tokens that were put.
    drop: str
    clear: str
    #: Said before a search, for it alone.
    before: Sequence[str]
    newest: str
    content: Callable[[Sequence[str]], str]
    question: Callable[[Sequence[str]], str]


_SQLITE = Engine(
    put="INSERT INTO search_index (rowid, tokens) VALUES (:number, :tokens)",
    drop="INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', :number, :tokens)",
    clear="INSERT INTO search_index (search_index) VALUES ('delete-all')",
    before=(),
    newest=(
        "SELECT rowid FROM search_index WHERE search_index MATCH :question AND rowid >= :first AND rowid < :below "
        "ORDER BY rowid DESC LIMIT :most"
    ),
    content=" ".join,
    question=lambda tokens: " AND ".join(f'"{token}"' for token in tokens),
)

_POSTGRESQL = Engine(
    put="INSERT INTO search_index (number, tokens) VALUES (:number, CAST(:tokens AS tsvector))",
    drop="DELETE FROM search_index WHERE number = :number",
    clear="DELETE FROM search_index",
    # The planner does not know that it would have to unpack the tokens of every row; the index has them at hand.
    before=("SET LOCAL enable_seqscan = off", "SET LOCAL enable_indexscan = off", "SET LOCAL jit = off"),
    newest=(
        "SELECT number FROM search_index WHERE tokens @@ CAST(:question AS tsquery) "
        "AND number >= :first AND number < :below ORDER BY number DESC LIMIT :most"
    ),
    content=lambda tokens: " ".join(f"'{token}'" for token in tokens),
    question=lambda tokens: " & ".join(f"'{token}'" for token in tokens),
)

_ENGINES: Mapping[str, Engine] = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def put(session: Session, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Keep the tokens of numbers that have none."""
    engine = _of(session)
    given = [{"number": number, "tokens": engine.content(tokens)} for number, tokens in entries]
    session.execute(text(engine.put), given)


def drop(session: Session, number: int, tokens: Sequence[str]) -> None:
    engine = _of(session)
    given = {"number": number, "tokens": engine.content(tokens)}
    session.execute(text(engine.drop), given if ":tokens" in engine.drop else {"number": number})


def clear(session: Session) -> None:
    session.execute(text(_of(session).clear))


def prepare(session: Session) -> None:
    """Before the first question of a transaction."""
    for statement in _of(session).before:
        session.execute(text(statement))


def newest(session: Session, tokens: Sequence[str], *, first: int, below: int, most: int) -> Sequence[int]:
    """Numbers from `first` and below `below` of the rows that hold all of the tokens."""
    engine = _of(session)
    given = {"question": engine.question(tokens), "first": first, "below": below, "most": most}
    return session.scalars(text(engine.newest), given).all()


def _of(session: Session) -> Engine:
    return _ENGINES[session.get_bind().dialect.name]
