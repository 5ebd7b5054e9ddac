"""Bad input through intake, end to end: told in a plain sentence, kept, and no bar to what comes after it."""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub.errors import sentence
from hub.extensions.parts import Parts
from hub.models import AssetState, ItemState
from hub.services import intake, publishing
from hub.services.intake import Submission, asset_of
from hub.services.progress import item_progress
from tests.integration.bad_input import samples
from tests.integration.kernel.newsroom import (
    PRINT,
    RADIO,
    RATE_HZ,
    TV,
    open_newsroom,
    page,
    receive,
    record,
    work_off,
    write_article,
)

#: Hours that a file claims and does not have.
TEN_HOURS_S = 36_000

PASSWORDS = "/etc/passwd"

#: What it is -> (name it comes under, programme, bytes, code of the sentence).
BAD: dict[str, tuple[str, str, Callable[[], bytes], str]] = {
    "empty recording": ("ban-tin.mp3", RADIO, bytes, "empty-file"),
    "empty article": ("bai.docx", PRINT, bytes, "empty-file"),
    "text named as sound": ("ban-tin.mp3", RADIO, "Xin chào bà con.\n".encode, "text-named-as-media"),
    "video without index": ("ban-tin.mp4", TV, samples.mp4_without_index, "no-video-index"),
    "playlist of a local file": ("a.mp4", TV, lambda: samples.playlist(PASSWORDS), "playlist"),
    "playlist of a file address": ("a.mp3", RADIO, lambda: samples.playlist(f"file://{PASSWORDS}"), "playlist"),
    "concat list": ("a.mp4", TV, lambda: samples.concat_list(PASSWORDS), "playlist"),
    "manifest": ("a.mp4", TV, lambda: samples.dash_manifest(f"file://{PASSWORDS}"), "playlist"),
    "huge picture": ("anh.png", PRINT, samples.huge_picture, "picture-too-large"),
    "document bomb": ("bai.docx", PRINT, samples.document_bomb, "zip-bomb"),
    "archive named as document": ("bai.docx", PRINT, samples.plain_archive, "archive-not-document"),
    "locked PDF": ("bai.pdf", PRINT, samples.locked_pdf, "pdf-password"),
    "page": ("bai.html", PRINT, b"<!doctype html><script>alert(1)</script>".strip, "no-text"),
    "page nested without end": ("bai.html", PRINT, lambda: b"<html>" + b"<div>" * 9_000 + b"x", "document-hostile"),
    "locked book": ("sach.epub", PRINT, samples.locked_book, "book-locked"),
    "text in no known encoding": ("bai.txt", PRINT, lambda: b"\x81\x8d\x8f\x90\x9d tin " * 40, "text-encoding-unknown"),
    "drawing with a script": ("anh.svg", PRINT, b"<svg xmlns='http://www.w3.org/2000/svg'/>".strip, "svg-not-taken"),
    "program": ("ban-tin.mp3", RADIO, lambda: Path("/proc/self/exe").resolve().read_bytes()[:5000], "executable"),
    "article for a radio programme": ("bai.md", RADIO, "# Tin\n\nChữ.\n".encode, "wrong-kind"),
    "noise named as sound": ("ban-tin.mp3", RADIO, lambda: bytes(range(7, 255)) * 300, "unknown-type"),
}


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


@pytest.fixture
def visited() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that nobody is to ask: its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join(10)


def assert_plain(told: str, code: str) -> None:
    assert told != code
    assert not re.search(r"[{}]", told)
    assert re.search(r"[ăâđêôơưàáảãạ]", told, re.IGNORECASE), "Vietnamese"
    assert told.endswith((".", "”", "?"))
    assert "Error" not in told
    assert "/tmp" not in told


