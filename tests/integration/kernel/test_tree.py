"""The public tree: what publishing, correcting and withdrawing write, and what they leave alone."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from hub.extensions.clock import local, now
from hub.extensions.disk import DiskStorage
from hub.models import DirtyPath, ItemState
from hub.services import publisher, publishing, tree
from hub.services.intake import asset_of
from tests.integration.kernel.newsroom import (
    PRINT,
    RADIO,
    page,
    publish_row,
    receive,
    record,
    wait_until,
    work_off,
    write_article,
)

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def guids(parts, path="feeds/all.rss") -> list[str]:
    return [guid.text or "" for guid in ET.fromstring(page(parts, path)).iter("guid")]


def without_tombstones(document: str) -> str:
    """What a feed shows, apart from what it says is gone."""
    document = re.sub(r"<at:deleted-entry.*?(?:/>|</at:deleted-entry>)", "", document, flags=re.DOTALL)
    return re.sub(r'"_hub_deleted":\s*\{.*?\]\s*\}|"_hub_deleted":\s*\[.*?\]', "", document, flags=re.DOTALL)


def files(parts) -> dict[str, tuple[int, int]]:
    """Path -> what a rewrite changes: inode and time."""
    root = parts.settings.folder / "public"
    found = [one for one in root.rglob("*") if one.is_file()]
    return {one.relative_to(root).as_posix(): (one.stat().st_ino, one.stat().st_mtime_ns) for one in found}


def test_a_hub_without_any_programme_has_its_first_page_and_a_feed(parts):
    publisher.mark_all(parts)
    work_off(parts)
    assert parts.settings.site_title in page(parts, "index.html")
    assert ET.fromstring(page(parts, "feeds/all.rss")).findtext("channel/title")


def test_publishing_writes_page_lists_feeds_and_media(newsroom, tmp_path):
    item_id = receive(newsroom, record(tmp_path / "ban-tin.wav", 3), RADIO)
    work_off(newsroom)
    there = files(newsroom)
    for path in (
        f"items/{item_id}/index.html",
        "index.html",
        "radio/index.html",
        "languages/vi/index.html",
        f"programmes/{RADIO}/index.html",
        f"feeds/{RADIO}.rss",
        f"feeds/{RADIO}-lite.rss",
        f"podcasts/{RADIO}.rss",
        "feeds/all.atom",
        "feeds/all.json",
        "feeds.opml",
        "sitemap.xml",
        f"media/{item_id}/lite.mp3",
        f"media/{item_id}/audio.mp3",
    ):
        assert path in there, path
    assert [item_id in one for one in guids(newsroom)] == [True]


def test_a_correction_is_a_new_revision_under_the_same_guid(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô tăng"))
    work_off(newsroom)
    before = guids(newsroom)
    publishing.correct(newsroom, item_id, {"title": "Giá ngô giảm"}, by="t")
    work_off(newsroom)
    assert guids(newsroom) == before
    with newsroom.database.reading() as session:
        assert publishing.get(session, item_id).revision == 2
    for path in (f"items/{item_id}/index.html", "index.html", "feeds/all.rss", "print/index.html"):
        assert "Giá ngô giảm" in page(newsroom, path), path
        assert "Giá ngô tăng" not in page(newsroom, path), path


def test_a_withdrawn_item_leaves_a_page_that_says_so_and_nothing_else(newsroom, tmp_path):
    item_id = receive(newsroom, record(tmp_path / "ban-tin.wav", 3), RADIO)
    kept_id = receive(newsroom, record(tmp_path / "ban-tin-sau.wav", 3, seed=2), RADIO)
    work_off(newsroom)
    publishing.withdraw(newsroom, item_id, by="t", reason="sai")
    work_off(newsroom)
    there = files(newsroom)
    assert {path for path in there if item_id in path} == {
        f"items/{item_id}/gone.html",
        f"items/{item_id}/gone.html.gz",
        f"items/{item_id}/gone.html.br",
    }
    for path in there:
        if path.endswith((".rss", ".atom", ".json", ".xml")) or (path.endswith(".html") and "items/" not in path):
            assert item_id not in without_tombstones(page(newsroom, path)), path
    assert any(kept_id in one for one in guids(newsroom, f"podcasts/{RADIO}-lite.rss"))
    with newsroom.database.reading() as session:
        asset = asset_of(session, item_id)
    assert newsroom.storage.stat(asset.key) is not None
    assert newsroom.storage.stat(f"renditions/{item_id}/lite.mp3") is not None


@only_sqlite
def test_the_last_item_of_a_programme_leaves_its_podcast_and_twins_too_when_it_is_withdrawn(newsroom, tmp_path):
    item_id = receive(newsroom, record(tmp_path / "ban-tin.wav", 3), RADIO)
    work_off(newsroom)
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    feeds = [path for path in files(newsroom) if path.endswith((".rss", ".atom", ".json"))]
    assert [path for path in feeds if item_id in without_tombstones(page(newsroom, path))] == []


@only_sqlite
def test_a_new_item_of_an_archive_rewrites_only_what_names_it(newsroom):
    for number in range(45):
        publish_row(newsroom, f"Tin {number}")
    work_off(newsroom)
    before = files(newsroom)
    assert {path for path in before if path.startswith("page/") and path.endswith("index.html")} == {
        "page/1/index.html",
        "page/2/index.html",
    }
    item_id = publish_row(newsroom, "Tin mới nhất")
    work_off(newsroom)
    after = files(newsroom)
    changed = {path for path in after if after[path] != before.get(path)}
    plain = {path for path in changed if not path.endswith((".gz", ".br"))}
    today = f"days/{local(now()):%Y/%m/%d}/"
    homes = {"", "print/", f"programmes/{PRINT}/", "languages/vi/", "organisations/dai/", today}
    names = ("all", "print", PRINT, "language-vi", "organisation-dai")
    feeds = {f"feeds/{name}.{kind}" for name in names for kind in ("rss", "atom", "json")}
    expected = (
        {f"{home}index.html" for home in homes}
        | feeds
        | {f"items/{item_id}/index.html", "sitemap-1.xml", "sitemap-news.xml"}
    )
    assert plain - {"feeds.opml"} == expected
    assert set(before) <= set(after)


@only_sqlite
def test_a_path_that_is_marked_while_it_is_rendered_is_rendered_again(newsroom, monkeypatch):
    item_id = publish_row(newsroom, "Tin đầu")
    real, done = publisher._item, []

    def interrupted(rendering, found_id):
        faults = real(rendering, found_id)
        if not done:
            done.append(True)
            publishing.correct(newsroom, item_id, {"title": "Tin đã sửa"}, by="t")
        return faults

    renderers = [(pattern, interrupted if one is real else one) for pattern, one in publisher._RENDERERS]
    monkeypatch.setattr(publisher, "_RENDERERS", renderers)
    work_off(newsroom)
    assert "Tin đã sửa" in page(newsroom, f"items/{item_id}/index.html")
    assert "Tin đã sửa" in page(newsroom, "index.html")


def test_rendering_that_fails_leaves_its_paths_marked(newsroom, monkeypatch):
    item_id = publish_row(newsroom, "Tin")
    path = f"items/{item_id}/"

    def fail(*_: object) -> list[str]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publisher, "_RENDERERS", [(r".*", fail)])
        with pytest.raises(OSError, match="No space"):
            publisher.render_batch(newsroom)
    with newsroom.database.reading() as session:
        assert session.get(DirtyPath, path) is not None
    work_off(newsroom)
    assert "Tin" in page(newsroom, f"{path}index.html")


@only_sqlite
def test_a_crash_between_two_files_leaves_each_of_them_whole_and_the_rest_marked(newsroom, monkeypatch):
    item_id = publish_row(newsroom, "Tin đầu")
    work_off(newsroom)
    old = {path: newsroom.storage.read(f"public/{path}") for path in files(newsroom)}
    publishing.correct(newsroom, item_id, {"title": "Tin đã sửa"}, by="t")

    class Crash(BaseException):
        pass

    real, count = DiskStorage.put_bytes, []

    def crash_at_fifth(self, key, data, *, media_type):
        count.append(key)
        if len(count) == 5:
            raise Crash
        real(self, key, data, media_type=media_type)

    with monkeypatch.context() as patch:
        patch.setattr(DiskStorage, "put_bytes", crash_at_fifth)
        with pytest.raises(Crash):
            publisher.render_batch(newsroom)
    now = {path: newsroom.storage.read(f"public/{path}") for path in files(newsroom)}
    assert set(now) == set(old)
    assert 0 < sum(now[path] != old[path] for path in now) < 5
    with newsroom.database.reading() as session:
        assert tree.is_dirty(session)
    work_off(newsroom)
    assert all("Tin đã sửa" in page(newsroom, path) for path in ("index.html", "feeds/all.rss"))


@only_sqlite
@pytest.mark.slow
def test_kill_9_of_a_renderer_leaves_every_file_whole(newsroom, settings):
    for number in range(45):
        publish_row(newsroom, f"Tin {number}")
    program = """
