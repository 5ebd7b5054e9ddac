"""The whole tree made anew, as `hub site build` does after its folder was lost."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from hub.services import publisher
from hub.services.tree import PUBLIC
from tests.bench.archive import fill, opened, render
from tests.bench.row import Row

SMALL, LARGE = 500, 2_000


def rows(scratch: Path) -> Iterator[Row]:
    small, large = (_item_s(scratch, size) for size in (SMALL, LARGE))
    yield Row(
        name="full rebuild, an item",
        figure=large / small,
        unit="×",
        budget=1.2,
        sense="≤",
        how=f"processor time an item, an archive of {LARGE:,} against {SMALL:,}, with every page, archive document and "
        f"link to media; {1 / large:.0f} items a second",
    )


def _item_s(scratch: Path, size: int) -> float:
    with opened(scratch / str(size)) as parts:
        fill(parts, size, has_files=True)
        shutil.rmtree(parts.settings.folder / PUBLIC)
        began = time.process_time()
        publisher.mark_all(parts)
        render(parts)
        return (time.process_time() - began) / size
