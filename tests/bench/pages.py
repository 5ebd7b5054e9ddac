"""Bytes of the reader's pages on the line, with their style inside."""

from collections.abc import Iterator
from pathlib import Path

import brotli
from sqlalchemy import select

from hub.extensions.clock import local
from hub.extensions.parts import Parts
from hub.models import Item, ItemState
from hub.services import listings, tree
from hub.web import create_app
from tests.bench.archive import fill, opened, render
from tests.bench.demo import demo
from tests.bench.row import Row

KILOBYTE = 1000
_INDEXES = {f"{name}/" for name in ("programmes", "languages", "places", "topics", "organisations", "packages", "days")}


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
        "index": sorted(_INDEXES | {f"days/{local(item.published_at):%Y/%m}/" for item in items if item.published_at}),
        "day": sorted({f"days/{local(item.published_at):%Y/%m/%d}/" for item in items if item.published_at}),
        "place, topic, organisation": _below(parts, "places", "topics", "organisations"),
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
    yield _archive_page(scratch)
    found = create_app(parts=parts).test_client().get("/search?q=l").data
    yield Row(
        name="page: search",
        figure=len(brotli.compress(found, quality=9)) / KILOBYTE,
        unit="KB",
        budget=14,
        sense="≤",
        how=f"the same of what the hub answers to a letter, with {found.count(b'<h2') + found.count(b'<h3')} headings",
    )


def _archive_page(scratch: Path) -> Row:
    with opened(scratch / "archive") as parts:
        fill(parts, listings.PAGE_SIZE)
        with parts.database.writing() as session:
            tree.mark(session, ["lists/all/1/"])
        render(parts)
        size_bytes = len(parts.storage.read(f"{tree.PUBLIC}/page/1/index.html.br"))
    return Row(
        name="page: archive",
        figure=size_bytes / KILOBYTE,
        unit="KB",
        budget=14,
        sense="≤",
        how=f"the same of a page of the archive with {listings.PAGE_SIZE} items",
    )


def _below(parts: Parts, *folders: str) -> list[str]:
    """Paths of the pages below folders of the tree."""
    keys = [key for folder in folders for key in parts.storage.keys(f"{tree.PUBLIC}/{folder}".rstrip("/"))]
    return [
        key.removeprefix(f"{tree.PUBLIC}/").removesuffix("index.html") for key in keys if key.endswith("/index.html")
    ]
