"""A partner's program: a real HTTP server that checks signatures, keeps what it got by key, and fails when told."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from distributors.registry import make
from distributors.signature import verify
from tests.contract.distributors.contract import Receiver
from tests.contract.distributors.posts import NOW, OUTSIDE

SECRET = "khoa-bi-mat-cua-doi-tac"

#: mode -> status, headers, body
ANSWERS = {
    "refuse": (422, {}, b'{"message": "Thi\xe1\xba\xbfu chuy\xc3\xaan m\xe1\xbb\xa5c"}'),
    "busy": (429, {"Retry-After": "120"}, b""),
    "error": (500, {}, b"oops"),
    "sign-in": (401, {}, b""),
    "gone": (410, {}, b""),
    "redirect": (307, {"Location": "/elsewhere"}, b""),
    "conflict": (409, {}, b'{"message": "another item has this number"}'),
    "page": (200, {"Content-Type": "text/html"}, b"<!doctype html><title>Sign in</title>"),
    "plain": (200, {"Content-Type": "text/html"}, b"OK"),
    "empty": (204, {}, b""),
}


class HttpReceiver(Receiver):
    secrets = (SECRET,)

    def __init__(self) -> None:
        self.events: dict[str, dict] = {}
        self.bodies: dict[str, list[bytes]] = {}
        self.paths: list[str] = []
        self.unsigned = 0
        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": self}))
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.running = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def make(self, **values: str):
        good = {"url": f"{self.address}/hook", "lookup_url": f"{self.address}/lookup", "secret": SECRET}
        return make("webhook", good | values, outside=OUTSIDE)

    def arrived(self) -> list[str]:
        return ["\n".join(_texts(event)) for event in self.events.values()]

    def withdrawn(self) -> bool:
        return any(event["event"] == "item.withdrawn" for event in self.events.values())

    def stop(self) -> None:
        self.released.set()
        if self.running:
            self.running = False
            self.server.shutdown()
            self.server.server_close()
            self.thread.join(10)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [str(value)]


class _Handler(BaseHTTPRequestHandler):
    receiver: HttpReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        self.receiver.paths.append(self.path)
        if not self._signed(body):
            self._answer(401, {}, b"")
        elif self.receiver.mode in ANSWERS:
            self._answer(*ANSWERS[self.receiver.mode])
        elif key in self.receiver.events:
            self.receiver.bodies[key].append(body)
            self._answer_item(409, key)
        else:
            self.receiver.events[key] = json.loads(body)
            self.receiver.bodies[key] = [body]
            self._committed(key)

    def _committed(self, key: str) -> None:
        if self.receiver.mode == "slow":
            self.receiver.released.wait(20)
        if self.receiver.mode in ("cut", "slow"):
            self.close_connection = True
            return
        if self.receiver.mode == "half-body":
            self.send_response(201)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b'{"id"')
            self.close_connection = True
        elif self.receiver.mode == "flood":
            self._answer(201, {}, b'{"id": "' + b"x" * 2_000_000)
        else:
            self._answer_item(201, key)

    def do_GET(self) -> None:
        self.receiver.paths.append(self.path)
        (key,) = parse_qs(urlsplit(self.path).query)["idempotency_key"]
        if not self._signed(b""):
            self._answer(401, {}, b"")
        elif self.receiver.mode == "cut":
            self.close_connection = True
        elif self.receiver.mode in ANSWERS:
            self._answer(*ANSWERS[self.receiver.mode])
        elif key in self.receiver.events:
            self._answer_item(200, key)
        else:
            self._answer(404, {}, b"<h1>Not found</h1>")

    def _signed(self, body: bytes) -> bool:
        timestamp, signature = self.headers["X-Hub-Timestamp"], self.headers["X-Hub-Signature-256"]
        good = verify(SECRET, timestamp, body, signature, NOW)
        self.receiver.unsigned += not good
        return good

    def _answer_item(self, status: int, key: str) -> None:
        number = list(self.receiver.events).index(key) + 1
        answer = {"id": number, "url": f"https://partner.example/tin/{number}", "idempotency_key": key}
        self._answer(status, {"Content-Type": "application/json"}, json.dumps(answer).encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
