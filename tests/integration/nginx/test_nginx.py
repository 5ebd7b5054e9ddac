"""The public tree through nginx with the configuration that `hub nginx` prints: the same as through the hub."""

import gzip
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from hub.cli.nginx import nginx as command
from hub.extensions.parts import Parts
from hub.services import nginx, policy
from hub.services.nginx import DYNAMIC, configuration
from hub.web import headers, public
from tests.integration.nginx.conftest import AUDIO, BARE, FEED, MOVED, MOVED_TO, PAGE, TREE, Site
from tests.integration.nginx.server import Nginx, free_port

ADDRESSES = sorted("/" + path.removesuffix("index.html") for path in TREE if not path.endswith("gone.html"))

#: What both servers say of a file in the same words.
TOLD = (
    "Content-Type",
    "Content-Encoding",
    "Content-Range",
    "Cache-Control",
    "Vary",
    "Access-Control-Allow-Origin",
    "Link",
    "Location",
    *nginx.HEADERS,
)


def same(site: Site, client: FlaskClient, path: str, **asked: str) -> None:
    """Check that both servers answer alike."""
    theirs = site.ask(path, **asked)
    ours = client.get(path, headers={name.replace("_", "-"): value for name, value in asked.items()})
    assert theirs.status == ours.status_code
    assert theirs.body == ours.data
    assert {name: theirs.headers.get(name) for name in TOLD} == {name: ours.headers.get(name) for name in TOLD}


@pytest.mark.parametrize("encoding", ["identity", "gzip, deflate, br, zstd", "gzip;q=1.0, br;q=0"])
def test_every_file_of_the_tree_is_answered_as_by_the_hub(site: Site, client: FlaskClient, encoding: str) -> None:
    for path in [*ADDRESSES, f"/{BARE}", "/items/01ABC/index.html", "/feeds/index.html", "/nothing", "/items/01NO/"]:
        same(site, client, path, Accept_Encoding=encoding)
    assert site.ask("/items/01ABC/").body == PAGE


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=0.9, br;q=0.5", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0.0", None),
        ("identity", None),
        ("brown, xgzip", None),
        ("", None),
    ],
)
def test_a_twin_is_sent_to_who_takes_it(site: Site, client: FlaskClient, accepted: str, expected: str | None) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[expected]
    for path, data in (("/feeds/all.rss", FEED), ("/items/01ABC/", PAGE), ("/programmes/thoi-su/page/2/", None)):
        answer = site.ask(path, Accept_Encoding=accepted)
        assert answer.headers.get("Content-Encoding") == expected
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert unpack(answer.body) == data or data is None
        same(site, client, path, Accept_Encoding=accepted)


def test_a_podcast_that_is_published_elsewhere_is_answered_with_its_new_address(
    site: Site, client: FlaskClient
) -> None:
    theirs, ours = site.ask(f"/{MOVED}"), client.get(f"/{MOVED}")
    assert (theirs.status, theirs.headers["Location"]) == (301, MOVED_TO)
    assert ours.status_code == 301
    told = [name for name in TOLD if name != "Content-Type"]
    assert {name: theirs.headers.get(name) for name in told} == {name: ours.headers.get(name) for name in told}


@pytest.mark.parametrize("encoding", ["identity", "gzip, deflate, br"])
def test_feeds_name_their_hub_and_themselves_and_nothing_else_does(site: Site, parts: Parts, encoding: str) -> None:
    hub = parts.settings.desk_url + "/websub"
    for path in ("/feeds/all.rss", "/feeds/thoi-su-lite.json", "/feeds/tv.mrss", "/podcasts/thoi-su.rss"):
        expected = f'<{hub}>; rel="hub", <{parts.settings.public_url}{path}>; rel="self"'
        assert site.ask(path, Accept_Encoding=encoding).headers["Link"] == expected
        parts.storage.delete(f"public{path}.br")
        assert site.ask(path, Accept_Encoding=encoding).headers["Link"] == expected
    for path in ("/", "/feeds/", "/feeds.opml", "/feeds/all.svg", "/feeds/none.rss", "/media/01ABC/lite.mp3"):
        assert "Link" not in site.ask(path, Accept_Encoding=encoding).headers


