"""The egress guard: which addresses may be reached on a person's or a feed's behalf, decided where one connects.

A name is looked up once, every address it leads to is judged, and the connection goes to an address that was judged:
a second look-up, to which another answer could come, does not happen. `dial` is for whatever wants a socket,
`fetching` for HTTP, `egress_proxy` for programs that follow addresses by themselves.

With `HUB_PROXY` the newsroom has one way out. Names are looked up and judged here before they are handed on, but it is
the outside proxy that connects, and it looks the name up again: what a name leads to a moment later it must judge
itself. It must allow CONNECT to the ports of destinations. Behind such a proxy there often is no look-up of outside
names: one that leads nowhere here is handed on where it can be a public one, and never where an allowance names it.
What is reached by an allowance lies inside and is reached without it.
"""

import base64
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from hub.config import Allowance, Settings
from hub.errors import AddressRefusedError

IPAddress = IPv4Address | IPv6Address

#: (name, port) -> addresses as text, the best first; raises OSError.
Resolver = Callable[[str, int], Sequence[str]]

SCHEMES = {"http": 80, "https": 443}

#: What is not the public network: IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast, reserved.
_INSIDE_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # A cloud's own services, on a number that looks public (Azure).
        "168.63.129.16/32",
    )
)
#: The only IPv6 addresses that are given out to the public (RFC 4291 §2.4) …
_PUBLIC_V6 = IPv6Network("2000::/3")
#: … but for these: protocols' own with Teredo, documentation, 6to4, documentation (RFC 9637).
_INSIDE_V6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
#: An IPv4 address behind a translator (RFC 6052 §2.1): as public as the address in its last four bytes.
_NAT64 = IPv6Network("64:ff9b::/96")

_LOCAL_NAME = re.compile(r"(.+\.)?localhost")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
#: Ends of names that no public resolver knows: RFC 6761, 6762 (with appendix G), 7686, 8375; ICANN's `.internal`.
_PRIVATE_ENDS = (
    *("localhost", "local", "internal", "home.arpa", "intranet", "private", "corp", "home", "lan"),
    *("invalid", "test", "onion"),
)
_NOT_IN_A_HOST = re.compile(r"[\x00-\x20\x7f/\\@#?<>^|\"`{}]")
_TUNNELLED = re.compile(rb"HTTP/1\.[01] 2\d\d\b.*\r\n\r\n$", re.DOTALL)
_PORTS = range(1, 65536)
_MAX_HOST_CHARS = 253
_MAX_ANSWER_BYTES = 16 * 1024


def is_public(address: IPAddress) -> bool:
    """Whether the address belongs to a machine on the public network, whoever asks from wherever."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _INSIDE_V4)
    if address in _NAT64:
        return is_public(IPv4Address(address.packed[-4:]))
    return address in _PUBLIC_V6 and not any(address in network for network in _INSIDE_V6)


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of the system's resolver, which reads `127.1`, `0x7f000001` and `2130706433` as well.

    Raises:
        OSError: The name leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"no such host name: {host!a}") from error
    return [str(sockaddr[0]) for *_, sockaddr in found]


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where to connect for one host and port.

    Attributes:
        addresses: What was judged, the best first; empty only where the outside proxy alone can look the name up.
        inside: Open by an allowance.
    """

    addresses: tuple[str, ...]
    inside: bool


