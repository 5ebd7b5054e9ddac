"""A site on loopback, and a guard in whose eyes it is the one place inside that may be reached."""

from collections.abc import Iterator

import pytest

from hub.config import Allowance
from hub.extensions.egress import Egress
from tests.integration.egress.site import Site, running

#: Names -> addresses; everything else leads nowhere. What names lead to may be changed by a test.
NAMES = {"bao.example": ["127.0.0.1"], "ben-trong.example": ["10.0.0.1"], "127.0.0.1": ["127.0.0.1"]}


@pytest.fixture
def names() -> dict[str, list[str]]:
    return dict(NAMES)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with running(made):
        yield made


@pytest.fixture
def egress(site: Site, names: dict[str, list[str]]) -> Egress:
    def resolve(host: str, port: int) -> list[str]:
        if host not in names:
            raise OSError("no such name")
        return names[host]

    return Egress(allowances=(Allowance.at("127.0.0.1", site.port),), public_url="https://báo.example", resolve=resolve)
