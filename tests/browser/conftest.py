"""One Chromium for all browser tests; a local Telegram, a small bot and fresh pages for each."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, async_playwright

from simulator.app import Server, running
from simulator.client import Control
from simulator.clock import SimulatorClock
from tests.browser.mini_app import MiniApp, mini_app
from tests.browser.small_bot import small_bot

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 8000


@pytest.fixture(scope="session")
def chromium_path() -> str:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"No Chromium at {CHROMIUM}: install Debian's `chromium` or set CHROMIUM.")
    return CHROMIUM


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def line() -> AsyncIterator[AiohttpSession]:
    """One for all tests, since aiogram takes a quarter of a second to close it."""
    session = AiohttpSession()
    yield session
    await session.close()


@dataclass(slots=True)
class Stage:
    """A local Telegram with a small bot behind it, and pages that look at it."""

    browser: Browser
    server: Server
    control: Control
    bot: Bot
    app: MiniApp
    errors: list[str] = field(default_factory=list)

    async def person(self, first_name: str, *, started: bool = True, **fields: Any) -> int:
        """The id of a new person, who has pressed Start unless told otherwise."""
        user = await self.control.add_user(first_name, **fields)
        if started:
            await self.control.start(user)
            await self.control.wait_for_message(user)
        return user

    async def flood(self, person: int, count: int) -> None:
        """That many messages of the bot, as fast as one connection takes them."""
        address = f"{self.server.url}/bot{self.server.token}/sendMessage"
        async with ClientSession() as session:
            for number in range(count):
                async with session.post(address, json={"chat_id": person, "text": f"line {number}"}) as answer:
                    await answer.read()

    async def page(self, *people: int, size: dict[str, int] = WIDE, language: str = "en-GB", **options: Any) -> Page:
        """A page with the chats of these people open."""
        context = await self.browser.new_context(
            viewport=size, locale=language, timezone_id="America/Sao_Paulo", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        await page.goto(self.address(*people))
        await page.wait_for_selector('body[data-connected="true"]')
        return page

    def address(self, *people: int) -> str:
        return f"{self.server.url}/#chats={','.join(map(str, people))}"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(chromium: Browser, line: AiohttpSession) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as opened:
        server = await opened.enter_async_context(running(clock=SimulatorClock()))
        app = await opened.enter_async_context(mini_app())
        app.client = f"{server.url}/static/miniapp/client.js"
        control = await opened.enter_async_context(Control(server.url))
        bot = await opened.enter_async_context(small_bot(server.url, server.token, app.url, line))
        made = Stage(browser=chromium, server=server, control=control, bot=bot, app=app)
        yield made
        for context in chromium.contexts:
            await context.close()
        assert made.errors == [], "the page raised"


def pane(page: Page, person: int) -> Locator:
    """The open chat of a person."""
    return page.locator(f'.pane[data-user="{person}"]')


async def write(page: Page, person: int, text: str) -> None:
    """Types into the person's chat and presses Enter."""
    await pane(page, person).locator("textarea").fill(text)
    await pane(page, person).locator("textarea").press("Enter")
