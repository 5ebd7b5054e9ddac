"""A hub with an archive of any size: rows are put in at once, files only where something reads them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.models import Asset, Item, ItemState, Listing, ListingEntry, Rendition, new_id
from hub.services import programmes, publisher
from hub.services.migrating import migrate

#: (slug, kind, language); items take turns.
PROGRAMMES = (
    ("thoi-su", "radio", "vi"),
    ("tieng-hmong", "radio", "hmn"),
    ("tieng-thai", "radio", "blt"),
    ("truyen-hinh", "tv", "vi"),
    ("ban-tin", "print", "vi"),
    ("tap-chi", "print", "vi"),
)
_FIRST = datetime(2010, 1, 1, tzinfo=UTC)
_TEXT = "<p>" + "Bà con các bản vùng cao đón con đường mới, chợ phiên đông vui. " * 14 + "</p>"
_SOUND = b"sound" * 100
_FORMS = (("lite", "lite.mp3"), ("audio", "audio.mp3"))
#: Newest items that can be heard, their files in the tree: those that the feeds of any list name.
_NAMED = 50 * len(PROGRAMMES)
_CHUNK = 2000


@contextmanager
def opened(folder: Path, **given: Any) -> Iterator[Parts]:
    """A migrated hub in a folder of its own; no Redis is there."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    parts = open_parts(Settings.read(plain, data=folder, **given))
    migrate(parts.database)
    try:
        yield parts
    finally:
        parts.database.close()
        parts.redis.close()


def fill(parts: Parts, published: int, *, waiting: int = 0) -> list[str]:
    """Put in so many published items, and after them so many that wait for publication with their files.

    Returns:
        Ids of those that wait.
    """
    ids = _programmes(parts)
    last: dict[str, int] = {}
    items = [_item(number, ids, ItemState.PUBLISHED) for number in range(published)]
    entries = [entry for number, item in enumerate(items) for entry in _entries(number, item, last)]
    later = [_item(published + number, ids, ItemState.APPROVED) for number in range(waiting)]
    with parts.database.writing() as session:
        for table, rows in (
            (Item, items + later),
            (Asset, [_asset(item) for item in items + later]),
            (Rendition, [row for item in items[-_NAMED:] + later for row in _renditions(item)]),
            (Listing, [{"name": name, "last": count} for name, count in last.items()]),
            (ListingEntry, entries),
        ):
            for start in range(0, len(rows), _CHUNK):
                session.execute(insert(table), rows[start : start + _CHUNK])
    for folder, held in (("public/media", items[-_NAMED:]), ("renditions", later)):
        for item in held:
            for _, name in _FORMS:
                parts.storage.put_bytes(f"{folder}/{item['id']}/{name}", _SOUND, media_type="audio/mpeg")
    return [item["id"] for item in later]


def render(parts: Parts) -> None:
    """Render until nothing is out of date."""
    while True:
        rendered, faults = publisher.render_batch(parts)
        if faults:
            raise RuntimeError("; ".join(faults))
        if not rendered:
            return


def _programmes(parts: Parts) -> list[str]:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="bao", name="Báo Lai Châu", valid_from=None, valid_to=None)
        for slug, kind, language in PROGRAMMES:
            values = {"slug": slug, "title": slug, "kind": kind, "language": language, "organisation": "bao"}
            programmes.add(session, values, by="bench")
        return [programmes.find(session, slug).id for slug, _, _ in PROGRAMMES]


def _item(number: int, ids: list[str], state: ItemState) -> dict[str, Any]:
    moment = _FIRST + timedelta(hours=number)
    place = number % len(PROGRAMMES)
    return {
        "id": new_id(),
        "programme_id": ids[place],
        "title": f"Tin vùng cao số {number}",
        "summary": "Con đường mới về bản.",
        "body_html": _TEXT,
        "language": PROGRAMMES[place][2],
        "authors": ["Lò Thị Mai"],
        "tags": ["giao thông"],
        "state": state,
        "duration_s": 60.0,
        "created_at": moment,
        "updated_at": moment,
        "published_at": moment if state == ItemState.PUBLISHED else None,
    }


def _asset(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item["id"],
        "item_id": item["id"],
        "sha256": item["id"],
        "name": "tin.mp3",
        "size_bytes": 1,
        "state": "ready",
        "received_at": item["created_at"],
    }


def _renditions(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "item_id": item["id"],
            "asset_id": item["id"],
            "form": form,
            "name": name,
            "media_type": "audio/mpeg",
            "size_bytes": len(_SOUND),
            "sha256": "0" * 64,
            "duration_s": 60.0,
            "state": "ready",
        }
        for form, name in _FORMS
    ]


def _entries(number: int, item: dict[str, Any], last: dict[str, int]) -> Iterator[dict[str, Any]]:
    slug, kind, language = PROGRAMMES[number % len(PROGRAMMES)]
    for name in ("all", kind, f"programme-{slug}", f"language-{language}"):
        last[name] = last.get(name, 0) + 1
        yield {"listing": name, "number": last[name], "item_id": item["id"]}
