"""The way of httpx through the egress guard.

It connects to an address that was judged and leaves the name in `Host`, in the TLS hello and in the check of the
certificate: httpx calls that the `sni_hostname` extension. Each redirect comes through here as a new request.
"""

from functools import cached_property

import httpx

from hub.extensions.egress import Egress, Way, target

_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout)


class GuardedTransport(httpx.BaseTransport):
    """What an httpx client sends through; it may be closed and used again.

    Raises AddressRefusedError for what may not be reached, and httpx.ConnectError for a name that leads nowhere.
    """

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, port = target(str(request.url))
        try:
            way = self._egress.way(host, port)
        except OSError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        if self._egress.proxy and not way.inside:
            return self._outer.handle_request(request)
        return self._pinned(request, (host, port), way)

    def _pinned(self, request: httpx.Request, where: tuple[str, int], way: Way) -> httpx.Response:
        host, port = where
        failed: httpx.TransportError = httpx.ConnectError("no address", request=request)
        for address in way.addresses:
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address, port=port),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return self._direct.handle_request(pinned)
            except _NOT_CONNECTED as error:
                failed = error
        raise failed

    def close(self) -> None:
        for name in ("_direct", "_outer"):
            if (made := self.__dict__.pop(name, None)) is not None:
                made.close()

    @cached_property
    def _direct(self) -> httpx.HTTPTransport:
        return self._plain()

    @cached_property
    def _outer(self) -> httpx.HTTPTransport:
        return self._plain(proxy=self._egress.proxy)

    def _plain(self, proxy: str | None = None) -> httpx.HTTPTransport:
        # No connection is kept: one to an address must not serve another name at the same address.
        limits = httpx.Limits(max_keepalive_connections=0)
        return httpx.HTTPTransport(verify=self._egress.tls(), trust_env=False, limits=limits, proxy=proxy)
