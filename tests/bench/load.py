"""Bounded load on a server of this machine: a fixed number of GETs over kept connections, timed."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

#: A server closes a kept connection after so many requests (nginx's default is 1000).
_MOST_A_CONNECTION = 900


@dataclass(frozen=True, kw_only=True)
class Target:
    """One address that answers the same each time."""

    port: int
    path: str
    encoding: str = "gzip, deflate, br"

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept-Encoding": self.encoding}

    def fetch(self) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", self.path, headers=self.headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


def bare(target: Target, count: int) -> float:
    """Requests a second of a client that only counts bytes, so that the server is what is measured."""
    request = f"GET {target.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {target.encoding}\r\n\r\n".encode()
    length = _answer_length(target.port, request)
    began = time.perf_counter()
    left = count
    while left > 0:
        turn = min(left, _MOST_A_CONNECTION)
        _one_connection(target.port, request, length, turn)
        left -= turn
    return count / (time.perf_counter() - began)


def threaded(target: Target, count: int, *, threads: int = 4) -> float:
    """Requests a second of a few ordinary clients, each with one kept connection."""
    each = count // threads
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: _ordinary(target, each), range(threads)))
    return each * threads / (time.perf_counter() - began)


def _ordinary(target: Target, count: int) -> None:
    connection = HTTPConnection("127.0.0.1", target.port, timeout=60)
    try:
        for _ in range(count):
            connection.request("GET", target.path, headers=target.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{target.path}: {answer.status}")
    finally:
        connection.close()


def _answer_length(port: int, request: bytes) -> int:
    """Bytes of one whole answer; every one has as many."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        one.sendall(request)
        held = b""
        while b"\r\n\r\n" not in held:
            held += one.recv(65536)
        head, _, _ = held.partition(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        return len(head) + 4 + int(fields[b"Content-Length"])


def _one_connection(port: int, request: bytes, length: int, count: int) -> None:
    buffer = bytearray(1 << 20)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        for _ in range(count):
            one.sendall(request)
            due = length
            while due > 0:
                taken = one.recv_into(buffer, due)
                if not taken:
                    raise RuntimeError("the server hung up")
                due -= taken
