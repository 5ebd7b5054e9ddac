"""The demo, taken in, made and published: what readers really get."""

import os
import tempfile
from functools import cache
from pathlib import Path

from hub.extensions.parts import Parts
from hub.jobs import process
from hub.services import destinations, seeding
from hub.services.migrating import migrate
from tests.integration.kernel.newsroom import work_off


@cache
def demo() -> Parts:
    """Made once a run; its folder goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="bench-demo-")
    _HELD.append(folder)
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        del os.environ[name]
    os.environ["HUB_DATA"] = str(Path(folder.name) / "data")
    parts = process.parts()
    migrate(parts.database)
    seeding.seed(parts)
    seeding.demo(parts)
    seeding.look_changed(parts)
    # Nobody listens where the demo practises delivery.
    with parts.database.writing() as session:
        for one in destinations.enabled(session):
            one.enabled = False
    work_off(parts)
    return parts


_HELD: list[tempfile.TemporaryDirectory[str]] = []
