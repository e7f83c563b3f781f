"""What this process has done since it started, counted for Prometheus by kind and outcome, never by person."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter

from storage.due import Outcome


class Counters:
    """Each process counts its own work; Prometheus adds them up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter(
            "falando_updates", "Updates taken from Telegram", ["kind", "outcome"], registry=self.registry
        )
        self._deliveries = Counter(
            "falando_deliveries", "Attempts to deliver a notice", ["kind", "outcome"], registry=self.registry
        )

    def update(self, kind: str, outcome: str) -> None:
        """Count an update; `outcome` is ``handled``, ``refused`` (by a rule) or ``failed``."""
        self._updates.labels(kind, outcome).inc()

    def deliveries(self, outcomes: Iterable[Outcome]) -> None:
        """Count what became of deliveries; one that goes back to the plan counts as ``planned``."""
        for outcome in outcomes:
            self._deliveries.labels(outcome.delivery.kind, outcome.state.value).inc()
