"""Numbers for Prometheus: what waits is read from the database, the same everywhere; the rest each process counts."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot.app import App
from storage.due import DueDeliveries


class Metrics:
    """``/metrics``: how much waits to be sent, for how long, and what this process takes. Nothing of any person's."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._waiting = Gauge("falando_deliveries_due", "Deliveries due and not sent yet", registry=self._registry)
        self._sending = Gauge("falando_deliveries_sending", "Deliveries claimed by a sender", registry=self._registry)
        self._late = Gauge("falando_delivery_lateness_seconds", "Age of the oldest due one", registry=self._registry)

    async def answer(self, _request: web.Request) -> web.Response:
        now = self._app.clock.now()
        async with self._app.transactions.read() as stores:
            waiting = await DueDeliveries(stores.link).waiting(now=now)
        self._waiting.set(waiting.due)
        self._sending.set(waiting.sending)
        self._late.set((now - waiting.oldest).total_seconds() if waiting.oldest is not None else 0)
        body = generate_latest(self._registry) + generate_latest(self._app.counters.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
