"""The clock and the ways out that an adapter is given, so that its caller can guard them and tests can replace them."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx


def _now() -> datetime:
    return datetime.now(UTC)


def _dial(host: str, port: int, timeout_s: float) -> socket.socket:
    try:
        return socket.create_connection((host, port), timeout=timeout_s)
    except UnicodeError as error:
        raise OSError(f"no such host name: {host!a}") from error


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What lies outside an adapter.

    Attributes:
        clock: Gives the present time, aware.
        dial: Opens a TCP connection to (host, port, seconds); raises OSError. A guard refuses private addresses here.
        tls: Gives the rules by which certificates are trusted.
        http: What HTTP goes through; None for the plain network. A guard puts its own transport here.
    """

    clock: Callable[[], datetime] = _now
    dial: Callable[[str, int, float], socket.socket] = _dial
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    http: httpx.BaseTransport | None = None


def is_certificate_fault(error: BaseException | None) -> bool:
    """Say whether error, or what caused it, is a certificate that is not trusted."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
