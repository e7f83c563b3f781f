"""The sender: claims what is due, sends it within the limits, writes down what became of it.

A delivery is SENDING in the database before its call leaves and has its outcome after it. So a process that is killed
loses nothing, and repeats at most what it had in flight: calls begun whose outcome was not written, `concurrency` of
them at most.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.types import Message as SentMessage
from sqlalchemy.exc import DBAPIError

from bot.counters import Counters
from bot.delivery.ledger import Ledger
from bot.delivery.limits import Turns
from bot.delivery.outcomes import WITHOUT_TOKEN, judge, put_off
from bot.delivery.rendering import Message, Rendering
from core.ids import DeliveryId
from core.notices import DeliveryState
from core.ports import Clock
from handlers.notices import Renderer
from storage.due import DueDeliveries, Outcome
from storage.stores import Transactions

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
"""How long a claim stands. Half of it is for waiting, half for the call, so none leaves after a recovery."""

_LONGEST_CALL_SECONDS = 30
_WITHOUT_LIMITS_SECONDS = 5.0


class Sender:
    """Any number may work on one PostgreSQL; a claim gives each delivery to one of them."""

    def __init__(
        self,
        bot: Bot,
        transactions: Transactions,
        clock: Clock,
        *,
        renderers: Mapping[str, Renderer],
        limits: Turns,
        lease: timedelta = LEASE,
        concurrency: int = 40,
        counters: Counters | None = None,
    ) -> None:
        self._bot = bot
        self._transactions = transactions
        self._clock = clock
        self._rendering = Rendering(transactions, renderers)
        self._ledger = Ledger(transactions, clock, counters or Counters())
        self._limits = limits
        self._wait_seconds = lease.total_seconds() / 2
        self._call_seconds = max(1, min(_LONGEST_CALL_SECONDS, int(self._wait_seconds)))
        self._places = asyncio.Semaphore(concurrency)
        self._paused_until = 0.0
        self._stopping = False

    def stop(self) -> None:
        """Begin no further call; what was claimed and not begun goes back to the plan."""
        self._stopping = True

    async def send(self, ids: Sequence[DeliveryId]) -> int:
        """Send those of `ids` that are still due and return how many were claimed. Telegram's refusals do not raise."""
        if self._stopping:
            return 0
        claimed_at = _monotonic()
        now = self._clock.now()
        async with self._transactions.begin() as stores:
            claimed = await DueDeliveries(stores.link).claim(ids, now=now)
        rendered = await self._rendering.render(claimed, now=now)
        if rendered.outcomes:
            await self._ledger.write(*rendered.outcomes, gather=False)
        async with asyncio.TaskGroup() as group:
            for message in rendered.messages:
                await self._places.acquire()
                group.create_task(self._send(message, claimed_at))
        return len(claimed)

    async def _send(self, message: Message, claimed_at: float) -> None:
        try:
            await self._ledger.write(await self._attempt(message, claimed_at))
        except DBAPIError:
            # The ledger keeps the outcome and writes it with the next; the other calls must not be cut off.
            log.exception("delivery.unwritten", delivery=message.delivery.id)
        finally:
            self._places.release()

    async def _attempt(self, message: Message, claimed_at: float) -> Outcome:
        delivery = message.delivery
        latest = claimed_at + self._wait_seconds
        if not await self._may_leave(message.chat, latest):
            pause = timedelta(seconds=max(0.0, self._paused_until - _monotonic()))
            return put_off(delivery, self._clock.now() + pause)
        try:
            sent = await self._bot(message.call, request_timeout=self._call_seconds)
        except Exception as error:
            # Whatever a call ends in is this delivery's own end; the others go on.
            return self._refused(message, error)
        message_id = sent.message_id if isinstance(sent, SentMessage) else None
        return Outcome(delivery=delivery, state=DeliveryState.SENT, message_id=message_id)

    async def _may_leave(self, chat: int, latest: float) -> bool:
        """Wait for a pause to end and for the limits; False when the claim would be too old, or the process ends."""
        while True:
            if self._stopping or max(_monotonic(), self._paused_until) > latest:
                return False
            await asyncio.sleep(max(0.0, self._paused_until - _monotonic()))
            try:
                await self._limits.turn(chat)
            except Exception:
                # The limiter's Redis or database is away; nothing may leave uncounted.
                log.exception("limits.failed")
                self._pause(_WITHOUT_LIMITS_SECONDS)
            if not self._stopping and self._paused_until <= _monotonic() <= latest:
                return True

    def _refused(self, message: Message, error: Exception) -> Outcome:
        if isinstance(error, TelegramRetryAfter):
            self._pause(float(error.retry_after))
        elif isinstance(error, TelegramUnauthorizedError):
            self._pause(WITHOUT_TOKEN.total_seconds())
        outcome = judge(message.delivery, error, now=self._clock.now())
        log.warning(
            "delivery.refused",
            delivery=message.delivery.id,
            kind=message.delivery.kind,
            attempt=message.delivery.attempts,
            becomes=outcome.state.value,
            reason=type(error).__name__,
        )
        return outcome

    def _pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, _monotonic() + seconds)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
