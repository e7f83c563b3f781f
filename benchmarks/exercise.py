"""The CPU of an answered exercise, over HTTP, against bare bots that answer a button with the same two calls."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psutil
from sqlalchemy import update

from benchmarks.pressing import Choose, Cost, Message, first_button, pressed
from benchmarks.processes import TOKEN, process, telegram
from benchmarks.table import Row
from core.ids import TelegramId
from core.languages import Language, Level
from core.roles import Role
from simulator.client import Control
from storage.cipher import Cipher
from storage.database import open_database
from storage.migrate import migrate
from storage.stores import Transactions
from storage.tables.lessons import tracks

PEOPLE = 60
ANSWERS = 10
WARM_UP = 3


async def rows() -> list[Row]:
    aiogram = await _peer("benchmarks.peers.bare_aiogram")
    ptb = await _peer("benchmarks.peers.bare_ptb")
    ours = await _ours()
    return [
        Row(
            work="CPU of an answered exercise",
            value=ours.cpu_ms,
            unit="ms",
            against="bare aiogram",
            peer=aiogram.cpu_ms,
            ratio=ours.cpu_ms / aiogram.cpu_ms,
            reach="at most 2.0 x",
            met=ours.cpu_ms <= 2.0 * aiogram.cpu_ms,
        ),
        Row(
            work="CPU of an answered exercise",
            value=ours.cpu_ms,
            unit="ms",
            against="bare python-telegram-bot",
            peer=ptb.cpu_ms,
            ratio=ours.cpu_ms / ptb.cpu_ms,
            reach="for comparison",
            met=None,
        ),
    ]


async def _peer(module: str) -> Cost:
    async with telegram() as url, Control(url) as control:
        with process("-m", module, url, TOKEN) as bot:
            people = [await control.add_user(f"P{number}", language_code="en") for number in range(PEOPLE)]
            for person in people:
                await control.start(person)
            for person in people:
                await control.wait_for_message(person, seconds=60)
            return await _measured(control, bot, people, first_button)


async def _ours() -> Cost:
    with TemporaryDirectory() as folder:
        async with telegram() as url, Control(url) as control:
            people = [await control.add_user(f"P{number}", language_code="en") for number in range(PEOPLE)]
            environment = {
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_API_URL": url,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
                "ENCRYPTION_KEYS": Cipher.new_key(),
                "PORT": "0",
                "LOG_LEVEL": "WARNING",
            }
            await _enrol(people, environment)
            for person in people:
                await control.start(person)
            with process("-m", "bot", "run", env=environment) as bot:
                for person in people:
                    await control.wait_for_message(person, seconds=60)
                    await control.say(person, "/practice")
                for person in people:
                    await control.wait_for_message(person, containing="Exercise 1", seconds=60)
                return await _measured(control, bot, people, _first_option)


async def _measured(control: Control, bot: psutil.Process, people: Sequence[int], choose: Choose) -> Cost:
    await pressed(control, bot, people, choose, rounds=WARM_UP)
    return await pressed(control, bot, people, choose, rounds=ANSWERS - WARM_UP)


def _first_option(message: Message) -> str | None:
    data = first_button(message)
    return data if data is not None and data.startswith("pa:") else None


async def _enrol(people: Sequence[int], environment: dict[str, str]) -> None:
    """Make everybody a learner with a course long enough to choose meanings throughout."""
    database = open_database(environment["DATABASE_URL"])
    await migrate(database)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rng = Random(1)
    async with Transactions(database, Cipher([environment["ENCRYPTION_KEYS"]])).begin() as stores:
        for person in people:
            met, _draft = await stores.people.meet(TelegramId(person), Language.ENGLISH, now=now)
            await stores.people.save(replace(met, name="Test Person", consent="bench", roles=frozenset({Role.LEARNER})))
            level = rng.choice([Level.A1, Level.A2])
            days = frozenset({rng.randrange(7)})
            await stores.lessons.open_track(
                met.id, Language.FRENCH, level, days=days, at=time(9), zone="America/Sao_Paulo", now=now
            )
        await stores.link.execute(update(tracks).values(cap=ANSWERS * 3))
    await database.close()


if __name__ == "__main__":
    os.environ.setdefault("BENCH_VERBOSE", "1")
    for row in asyncio.run(rows()):
        print(row)