import sys
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import publisher
parts = open_parts(Settings.read({}, data=sys.argv[1]))
while True:
    publisher.mark_all(parts)
    while publisher.render_batch(parts)[0]:
        pass
"""
    root = settings.folder / "public"
    for _ in range(3):
        running = subprocess.Popen([sys.executable, "-c", program, str(settings.folder)])
        try:
            seen = len(list(root.rglob("*.html"))) if root.is_dir() else 0
            wait_until(lambda seen=seen: root.is_dir() and len(list(root.rglob("*.html"))) > seen, within_s=30)
        finally:
            os.kill(running.pid, signal.SIGKILL)
            running.wait(10)
        assert_whole(root)
    work_off(newsroom)
    assert_whole(root)
    with newsroom.database.reading() as session:
        assert not tree.is_dirty(session)
    assert len(guids(newsroom)) == 45


def assert_whole(root: Path) -> None:
    for path in root.rglob("*"):
        if path.suffix == ".html":
            assert path.read_text().rstrip().endswith("</html>"), path
        elif path.suffix in {".rss", ".atom", ".opml", ".xml"}:
            ET.fromstring(path.read_bytes())


def test_a_withdrawn_item_can_be_published_again_at_its_old_place(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(newsroom)
    before = guids(newsroom)
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    assert guids(newsroom) == []
    publishing.publish(newsroom, item_id, by="t")
    work_off(newsroom)
    assert guids(newsroom) == before
    with newsroom.database.reading() as session:
        assert publishing.get(session, item_id).state == ItemState.PUBLISHED
    assert f"items/{item_id}/gone.html" not in files(newsroom)


@only_sqlite
def test_whoever_follows_a_feed_back_finds_every_item_once_it_was_published(newsroom):
    ids = [publish_row(newsroom, f"Tin {number}") for number in range(75)]
    work_off(newsroom)
    for ending, name in (("rss", "all"), ("atom", "all")):
        found, path, seen = set(), f"feeds/{name}.{ending}", []
        while path:
            seen.append(path)
            document = feedparser.parse(page(newsroom, path).encode())
            found |= {one.id.rpartition(":")[2] for one in document.entries}
            links = {link.rel: link.href for link in document.feed.links}
            path = links.get("prev-archive", "").removeprefix(f"{newsroom.settings.public_url}/")
        assert found == set(ids)
        assert seen == [f"feeds/{name}.{ending}", *(f"feeds/{name}/{number}.{ending}" for number in (3, 2, 1))]
    before = files(newsroom)
    publish_row(newsroom, "Tin mới")
    work_off(newsroom)
    after = files(newsroom)
    assert not [path for path in before if "/all/" in path and after[path] != before[path]]


@only_sqlite
def test_what_was_withdrawn_is_told_by_atom_and_gone_from_the_archive(newsroom, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    receive(newsroom, write_article(tmp_path / "b.md", "Giá sắn"))
    work_off(newsroom)
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    deleted = ET.fromstring(page(newsroom, "feeds/all.atom")).findall(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    assert [one.get("ref") for one in deleted] == [f"urn:hub:item:{item_id}"]
    assert item_id not in page(newsroom, "feeds/all.rss")
    assert item_id not in page(newsroom, "sitemap-news.xml")
    publishing.publish(newsroom, item_id, by="t")
    work_off(newsroom)
    assert "deleted-entry" not in page(newsroom, "feeds/all.atom")
    assert f"items/{item_id}/" in page(newsroom, "sitemap-news.xml")
