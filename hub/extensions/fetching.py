"""Fetching what stands at an address that a person or a feed gave: through the guard, and never more than wanted."""

import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import IO, Any, Self

import httpx

from distributors.outside import is_certificate_fault
from hub.errors import AddressRefusedError, FetchError
from hub.extensions.egress import Egress, target
from hub.extensions.transport import GuardedTransport

_GZIP = 31
#: Redirects that hold for good (RFC 9110 §15.4).
_FOR_GOOD = frozenset({301, 308})
_PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is fetched at most.

    Attributes:
        max_bytes: Of the body, as it comes and after decompression.
        total_s: For everything together, redirects among them; a look-up of a name may last as long as the resolver
            wants and counts when it is over.
        read_s: Longest silence.
        connect_s: For the connection to one address.
        redirects: How many are followed; None where an answer that redirects is given as it is.
    """

    max_bytes: int = 10 * 1024 * 1024
    total_s: float = 60
    read_s: float = 15
    connect_s: float = 10
    redirects: int | None = 5


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer, whatever its status; 304 has no body.

    Attributes:
        status: The HTTP status.
        headers: Names in any case.
        url: Where the answer came from after redirects.
        moved_to: Where redirects for good (301, 308) from the first one on led to; empty without such.
        size_bytes: Of the decompressed body.
        body: The decompressed body; empty when it was written to a file.
    """

    status: int
    headers: httpx.Headers
    url: str
    size_bytes: int
    moved_to: str = ""
    body: bytes = b""


def fetch(  # noqa: PLR0913  each but the first two has a usual value
    egress: Egress,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    into: Path | None = None,
    cookies: CookieJar | None = None,
) -> Fetched:
    """GET what stands at `url`.

    Args:
        egress: The guard.
        url: As given by a person or a feed.
        headers: More to send, such as `If-None-Match`.
        limits: The usual ones by default.
        into: A file to write the body to; it is not there after a failure.
        cookies: Each is sent to its own site alone, also after a redirect.

    Raises:
        AddressRefusedError: The address, or one that it redirects to, may not be opened.
        FetchError: No whole answer within the limits.
    """
    asked = _Asked(url=url, host=target(url)[0], headers=headers or {}, limits=limits or Limits(), cookies=cookies)
    if into is None:
        memory = BytesIO()
        return replace(_exchange(egress, asked, memory), body=memory.getvalue())
    try:
        with into.open("wb") as file:
            return _exchange(egress, asked, file)
    except BaseException:
        into.unlink(missing_ok=True)
        raise


def post(egress: Egress, url: str, body: bytes, *, headers: Mapping[str, str], limits: Limits | None = None) -> Fetched:
    """POST `body` to `url`, and nowhere else: an answer that redirects is given as it is.

    The body of the answer is not read, so it can be neither too large nor too slow.

    Args:
        egress: The guard.
        url: As given by a person or a program.
        body: What is sent.
        headers: Among them its `Content-Type`.
        limits: The usual ones by default.

    Raises:
        AddressRefusedError: The address may not be opened.
        FetchError: No answer within the limits.
    """
    limits = replace(limits or Limits(), redirects=None)
    asked = _Asked(url=url, host=target(url)[0], headers=headers, limits=limits, cookies=None, content=body)
    return _exchange(egress, asked, None)


def peek(egress: Egress, url: str, *, headers: Mapping[str, str], limits: Limits | None = None) -> Fetched:
    """GET what stands at `url`, for its status and headers: the body is not read, however large it is.

    Args:
        egress: The guard.
        url: As given by a person or a feed.
        headers: More to send, such as `Range`.
        limits: The usual ones by default.

    Raises:
        AddressRefusedError: The address, or one that it redirects to, may not be opened.
        FetchError: No answer within the limits.
    """
    asked = _Asked(url=url, host=target(url)[0], headers=headers, limits=limits or Limits(), cookies=None)
    return _exchange(egress, asked, None)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    url: str
    host: str
    headers: Mapping[str, str]
    limits: Limits
    cookies: CookieJar | None
    #: What is posted; None for a GET.
    content: bytes | None = None

    def error(self, code: str, *, permanent: bool = False, **facts: float) -> FetchError:
        return FetchError(code, permanent=permanent, host=self.host, **facts)

    def too_slow(self, limit_s: float) -> FetchError:
        return self.error("fetch-too-slow", limit_s=limit_s)

    def too_large(self) -> FetchError:
        return self.error("fetch-too-large", permanent=True, limit_bytes=self.limits.max_bytes)


