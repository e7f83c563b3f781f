"""What the tests of sending share: people, notes to send them, and a look at what became of them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from gettext import NullTranslations
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select

from bot.delivery.limits import NoLimits, Turns
from bot.delivery.sender import Sender
from core.errors import NotFound
from core.ids import TelegramId
from core.languages import Language
from core.notices import Delivery, Notice
from core.ports import Clock
from enrolment.people import Person
from handlers.screens import Screen
from handlers.stores import Stores
from simulator.app import Server, running
from simulator.client import Control
from simulator.clock import SimulatorClock
from storage.stores import Transactions
from storage.tables.deliveries import deliveries
from tests.world import TUESDAY_NOON


async def render_note(
    delivery: Delivery, person: Person, _stores: Stores, _tr: NullTranslations, _now: datetime
) -> Screen | None:
    match delivery.payload.get("mood", ""):
        case "silent":
            return None
        case "broken":
            raise ZeroDivisionError
        case "gone":
            raise NotFound("note", delivery.slot)
    return Screen(text=f"{person.language}: note {delivery.slot}")


NOTES = {"note": render_note, "relay": render_note}


class Post:
    """A local Telegram, a database, and senders between them."""

    def __init__(self, server: Server, control: Control, transactions: Transactions, clock: SimulatorClock) -> None:
        self.server = server
        self.control = control
        self.transactions = transactions
        self.clock = clock
        self.bot = Bot(server.token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))

    def sender(self, *, limits: Turns | None = None, **more: Any) -> Sender:
        how = {"renderers": NOTES, "limits": limits or NoLimits(), **more}
        return Sender(self.bot, self.transactions, self.clock, **how)

    async def people(self, count: int, language: Language = Language.ENGLISH) -> list[Person]:
        users = await asyncio.gather(*(self.control.add_user(f"Person {number}") for number in range(count)))
        await asyncio.gather(*(self.control.start(user) for user in users))
        return await meet(self.transactions, users, language, now=self.clock.now())

    async def plan(self, people: Sequence[Person], *slots: str, **more: Any) -> None:
        await plan(self.transactions, self.clock, people, *slots, **more)

    async def rows(self) -> list[Any]:
        async with self.transactions.read() as stores:
            return list(await stores.link.execute(select(deliveries).order_by(deliveries.c.id)))

    async def states(self) -> Counter[str]:
        return Counter(row.state for row in await self.rows())

    async def received(self) -> Counter[tuple[int, str]]:
        """How often each text came to each chat."""
        return await received(self.control)

    async def calls(self, *, ok: bool | None = None) -> list[dict[str, Any]]:
        found = (await self.control.request("GET", "calls", method="sendMessage"))["calls"]
        return [call for call in found if ok is None or call["ok"] is ok]

    async def fault(self, **fault: Any) -> None:
        await self.control.post("faults", method="sendMessage", **fault)


async def meet(transactions: Transactions, users: Sequence[int], language: Language, *, now: datetime) -> list[Person]:
    async with transactions.begin() as stores:
        return [(await stores.people.meet(TelegramId(user), language, now=now))[0] for user in users]


async def plan(
    transactions: Transactions,
    clock: Clock,
    people: Sequence[Person],
    *slots: str,
    kind: str = "note",
    mood: str = "",
    due: timedelta = timedelta(),
    lasts: timedelta = timedelta(days=1),
) -> None:
    at = clock.now() + due
    payload: dict[str, int | str] = {"mood": mood} if mood else {}
    notices = [
        Notice(person=person.id, kind=kind, slot=slot, due_at=at, expires_at=at + lasts, payload=payload)
        for slot in slots
        for person in people
    ]
    async with transactions.begin() as stores:
        await stores.outbox.put(*notices)


async def received(control: Control) -> Counter[tuple[int, str]]:
    chats = (await control.request("GET", "state"))["chats"]
    return Counter(
        (int(chat), message["text"])
        for chat, state in chats.items()
        for message in state["messages"]
        if message["from"]["is_bot"]
    )


@asynccontextmanager
async def open_post(transactions: Transactions) -> AsyncIterator[Post]:
    clock = SimulatorClock(TUESDAY_NOON)
    async with running(clock=clock) as server, Control(server.url) as control:
        post = Post(server, control, transactions, clock)
        try:
            yield post
        finally:
            await post.bot.session.close()
