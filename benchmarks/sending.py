"""Sending what is due: within Telegram's limits, and without them against aiogram's own loop."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from gettext import NullTranslations
from pathlib import Path
from tempfile import TemporaryDirectory

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.processes import TOKEN, telegram
from benchmarks.table import Row
from bot.app import hold_answer_models
from bot.clock import SystemClock
from bot.delivery.limits import NoLimits, Turns, build_limits
from bot.delivery.sender import Sender
from bot.jobs import DueWork
from core.ids import TelegramId
from core.languages import Language
from core.notices import Delivery, Notice
from enrolment.people import Person
from handlers.screens import Screen, send
from handlers.stores import Stores
from simulator.client import Control
from storage.cipher import Cipher
from storage.database import open_database
from storage.migrate import migrate
from storage.stores import Transactions

CONCURRENCY = 40
FREE_MESSAGES = 4_000
LIMITED_MESSAGES = 600
PEOPLE = 400
TEXT = "<b>Phrase of the day</b>\n\nBonjour ! Comment puis-je vous aider ?\nGood morning! How can I help you?"


async def rows() -> list[Row]:
    async with telegram() as url, Control(url) as control:
        people = [await control.add_user(f"P{number}") for number in range(PEOPLE)]
        for person in people:
            await control.start(person)
        aiogram = await _bare(url, people)
        ours = await _ours(url, people, FREE_MESSAGES, NoLimits())
        await control.limits(enforce=True)
        # What was sent before without limits still counts in Telegram's last second.
        await asyncio.sleep(2)
        held, refused = await _limited(url, control, people)
    return [
        Row(
            work="sending without limits",
            value=ours,
            unit="messages/s",
            against="aiogram's sendMessage",
            peer=aiogram,
            ratio=ours / aiogram,
            reach="at least 0.7 x",
            met=ours >= 0.7 * aiogram,
        ),
        Row(
            work="sending with limits enforced",
            value=held,
            unit="messages/s",
            reach="29 to 30/s",
            met=29 <= held <= 30,
        ),
        Row(work="refused with 429 meanwhile", value=refused, unit="calls", reach="0", met=refused == 0),
    ]


async def _bare(url: str, people: Sequence[int]) -> float:
    """Return how many messages a second aiogram alone sends, as many at once as our sender."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    places = asyncio.Semaphore(CONCURRENCY)

    async def one(number: int) -> None:
        async with places:
            await bot(send(people[number % PEOPLE], Screen(text=f"{TEXT} {number}")))

    await asyncio.gather(*(one(number) for number in range(PEOPLE)))
    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(FREE_MESSAGES)))
    taken = time.perf_counter() - started
    await bot.session.close()
    return FREE_MESSAGES / taken


async def _ours(url: str, people: Sequence[int], messages: int, limits: Turns) -> float:
    async with _work(url, limits) as (work, transactions):
        # As many to warm up as the peer had.
        await _plan(transactions, people, PEOPLE, "first")
        await work.drain()
        await _plan(transactions, people, messages, "then")
        started = time.perf_counter()
        await work.drain()
        return messages / (time.perf_counter() - started)


async def _limited(url: str, control: Control, people: Sequence[int]) -> tuple[float, int]:
    """Return the rate between the first and the last message, and how many calls were refused."""
    last = (await control.calls("sendMessage"))[-1]["number"]
    async with _work(url, None) as (work, transactions):
        await _plan(transactions, people, LIMITED_MESSAGES, "limited")
        await work.drain()
    calls = await control.calls("sendMessage", after=last)
    taken = [datetime.fromisoformat(call["at"]) for call in calls if call["ok"]]
    return (len(taken) - 1) / (taken[-1] - taken[0]).total_seconds(), sum(not call["ok"] for call in calls)


@asynccontextmanager
async def _work(url: str, limits: Turns | None) -> AsyncIterator[tuple[DueWork, Transactions]]:
    """Give due work on a database of its own; None are Telegram's limits."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        await migrate(database)
        transactions = Transactions(database, Cipher([Cipher.new_key()]))
        clock = SystemClock()
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
        held = hold_answer_models()
        turns = limits or build_limits(30, database=database)
        sender = Sender(bot, transactions, clock, renderers={"bench": _render}, limits=turns, concurrency=CONCURRENCY)
        try:
            yield DueWork(transactions, clock, sender, planners=()), transactions
            del held
        finally:
            await bot.session.close()
            await database.close()


async def _plan(transactions: Transactions, people: Sequence[int], messages: int, name: str) -> None:
    now = SystemClock().now()
    async with transactions.begin() as stores:
        ids = [(await stores.people.meet(TelegramId(person), Language.ENGLISH, now=now))[0].id for person in people]
        await stores.outbox.put(
            *(
                Notice(
                    person=ids[number % len(ids)],
                    kind="bench",
                    slot=f"{name}-{number}",
                    due_at=now,
                    expires_at=now + timedelta(hours=1),
                )
                for number in range(messages)
            )
        )


async def _render(
    delivery: Delivery, _person: Person, _stores: Stores, _tr: NullTranslations, _now: datetime
) -> Screen:
    return Screen(text=f"{TEXT} {delivery.slot}")
