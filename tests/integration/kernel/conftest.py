"""A hub on each database engine, with short leases and a Valkey of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from tests.integration.kernel.newsroom import open_newsroom, publish_row, work_off
from tests.integration.kernel.subscriber import Subscriber
from tests.integration.servers import Valkey, short_folder


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    with short_folder() as folder:
        server = Valkey(folder)
        yield server
        server.stop()


@pytest.fixture
def redis_url() -> str:
    """Empty where no Redis is needed: its place in the data folder is vacant."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return Settings.read(
        environment,
        data=tmp_path / "data",
        voice="none",
        database_url=database_url,
        redis_url=redis_url,
        lease_s=2,
        sweep_s=1,
        # Where the partners of these tests are.
        egress_allow="127.0.0.1",
    )


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


@pytest.fixture
def published(newsroom: Parts) -> Parts:
    """A newsroom with feeds."""
    publish_row(newsroom, "Tin thứ nhất")
    work_off(newsroom)
    return newsroom


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    made = Subscriber()
    yield made
    made.stop()
