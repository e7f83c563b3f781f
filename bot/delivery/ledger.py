"""Outcomes are written together, yet each before its sender goes on: what is not written is in flight."""

import asyncio

from bot.counters import Counters
from core.ids import DeliveryId
from core.notices import DeliveryState
from core.ports import Clock
from storage.due import DueDeliveries, Outcome
from storage.stores import Transactions

_GATHER_SECONDS = 0.004


class Ledger:
    """Several senders that end at about the same time share one transaction."""

    def __init__(self, transactions: Transactions, clock: Clock, counters: Counters) -> None:
        self._transactions = transactions
        self._clock = clock
        self._counters = counters
        self._pending: dict[DeliveryId, Outcome] = {}
        self._turn = asyncio.Lock()

    async def write(self, *outcomes: Outcome, gather: bool = True) -> None:
        """Return once the outcomes are committed."""
        mine = {outcome.delivery.id: outcome for outcome in outcomes}
        self._pending |= mine
        if gather:
            await asyncio.sleep(_GATHER_SECONDS)
        async with self._turn:
            if self._pending.keys().isdisjoint(mine):
                return
            taken, self._pending = self._pending, {}
            try:
                await self._commit(list(taken.values()))
            except BaseException:
                # Whoever comes next writes them; if nobody can, a recovery finds the rows as they were claimed.
                self._pending = taken | self._pending
                raise

    async def _commit(self, outcomes: list[Outcome]) -> None:
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            await DueDeliveries(stores.link).finish(outcomes, now=now)
            for outcome in outcomes:
                if outcome.state is DeliveryState.BLOCKED and outcome.error is not None:
                    await stores.people.mark_blocked(outcome.delivery.person, now)
        self._counters.deliveries(outcomes)
