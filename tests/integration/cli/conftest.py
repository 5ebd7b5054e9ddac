"""One hub a file of tests."""

from collections.abc import Iterator

import pytest

from tests.integration.cli.hub import Running, without_content


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """With what the demo has but its content."""
    running = Running(without_content(tmp_path_factory.mktemp("newsroom") / "data"), "--demo")
    yield running
    running.stop()