def assert_nothing_leaked(parts: Parts) -> None:
    for folder in ("public", "renditions"):
        for path in (parts.settings.folder / folder).rglob("*"):
            if path.is_file():
                assert b"root:x:0" not in path.read_bytes(), path


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_in_a_plain_sentence_and_kept_and_the_next_one_is_published(newsroom, what, tmp_path):
    name, programme, make, code = BAD[what]
    source = tmp_path / f"0{Path(name).suffix}"
    source.write_bytes(make())
    wish = Submission(programme=programme, name=name, publish=True, by="t")
    bad_id = intake.receive(newsroom, source, wish)
    good_id = receive(newsroom, write_article(tmp_path / "a.md", "Tin tốt"))
    work_off(newsroom)
    told = item_progress(newsroom, bad_id)
    assert (told.state, told.ended, told.deliveries) == (ItemState.DRAFT, True, ())
    ((found, facts),) = told.faults
    assert found == code
    assert_plain(sentence(found, facts), found)
    assert "{" not in sentence(found, facts, "en")
    with newsroom.database.reading() as session:
        asset = asset_of(session, bad_id)
    assert asset.state == AssetState.REJECTED
    assert newsroom.storage.read(asset.key) == source.read_bytes()
    assert item_progress(newsroom, good_id).state == ItemState.PUBLISHED
    assert bad_id not in page(newsroom, "feeds/all.rss")
    assert_nothing_leaked(newsroom)


@pytest.mark.parametrize("kind", ["playlist", "concat_list", "dash_manifest"])
@pytest.mark.parametrize("name", ["a.mp4", "a.mp3", "a.ts", "a.m3u8"])
def test_no_file_makes_the_hub_ask_an_address(newsroom, kind, name, visited, tmp_path):
    address, asked = visited
    source = tmp_path / name
    source.write_bytes(getattr(samples, kind)(f"{address}/bi-mat"))
    item_id = receive(newsroom, source, TV)
    work_off(newsroom)
    ((code, facts),) = item_progress(newsroom, item_id).faults
    assert_plain(sentence(code, facts), code)
    assert asked == []


def test_a_recording_that_claims_ten_hours_is_published_with_the_length_that_was_heard(newsroom, tmp_path):
    honest = record(tmp_path / "that.wav", 3)
    source = tmp_path / "khai-khong.wav"
    source.write_bytes(samples.wav_that_claims(honest.read_bytes(), TEN_HOURS_S, RATE_HZ * 2))
    item_id = receive(newsroom, source, RADIO)
    work_off(newsroom)
    assert_heard(newsroom, item_id)
    assert_told(newsroom, item_id)
    made = newsroom.storage.fetch(f"renditions/{item_id}/audio.mp3", tmp_path)

    source = tmp_path / "khai-khong.mp3"
    source.write_bytes(samples.mp3_that_claims(made.read_bytes(), TEN_HOURS_S))
    item_id = receive(newsroom, source, RADIO)
    work_off(newsroom)
    assert_heard(newsroom, item_id)
    assert_told(newsroom, item_id)


def assert_told(parts: Parts, item_id: str) -> None:
    with parts.database.reading() as session:
        told = intake.asset_of(session, item_id).facts["remarks"]["shorter-than-claimed"]
    assert told["claimed_s"] >= TEN_HOURS_S
    assert_plain(sentence("shorter-than-claimed", told), "shorter-than-claimed")


def assert_heard(parts: Parts, item_id: str) -> None:
    told = item_progress(parts, item_id)
    assert (told.state, told.faults) == (ItemState.PUBLISHED, ())
    with parts.database.reading() as session:
        assert publishing.get(session, item_id).duration_s == pytest.approx(3, abs=0.5)
    assert re.search(r"<itunes:duration>(0:0)?0?[234]</itunes:duration>", page(parts, f"podcasts/{RADIO}.rss"))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../../etc/cron.d/tin.md", "tin"),
        ("..\\..\\Windows\\tin.md", "tin"),
        ("C:\\tin.md", "tin"),
        ("tin\0.md", "tin"),
        ("tin\u202egpj.md", "tingpj"),
        ("\u200ftin\u200b.md", "tin"),
        (unicodedata.normalize("NFD", "Đường mới ở Mường Tè.md"), "Đường mới ở Mường Tè"),
        ("tin\n\rmoi.md", "tin moi"),
        ("<script>.md", "<script>"),
    ],
)
def test_a_name_never_becomes_a_path_and_is_shown_clean(newsroom, name, title, tmp_path):
    source = tmp_path / "source"
    source.write_text("Chữ của bài.\n", encoding="utf-8")
    item_id = intake.receive(newsroom, source, Submission(programme=PRINT, name=name, publish=True, by="t"))
    work_off(newsroom)
    with newsroom.database.reading() as session:
        item, asset = publishing.get(session, item_id), asset_of(session, item_id)
    assert item.title == title
    assert unicodedata.is_normalized("NFC", asset.name)
    assert not re.search(r"[/\\\0\u202e\u200f]", asset.name)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert newsroom.storage.stat(f"originals/{digest[:2]}/{digest}") is not None
    assert item.state == ItemState.PUBLISHED
    shown = page(newsroom, f"items/{item_id}/index.html")
    assert "<script>" not in shown
    assert not (tmp_path.parent / "etc").exists()


