"""The budgets of the design as ratios within one run: `python -m tests.bench [name …] [--json]`."""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from tests.bench import (
    chunks,
    embedded,
    intake,
    lite,
    media,
    nginx,
    pages,
    publish,
    quality,
    rebuild,
    search,
    transcode,
    upload,
)
from tests.bench.row import Row

#: Name -> what measures it, in the order of design.md §6.
BENCHES: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    "nginx": nginx.rows,
    "embedded": embedded.rows,
    "publish": publish.rows,
    "rebuild": rebuild.rows,
    "transcode": transcode.rows,
    "lite": lite.rows,
    "quality": quality.rows,
    "chunks": chunks.rows,
    "pages": pages.rows,
    "media": media.rows,
    "upload": upload.rows,
    "intake": intake.rows,
    "search": search.rows,
}

_WIDTHS = (34, 12, 12, 5)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="name", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="one list of objects instead of the table")
    given = parser.parse_args()
    found = []
    if not given.json:
        _line("what", "figure", "budget", "met", "how")
    for name in given.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            for row in BENCHES[name](Path(scratch)):
                found.append(row)
                if not given.json:
                    _show(row)
    if given.json:
        print(json.dumps([{**asdict(row), "met": row.is_met} for row in found], ensure_ascii=False, indent=1))


def _show(row: Row) -> None:
    shown = f"{row.figure:.3g} {row.unit}"
    _line(row.name, shown, f"{row.sense} {row.budget:g} {row.unit}", "yes" if row.is_met else "NO", row.how)


def _line(*cells: str) -> None:
    *fixed, last = cells
    print("  ".join([*(f"{cell:<{width}}" for cell, width in zip(fixed, _WIDTHS, strict=True)), last]), flush=True)


if __name__ == "__main__":
    main()
