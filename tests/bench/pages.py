"""Bytes of the reader's pages on the line, with their style inside."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from hub.models import Item, ItemState
from hub.services import tree
from tests.bench.demo import demo
from tests.bench.row import Row

KILOBYTE = 1000


def rows(scratch: Path) -> Iterator[Row]:
    parts = demo()
    with parts.database.reading() as session:
        items = session.scalars(select(Item).where(Item.state == ItemState.PUBLISHED)).all()
        lists = {f"{item.programme.kind}/" for item in items} | {f"programmes/{item.programme.slug}/" for item in items}
    pages = {
        "home": [""],
        "list": sorted(lists),
        "item": [f"items/{item.id}/" for item in items],
        "subscribe": ["feeds/"],
    }
    for name, paths in pages.items():
        found = [parts.storage.stat(f"{tree.PUBLIC}/{path}index.html.br") for path in paths]
        sizes = [one.size_bytes for one in found if one is not None]
        yield Row(
            name=f"page: {name}",
            figure=max(sizes) / KILOBYTE,
            unit="KB",
            budget=14,
            sense="≤",
            how=f"brotli, with its CSS; the largest of {len(sizes)} of the demo",
        )
