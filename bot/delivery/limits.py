"""Telegram's limits on sending: thirty messages a second overall, one a second in a chat.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
import math
from collections.abc import Awaitable
from typing import Protocol

from pyrate_limiter import GCRA, AbstractBucket, Limiter, Rate, StateBucket
from pyrate_limiter.abstracts.algorithm import Decision, State, StateAlgorithm
from pyrate_limiter.abstracts.store import StateStore
from pyrate_limiter.clocks import WallClock
from pyrate_limiter.limiter import SingleBucketFactory

from storage.database import Database
from storage.limits import SharedNumbers

# A message is counted in quarters, so that a turn may come a fraction of a message early without a second one.
_QUARTERS = 4
_EARLY_SECONDS = 0.008
_MARGIN = 0.975
_CHAT_SECONDS = 1.05
_CHATS_REMEMBERED = 10_000


class Turns(Protocol):
    async def turn(self, chat: int) -> None:
        """Return when a message may leave for `chat`."""
        ...


class NoLimits:
    async def turn(self, chat: int) -> None:
        """At once."""


class TelegramLimits:
    """Messages leave evenly spaced, not thirty at once: Telegram counts any second, and the network adds jitter."""

    def __init__(self, overall: Limiter) -> None:
        self._overall = overall
        self._chats: dict[int, float] = {}

    async def turn(self, chat: int) -> None:
        await self._turn_in(chat)
        await self._overall.try_acquire_async("send", weight=_QUARTERS)

    async def _turn_in(self, chat: int) -> None:
        now = asyncio.get_running_loop().time()
        at = max(now, self._chats.get(chat, 0.0))
        self._chats[chat] = at + _CHAT_SECONDS
        if len(self._chats) > _CHATS_REMEMBERED:
            self._chats = {known: free for known, free in self._chats.items() if free > now}
        if at > now:
            await asyncio.sleep(at - now)


class PostgresNumbers(StateStore):
    """pyrate-limiter's state in a row of ours, for it has a PostgreSQL bucket for psycopg only."""

    is_async = True
    default_clock = WallClock()

    def __init__(self, database: Database, name: str) -> None:
        self._numbers = SharedNumbers(database, name)

    def check(self, algorithm: StateAlgorithm, rates: list[Rate], now: int, weight: int) -> Awaitable[Decision]:
        def move(numbers: tuple[int, ...], at: int) -> tuple[tuple[int, ...], Decision]:
            state = numbers if len(numbers) == len(rates) else algorithm.initial(rates)
            after, decision = algorithm.step(rates, state, at, weight)
            return tuple(int(number) for number in after), decision

        return self._numbers.step(move)

    def read(self, algorithm: StateAlgorithm, rates: list[Rate]) -> Awaitable[State]:
        async def numbers() -> State:
            return await self._numbers.read() or algorithm.initial(rates)

        return numbers()

    def reset(self) -> Awaitable[None]:
        return self._numbers.reset()


def rate_of(per_second: int) -> Rate:
    """Return `per_second` messages a second, a little less so that jitter never makes one too many in any second."""
    limit = max(1, math.floor(per_second * _QUARTERS * _MARGIN))
    return Rate(limit, 1000, burst=_QUARTERS + max(1, math.ceil(limit * _EARLY_SECONDS)))


def build_limits(per_second: int, *, database: Database, redis_url: str | None = None) -> Turns:
    """Return the limits for this process: shared through Redis or PostgreSQL where there is one. 0 means none."""
    if per_second == 0:
        return NoLimits()
    return TelegramLimits(Limiter(SingleBucketFactory(_bucket(per_second, database, redis_url), False), buffer_ms=0))


def _bucket(per_second: int, database: Database, redis_url: str | None) -> AbstractBucket:
    rates = [rate_of(per_second)]
    if redis_url is not None:
        from pyrate_limiter.buckets.redis_state import RedisStateStore
        from redis.asyncio import Redis

        return StateBucket(rates, GCRA(), RedisStateStore(Redis.from_url(redis_url), "falando:send"))
    if database.dialect == "postgresql":
        return StateBucket(rates, GCRA(), PostgresNumbers(database, "send"))
    return StateBucket(rates, GCRA())
