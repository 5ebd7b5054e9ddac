"""A partner's program: counts what it gets by key, can be asked, and can do something bad at the worst moment."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SECRET = "khoa-bi-mat-cua-doi-tac"

Deed = Callable[[], None]


class Partner:
    def __init__(self) -> None:
        #: (Idempotency-Key, event, id of the item) of every event taken, in their order.
        self.taken: list[tuple[str, str, str]] = []
        self._before: Deed | None = None
        self._after: Deed | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"partner": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def values(self, *, askable: bool) -> dict[str, str]:
        lookup = {"lookup_url": f"{self.address}/lookup"} if askable else {}
        return {"url": f"{self.address}/{'askable' if askable else 'mute'}", "secret": SECRET, **lookup}

    def once(self, *, before: Deed | None = None, after: Deed | None = None) -> None:
        """Do this at the next event: before it is taken (it then is not), or between taking and answering."""
        self._before, self._after = before, after

    def events_of(self, item_id: str) -> list[str]:
        return [event for _, event, item in self.taken if item == item_id]

    def has(self, key: str) -> bool:
        return any(held == key for held, _, _ in self.taken)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def take(self, key: str, body: bytes) -> bool:
        """False when nothing was taken and nothing is to be answered."""
        before, self._before = self._before, None
        if before is not None:
            before()
            return False
        event = json.loads(body)
        self.taken.append((key, event["event"], event["item"]["item_id"]))
        after, self._after = self._after, None
        if after is not None:
            after()
        return True


class _Handler(BaseHTTPRequestHandler):
    partner: Partner

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        if self.partner.take(key, body):
            self._answer(201, key)
        else:
            self.close_connection = True

    def do_GET(self) -> None:
        (key,) = parse_qs(urlsplit(self.path).query)["idempotency_key"]
        self._answer(200 if self.partner.has(key) else 404, key)

    def _answer(self, status: int, key: str) -> None:
        body = json.dumps({"id": key, "idempotency_key": key, "url": f"https://doi-tac.example/{key}"}).encode()
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