@pytest.mark.parametrize("name", ["a%0d%0aX-Injected:%201", "a%22%3e", "a%20b", "%24uri"])
def test_no_letter_of_an_address_gets_into_a_header(site: Site, name: str) -> None:
    answer = site.ask(f"/feeds/{name}.rss")
    assert answer.status == 404
    assert not {"Link", "X-Injected"} & set(answer.headers)


def test_without_a_twin_the_file_itself_is_sent(site: Site, parts: Parts) -> None:
    for path in ("feeds/all.rss", "items/01ABC/index.html", "feeds/index.html"):
        for ending in ("br", "gz"):
            parts.storage.delete(f"public/{path}.{ending}")
    for path, data, media_type in (
        ("/feeds/all.rss", FEED, "application/rss+xml; charset=utf-8"),
        ("/items/01ABC/", PAGE, "text/html; charset=utf-8"),
        ("/feeds/", TREE["feeds/index.html"], "text/html; charset=utf-8"),
        (f"/{BARE}", b"#EXTM3U\n", "application/vnd.apple.mpegurl"),
    ):
        answer = site.ask(path, Accept_Encoding="gzip, deflate, br")
        assert (answer.status, answer.body) == (200, data)
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Type"] == media_type


def test_a_poll_of_what_has_not_changed_costs_nothing(site: Site) -> None:
    for path in ("/feeds/all.rss", "/", "/media/01ABC/lite.mp3"):
        first = site.ask(path, Accept_Encoding="br")
        by_tag = site.ask(path, Accept_Encoding="br", If_None_Match=first.headers["ETag"])
        by_time = site.ask(path, Accept_Encoding="br", If_Modified_Since=first.headers["Last-Modified"])
        for answer in (by_tag, by_time):
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert site.ask(path, If_None_Match='"older"').status == 200
    tags = {site.ask("/feeds/all.rss", Accept_Encoding=one).headers["ETag"] for one in ("br", "gzip", "identity")}
    assert len(tags) == 3


def test_parts_are_of_the_file_itself(site: Site, client: FlaskClient) -> None:
    for path, data in (("/media/01ABC/lite.mp3", AUDIO), ("/feeds/all.rss", FEED)):
        for asked, part in (("bytes=100-199", data[100:200]), ("bytes=-10", data[-10:]), ("bytes=900-", data[900:])):
            answer = site.ask(path, Range=asked, Accept_Encoding="gzip, deflate, br")
            assert (answer.status, answer.body) == (206, part)
            same(site, client, path, Range=asked, Accept_Encoding="gzip, deflate, br")
        assert site.ask(path, Range="bytes=999999-").status == 416
        stale = site.ask(path, Range="bytes=0-9", If_Range='"older"')
        assert (stale.status, stale.body) == (200, data)


def test_a_withdrawn_item_is_gone(site: Site, client: FlaskClient) -> None:
    for encoding in ("identity", "gzip, deflate, br"):
        same(site, client, "/items/01OLD/", Accept_Encoding=encoding)
    gone = site.ask("/items/01OLD/")
    assert (gone.status, gone.body) == (410, TREE["items/01OLD/gone.html"])


def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Site, client: FlaskClient) -> None:
    for path in ("/items/01ABC", "/items/01OLD", "/programmes/thoi-su", "/feeds"):
        answer = site.ask(path + "?a=1&b=2")
        assert (answer.status, answer.headers["Location"]) == (308, f"{path}/?a=1&b=2")
        ours = client.get(path + "?a=1&b=2")
        assert (ours.status_code, ours.headers["Location"]) == (answer.status, answer.headers["Location"])
        assert site.ask(path).headers["Location"] == f"{path}/"


@pytest.mark.parametrize(
    "path",
    [
        "/.hidden.html",
        "/items/.old/",
        "/items/.old/index.html",
        "/feeds/.draft.rss",
        "/../hub.sqlite3",
        "/..%2fhub.sqlite3",
        "/%2e%2e/renditions/01ABC/lite.mp3",
        "/media/../../renditions/01ABC/lite.mp3",
        "/media/..%2f..%2frenditions/01ABC/lite.mp3",
        "/media/%2e%2e/%2e%2e/renditions/01ABC/lite.mp3",
        "/media/..%5c..%5csecret-key",
        "/a%00b",
        "/items/01ABC%0d%0aX-Bad:1",
        "/media/01ABC",
        "/media/",
        "/secret-key",
        "/editorial",
        "/feeds/none.rss",
    ],
)
def test_nothing_outside_the_tree_is_sent(site: Site, path: str) -> None:
    answer = site.ask(path, Accept_Encoding="br")
    assert answer.status in {400, 404}
    assert b"private" not in answer.body
    assert "X-Bad" not in answer.headers


