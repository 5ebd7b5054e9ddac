"""One hub a file of tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cli.hub import Running, rows, until, without_content


def is_quiet(data: Path) -> bool:
    """Whether all promised work has ended."""
    return all(row["state"] in {"done", "failed"} for row in rows(data, "work"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("demo") / "data", "--demo")
    until(lambda: is_quiet(running.data), "the demo's work has ended")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """With what the demo has but its content."""
    running = Running(without_content(tmp_path_factory.mktemp("newsroom") / "data"), "--demo")
    yield running
    running.stop()
