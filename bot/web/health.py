"""Is it alive, is it ready, what has it done: for the operator's tools."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily


@dataclass(frozen=True, slots=True)
class Health:
    """`ready` with a word for each part that is not; counters and gauges by name, without the prefix."""

    faults: tuple[str, ...]
    counters: Mapping[str, int]
    gauges: Mapping[str, float]

    @property
    def ready(self) -> bool:
        """Say whether everything needed answers."""
        return not self.faults


Look = Callable[[], Awaitable[Health]]


def add_health(app: web.Application, look: Look) -> None:
    """Put /healthz, /readyz and /metrics into the application. None of them tells about people."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        health = await look()
        return web.json_response(
            {"ready": health.ready, "faults": list(health.faults)}, status=200 if health.ready else 503
        )

    async def metrics(_: web.Request) -> web.Response:
        registry = CollectorRegistry()
        registry.register(_Collected(await look()))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)


class _Collected:
    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        for name, count in self._health.counters.items():
            yield CounterMetricFamily(f"expertbot_{name}", name.replace("_", " "), value=count)
        for name, value in self._health.gauges.items():
            yield GaugeMetricFamily(f"expertbot_{name}", name.replace("_", " "), value=value)
