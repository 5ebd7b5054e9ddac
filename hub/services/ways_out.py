"""How adapters get out: every connection to a destination goes through the egress guard."""

import socket
from collections.abc import Mapping

import httpx

from distributors.errors import PublishError
from distributors.outside import Outside
from hub.config import Allowance
from hub.errors import AddressRefusedError
from hub.extensions.egress import target
from hub.extensions.parts import Parts
from hub.extensions.transport import GuardedTransport
from hub.services import practice


class WayRefusedError(PublishError):
    """The guard let no connection be made, told in its own words: nothing was sent, and a person has to act."""

    def __init__(self, refused: AddressRefusedError) -> None:
        Exception.__init__(self, str(refused))
        self.code, self.facts = refused.code, refused.facts
        self.permanent, self.unknown, self.retry_after_s = True, False, None


class _Transport(GuardedTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except AddressRefusedError as error:
            raise WayRefusedError(error) from error


def ways_out(parts: Parts, values: Mapping[str, str]) -> Outside:
    """The ways out for the account of these values."""
    egress = parts.egress
    if _is_practice(parts, values):
        host, port = target(parts.settings.own_url)
        egress = egress.allowing(Allowance.at(host, port))

    def dial(host: str, port: int, timeout_s: float) -> socket.socket:
        try:
            return egress.dial(host, port, timeout_s)
        except AddressRefusedError as error:
            raise WayRefusedError(error) from error

    return Outside(dial=dial, tls=egress.tls, http=_Transport(egress))


def _is_practice(parts: Parts, values: Mapping[str, str]) -> bool:
    """Whether nothing but the hub's own practice webhook is asked: the hub may reach itself there and nowhere else."""
    asked = {value for name in ("url", "lookup_url") if (value := values.get(name))}
    return asked == {practice.address(parts.settings)}
