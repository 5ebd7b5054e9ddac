"""Whether the hub lives, whether it is ready, and its figures."""

import ipaddress
from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services.readiness import free_mb, readiness
from hub.services.status import counts
from hub.web.current import parts
from hub.web.faults import answer
from hub.web.words import _

health = Blueprint("health", __name__)

#: What a server in front of the hub says of the client for whom it asks.
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


@health.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify({"status": "ok"})


@health.get("/readyz")
def ready() -> ResponseReturnValue:
    found = readiness(parts())
    good = all(one.ready for one in found.values())
    # Anyone may ask: sentences, which name folders and addresses, are for the administrator's page.
    told = {name: {"ready": one.ready, "code": one.code} for name, one in found.items()}
    return jsonify({"status": "ok" if good else "not ready", "parts": told}), 200 if good else 503


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    """For administrators, and for programs on the hub's own machine; how its work goes is nobody else's business."""
    if not _from_here() and not (current_user.is_authenticated and current_user.may(RoleName.ADMINISTRATOR)):
        text = _("Số liệu vận hành chỉ dành cho người quản trị và cho chương trình chạy trên chính máy chủ.")
        return answer(HTTPStatus.FORBIDDEN, "only-from-here", text)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(parts()))
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


def _from_here() -> bool:
    """Whether a program of this machine asks, and asks for itself.

    Everything that a server in front hands on comes from this machine too, so nothing may say that it was handed on:
    neither a header, nor a name of the hub other than this machine's own.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    name, colon, port = request.host.rpartition(":")
    host = name if colon and port.isdigit() else request.host
    return _is_loopback(request.remote_addr or "") and (host == "localhost" or _is_loopback(host.strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A server that listens for both kinds of address sees 127.0.0.1 as ::ffff:127.0.0.1.
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


class _Figures(Collector):
    """Read from the database when they are asked for: every process tells the same."""

    def __init__(self, given: Parts) -> None:
        self._parts = given

    def collect(self) -> Iterable[Metric]:
        with self._parts.database.reading() as session:
            found = counts(session)
        work = GaugeMetricFamily("hub_work", "Work by kind and state.", labels=["kind", "state"])
        for (kind, state), count in sorted(found.work.items()):
            work.add_metric([kind, state], count)
        yield work
        for name, told, rows in (
            ("hub_items", "Items by state.", found.items),
            ("hub_deliveries", "Deliveries by state.", found.deliveries),
        ):
            family = GaugeMetricFamily(name, told, labels=["state"])
            for state, count in sorted(rows.items()):
                family.add_metric([state], count)
            yield family
        yield GaugeMetricFamily("hub_dirty_paths", "Paths that wait to be rendered.", value=found.dirty_paths)
        free = free_mb(self._parts) * 1024**2
        yield GaugeMetricFamily("hub_disk_free_bytes", "Free bytes where the data are.", value=free)
