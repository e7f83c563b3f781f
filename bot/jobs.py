"""The work that is due: who plans it, and how it gets from the database to the sender."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.sender import LEASE, Sender
from core.ids import DeliveryId
from core.ports import Clock
from gateways.jobs import JobQueue
from storage.due import DueDeliveries
from storage.stores import Stores, Transactions
from volunteers import answering

log = structlog.get_logger()

SEND = "send"

_BATCH = 50
_MOST_WAITING = 60
"""Jobs in the queue at most: a backlog waits in the database, where what is due first comes first."""
_LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """A rule that puts notices into the outbox, or moves what time alone moves. Run twice, it does nothing twice."""

    name: str
    plan: Callable[[Stores, datetime], Awaitable[int]]


async def _daily_phrases(stores: Stores, now: datetime) -> int:
    return await stores.lessons.plan_daily(now=now)


async def _proposals(stores: Stores, now: datetime) -> int:
    return await answering.expire(stores.rounds, stores.audit, now=now)


PLANNERS: Sequence[Planner] = (
    Planner(name="daily phrases", plan=_daily_phrases),
    Planner(name="proposals unanswered", plan=_proposals),
)


class DueWork:
    """Every step may run on any number of machines at once; the database decides who gets which row."""

    def __init__(
        self,
        transactions: Transactions,
        clock: Clock,
        sender: Sender,
        *,
        planners: Sequence[Planner] = PLANNERS,
        lease: timedelta = LEASE,
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._planners = planners
        self._lease = lease
        self.sender = sender

    async def plan(self) -> None:
        """Let every planner look at the time, each in a transaction of its own."""
        for planner in self._planners:
            now = self._clock.now()
            try:
                async with self._transactions.begin() as stores:
                    count = await planner.plan(stores, now)
            except Exception:
                # One planner that fails must not keep the others from their work; it is tried again next time.
                log.exception("planner.failed", planner=planner.name)
            else:
                if count:
                    log.info("planned", planner=planner.name, count=count)

    async def expire(self) -> None:
        """Drop what is no longer worth sending; the sender does not take it in any case."""
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            await DueDeliveries(stores.link).expire(now=now)

    async def queue_due(self, jobs: JobQueue) -> int:
        """Make jobs of the deliveries that are due, in one transaction with the mark on their rows; return how many."""
        room = _MOST_WAITING - await jobs.length()
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            due = DueDeliveries(stores.link)
            stale, driver = now - _LOST_AFTER, await _driver(stores)
            urgent = await due.queue(now=now, stale=stale, most=_MOST_WAITING * _BATCH, urgent=True)
            await jobs.enqueue(SEND, [_packed(part) for part in _parts(urgent)], within=driver, first=True)
            ids = await due.queue(now=now, stale=stale, most=max(0, room) * _BATCH)
            await jobs.enqueue(SEND, [_packed(part) for part in _parts(ids)], within=driver)
        return len(urgent) + len(ids)

    async def send(self, payload: bytes) -> None:
        """Do one job that `queue_due` made."""
        await self.sender.send(_unpacked(payload))

    async def recover(self) -> None:
        """Plan anew what a dead worker had claimed: its lease is over."""
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            count = await DueDeliveries(stores.link).recover(before=now - self._lease, now=now)
        if count:
            log.warning("deliveries.recovered", count=count)

    async def restart(self) -> None:
        """Plan anew all that was claimed or queued: for the only process there is, when it begins."""
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            due = DueDeliveries(stores.link)
            count = await due.recover(before=None, now=now)
            await due.unqueue()
        if count:
            log.warning("deliveries.recovered", count=count)

    async def tidy(self) -> None:
        """Forget what has been kept long enough."""
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            updates = await stores.updates.forget_old(now=now)
            deliveries = await DueDeliveries(stores.link).forget_old(now=now)
            drafts = await stores.people.forget_old_drafts(now=now)
            strangers = await stores.people.forget_strangers(now=now)
        log.info("tidied", updates=updates, deliveries=deliveries, drafts=drafts, strangers=strangers)

    async def drain(self) -> None:
        """Do at once, without a queue, all that is due now: plan, expire, send."""
        await self.plan()
        await self.expire()
        while True:
            now = self._clock.now()
            async with self._transactions.begin() as stores:
                due = DueDeliveries(stores.link)
                ids = await due.queue(now=now, stale=now + timedelta(microseconds=1), most=_BATCH)
            if not ids or not await self.sender.send(ids):
                return


async def _driver(stores: Stores) -> object:
    """Return asyncpg's connection of the transaction under way, None on SQLite."""
    if stores.link.dialect != "postgresql":
        return None
    return await stores.link.run(lambda connection: connection.connection.driver_connection)


def _parts(ids: Sequence[DeliveryId]) -> list[Sequence[DeliveryId]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]


def _packed(ids: Sequence[DeliveryId]) -> bytes:
    return ",".join(map(str, ids)).encode()


def _unpacked(payload: bytes) -> list[DeliveryId]:
    return [DeliveryId(int(part)) for part in payload.split(b",") if part]