@dataclass(frozen=True, kw_only=True)
class Egress:
    """The guard.

    Attributes:
        allowances: What may be reached although it lies inside.
        proxy: The newsroom's own way out; empty for a direct one.
        public_url: Of the hub, told to whom it asks.
        resolve: Looks names up.
        tls: The rules by which certificates are trusted.
    """

    allowances: tuple[Allowance, ...] = ()
    proxy: str = field(default="", repr=False)
    public_url: str = ""
    resolve: Resolver = look_up
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @classmethod
    def of(cls, settings: Settings) -> Self:
        proxy = settings.proxy.get_secret_value()
        return cls(allowances=settings.allowances, proxy=proxy, public_url=settings.public_url)

    def allowing(self, *more: Allowance) -> Self:
        """The same guard with more allowances."""
        return replace(self, allowances=(*self.allowances, *more))

    def way(self, host: str, port: int) -> Way:
        """Look a host up and judge every address it leads to.

        Raises:
            AddressRefusedError: None of them may be reached, or the host or port cannot be one.
            OSError: The name leads nowhere, and there is no outside proxy that may know it.
        """
        name = host.removeprefix("[").removesuffix("]").rstrip(".").lower()
        if not 0 < len(name) <= _MAX_HOST_CHARS or _NOT_IN_A_HOST.search(name) or port not in _PORTS:
            raise AddressRefusedError("address-malformed", address=f"{host}:{port}")
        if _LOCAL_NAME.fullmatch(name) and name not in {one.name for one in self.allowances}:
            # RFC 6761 §6.3: such a name is this machine, whatever a resolver says.
            raise AddressRefusedError("address-inside", host=name, port=port)
        try:
            found = self._looked_up(name, port)
        except OSError:
            if self.proxy and _may_be_public(name) and name not in {one.name for one in self.allowances}:
                return Way(addresses=(), inside=False)
            raise
        allowed = tuple(str(one) for one in found if any(each.covers(name, one, port) for each in self.allowances))
        public = tuple(str(one) for one in found if is_public(one))
        if not allowed and not public:
            raise AddressRefusedError("address-inside", host=name, port=port)
        return Way(addresses=allowed or public, inside=bool(allowed))

    def _looked_up(self, name: str, port: int) -> list[IPAddress]:
        found = [ip_address(text) for text in dict.fromkeys(self.resolve(name, port))]
        if not found:
            raise OSError(f"no address for {name}")
        return found

    def dial(self, host: str, port: int, timeout_s: float) -> socket.socket:
        """A TCP connection to an address that was judged, within `timeout_s` once the name has been looked up.

        Raises:
            AddressRefusedError: Nothing there may be reached.
            OSError: Nobody answers, or the name leads nowhere.
        """
        way = self.way(host, port)
        if self.proxy and not way.inside:
            return _tunnel(urlsplit(self.proxy), host, port, timeout_s)
        return _connect(way.addresses, port, timeout_s)


def target(url: str) -> tuple[str, int]:
    """Host and port of an address that may be opened, as far as its spelling goes.

    Raises:
        AddressRefusedError: Another scheme than http and https, a user name or password in it, or no address at all.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefusedError("address-malformed", address=url) from error
    if parts.scheme not in SCHEMES:
        raise AddressRefusedError("address-scheme", scheme=parts.scheme)
    if "@" in parts.netloc:
        raise AddressRefusedError("address-with-password", host=host)
    if not host:
        raise AddressRefusedError("address-malformed", address=url)
    return host, SCHEMES[parts.scheme] if port is None else port


def _may_be_public(name: str) -> bool:
    """Whether a name that is unknown here can belong to the public network, as far as its spelling tells."""
    try:
        labels = name.encode("idna").decode().split(".")
    except UnicodeError:
        return False
    is_name = len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    # What ends in a number is the spelling of an address: a program behind the proxy may read it as one.
    is_number = labels[-1].isdigit() or labels[-1].startswith("0x")
    return is_name and not is_number and not f".{'.'.join(labels)}".endswith(tuple(f".{one}" for one in _PRIVATE_ENDS))


def _connect(addresses: Sequence[str], port: int, timeout_s: float) -> socket.socket:
    until = time.monotonic() + timeout_s
    failed: OSError = TimeoutError(f"no answer within {timeout_s} s")
    for address in addresses:
        left_s = until - time.monotonic()
        if left_s <= 0:
            break
        try:
            connection = socket.create_connection((address, port), timeout=left_s)
        except OSError as error:
            failed = error
        else:
            connection.settimeout(timeout_s)
            return connection
    raise failed


def _tunnel(proxy: SplitResult, host: str, port: int, timeout_s: float) -> socket.socket:
    """A connection through the outside proxy by CONNECT (RFC 9110 §9.3.6)."""
    connection = socket.create_connection((proxy.hostname, proxy.port), timeout=timeout_s)
    try:
        where = f"[{host}]:{port}" if ":" in host else f"{host.encode('idna').decode()}:{port}"
        lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
        if proxy.username is not None:
            who = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            lines.append(f"Proxy-Authorization: Basic {base64.b64encode(who.encode()).decode()}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        _require_tunnel(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_tunnel(connection: socket.socket) -> None:
    answer = b""
    # One byte at a time: what follows the answer is the other side's greeting already.
    while not answer.endswith(b"\r\n\r\n") and len(answer) < _MAX_ANSWER_BYTES:
        byte = connection.recv(1)
        if not byte:
            break
        answer += byte
    if not _TUNNELLED.match(answer):
        raise ConnectionRefusedError(f"the outside proxy refused: {answer[:80]!r}")
