"""The table of jobs: planned once, queued once, sent once, however often and wherever it ticks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.jobs import SEND, DueWork, Planner
from bot.scheduler import ticking
from core.ids import PersonId
from core.notices import Notice
from enrolment.people import Draft, Person
from gateways.jobs import JobQueue, MemoryJobs, postgres_jobs
from storage.advisory import AdvisoryLock
from storage.database import PostgresDatabase, open_database
from storage.due import DueDeliveries
from storage.stores import Stores
from tests.bot.sending import Post


@asynccontextmanager
async def open_jobs(database_url: str) -> AsyncIterator[JobQueue]:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        yield MemoryJobs()
    else:
        async with postgres_jobs(url.set(drivername="postgresql").render_as_string(hide_password=False)) as jobs:
            yield jobs


@asynccontextmanager
async def doing(jobs: JobQueue, work: DueWork) -> AsyncIterator[None]:
    """A worker, until the end of the block."""
    jobs.handles(SEND, work.send)
    running = asyncio.create_task(jobs.run())
    try:
        yield
    finally:
        jobs.stop()
        await running


def work_of(post: Post, *planners: Planner, **more: timedelta) -> DueWork:
    return DueWork(post.transactions, post.clock, post.sender(), planners=planners, **more)


async def until_sent(post: Post, count: int) -> None:
    async with asyncio.timeout(15):
        while (await post.states())["sent"] < count:  # noqa: ASYNC110 - another task or process sends
            await asyncio.sleep(0.02)


def daily(people: list[Person]) -> Planner:
    async def plan(stores: Stores, now: datetime) -> int:
        day = now.date().isoformat()
        end = now + timedelta(hours=12)
        return await stores.outbox.put(
            *(Notice(person=person.id, kind="note", slot=day, due_at=now, expires_at=end) for person in people)
        )

    return Planner(name="daily", plan=plan)


async def test_a_tick_that_runs_twice_or_on_two_machines_sends_once(post: Post, database_url: str) -> None:
    people = await post.people(20)
    work, other = (work_of(post, daily(people)) for _ in range(2))
    async with open_jobs(database_url) as jobs, doing(jobs, work):
        await asyncio.gather(work.plan(), other.plan())
        await asyncio.gather(work.queue_due(jobs), other.queue_due(jobs), work.queue_due(jobs))
        await until_sent(post, 20)
        await work.plan()
        assert await work.queue_due(jobs) == 0
        await asyncio.sleep(0.1)
        await jobs.forget_done()
    assert set((await post.received()).values()) == {1}
    assert len(await post.calls()) == 20


async def test_the_clock_plans_and_the_worker_sends(post: Post, database_url: str) -> None:
    people = await post.people(5)
    work = work_of(post, daily(people))
    async with open_jobs(database_url) as jobs, doing(jobs, work), ticking(work, jobs, alone=True):
        await until_sent(post, 5)
        await post.clock.advance(86_400)
        await work.plan()
        await until_sent(post, 10)
    assert set((await post.received()).values()) == {1}


class Interrupted:
    """A queue whose process is cut off right after it made its jobs."""

    def __init__(self, jobs: JobQueue) -> None:
        self.length = jobs.length
        self._jobs = jobs

    async def enqueue(self, name: str, payloads: Sequence[bytes], **how: Any) -> None:
        await self._jobs.enqueue(name, payloads, **how)
        raise ConnectionResetError


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_mark_on_the_rows_and_their_jobs_are_committed_together(post: Post, database_url: str) -> None:
    people = await post.people(250)
    await post.plan(people, "one")
    work = work_of(post)
    async with open_jobs(database_url) as jobs:
        with pytest.raises(ConnectionResetError):
            await work.queue_due(Interrupted(jobs))
        assert await jobs.length() == 0
        assert {row.queued_at for row in await post.rows()} == {None}
        assert await work.queue_due(jobs) == 250
        assert await jobs.length() == 5
        assert await work.queue_due(jobs) == 0


async def test_what_one_person_writes_to_another_overtakes_a_backlog(post: Post, database_url: str) -> None:
    people = await post.people(120)
    await post.plan(people, "backlog")
    work = work_of(post)
    async with open_jobs(database_url) as jobs:
        await work.queue_due(jobs)
        await post.plan(people[:1], "hello", kind="relay")
        assert await work.queue_due(jobs) == 1
        async with doing(jobs, work):
            await until_sent(post, 121)
    texts = [call["params"]["text"] for call in await post.calls()]
    # Two jobs at a time: at most the one that began with it may leave some messages before it.
    assert texts.index("en: note hello") <= 51


async def test_a_job_that_was_lost_is_made_again(post: Post, database_url: str) -> None:
    people = await post.people(3)
    await post.plan(people, "one")
    work = work_of(post)
    async with open_jobs(database_url) as jobs:
        assert await work.queue_due(jobs) == 3
        await post.clock.advance(601)
        assert await work.queue_due(jobs) == 3


async def test_after_a_restart_what_was_queued_or_claimed_is_planned_anew(post: Post) -> None:
    people = await post.people(4)
    await post.plan(people, "one")
    work = work_of(post)
    await work.queue_due(MemoryJobs())
    ids = [row.id for row in await post.rows()]
    async with post.transactions.begin() as stores:
        await DueDeliveries(stores.link).claim(ids[:2], now=post.clock.now())
    await work.restart()
    assert [(row.state, row.queued_at, row.attempts) for row in await post.rows()] == [
        *[("planned", None, 1)] * 2,
        *[("planned", None, 0)] * 2,
    ]


async def test_a_claim_is_recovered_when_its_lease_is_over_and_the_fifth_is_the_last(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "one")
    work = work_of(post, lease=timedelta(seconds=30))
    (row,) = await post.rows()
    for attempt in range(1, 6):
        async with post.transactions.begin() as stores:
            assert len(await DueDeliveries(stores.link).claim([row.id], now=post.clock.now())) == 1
        await work.recover()
        assert await post.states() == {"sending": 1}
        await post.clock.advance(31)
        await work.recover()
        assert await post.states() == {"planned" if attempt < 5 else "failed": 1}


async def test_a_planner_that_fails_keeps_no_other_from_its_work(post: Post) -> None:
    people = await post.people(2)

    async def broken(stores: Stores, now: datetime) -> int:
        await stores.outbox.put(Notice(person=people[0].id, kind="note", slot="x", due_at=now, expires_at=now))
        raise ZeroDivisionError

    await work_of(post, Planner(name="broken", plan=broken), daily(people)).plan()
    assert [row.slot for row in await post.rows()] == ["2026-11-24"] * 2


async def test_drain_does_all_that_is_due_and_expires_what_is_late(post: Post) -> None:
    people = await post.people(3)
    await post.plan(people, "old", due=timedelta(hours=-3), lasts=timedelta(hours=1))
    await post.plan(people, "later", due=timedelta(hours=1))
    await work_of(post, daily(people)).drain()
    assert await post.states() == {"expired": 3, "sent": 3, "planned": 3}
    await post.clock.advance(3600)
    await work_of(post).drain()
    assert await post.states() == {"expired": 3, "sent": 6}


async def test_what_has_been_kept_long_enough_is_forgotten(post: Post) -> None:
    (person,) = await post.people(1)
    async with post.transactions.begin() as stores:
        await stores.people.save(replace(person, consent="test"))
    await post.plan([person], "over")
    work = work_of(post)
    await work.drain()
    await post.plan([person], "waiting", due=timedelta(days=200))
    async with post.transactions.begin() as stores:
        await stores.updates.claim(1, now=post.clock.now())
        await stores.people.save_draft(PersonId(person.id), Draft(step="x"), now=post.clock.now())

    async def kept() -> tuple[int, ...]:
        async with post.transactions.read() as stores:
            tables = ("handled_updates", "drafts", "deliveries")
            counts = [await stores.link.execute(text(f"SELECT count(*) FROM {name}")) for name in tables]  # noqa: S608
        return tuple(count.scalar_one() for count in counts)

    for days, left in ((1, (1, 1, 2)), (2, (0, 1, 2)), (28, (0, 0, 2)), (60, (0, 0, 1))):
        await post.clock.advance(days * 86_400)
        await work.tidy()
        assert await kept() == left


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_one_clock_at_a_time_and_a_standby_takes_over(database_url: str) -> None:
    databases = [open_database(database_url) for _ in range(2)]
    assert all(isinstance(database, PostgresDatabase) for database in databases)
    first, standby = (AdvisoryLock(database, "test.clock") for database in databases)
    await first.take()
    waiting = asyncio.create_task(standby.take(every_seconds=0.05))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    assert await first.is_held()
    async with databases[1].begin() as link:  # as when the first one's process is killed
        others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        await link.execute(text(others))
    async with asyncio.timeout(2):
        await waiting
    assert await standby.is_held()
    assert not await first.is_held()
    await standby.give_back()
    for database in databases:
        await database.close()
