"""A program that subscribes to feeds: confirms what it is asked, takes what it gets, and can do otherwise."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Deed = Callable[[], object]


@dataclass(frozen=True)
class Content:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    #: The challenge where it is None.
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    after_s: float = 0


class Subscriber:
    def __init__(self) -> None:
        #: What it was asked or told by GET, in order.
        self.asked: list[dict[str, str]] = []
        #: Everything that was posted to it.
        self.got: list[Content] = []
        #: Replies to come, each used once; what follows is taken and confirmed.
        self.to_questions: list[Reply] = []
        self.to_contents: list[Reply] = []
        #: Done once, while it is asked or handed something, before it replies.
        self.meanwhile: Deed | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"subscriber": self}))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def callback(self, path: str = "/nhan") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Handler(BaseHTTPRequestHandler):
    subscriber: Subscriber

    def do_GET(self) -> None:
        told = dict(parse_qsl(urlsplit(self.path).query))
        self.subscriber.asked.append(told)
        self._meanwhile()
        replies = self.subscriber.to_questions
        self._reply(replies.pop(0) if replies else Reply(), told.get("hub.challenge", "").encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.subscriber.got.append(Content(self.path, dict(self.headers), body))
        self._meanwhile()
        replies = self.subscriber.to_contents
        self._reply(replies.pop(0) if replies else Reply(), b"")

    def _meanwhile(self) -> None:
        deed, self.subscriber.meanwhile = self.subscriber.meanwhile, None
        if deed is not None:
            deed()

    def _reply(self, reply: Reply, challenge: bytes) -> None:
        time.sleep(reply.after_s)
        body = challenge if reply.body is None else reply.body
        with suppress(ConnectionError):
            self.send_response(reply.status)
            for name, value in (("Content-Length", str(len(body))), *reply.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