def test_only_reading_is_allowed(site: Site) -> None:
    for path in ("/items/01ABC/", "/feeds/all.rss", "/media/01ABC/lite.mp3", "/"):
        assert site.ask(path, method="DELETE").status == 405
        assert site.ask(path, method="POST", body=b"x").status == 405
    head = site.ask("/media/01ABC/lite.mp3", method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(AUDIO)))


def test_what_only_the_hub_can_answer_is_handed_to_it(site: Site) -> None:
    for first in DYNAMIC:
        for path in (f"/{first}", f"/{first}/x.html?q=1"):
            answer = site.ask(path, Host="bao.example:8080")
            assert answer.body.decode() == f"GET {path} 0 bao.example:8080 127.0.0.1|http|bao.example:8080"
            # Its own headers, and no second set of them: those of the readers' pages would stop its script.
            assert answer.headers["Content-Security-Policy"] == "default-src 'hub'"
            assert answer.headers["Cache-Control"] == "no-store"
    large = site.ask("/editor/upload", method="POST", body=bytes(3_000_000))
    assert large.body.startswith(b"POST /editor/upload 3000000 ")


def test_every_address_of_the_application_is_handed_to_it(app: Flask) -> None:
    first_parts = {
        rule.rule.split("/")[1] for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("public.")
    }
    assert first_parts <= set(DYNAMIC)


def test_headers_are_those_of_the_embedded_server() -> None:
    assert nginx.HEADERS["Content-Security-Policy"] == policy.READER
    assert (nginx.PAGE_CACHE, nginx.MEDIA_CACHE, nginx.YEAR_S) == (
        public.PAGE_CACHE,
        public.MEDIA_CACHE,
        headers.YEAR_S,
    )


def test_behind_https_readers_are_told_to_stay_there(parts: Parts, public_tree: None) -> None:
    port = free_port()
    settings = parts.settings.model_copy(update={"base_url": "https://bao.example"})
    servers = configuration(settings, listen=f"127.0.0.1:{port}", server_name="_", upstream="http://127.0.0.1:1")
    with Nginx(parts.settings.folder / "nginx", servers, port):
        site = Site(port)
        for path in ("/", "/feeds/all.rss", "/media/01ABC/lite.mp3", "/nothing"):
            assert site.ask(path).headers["Strict-Transport-Security"] == f"max-age={headers.YEAR_S}"
        assert site.ask("/editor/").status == 502


def test_a_folder_with_odd_letters_is_served_too(parts: Parts, tmp_path: Path) -> None:
    odd = tmp_path / 'Báo "Lai Châu" 2'
    settings = parts.settings.model_copy(update={"storage_url": f"file://{odd}"})
    (odd / "public").mkdir(parents=True)
    (odd / "public" / "index.html").write_bytes(PAGE)
    port = free_port()
    servers = configuration(settings, listen=f"127.0.0.1:{port}", server_name="_", upstream="http://127.0.0.1:1")
    with Nginx(tmp_path / "nginx", servers, port):
        assert Site(port).ask("/").body == PAGE


def test_an_empty_tree_has_a_plain_404(parts: Parts) -> None:
    (parts.settings.folder / "public").mkdir()
    port = free_port()
    servers = configuration(parts.settings, listen=f"127.0.0.1:{port}", server_name="_", upstream="http://127.0.0.1:1")
    with Nginx(parts.settings.folder / "nginx", servers, port):
        for path in ("/", "/feeds/all.rss", "/items/01ABC/", "/media/01ABC/lite.mp3", "/404.html", "/x"):
            assert Site(port).ask(path, Accept_Encoding="br").status == 404


def test_the_command_prints_it_for_this_hub(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATA", str(parts.settings.folder))
    monkeypatch.setenv("HUB_HOST", "0.0.0.0")
    printed = CliRunner().invoke(command, ["--listen", "8088"])
    assert printed.exit_code == 0
    assert "listen 8088;" in printed.output
    assert f'root "{parts.settings.folder}/public";' in printed.output
    assert "proxy_pass http://127.0.0.1:8000;" in printed.output
