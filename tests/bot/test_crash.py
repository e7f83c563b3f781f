"""A process that is killed loses nothing and repeats at most what it had in flight; one that is asked ends cleanly."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.processes import Part
from enrolment.people import Person
from storage.cipher import Cipher
from tests.bot.notes_process import CONCURRENCY
from tests.bot.sending import Post, plan

ROOT = Path(__file__).parents[2]
PEOPLE = 500
SENDING = (Part.WORKER, Part.CLOCK)


@asynccontextmanager
async def process(post: Post, database_url: str, *parts: Part, **more: str) -> AsyncIterator[Process]:
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_TOKEN": post.server.token,
        "TELEGRAM_API_URL": post.server.url,
        "DATABASE_URL": database_url,
        "ENCRYPTION_KEYS": Cipher.new_key(),
        "SENDS_PER_SECOND": "0",
        "LEASE_SECONDS": "4",
        "PORT": "0",
        **more,
    }
    command = (sys.executable, "-m", "tests.bot.notes_process", *parts)
    running = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def planned(post: Post, count: int) -> list[Person]:
    people = await post.people(count)
    await plan(post.transactions, SystemClock(), people, "one")
    return people


async def until_received(post: Post, count: int, *, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while post.server.state.journal.number < count:  # noqa: ASYNC110 - another process sends
            await asyncio.sleep(0.005)


async def until_over(post: Post, *, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while set(await post.states()) != {"sent"}:  # noqa: ASYNC110 - another process sends
            await asyncio.sleep(0.1)


async def assert_each_got_it(post: Post, people: list[Person]) -> None:
    received = await post.received()
    assert set(received) == {(person.telegram_id, "en: note one") for person in people}
    repeated = received.total() - len(people)
    assert repeated <= CONCURRENCY, f"{repeated} messages came twice"
    assert max(received.values()) <= 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_killed_and_started_again_on_sqlite(post: Post, database_url: str) -> None:
    people = await planned(post, PEOPLE)
    async with process(post, database_url, *SENDING) as first:
        await until_received(post, 150)
        first.kill()
        await first.wait()
    assert (await post.states())["sending"] > 0
    assert len(await post.received()) < PEOPLE
    async with process(post, database_url, *SENDING):
        await until_over(post)
    await assert_each_got_it(post, people)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_one_of_two_workers_killed_on_postgres(post: Post, database_url: str) -> None:
    people = await planned(post, PEOPLE)
    await post.fault(mode="slow", seconds=0.05, count=PEOPLE)  # so that both have work when one is killed
    async with process(post, database_url, *SENDING) as first, process(post, database_url, *SENDING):
        await until_received(post, 150)
        first.kill()
        await first.wait()
        assert len(await post.received()) < PEOPLE
        await until_over(post)
    await assert_each_got_it(post, people)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_asked_to_end_it_finishes_what_is_in_flight(post: Post, database_url: str) -> None:
    people = await planned(post, 60)
    await post.fault(mode="slow", seconds=0.3, count=1000)
    async with process(post, database_url, *SENDING) as running:
        await until_received(post, 10)
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await running.wait() == 0
    states = await post.states()
    assert set(states) == {"sent", "planned"}
    assert 10 <= states["sent"] < len(people)
    assert (await post.received()).total() == states["sent"]
