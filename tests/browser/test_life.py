"""What goes on around the chat: a server that restarts, people who block, a clock that moves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from simulator.app import running
from simulator.client import Control
from tests.browser.conftest import Stage, pane, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_blocked_bot_is_shown_and_can_be_unblocked(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    chat = pane(page, ana)
    await chat.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    await expect(chat.locator(".in-the-way")).to_contain_text("Ana has blocked the bot.")
    await expect(page.locator(".person .blocked-mark")).to_be_visible()
    await expect(chat.locator("textarea")).to_have_count(0)
    await chat.get_by_role("button", name="Unblock the bot").click()
    await write(page, ana, "back again")
    await expect(chat.locator(".text").last).to_have_text("You said: back again")
    await expect(page.locator(".person .blocked-mark")).to_have_count(0)


async def test_deleted_and_edited_messages_change_before_ones_eyes(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    first = await stage.bot.send_message(ana, "soon gone")
    second = await stage.bot.send_message(ana, "soon changed")
    chat = pane(page, ana)
    await expect(chat.get_by_text("soon changed")).to_be_visible()
    await first.delete()
    await second.edit_text("changed")
    await expect(chat.get_by_text("soon gone")).to_have_count(0)
    await expect(chat.locator(".message").last).to_contain_text("changed")
    await expect(chat.locator(".message").last).to_contain_text("edited")


async def test_after_a_restart_the_page_comes_back_and_a_fixed_clock_is_not_offered(stage: Stage) -> None:
    async with running() as first:
        port = int(first.url.rsplit(":", 1)[1])
        async with Control(first.url) as control:
            await control.add_user("Ana", id=501)
        page = await stage.page()
        await page.goto(f"{first.url}/#chats=501")
        await expect(page.locator(".pane .name")).to_have_text("Ana")
        await expect(page.locator(".clock-card, .clock-chip").filter(visible=True)).to_have_count(0)
    await expect(page.locator(".connection")).to_be_visible()
    await expect(page.locator(".connection")).to_have_text("Reconnecting…")
    async with running(port=port) as second, Control(second.url) as control:
        await control.add_user("Ana Maria", id=501)
        await expect(page.locator(".connection")).to_be_hidden()
        await expect(page.locator(".pane .name")).to_have_text("Ana Maria")
        await page.get_by_role("button", name="Start", exact=True).click()
        await expect(page.locator(".message .text")).to_have_text("/start")


async def test_the_clock_moves_from_the_page(stage: Stage) -> None:
    page = await stage.page()
    zone = ZoneInfo("America/Sao_Paulo")
    before = (await stage.control.clock())["now"]
    await page.get_by_role("button", name="Tomorrow morning").click()
    await expect(page.locator(".clock-card .zone")).to_have_text("Sao Paulo")
    day = datetime.fromisoformat(before).astimezone(zone).date() + timedelta(days=1)
    await expect(page.locator(".clock-card .moment")).to_contain_text(str(day.day))
    after = datetime.fromisoformat((await stage.control.clock())["now"]).astimezone(zone)
    assert after.date() == day
    assert 5 <= after.hour <= 10
    await page.get_by_role("button", name="Next week").click()
    later = (day + timedelta(days=7)).strftime("%-d")
    await expect(page.locator(".clock-card .moment")).to_contain_text(later)


async def test_each_person_reads_the_time_of_their_own_place(stage: Stage) -> None:
    ana = await stage.person("Ana", time_zone="America/Sao_Paulo")
    ben = await stage.person("Ben", time_zone="Asia/Tokyo")
    page = await stage.page(ana, ben)
    sent = next(m["date"] for m in await stage.control.chat(ben) if m["from"]["is_bot"])
    local = datetime.fromtimestamp(sent, ZoneInfo("Asia/Tokyo")).strftime("%H:%M")
    await expect(pane(page, ben).locator('.message[data-side="bot"] time')).to_have_text(local)
    before = datetime.fromisoformat((await stage.control.clock())["now"]).astimezone(ZoneInfo("Asia/Tokyo"))
    await pane(page, ben).locator(".clock-chip").click()
    await page.get_by_role("menuitem", name="Tomorrow morning").click()
    day = before.date() + timedelta(days=1)
    await expect(pane(page, ben).locator(".clock-chip")).to_contain_text(f" {day.day} ")
    await expect(pane(page, ben).locator(".day")).to_have_text("Yesterday")
    after = datetime.fromisoformat((await stage.control.clock())["now"]).astimezone(ZoneInfo("Asia/Tokyo"))
    assert (after.date(), 5 <= after.hour <= 10) == (day, True)
