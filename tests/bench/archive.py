"""A hub with an archive of any size: rows are put in at once, files only where something reads them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.models import Asset, Item, ItemState, Listing, ListingEntry, Rendition, new_id
from hub.services import listings, programmes, publisher, syndication
from hub.services.communes import COMMUNES
from hub.services.migrating import migrate
from hub.services.slugs import slug_of
from hub.services.tree import PUBLIC

#: (slug, kind, language); items take turns.
PROGRAMMES = (
    ("thoi-su", "radio", "vi"),
    ("tieng-hmong", "radio", "hmn"),
    ("tieng-thai", "radio", "blt"),
    ("truyen-hinh", "tv", "vi"),
    ("ban-tin", "print", "vi"),
    ("tap-chi", "print", "vi"),
)
#: What items are about, and where; few enough that the lists of a thousand items fill a feed.
TOPICS = ("giao thông", "mùa vụ", "sức khỏe", "trường lớp", "chợ phiên", "rừng")
PLACES = tuple(COMMUNES)[:5]
#: One of so many items has a topic that no other has, as in any archive.
_ALONE = 50
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


def fill(parts: Parts, published: int, *, waiting: int = 0, has_files: bool = False) -> list[str]:
    """Put in so many published items, and after them so many that wait for publication with their files.

    One an hour, each in its lists: a hundred thousand items have more than six thousand. What is rendered is that the
    feeds of each list stand, so that nobody takes a feed for a new one. The files of the newest published items are
    there, of all of them where `has_files`.

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
            (Rendition, [row for item in items + later for row in _renditions(item)]),
            (Listing, [{"name": name, "last": count, "title": _title(name)} for name, count in last.items()]),
            (ListingEntry, entries),
        ):
            for start in range(0, len(rows), _CHUNK):
                session.execute(insert(table), rows[start : start + _CHUNK])
    _stand(parts, last)
    put_files(parts, [item["id"] for item in (items if has_files else items[-_NAMED:])])
    put_files(parts, [item["id"] for item in later], folder="renditions")
    return [item["id"] for item in later]


def put_files(parts: Parts, ids: Iterable[str], *, folder: str = "public/media") -> None:
    """Have the files of items there: a feed whose files are not there is held back."""
    for item_id in ids:
        for _, name in _FORMS:
            parts.storage.put_bytes(f"{folder}/{item_id}/{name}", _SOUND, media_type="audio/mpeg")


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
    is_told = state == ItemState.PUBLISHED
    return {
        "id": new_id(),
        "programme_id": ids[place],
        "title": f"Tin vùng cao số {number}",
        "summary": "Con đường mới về bản.",
        "body_html": _TEXT,
        "language": PROGRAMMES[place][2],
        "authors": ["Lò Thị Mai"],
        "tags": [TOPICS[number % len(TOPICS)], *([f"chuyện {number}"] if is_told and number % _ALONE == 0 else [])],
        "places": [PLACES[number % len(PLACES)]],
        "state": state,
        "duration_s": 60.0,
        "created_at": moment,
        "updated_at": moment,
        "published_at": moment if is_told else None,
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
    names = ["all", kind, f"programme-{slug}", f"language-{language}", "organisation-bao"]
    names += [listings.day_of(item["published_at"])]
    names += [f"topic-{slug_of(tag)}" for tag in item["tags"]] + [f"place-{one}" for one in item["places"]]
    for name in names:
        last[name] = last.get(name, 0) + 1
        yield {"listing": name, "number": last[name], "item_id": item["id"]}


def _title(name: str) -> str:
    return name.removeprefix("topic-") if name.startswith("topic-") else ""


def _stand(parts: Parts, names: Iterable[str]) -> None:
    for name in names:
        slug = name.removeprefix("programme-")
        folders = {"feeds", "podcasts"} if slug != name else {"feeds"} if listings.sort_of(name) != "day" else set()
        for folder in folders:
            for twin in ("", "-lite"):
                path = syndication.feed_path(folder, slug + twin, "rss")
                parts.storage.put_bytes(f"{PUBLIC}/{path}", b"", media_type="application/rss+xml")
