"""Real servers on loopback: a site that answers by path, with or without TLS, and an outside proxy."""

import base64
import contextlib
import datetime as dt
import gzip
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: "Site"

    def do_GET(self) -> None:
        self.site.asked.append((self.command, self.path, dict(self.headers)))
        self.site.answers[urlsplit(self.path).path](self)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.site.asked.append((self.command, self.path, dict(self.headers)))
        self.say(200, self.rfile.read(int(self.headers["Content-Length"])))

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%X\r\n%s\r\n" % (len(data), data))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Site:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.ended = threading.Event()
        self.answers: dict[str, Answer] = {
            "/": lambda to: to.say(200, "Xin chào".encode(), ETag='"1"'),
            "/gzip": lambda to: to.say(200, gzip.compress("Xin chào".encode()), Content_Encoding="gzip"),
            "/chunks": _chunks,
        }
        self._server = _Quiet(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": self}))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.answers[path] = lambda to: to.say(status, Location=location)

    def stop(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that goes away early is what is tested."""


def _chunks(to: Handler) -> None:
    to.send_response(200)
    to.send_header("Transfer-Encoding", "chunked")
    to.end_headers()
    if to.command != "HEAD":
        for piece in (b"mot ", b"hai ", b"ba"):
            to.chunk(piece)
        to.wfile.write(b"0\r\n\r\n")


class OuterProxy:
    """The newsroom's way out: connects wherever it is told, under names of its own."""

    def __init__(self, *, leads_to: int) -> None:
        self.heard: list[tuple[str, str]] = []
        self._leads_to = leads_to
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://bao:m%40t@127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                with client, socket.create_connection(("127.0.0.1", self._leads_to)) as site:
                    self._pass_on(client, site)

    def _pass_on(self, client: socket.socket, site: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(1)
        line, *headers = head.decode().strip().splitlines()
        told = dict(one.split(": ", 1) for one in headers)
        who = base64.b64decode(told.get("Proxy-Authorization", "Basic ").removeprefix("Basic ")).decode()
        self.heard.append((line, who))
        if line.startswith("CONNECT"):
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            site.sendall(head)
        while True:
            for one in select.select([client, site], [], [])[0]:
                piece = one.recv(65536)
                if not piece:
                    return
                (site if one is client else client).sendall(piece)


def certified(folder: Path, *names: str) -> tuple[ssl.SSLContext, Callable[[], ssl.SSLContext]]:
    """What a server of these names shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{names[0]}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(path)
    return shown, lambda: ssl.create_default_context(cafile=str(path))


@contextlib.contextmanager
def running(site: "Site | OuterProxy") -> Iterator[None]:
    try:
        yield
    finally:
        site.stop()
