"""The coordinators' page in the frame in which Telegram's web client shows it."""

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.web import serving
from core.categories import Category
from core.ids import TelegramId
from core.languages import Language, Level
from core.roles import Role
from enrolment.enrolments import Form
from tests.bot.service import free_port
from tests.browser.conftest import PATIENCE_MS, PHONE, pane
from tests.databases import SqliteMaker
from tests.world import World, open_world

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0}),
    at=time(8, 30),
)


async def enrolled(world: World, *names: str) -> None:
    now = world.clock.now()
    async with world.app.transactions.begin() as stores:
        for number, name in enumerate(names, start=1):
            person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=now)
            await stores.people.save(replace(person, name=name))
            await stores.enrolments.add(person.id, FORM, now=now)


async def test_a_coordinator_opens_the_page_from_the_report_and_searches_it(
    chromium: Browser, sqlite_maker: SqliteMaker, tmp_path: Path
) -> None:
    port = free_port()
    where = {"public_url": f"http://127.0.0.1:{port}", "port": port}
    async with open_world(sqlite_maker.fresh(tmp_path), **where) as world, serving(world.app):
        await enrolled(world, "Ana <b>Souza</b>", "Bia Lima")
        clara = await world.person("Clara")
        await world.grant(clara, Role.COORDINATOR)
        await clara.say("/report")
        context = await chromium.new_context(viewport=PHONE, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        raised: list[str] = []
        page.on("pageerror", lambda error: raised.append(str(error)))
        await page.goto(f"{world.server.url}/#chats={clara.id}")
        await pane(page, clara.id).get_by_role("button", name="Open the page").click()
        inside = page.frame_locator(".app-frame")
        await expect(inside.locator("h1")).to_have_text("Report")
        await expect(inside.locator(".facts")).to_contain_text("Enrolments to decide")
        rows = inside.locator(".rows tbody tr")
        await expect(rows).to_have_count(2)
        await expect(rows.nth(1)).to_contain_text("Ana <b>Souza</b>")
        await inside.locator("#search").fill("lima")
        await expect(rows.nth(0)).to_be_visible()
        await expect(rows.nth(1)).to_be_hidden()
        assert raised == []
        await context.close()
