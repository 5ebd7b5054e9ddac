"""The public tree through the embedded server."""

import gzip
import io

import brotli
import pytest
from flask.testing import FlaskClient
from PIL import Image

from hub.extensions.parts import Parts
from hub.services import publisher, tree
from hub.web.public import MEDIA_CACHE, PAGE_CACHE

PAGE = "<p>Xin chào Lai Châu</p>\n".encode() * 50
AUDIO = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def site(parts: Parts) -> None:
    for path in ("index.html", "items/01ABC/index.html", "404.html", "feeds/all.rss"):
        tree.write(parts.storage, path, PAGE)
    tree.write(parts.storage, "items/01OLD/gone.html", b"gone")
    tree.write(parts.storage, "media/01ABC/lite.mp3", AUDIO)
    tree.write(parts.storage, "media/01ABC/hls/master.m3u8", b"#EXTM3U\n")
    parts.storage.put_bytes("renditions/01ABC/lite.mp3", b"private", media_type="audio/mpeg")


def test_a_folder_is_its_page(client: FlaskClient) -> None:
    for path in ("/", "/items/01ABC/"):
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (200, PAGE)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == PAGE_CACHE
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_folder_without_its_slash_leads_to_the_one_with_it(client: FlaskClient) -> None:
    answer = client.get("/items/01ABC?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/items/01ABC/?a=1")


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_compressed_twins_are_sent_to_who_takes_them(client: FlaskClient, encoding: str, unpack: object) -> None:
    answer = client.get("/feeds/all.rss", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert unpack(answer.data) == PAGE
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert answer.headers["ETag"] != client.get("/feeds/all.rss").headers["ETag"]
    refused = client.get("/feeds/all.rss", headers={"Accept-Encoding": f"{encoding};q=0"})
    assert "Content-Encoding" not in refused.headers


def test_a_poll_of_what_has_not_changed_costs_nothing(client: FlaskClient) -> None:
    first = client.get("/feeds/all.rss", headers={"Accept-Encoding": "br"})
    by_tag = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    by_time = {"Accept-Encoding": "br", "If-Modified-Since": first.headers["Last-Modified"]}
    for headers in (by_tag, by_time):
        answer = client.get("/feeds/all.rss", headers=headers)
        assert (answer.status_code, answer.data) == (304, b"")


def test_media_are_sent_in_parts_and_kept_for_ever(client: FlaskClient) -> None:
    part = client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=100-199", "Accept-Encoding": "br"})
    assert (part.status_code, part.data) == (206, AUDIO[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(AUDIO)}"
    assert part.headers["Cache-Control"] == MEDIA_CACHE
    assert client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=-10"}).data == AUDIO[-10:]
    beyond = client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=999999-"})
    assert beyond.status_code == 416
    stale = client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=0-9", "If-Range": '"older"'})
    assert (stale.status_code, stale.data) == (200, AUDIO)


def test_a_head_is_the_answer_without_its_body(client: FlaskClient) -> None:
    answer = client.head("/media/01ABC/lite.mp3")
    assert (answer.status_code, answer.data, answer.content_length) == (200, b"", len(AUDIO))


def test_players_of_other_sites_may_fetch_feeds_and_media(client: FlaskClient) -> None:
    for path in ("/feeds/all.rss", "/media/01ABC/hls/master.m3u8"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_a_withdrawn_item_is_gone_and_a_missing_one_is_missing(client: FlaskClient) -> None:
    gone = client.get("/items/01OLD/")
    assert (gone.status_code, gone.data) == (410, b"gone")
    assert client.get("/items/01OLD").status_code == 308
    missing = client.get("/items/01XYZ/")
    assert (missing.status_code, missing.data) == (404, PAGE)


@pytest.mark.parametrize(
    "path",
    [
        "/../hub.sqlite3",
        "/..%2fhub.sqlite3",
        "/%2e%2e/hub.sqlite3",
        "/media/../../renditions/01ABC/lite.mp3",
        "/media/..%5c..%5csecret-key",
        "/.htaccess",
        "/items/.hidden",
        "/a%00b",
        "/items%2f01ABC/",
        "/media/01ABC",
        "/media/",
        "/secret-key",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_tree_is_sent(client: FlaskClient, path: str) -> None:
    answer = client.get(path, environ_overrides={"RAW_URI": path})
    assert answer.status_code == 404
    assert b"private" not in answer.data


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    answer = client.delete("/items/01ABC/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_tree_in_a_bucket_gives_the_same_answers(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(parts.storage), "local", lambda _storage, _key: None)
    whole = client.get("/media/01ABC/lite.mp3")
    assert (whole.status_code, whole.data) == (200, AUDIO)
    part = client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, AUDIO[5:10], f"bytes 5-9/{len(AUDIO)}")
    assert client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=999999-"}).status_code == 416
    same = client.get("/media/01ABC/lite.mp3", headers={"If-None-Match": whole.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    stale = client.get("/media/01ABC/lite.mp3", headers={"Range": "bytes=0-9", "If-Range": '"older"'})
    assert stale.data == AUDIO
    assert client.head("/media/01ABC/lite.mp3").content_length == len(AUDIO)


def test_the_icon_that_browsers_ask_for_is_there(client: FlaskClient, parts: Parts) -> None:
    publisher.mark_all(parts)
    publisher.render_batch(parts)
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    assert answer.mimetype in {"image/x-icon", "image/vnd.microsoft.icon"}
    with Image.open(io.BytesIO(answer.data)) as icon:
        assert icon.format == "ICO"
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert len(answer.data) < 6_000
