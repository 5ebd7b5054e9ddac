"""A small reader's site with a page of every sort, made by a hub of its own from real files."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.jobs import process
from hub.models import Package
from hub.services import airtimes, cutting_out, listings, programmes, publisher, publishing, schedule, tree
from hub.web import create_app
from tests.integration.intake import newspaper
from tests.integration.kernel.newsroom import PRINT, RADIO, TV, open_newsroom, publish_row, receive, record, work_off

ARTICLE = """# Cầu mới ở Phong Thổ

Bà con xã Phong Thổ đi chợ không phải vòng đường núi nữa.

## Làm thế nào

- Xã góp công
- Tỉnh góp xi măng

| Cầu | Dài |
|---|---|
| Nậm Lúc | 30 m |

> Có cầu, trẻ con đi học không sợ lũ.

Đọc thêm ở [trang của xã](https://phongtho.example/).
"""


@dataclass(frozen=True, kw_only=True)
class ReaderSite:
    """The tree in its folder, and the path of a page of every sort by its name."""

    folder: Path
    paths: Mapping[str, str]

    def file(self, name: str) -> Path:
        """The file that a server sends for a page."""
        path = self.paths[name]
        for found in (self.folder / path / "index.html", self.folder / path):
            if found.is_file():
                return found
        gone = self.folder / path / "gone.html"
        return gone if gone.is_file() else self.folder / "404.html"


#: Of `ReaderSite.paths`, known before the site is made.
NAMES = (
    *("front", "kind", "programme", "archive", "language", "place", "topic", "organisation", "package", "day"),
    *("programmes", "languages", "places", "topics", "organisations", "packages", "days", "month", "issues"),
    *("radio", "tv", "print", "mong", "issue", "cut", "gone", "missing"),
    *("schedule", "about", "contacts", "accessibility", "subscribe", "search"),
)


def make(parts: Parts, scratch: Path) -> ReaderSite:
    open_newsroom(parts)
    with parts.database.writing() as session:
        values = {"slug": "tieng-mong", "title": "Tiếng Mông", "kind": "print", "language": "hmn"}
        programmes.add(session, {**values, "organisation": "dai"}, by="t")
        for slug in (RADIO, "tieng-mong"):
            schedule.replace(session, slug, airtimes.read("T2-CN 05:30 30 phút\nT7 19:00 20 phút Phát lại"), by="t")
        package = Package(slug="ban-lang", title="Gói bản làng", language="vi", listings=["print"], created_at=now())
        session.add(package)
        session.flush()
        tree.mark(session, ["lists/package-ban-lang/"])
    for number in range(2 * listings.PAGE_SIZE + 5):
        publish_row(parts, f"Tin ngắn số {number}")
    items = _items(parts, scratch)
    publisher.mark_all(parts)
    work_off(parts)
    folder = parts.storage.local("public/index.html").parent
    # The one page that the hub makes when it is asked: looked at like the others, beside which it would stand.
    found = create_app(parts.settings, parts).test_client().get("/search?q=tin+ngan&kind=print")
    (folder / "search.html").write_bytes(found.data)
    day = local(now())
    return ReaderSite(
        folder=folder,
        paths={
            "front": "",
            "kind": "radio/",
            "programme": f"programmes/{RADIO}/",
            "archive": f"programmes/{PRINT}/page/1/",
            "language": "languages/hmn/",
            "place": "places/phong-tho/",
            "topic": "topics/giao-thong/",
            "organisation": "organisations/dai/",
            "package": "packages/ban-lang/",
            "day": f"days/{day:%Y/%m/%d}/",
            "month": f"days/{day:%Y/%m}/",
            "subscribe": "feeds/",
            "search": "search.html",
            "missing": "khong-co-trang-nay/",
            **{name: f"items/{item_id}/" for name, item_id in items.items()},
            **{
                name: f"{name}/"
                for name in (
                    *("programmes", "languages", "places", "topics", "organisations", "packages", "days", "issues"),
                    *("schedule", "about", "contacts", "accessibility"),
                )
            },
        },
    )


def _items(parts: Parts, scratch: Path) -> dict[str, str]:
    texts = {"print": (ARTICLE, PRINT), "mong": ("# Kev noj haus\n\nPeb noj mov.\n", "tieng-mong")}
    texts["gone"] = ("# Tin sẽ gỡ\n\nTin này sai.\n", PRINT)
    items = {}
    for name, (text, programme) in texts.items():
        path = scratch / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        items[name] = receive(parts, path, programme)
    items["radio"] = receive(parts, record(scratch / "ban-tin-sang.wav", 4), RADIO)
    items["tv"] = receive(parts, _film(scratch / "phim.mp4"), TV)
    items["issue"] = receive(parts, newspaper.make(scratch / "bao.pdf"), PRINT)
    work_off(parts)
    [items["cut"]] = cutting_out.cut_stories(parts, items["issue"], {0}, by="t").made
    publishing.publish(parts, items["cut"], by="t", push=False)
    publishing.correct(parts, items["print"], {"tags": ["giao thông"]}, by="t")
    publishing.withdraw(parts, items["gone"], by="t")
    return items


def _film(path: Path) -> Path:
    argv = [process.tools().ffmpeg, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=3"]
    argv += ["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000:duration=3"]
    subprocess.run([*argv, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path], check=True)
    return path
