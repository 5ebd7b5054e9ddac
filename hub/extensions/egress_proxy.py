"""A proxy on this machine's loopback for programs that follow addresses by themselves: they get out through the guard.

It knows CONNECT, behind which HTTPS goes, and GET, HEAD and POST in the absolute form of plain HTTP (RFC 9112 §3.2.2).
Whoever has not its address with the credential, which is another one each time, is refused. Where there is an outside
proxy, everything goes through it by CONNECT, so that it must allow CONNECT to port 80 as well.
"""

import base64
import hmac
import logging
import secrets
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from urllib.parse import urlsplit

from hub.errors import AddressRefusedError
from hub.extensions.egress import Egress, target

CONNECT_S = 10.0
#: A tunnel in which nothing moves for so long is closed.
IDLE_S = 120.0

_PIECE_BYTES = 64 * 1024
#: Headers of one connection and not of the message (RFC 9110 §7.6.1).
_OF_THE_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class LoopbackProxy:
    """A proxy that is open.

    Attributes:
        url: Its address with the credential.
        refusals: What the guard has refused so far.
    """

    url: str = field(repr=False)
    refusals: list[AddressRefusedError] = field(default_factory=list)


@contextmanager
def open_proxy(egress: Egress) -> Iterator[LoopbackProxy]:
    """Run a proxy; at the end its connections are closed and its threads are gone."""
    credential = secrets.token_urlsafe(24)
    server = _Server(egress, credential)
    url = f"http://hub:{credential}@127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="egress proxy")
    thread.start()
    try:
        yield LoopbackProxy(url=url, refusals=server.refusals)
    finally:
        server.shutdown()
        thread.join()
        server.drop_all()
        server.server_close()


class _Server(ThreadingMixIn, HTTPServer):
    #: Closing the server waits for its threads.
    daemon_threads = False
    block_on_close = True

    def __init__(self, egress: Egress, credential: str) -> None:
        self.egress = egress
        self.expected = b"Basic " + base64.b64encode(f"hub:{credential}".encode())
        self.refusals: list[AddressRefusedError] = []
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._ending = False
        super().__init__(("127.0.0.1", 0), _Handler)

    @contextmanager
    def held(self, connection: socket.socket) -> Iterator[None]:
        """Know of a connection while it is used, so that the end of the proxy is its end."""
        with self._lock:
            if self._ending:
                raise ConnectionAbortedError("the proxy ends")
            self._open.add(connection)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(connection)

    def drop_all(self) -> None:
        with self._lock:
            self._ending = True
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: object) -> None:
        """One connection that broke is nobody else's matter; its client sees that it broke."""
        _log.debug("a connection through the proxy broke", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    #: Nothing is read ahead: behind CONNECT stand bytes that are not ours.
    rbufsize = 0
    timeout = IDLE_S
    server: _Server

    def handle(self) -> None:
        with self.server.held(self.connection):
            super().handle()

    def do_CONNECT(self) -> None:
        if not self._is_known():
            return
        place = urlsplit(f"//{self.path}")
        try:
            host, port = place.hostname or "", place.port or 443
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST, "address-malformed")
            return
        outer = self._dialled(host, port)
        if outer is None:
            return
        with closing(outer), self.server.held(outer):
            self.send_response_only(HTTPStatus.OK)
            self.end_headers()
            _tunnel(self.connection, outer)
        self.close_connection = True

    def do_GET(self) -> None:
        self._forward()

    def do_HEAD(self) -> None:
        self._forward()

    def do_POST(self) -> None:
        self._forward()

    def _forward(self) -> None:
        """Pass one plain request on and its answer back; then the connection ends."""
        if not self._is_known():
            return
        try:
            host, port = target(self.path)
        except AddressRefusedError as error:
            self._told(error)
            return
        if "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "length-required")
            return
        outer = self._dialled(host, port)
        if outer is None:
            return
        with closing(outer), self.server.held(outer):
            outer.settimeout(IDLE_S)
            try:
                answer = self._asked(outer)
            except (OSError, HTTPException):
                self._refuse(HTTPStatus.BAD_GATEWAY, "no-answer")
                return
            with closing(answer):
                self._pass_back(answer)

    def _is_known(self) -> bool:
        given = self.headers.get("Proxy-Authorization", "").encode()
        if hmac.compare_digest(given, self.server.expected):
            return True
        self._refuse(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, "credential")
        return False

    def _dialled(self, host: str, port: int) -> socket.socket | None:
        """A connection that the guard allows; None when the client has been told why there is none."""
        try:
            return self.server.egress.dial(host, port, CONNECT_S)
        except AddressRefusedError as error:
            self._told(error)
        except OSError:
            self._refuse(HTTPStatus.BAD_GATEWAY, "no-connection")
        return None

    def _asked(self, outer: socket.socket) -> HTTPResponse:
        """Send the request on over `outer` and give the answer, of which only the head has been read."""
        url = urlsplit(self.path)
        onward = HTTPConnection(url.hostname or "")
        onward.sock = outer
        path = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        onward.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
        onward.putheader("Host", url.netloc)
        onward.putheader("Connection", "close")
        for name, value in self.headers.items():
            if name.lower() not in _OF_THE_HOP | {"host"}:
                onward.putheader(name, value)
        onward.endheaders()
        left = int(self.headers.get("Content-Length") or 0)
        while left > 0 and (piece := self.rfile.read(min(left, _PIECE_BYTES))):
            outer.sendall(piece)
            left -= len(piece)
        return onward.getresponse()

    def _pass_back(self, answer: HTTPResponse) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_THE_HOP:
                self.send_header(name, value)
        # A body without a length goes on in chunks: one that breaks off then lacks the last of them.
        chunked = answer.length is None and self.request_version == "HTTP/1.1"
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        while piece := answer.read1(_PIECE_BYTES):
            self.wfile.write(b"%X\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _told(self, error: AddressRefusedError) -> None:
        self.server.refusals.append(error)
        self._refuse(HTTPStatus.FORBIDDEN, error.code)

    def _refuse(self, status: HTTPStatus, code: str) -> None:
        """The code stands in the status line, which is all that many programs show."""
        self.send_response_only(status, code)
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            self.send_header("Proxy-Authenticate", 'Basic realm="hub"')
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Addresses that were asked for are told by whoever runs the program."""


def _tunnel(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes both ways until both sides have ended, one breaks, or nothing moves for `IDLE_S`."""
    for each in (one, other):
        each.settimeout(IDLE_S)
    partners = {one: other, other: one}
    with selectors.DefaultSelector() as waiting, suppress(OSError):
        for each in partners:
            waiting.register(each, selectors.EVENT_READ)
        while waiting.get_map() and (ready := waiting.select(IDLE_S)):
            for key, _ in ready:
                source = key.fileobj
                if not isinstance(source, socket.socket):
                    continue
                piece = source.recv(_PIECE_BYTES)
                if piece:
                    partners[source].sendall(piece)
                else:
                    waiting.unregister(source)
                    partners[source].shutdown(socket.SHUT_WR)
