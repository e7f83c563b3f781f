"""The real service inside a test, its parts chosen, its only kind of notice a note."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from typing import Any

from pydantic import SecretStr

from bot.app import App, build_app
from bot.jobs import DueWork, Planner
from bot.processes import Part, serve
from bot.settings import Settings
from storage.cipher import Cipher
from tests.bot.sending import Post


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def until_listening(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return


@asynccontextmanager
async def served(
    post: Post, database_url: str, *parts: Part, planners: Sequence[Planner] = (), **more: Any
) -> AsyncIterator[App]:
    """The parts of the service, until the end of the block."""
    settings = Settings(
        telegram_token=SecretStr(post.server.token),
        telegram_api_url=post.server.url,
        database_url=SecretStr(database_url),
        encryption_keys=SecretStr(Cipher.new_key()),
        sends_per_second=0,
        **{"port": free_port(), **more},
    )
    app = await build_app(settings, clock=post.clock, rng=Random(1))
    app = replace(app, work=DueWork(post.transactions, post.clock, post.sender(), planners=planners))
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(app, parts, stop))
    try:
        if Part.WEB in parts:
            await until_listening(settings.port)
        yield app
    finally:
        stop.set()
        await serving
        await app.close()