class _Clock:
    """Breaks the connections of one fetch when its time is over: a server that drips is never silent for long."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        self._lock = threading.Lock()
        self._sockets: list[socket] = []
        self._timer = threading.Timer(asked.limits.total_s, self._break)
        self._timer.daemon = True
        self.is_over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def trace(self, event: str, facts: Mapping[str, Any]) -> None:
        """Hear of each connection; httpx's extension of the same name."""
        if event.endswith("connect_tcp.started"):
            self.require()
        if event.endswith("connect_tcp.complete"):
            # A second handle on the connection: TLS takes the first one over.
            connection = facts["return_value"].get_extra_info("socket").dup()
            with self._lock:
                self._sockets.append(connection)
            if self.is_over:
                self._break()

    def require(self) -> None:
        if self.is_over:
            raise self._asked.too_slow(self._asked.limits.total_s)

    def _break(self) -> None:
        with self._lock:
            self.is_over = True
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(SHUT_RDWR)


def _exchange(egress: Egress, asked: _Asked, to: IO[bytes] | None) -> Fetched:
    method = "GET" if asked.content is None else "POST"
    with _Clock(asked) as clock, _told(asked, clock), _client(egress, asked) as client:
        request = client.build_request(
            method, asked.url, headers=asked.headers, content=asked.content, extensions={"trace": clock.trace}
        )
        response, moved_to = _answer(client, request, asked)
        try:
            size_bytes = 0 if to is None else _write(response, to, asked)
        finally:
            response.close()
        clock.require()
        return Fetched(
            status=response.status_code,
            headers=response.headers,
            url=str(response.url),
            size_bytes=size_bytes,
            moved_to=moved_to,
        )


def _client(egress: Egress, asked: _Asked) -> httpx.Client:
    # gzip alone: what it unpacks to can be bounded piece by piece.
    headers = {"User-Agent": f"hub (+{httpx.URL(egress.public_url)})", "Accept-Encoding": "gzip"}
    timeout = httpx.Timeout(asked.limits.read_s, connect=asked.limits.connect_s)
    transport = GuardedTransport(egress)
    return httpx.Client(transport=transport, trust_env=False, timeout=timeout, headers=headers, cookies=asked.cookies)


def _answer(client: httpx.Client, request: httpx.Request, asked: _Asked) -> tuple[httpx.Response, str]:
    """The first answer that is no redirect, and where the way there is for good; bodies of redirects are not read."""
    moved_to, for_good = "", True
    if asked.limits.redirects is None:
        return client.send(request, stream=True), moved_to
    for _ in range(asked.limits.redirects + 1):
        response = client.send(request, stream=True)
        if response.next_request is None:
            return response, moved_to
        response.close()
        request = response.next_request
        for_good = for_good and response.status_code in _FOR_GOOD
        moved_to = str(request.url) if for_good else moved_to
    raise asked.error("fetch-too-many-redirects", permanent=True, limit=asked.limits.redirects)


def _write(response: httpx.Response, to: IO[bytes], asked: _Asked) -> int:
    """Write the decompressed body and give its size."""
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > asked.limits.max_bytes:
        raise asked.too_large()
    pieces = _bounded(response.iter_raw(_PIECE_BYTES), asked)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in {"gzip", "x-gzip"}:
        pieces = _bounded(_unpacked(pieces, asked), asked)
    elif encoding not in {"", "identity"}:
        raise asked.error("fetch-broken", permanent=True)
    return sum(to.write(piece) for piece in pieces)


def _bounded(pieces: Iterator[bytes], asked: _Asked) -> Iterator[bytes]:
    size_bytes = 0
    for piece in pieces:
        size_bytes += len(piece)
        if size_bytes > asked.limits.max_bytes:
            raise asked.too_large()
        yield piece


def _unpacked(pieces: Iterator[bytes], asked: _Asked) -> Iterator[bytes]:
    """Gunzip without ever holding more than one piece of what it unpacks to; what follows the end is left alone."""
    reader = zlib.decompressobj(_GZIP)
    begun = False
    try:
        for piece in pieces:
            rest, begun = piece, True
            while rest and not reader.eof:
                yield reader.decompress(rest, _PIECE_BYTES)
                rest = reader.unconsumed_tail
    except zlib.error as error:
        raise asked.error("fetch-broken") from error
    if begun and not reader.eof:
        raise asked.error("fetch-broken")


@contextmanager
def _told(asked: _Asked, clock: _Clock) -> Iterator[None]:
    """Say in the hub's words what httpx raised."""
    try:
        yield
    except httpx.InvalidURL as error:
        raise AddressRefusedError("address-malformed", address=asked.url) from error
    except httpx.HTTPError as error:
        clock.require()
        raise _reason(error, asked) from error


def _reason(error: httpx.HTTPError, asked: _Asked) -> FetchError:
    if is_certificate_fault(error):
        return asked.error("fetch-untrusted")
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)):
        return asked.error("fetch-no-answer")
    if isinstance(error, httpx.TimeoutException):
        return asked.too_slow(asked.limits.read_s)
    return asked.error("fetch-broken")
