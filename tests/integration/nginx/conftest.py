"""A small public tree, served by nginx with the printed configuration, with a stub where the hub would stand."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hub.extensions.parts import Parts
from hub.services import tree
from hub.services.nginx import configuration
from tests.integration.nginx.server import Nginx, free_port

PAGE = "<p>Xin chào Lai Châu</p>\n".encode() * 50
FEED = "<rss>Tin bản làng</rss>\n".encode() * 50
AUDIO = bytes(range(256)) * 40

#: Path below the public root -> bytes.
TREE = {
    "index.html": PAGE + b"home",
    "404.html": PAGE + b"missing",
    "robots.txt": b"User-agent: *\n",
    "sitemap.xml": b"<urlset/>",
    "feeds.opml": b"<opml/>",
    "items/01ABC/index.html": PAGE,
    "items/01OLD/gone.html": PAGE + b"gone",
    "programmes/thoi-su/index.html": PAGE + b"programme",
    "programmes/thoi-su/page/2/index.html": PAGE + b"older",
    "feeds/index.html": PAGE + b"subscribe",
    "feeds/all.rss": FEED,
    "feeds/all.atom": FEED + b"atom",
    "feeds/thoi-su-lite.json": FEED + b"json",
    "feeds/tv.mrss": FEED + b"films",
    "feeds/all.svg": b"<svg/>" * 20,
    "podcasts/thoi-su.rss": FEED + b"podcast",
    "static/icon.svg": b"<svg/>",
    "media/01ABC/lite.mp3": AUDIO,
    "media/01ABC/picture-1.jpg": AUDIO[:500],
    "media/01ABC/hls/master.m3u8": b"#EXTM3U\n" * 40,
    "media/01ABC/hls/240p/00001.m4s": AUDIO[:900],
}

#: A podcast that is published elsewhere now.
MOVED = "podcasts/cu.rss"
MOVED_TO = "https://podcast.example/a.rss?x=1&y=%24z"

#: Stands in a folder of media without twins, as a linked file does.
BARE = "media/01ABC/hls/audio-24k/index.m3u8"


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class Site:
    """What nginx answers."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask for a path as it is, with headers named `Accept_Encoding` for `Accept-Encoding`."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            named.setdefault("Host", f"127.0.0.1:{self._port}")
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if body is not None:
                named["Content-Length"] = str(len(body))
            for name, value in named.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            got = connection.getresponse()
            pairs = got.getheaders()
            assert len(pairs) == len({name.lower() for name, _ in pairs}), f"a header comes twice: {pairs}"
            return Answer(got.status, dict(pairs), got.read())
        finally:
            connection.close()


class _Hub(BaseHTTPRequestHandler):
    """Says what it was asked."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        forwarded = "|".join(self.headers.get(f"X-Forwarded-{name}", "") for name in ("For", "Proto", "Host"))
        body = f"{self.command} {self.path} {length} {self.headers['Host']} {forwarded}".encode()
        self.send_response(200)
        self.send_header("Content-Security-Policy", "default-src 'hub'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  the name of http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of http.server
        pass


@pytest.fixture
def stub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def public_tree(parts: Parts) -> None:
    for path, data in TREE.items():
        tree.write(parts.storage, path, data)
    parts.storage.put_bytes(f"{tree.PUBLIC}/{BARE}", b"#EXTM3U\n", media_type="application/vnd.apple.mpegurl")
    tree.write(parts.storage, MOVED, FEED)
    tree.write(parts.storage, f"{MOVED}.moved", f"{MOVED_TO}\n2026-01-01T00:00:00+00:00\n".encode())
    parts.storage.put_bytes(f"{tree.PUBLIC}/.hidden.html", b"private", media_type="text/html")
    parts.storage.put_bytes(f"{tree.PUBLIC}/items/.old/index.html", b"private", media_type="text/html")
    parts.storage.put_bytes(f"{tree.PUBLIC}/feeds/.draft.rss", b"private", media_type="text/html")
    parts.storage.put_bytes("renditions/01ABC/lite.mp3", b"private", media_type="audio/mpeg")


@pytest.fixture
def site(parts: Parts, public_tree: None, stub: str) -> Iterator[Site]:
    port = free_port()
    servers = configuration(parts.settings, listen=f"127.0.0.1:{port}", server_name="_", upstream=stub + "/")
    with Nginx(parts.settings.folder / "nginx", servers, port):
        yield Site(port)
