"""Delivery by webhook, to real little servers."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator.app import Server
from simulator.client import Control
from tests.simulator.drivers import Driver, driver

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True, kw_only=True)
class Hook:
    """A webhook that keeps what it got and answers as the test says."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answer: Callable[[int], web.Response] = lambda _: web.Response()
    slow: float = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        self.times.append(time.monotonic())
        self.secrets.append(request.headers.get(SECRET_HEADER))
        update = await request.json()
        if self.slow:
            await asyncio.sleep(self.slow)
        self.got.append(update)
        self.news.set()
        return self.answer(len(self.got))

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()


@contextlib.asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    found = Hook()
    app = web.Application()
    app.router.add_post("/hook", found.handle)
    async with listening(app) as url:
        found.url = f"{url}/hook"
        yield found


async def test_updates_come_with_the_secret(client: Driver, control: Control, ana: int, hook: Hook) -> None:
    assert await client.bot.set_webhook(url=hook.url, secret_token="s3cret_-", max_connections=5)
    await control.say(ana, "Hello")
    await hook.wait(2)
    assert [update["message"]["text"] for update in hook.got] == ["/start", "Hello"]
    assert set(hook.secrets) == {"s3cret_-"}
    info = await client.bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (hook.url, 0, 5)


async def test_a_failing_webhook_is_tried_again_with_growing_delay(
    client: Driver, control: Control, ana: int, hook: Hook
) -> None:
    hook.answer = lambda count: web.Response(status=500 if count < 5 else 200)
    await client.bot.set_webhook(url=hook.url)
    await hook.wait(4)
    info = await client.bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await hook.wait(5)
    assert len({update["update_id"] for update in hook.got}) == 1
    gaps = [later - earlier for earlier, later in itertools.pairwise(hook.times)]
    assert all(gap >= 0.049 * 2**number for number, gap in enumerate(gaps)), gaps
    await control.say(ana, "Next")
    await hook.wait(6)
    assert hook.got[-1]["message"]["text"] == "Next"


async def test_a_chat_keeps_its_order_and_chats_go_side_by_side(
    client: Driver, control: Control, ana: int, hook: Hook
) -> None:
    hook.slow = 0.2
    rui = await control.add_user("Rui")
    await client.bot.set_webhook(url=hook.url, drop_pending_updates=True)
    for number in range(4):
        await control.say(ana, str(number))
        await control.say(rui, str(number))
    begun = time.monotonic()
    await hook.wait(8)
    assert time.monotonic() - begun < 1.4  # one after another they would take 1.6
    for person in (ana, rui):
        texts = [update["message"]["text"] for update in hook.got if update["message"]["from"]["id"] == person]
        assert texts == ["0", "1", "2", "3"]


async def test_a_method_in_the_reply_is_carried_out(client: Driver, control: Control, ana: int, hook: Hook) -> None:
    hook.answer = lambda _: web.json_response({"method": "sendMessage", "chat_id": ana, "text": "From the reply"})
    await client.bot.set_webhook(url=hook.url)
    assert (await control.wait_for_message(ana))["text"] == "From the reply"
    assert [call["ok"] for call in await control.calls("sendMessage")] == [True]


async def test_aiograms_own_webhook_works_end_to_end(server: Server, control: Control, ana: int) -> None:
    dispatcher = Dispatcher()

    async def echo(message: Message) -> Any:
        return message.answer(f"You said: {message.text}")

    dispatcher.message.register(echo)
    async with driver("aiogram", server) as client:
        app = web.Application()
        SimpleRequestHandler(dispatcher, client.bot, handle_in_background=False, secret_token="abc").register(app, "/h")
        async with listening(app) as url:
            await client.bot.set_webhook(f"{url}/h", secret_token="abc", drop_pending_updates=True)
            await control.say(ana, "olá")
            assert (await control.wait_for_message(ana))["text"] == "You said: olá"
            await client.bot.delete_webhook()


async def test_a_dead_webhook_is_reported_and_its_updates_wait(client: Driver, control: Control, ana: int) -> None:
    await client.bot.set_webhook(url="http://127.0.0.1:9/hook")
    async with asyncio.timeout(10):
        while not (info := await client.bot.get_webhook_info()).last_error_message:  # noqa: ASYNC110  (only asking tells)
            await asyncio.sleep(0.02)
    assert info.last_error_message == "Connection refused"
    assert await client.bot.delete_webhook()
    assert [update.message.text for update in await client.updates(timeout=0)] == ["/start"]


async def test_pending_updates_can_be_dropped(client: Driver, control: Control, ana: int) -> None:
    assert await client.bot.delete_webhook(drop_pending_updates=True)
    assert await client.updates(timeout=0) == []


async def test_wrong_addresses_and_secrets(client: Driver) -> None:
    wrong = client.bot.set_webhook(url="ftp://127.0.0.1/")
    assert (await client.refusal(wrong)).words == "bad webhook: an https url must be provided for webhook"
    secret = client.bot.set_webhook(url="https://127.0.0.1/", secret_token="no spaces")
    assert (await client.refusal(secret)).words == "secret token contains unallowed characters"
