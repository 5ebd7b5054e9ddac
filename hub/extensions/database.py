"""SQLite by default, PostgreSQL by address: sessions that read, sessions that write, and what follows a commit."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet, finalize

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hub.errors import StartError, problem_of
from hub.extensions.queue import Dispatch

#: Seconds that a writer waits for another one (SQLite has one writer at a time).
BUSY_S = 30

AfterCommit = Callable[[list[Dispatch]], object]


class Database:
    """One engine; every change of the hub is made in one of its `writing` blocks."""

    def __init__(self, url: str, *, after_commit: AfterCommit | None = None) -> None:
        self.url = url
        self.engine = _engine(url)
        #: Told what was promised in a block, after it was committed.
        self.after_commit = after_commit
        _OPEN.add(self)
        # Whoever drops it without closing leaves no connection open.
        finalize(self, self.engine.dispose)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment and changes nothing."""
        # Closing gives the connection back; what was read stays usable (a rollback would make it stale).
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end of the block, or rolled back whole when the block raises."""
        engine = self.engine.execution_options(hub_writes=True)
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
            promised = session.info.pop("promised", [])
        if promised and self.after_commit is not None:
            self.after_commit(promised)

    def is_there(self) -> bool:
        """False for an SQLite file that has not been made: asking it anything would make it."""
        name = self.engine.url.database
        return not self.is_sqlite or not name or Path(name).exists()

    def check(self) -> None:
        """Raises StartError when the database cannot be opened."""
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except DBAPIError as error:
            shown = self.engine.url.render_as_string(hide_password=True)
            raise StartError("database-unreachable", url=shown, problem=problem_of(error)) from error

    def close(self) -> None:
        self.engine.dispose()


def own_insert(session: Session) -> Any:
    """The engine's own INSERT, which knows what to do in a conflict."""
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert


def _forget_connections() -> None:
    # A connection must not be shared with a forked work horse.
    for one in _OPEN:
        one.engine.dispose(close=False)


#: What is asked to be called in a child can never be taken back: it must not keep every database that there ever was.
_OPEN: WeakSet[Database] = WeakSet()
os.register_at_fork(after_in_child=_forget_connections)


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=40)
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False}, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun by `_begin_sqlite`, not by the driver.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was committed survives a power cut (NORMAL may lose the last commits in WAL mode).
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once when another one wrote in between;
    # taking the write lock at its start makes it wait instead.
    writes = connection.get_execution_options().get("hub_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
