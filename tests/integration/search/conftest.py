"""A newsroom on each engine, whose items are written as they are wanted."""

import os
from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import Parts
from tests.integration.search.archive import open_programmes


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return Settings.read(environment, data=tmp_path / "data", voice="none", database_url=database_url)


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_programmes(parts)
    return parts
