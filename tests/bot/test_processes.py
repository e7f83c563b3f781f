"""The parts together, in one process and in several, from a person's message to a notice on the telephone."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot import processes
from bot.jobs import Planner
from bot.processes import Part
from core.ids import TelegramId
from core.notices import Notice
from storage.stores import Stores
from tests.bot.sending import Post
from tests.bot.service import served


def greeting(telegram_id: int) -> Planner:
    """Plans a note for one person, on each day that she is known and lets us write."""

    async def plan(stores: Stores, now: datetime) -> int:
        person = await stores.people.find(TelegramId(telegram_id))
        if person is None or person.blocked_at is not None:
            return 0
        slot, end = now.date().isoformat(), now + timedelta(hours=1)
        return await stores.outbox.put(Notice(person=person.id, kind="note", slot=slot, due_at=now, expires_at=end))

    return Planner(name="greeting", plan=plan)


async def until_state(post: Post, state: str, count: int) -> None:
    async with asyncio.timeout(10):
        while (await post.states())[state] < count:  # noqa: ASYNC110 - the service works beside us
            await asyncio.sleep(0.05)


async def test_one_process_does_it_all(post: Post, database_url: str) -> None:
    ana = await post.control.add_user("Ana", language_code="en")
    async with served(post, database_url, *Part, planners=[greeting(ana)]) as app:
        await post.control.start(ana)
        await post.control.wait_for_message(ana)
        await app.work.plan()
        await post.control.wait_for_message(ana, containing="note 2026-11-24")


async def test_somebody_who_blocks_the_bot_and_comes_back_hears_from_it_again(post: Post, database_url: str) -> None:
    ana = await post.control.add_user("Ana", language_code="en")
    async with served(post, database_url, *Part, planners=[greeting(ana)]) as app:
        await post.control.start(ana)
        await post.control.wait_for_message(ana)
        await post.control.block(ana)
        await app.work.plan()
        await until_state(post, "blocked", 1)
        await post.clock.advance(86_400)
        await app.work.plan()
        await post.control.unblock(ana)
        await post.control.say(ana, "I am back")
        await post.control.wait_for_message(ana)
        await app.work.plan()
        await post.control.wait_for_message(ana, containing="note 2026-11-25")
    assert await post.states() == {"blocked": 1, "sent": 1}


async def test_metrics_tell_what_waits_and_for_how_long(post: Post, database_url: str) -> None:
    await post.plan(await post.people(7), "one")
    await post.clock.advance(90)
    async with served(post, database_url, Part.WEB) as app:
        metrics = f"http://127.0.0.1:{app.settings.port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(metrics) as response:
            lines = dict(line.rsplit(" ", 1) for line in (await response.text()).splitlines() if line[0] != "#")
    assert float(lines["falando_deliveries_due"]) == 7
    assert float(lines["falando_deliveries_sending"]) == 0
    assert 90 <= float(lines["falando_delivery_lateness_seconds"]) < 120


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_many_processes_share_the_work(post: Post, database_url: str) -> None:
    people = await post.people(60)
    async with AsyncExitStack() as stack:
        for part in (Part.WEB, Part.WORKER, Part.WORKER, Part.CLOCK, Part.CLOCK):
            await stack.enter_async_context(served(post, database_url, part))
        await post.plan(people, "one")
        await until_state(post, "sent", 60)
    notes = {texts: times for texts, times in (await post.received()).items() if "note" in texts[1]}
    assert len(notes) == 60
    assert set(notes.values()) == {1}


def test_beside_sqlite_the_parts_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(SystemExit, match="one process"):
        processes.run_worker()
