"""One surface over two independent clients, so that each conformance test is driven by both."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

import telegram
import telegram.error
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import BufferedInputFile
from telegram.request import HTTPXRequest

from simulator.app import Server

os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot warns of its own numbers otherwise
CODES = {
    telegram.error.BadRequest: 400,
    telegram.error.Forbidden: 403,
    telegram.error.Conflict: 409,
    telegram.error.RetryAfter: 429,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a client was told, in one form: the clients cut and capitalise the words differently."""

    words: str
    code: int | None = None
    retry_after: int | None = None


def plain(words: str) -> str:
    words = words.removeprefix("Telegram server says - ")
    for prefix in ("Bad Request: ", "Forbidden: ", "Conflict: ", "Too Many Requests: ", "Not Found: "):
        words = words.removeprefix(prefix)
    return words.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A client's bot; method names and keyword arguments are the same in both libraries."""

    name: str
    bot: Any
    token: str

    def file(self, content: bytes, filename: str) -> Any:
        if self.name == "aiogram":
            return BufferedInputFile(content, filename)
        return telegram.InputFile(content, filename=filename)

    def types(self) -> Any:
        if self.name == "aiogram":
            from aiogram import types

            return types
        return telegram

    def button(self, text: str, **fields: Any) -> Any:
        if "web_app" in fields:
            fields["web_app"] = self.types().WebAppInfo(url=fields["web_app"])
        return self.types().InlineKeyboardButton(text=text, **fields)

    def inline(self, *rows: list[Any]) -> Any:
        return self.types().InlineKeyboardMarkup(inline_keyboard=list(rows))

    def key(self, text: str, **fields: Any) -> Any:
        if "web_app" in fields:
            fields["web_app"] = self.types().WebAppInfo(url=fields["web_app"])
        return self.types().KeyboardButton(text=text, **fields)

    def keyboard(self, *rows: list[Any]) -> Any:
        return self.types().ReplyKeyboardMarkup(keyboard=list(rows))

    async def download(self, file_id: str) -> bytes:
        found = await self.bot.get_file(file_id=file_id)
        if self.name == "aiogram":
            content = await self.bot.download(found)
            return bytes(content.read())
        return bytes(await found.download_as_bytearray())

    async def refusal(self, call: Awaitable[Any]) -> Refusal:
        """The refusal a call meets; fails when it is not refused."""
        try:
            result = await call
        except TelegramRetryAfter as error:
            return Refusal(words=plain(error.message), code=429, retry_after=error.retry_after)
        except TelegramAPIError as error:
            return Refusal(words=plain(error.message), code=None)
        except telegram.error.RetryAfter as error:
            return Refusal(words=plain(error.message), code=429, retry_after=int(error.retry_after.total_seconds()))
        except telegram.error.TelegramError as error:
            return Refusal(words=plain(error.message), code=CODES.get(type(error)))
        raise AssertionError(f"not refused: {result!r}")

    async def updates(self, **arguments: Any) -> list[Any]:
        return list(await self.bot.get_updates(**arguments))

    async def next_update(self, *, seconds: int = 5) -> Any:
        """The next update, acknowledged."""
        found = await self.updates(timeout=seconds, limit=1)
        assert found, "no update came"
        await self.updates(offset=found[0].update_id + 1, timeout=0)
        return found[0]


@contextlib.asynccontextmanager
async def driver(name: str, server: Server, token: str | None = None) -> AsyncIterator[Driver]:
    token = token or server.token
    if name == "aiogram":
        session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
        async with Bot(token, session=session) as bot:
            yield Driver(name=name, bot=bot, token=token)
        return
    base = f"{server.url}/bot"
    request = HTTPXRequest(connection_pool_size=16, read_timeout=20, httpx_kwargs={"trust_env": False})
    polling = HTTPXRequest(connection_pool_size=4, read_timeout=20, httpx_kwargs={"trust_env": False})
    bot = telegram.Bot(
        token, base_url=base, base_file_url=f"{server.url}/file/bot", request=request, get_updates_request=polling
    )
    await request.initialize()
    await polling.initialize()
    try:
        yield Driver(name=name, bot=bot, token=token)
    finally:
        await request.shutdown()
        await polling.shutdown()
