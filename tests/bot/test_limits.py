"""Telegram's limits, kept so well that a strict local Telegram never has to refuse."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrate_limiter import GCRA

from bot.delivery.limits import build_limits, rate_of
from core.ids import DeliveryId
from tests.bot.sending import Post


def moments_of_turns(per_second: int, lateness: list[int]) -> Iterator[int]:
    """When turns are given (milliseconds) to somebody who always wants one and wakes `lateness` late."""
    rate, algorithm = rate_of(per_second), GCRA()
    state, now = algorithm.initial([rate]), 1_000_000
    for late in lateness:
        while True:
            state, decision = algorithm.step([rate], state, now, 4)
            if decision.allowed:
                break
            now += (decision.retry_after_ms or 0) + late
        yield now


@given(per_second=st.integers(1, 40), lateness=st.lists(st.integers(0, 8), min_size=100, max_size=150))
def test_no_second_holds_more_turns_than_allowed(per_second: int, lateness: list[int]) -> None:
    moments = list(moments_of_turns(per_second, lateness))
    for first, one_too_many in zip(moments, moments[per_second:], strict=False):
        assert one_too_many - first > 1000


def test_waking_a_little_late_costs_no_turns() -> None:
    moments = list(moments_of_turns(30, [7] * 300))
    assert 29.0 <= 299 / (moments[-1] - moments[0]) * 1000 <= 30.0


async def send_within_limits(post: Post, workers: int, count: int) -> float:
    """Send `count` messages with as many workers against enforced limits; return messages a second."""
    people = await post.people(count)
    await post.plan(people, "one")
    await post.control.post("limits", enforce=True)
    ids = [DeliveryId(row.id) for row in await post.rows()]
    senders = [post.sender(limits=build_limits(30, database=post.transactions.database)) for _ in range(workers)]
    await asyncio.gather(*(sender.send(ids[number::workers]) for number, sender in enumerate(senders)))
    assert await post.states() == {"sent": count}
    calls = await post.calls()
    assert all(call["ok"] for call in calls)
    at = sorted(datetime.fromisoformat(call["at"]) for call in calls)
    return (count - 1) / (at[-1] - at[0]).total_seconds()


class FailsOnce:
    def __init__(self) -> None:
        self.failed = False

    async def turn(self, chat: int) -> None:
        if not self.failed:
            self.failed = True
            raise ConnectionError("the limiter's server is away")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_its_limiter_the_sender_pauses_and_loses_nothing(post: Post) -> None:
    people = await post.people(3)
    await post.plan(people, "one")
    ids = [DeliveryId(row.id) for row in await post.rows()]
    await post.sender(limits=FailsOnce(), concurrency=1, lease=timedelta(seconds=6)).send(ids)
    assert await post.states() == {"planned": 3}
    assert {row.attempts for row in await post.rows()} == {0}
    assert not await post.calls()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_worker_holds_nearly_30_a_second_and_is_never_refused(post: Post) -> None:
    assert 28.0 <= await send_within_limits(post, 1, 121) <= 30.0


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_workers_share_one_limit_and_are_never_refused(post: Post) -> None:
    # On a busy machine two workers and a database lose some turns; what counts is that they never take one too many.
    assert 24.0 <= await send_within_limits(post, 2, 121) <= 30.0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_chat_gets_one_message_a_second_and_does_not_hold_up_the_others(post: Post) -> None:
    people = await post.people(10)
    await post.plan(people[:1], "one", "two", "three")
    await post.plan(people[1:], "one")
    await post.control.post("limits", enforce=True)
    ids = [DeliveryId(row.id) for row in await post.rows()]
    await post.sender(limits=build_limits(30, database=post.transactions.database)).send(ids)
    calls = await post.calls()
    assert await post.states() == {"sent": 12}
    assert all(call["ok"] for call in calls)
    assert {call["params"]["chat_id"] for call in calls[-2:]} <= {people[0].telegram_id, str(people[0].telegram_id)}
