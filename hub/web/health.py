"""Whether the hub lives, whether it is ready, and its figures."""

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hub.extensions.parts import Parts
from hub.services.readiness import free_mb, readiness
from hub.services.status import counts
from hub.web.current import parts

health = Blueprint("health", __name__)


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
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(parts()))
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


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
