"""Renders a small archive with the hub's own publisher: items of each kind, two languages, an issue, one withdrawn.

Renew the kept files with `python -m tests.golden.site.golden`, then read the difference before you keep it.
"""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy.orm import Session

from hub import __version__
from hub.extensions import clock
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, Rendition, RenditionState
from hub.services import listings, pages, programmes, publisher, views
from hub.services.tree import PUBLIC
from tests.bench.archive import opened, render

KEPT = Path(__file__).parent / "kept"

URL = "https://bao.example"
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)

RADIO, FILM, HMONG, ISSUE, CUT, GONE = (f"01KAGOLDEN000000000000000{number}" for number in range(1, 7))
#: (slug, title, kind, language).
PROGRAMMES = (
    ("thoi-su", "Thời sự", "radio", "vi"),
    ("phim", "Phim tài liệu", "tv", "vi"),
    ("tieng-mong", "Xov xwm", "print", "hmn"),
    ("bao-in", "Báo in", "print", "vi"),
)

#: One page of each kind, and one of each kind of file that programs read.
FILES = (
    "index.html",
    f"items/{RADIO}/index.html",
    f"items/{FILM}/index.html",
    f"items/{HMONG}/index.html",
    f"items/{ISSUE}/index.html",
    f"items/{CUT}/index.html",
    f"items/{GONE}/gone.html",
    "programmes/thoi-su/index.html",
    "places/index.html",
    "places/sin-ho/index.html",
    "days/2026/11/22/index.html",
    "feeds/index.html",
    "404.html",
    "feeds/all.rss",
    "feeds/all.atom",
    "feeds/all.json",
    "feeds/all-lite.rss",
    "podcasts/thoi-su.rss",
    f"feeds/chapters/{RADIO}.chapters",
    "feeds.opml",
    "sitemap.xml",
    "sitemap-1.xml",
    "sitemap-news.xml",
)

_FILM = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=120000,AVERAGE-BANDWIDTH=97000\n144p.m3u8\n"
_CHAPTERS = [{"start_s": 0, "end_s": 30, "title": "Thời tiết"}, {"start_s": 30, "end_s": None, "title": "Mùa vụ"}]


def files() -> Mapping[str, bytes]:
    """The kept ones of the tree: path -> bytes, without what changes with each version of the hub or its style."""
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(Path(folder), base_url=URL, site_title="Lai Châu") as parts,
        patch.object(clock, "now", lambda: NOON + timedelta(hours=1)),
    ):
        _fill(parts)
        publisher.mark_all(parts)
        render(parts)
        return {path: _lasting(parts.storage.read(f"{PUBLIC}/{path}")) for path in FILES}


def renew() -> None:
    """Write the kept files anew."""
    for path, data in files().items():
        kept = KEPT / path
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)


def _lasting(data: bytes) -> bytes:
    style = (pages.FOLDER / "static" / "reader.css").read_bytes()
    return data.replace(style, b"/* reader.css */\n").replace(f"Hub {__version__}".encode(), b"Hub")


def _fill(parts: Parts) -> None:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="dai", name="Báo và Đài Lai Châu", valid_from=None, valid_to=None)
        for slug, title, kind, language in PROGRAMMES:
            values = {"slug": slug, "title": title, "kind": kind, "language": language, "organisation": "dai"}
            programmes.add(session, values, by="golden")
        sound = [("lite", "lite.mp3", "audio/mpeg", 60.0), ("audio", "audio.mp3", "audio/mpeg", 60.0)]
        film = [("hls", "hls/main.m3u8", "application/vnd.apple.mpegurl", 90.0), ("mp4", "film.mp4", "video/mp4", 90.0)]
        page = [("page", "index.html", "text/html", None)]
        made = _item(RADIO, "thoi-su", "Trưa Chủ nhật: trời rét & nắng", places=["sin-ho"], tags=["Thời tiết"])
        _add(parts, session, made, sound, chapters=_CHAPTERS)
        made = _item(FILM, "phim", "Con đường lên bản", tags=["Giao thông"], ai_label="Lời đọc tổng hợp bằng máy")
        _add(parts, session, made, film)
        made = _item(HMONG, "tieng-mong", "Kev noj qab haus huv", body="Tsev kho mob **tshiab**.", tags=["Sức khỏe"])
        _add(parts, session, made, page)
        _add(parts, session, _item(ISSUE, "bao-in", "Báo Lai Châu số 4012"), page, issue=True, pages=4)
        made = _item(CUT, "bao-in", "Chè Tân Uyên được giá", body="Bà con hái chè.\n\n- 12 tấn\n- 3 bản", part_of=ISSUE)
        _add(parts, session, made, page, page=3)
        made = _item(GONE, "bao-in", "Tin đã rút", body="Không ai đọc được nữa.", tags=["Giao thông"])
        _add(parts, session, made, page)
        made.state = ItemState.WITHDRAWN


def _item(item_id: str, slug: str, title: str, **values: object) -> Item:
    moment = NOON - timedelta(hours=int(item_id[-1]))
    language = next(one[3] for one in PROGRAMMES if one[0] == slug)
    given = {"id": item_id, "title": title, "language": language, "state": ItemState.PUBLISHED, "created_at": moment}
    given |= {"updated_at": moment, "published_at": moment, "summary": f"{title}: tóm tắt.", "authors": ["Lò Thị Mai"]}
    item = Item(**{**given, **values})
    item.created_by = slug
    return item


def _add(
    parts: Parts, session: Session, item: Item, forms: Iterable[tuple[str, str, str, float | None]], **facts: object
) -> None:
    """Keep an item as if it had been made and published: with its files and its place in each of its lists."""
    item.programme = programmes.find(session, item.created_by)
    item.duration_s = next((duration_s for *_, duration_s in forms), None)
    session.add(item)
    session.flush()
    asset = {"id": item.id, "item_id": item.id, "sha256": item.id, "name": "goc", "size_bytes": 1, "facts": facts}
    session.add(Asset(**asset, state=AssetState.READY, received_at=item.created_at))
    session.flush()
    for form, name, media_type, duration_s in forms:
        data = _FILM.encode() if name.endswith("m3u8") else form.encode() * 1000
        parts.storage.put_bytes(f"renditions/{item.id}/{name}", data, media_type=media_type)
        about = {"item_id": item.id, "asset_id": item.id, "form": form, "name": name, "media_type": media_type}
        size = {"size_bytes": len(data), "sha256": "0" * 64, "duration_s": duration_s}
        session.add(Rendition(**about, **size, state=RenditionState.READY))
    views.make_body(session, item)
    listings.enter(session, item)
    session.flush()


if __name__ == "__main__":
    renew()