def test_a_text_that_carries_code_is_published_without_it(newsroom, tmp_path):
    source = tmp_path / "a.md"
    source.write_text(
        "# Giá ngô\n\nMở đầu.\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n"
        "[bấm](javascript:alert(3)) [bấm](data:text/html,x)\n\n<iframe src='http://127.0.0.1/'></iframe>\n\n"
        "<svg onload=alert(4)></svg>\n\n<a href='https://laichau.gov.vn' onclick='alert(5)'>đọc</a>\n\n"
        "<style>body{color:#badbad}</style>\n\nKết bài.\n",
        encoding="utf-8",
    )
    item_id = receive(newsroom, source)
    work_off(newsroom)
    assert item_progress(newsroom, item_id).state == ItemState.PUBLISHED
    with newsroom.database.reading() as session:
        body = publishing.get(session, item_id).body_html
    feed = page(newsroom, "feeds/all.rss")
    for text in (body, page(newsroom, f"items/{item_id}/index.html"), feed):
        assert "Mở đầu." in text
        assert not re.search(r"alert\(|onerror|onload|onclick|javascript:|data:text|<iframe|#badbad", text)
    assert "Kết bài." in body


def test_a_text_that_names_pictures_outside_its_folder_gets_none(newsroom, tmp_path):
    (tmp_path / "bai").mkdir()
    (tmp_path / "bi-mat.png").write_bytes(b"\x89PNG\r\n\x1a\nroot:x:0")
    (tmp_path / "bai" / "link.png").symlink_to(PASSWORDS)
    source = tmp_path / "bai" / "a.md"
    source.write_text(
        f"# Tin\n\nChữ.\n\n![a](../bi-mat.png) ![b]({PASSWORDS}) ![c](file://{PASSWORDS}) ![d](link.png)\n",
        encoding="utf-8",
    )
    wish = Submission(programme=PRINT, name="a.md", publish=True, by="t", pictures=source.parent)
    item_id = intake.receive(newsroom, source, wish)
    work_off(newsroom)
    assert item_progress(newsroom, item_id).state == ItemState.PUBLISHED
    assert_nothing_leaked(newsroom)
    for path in (newsroom.settings.folder / "originals").rglob("*"):
        assert path.is_dir() or b"root:x:0" not in path.read_bytes(), path


def test_a_file_that_vanishes_or_may_not_be_read_is_told_at_once(newsroom, tmp_path):
    for source in (tmp_path / "none.mp3", tmp_path):
        with pytest.raises(Exception, match=re.escape(str(source))) as told:
            receive(newsroom, source, RADIO)
        assert getattr(told.value, "code", "") == "not-readable"


def test_one_bad_file_after_another_leaves_the_queue_moving(newsroom, tmp_path):
    bad = []
    for number, (name, programme, make, _) in enumerate(BAD.values()):
        if make is samples.document_bomb:
            continue
        source = tmp_path / f"{number}{Path(name).suffix}"
        source.write_bytes(make())
        bad.append(intake.receive(newsroom, source, Submission(programme=programme, name=name, publish=True, by="t")))
    good = receive(newsroom, record(tmp_path / "ban-tin.wav", 3), RADIO)
    work_off(newsroom)
    assert {item_progress(newsroom, one).ended for one in [*bad, good]} == {True}
    assert item_progress(newsroom, good).state == ItemState.PUBLISHED
    assert not list(newsroom.work_folder.iterdir()), "scratch folders"
