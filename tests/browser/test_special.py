"""The rarer things a bot can ask for or show."""

import pytest
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MenuButtonWebApp,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)
from playwright.async_api import expect

from tests.browser.conftest import Stage, pane, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHARING = ReplyKeyboardMarkup(
    keyboard=[
        [
            KeyboardButton(text="My number", request_contact=True),
            KeyboardButton(text="My place", request_location=True),
        ],
        [KeyboardButton(text="Only once")],
    ],
    one_time_keyboard=True,
)


async def test_a_keyboard_shares_hides_after_use_and_goes_away(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await stage.bot.send_message(ana, "Share?", reply_markup=SHARING)
    chat = pane(page, ana)
    for label, kind in (("My number", "contact"), ("My place", "location")):
        await chat.get_by_role("button", name=label).click()
        await page.get_by_role("button", name="OK").click()
        await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text(f"Shared: {kind}")
        await chat.get_by_role("button", name="Show the keyboard").click()
    await chat.get_by_role("button", name="Only once").click()
    await expect(chat.locator(".reply-keyboard")).to_be_hidden()
    await stage.bot.send_message(ana, "Gone", reply_markup=ReplyKeyboardRemove())
    await expect(chat.get_by_role("button", name="Show the keyboard")).to_have_count(0)


async def test_a_forced_reply_aims_at_the_question_until_it_is_answered(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await stage.bot.send_message(ana, "Why?", reply_markup=ForceReply(input_field_placeholder="Your reason"))
    chat = pane(page, ana)
    await expect(chat.locator(".aim")).to_contain_text("Why?")
    await expect(chat.locator("textarea")).to_have_attribute("placeholder", "Your reason")
    await write(page, ana, "because")
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You said: because (to: Why?)")
    await expect(chat.locator(".aim")).to_be_hidden()
    await expect(chat.locator("textarea")).to_have_attribute("placeholder", "Message")


async def test_the_menu_opens_an_app_and_links_inline_pins_and_reactions_work(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    chat = pane(page, ana)
    app = WebAppInfo(url=stage.app.url)
    await stage.bot.set_chat_menu_button(ana, menu_button=MenuButtonWebApp(text="Desk", web_app=app))
    await chat.get_by_role("button", name="Desk").click()
    await expect(page.frame_locator(".app-frame").locator("#who")).to_have_text("Ana")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    row = [
        InlineKeyboardButton(text="Search", switch_inline_query_current_chat="tea"),
        InlineKeyboardButton(text="Begin", url="https://t.me/local_bot?start=friend-7"),
    ]
    sent = await stage.bot.send_message(ana, "Keep this", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))
    await stage.bot.pin_chat_message(ana, sent.message_id)
    await expect(chat.locator(".pinned")).to_have_text("Keep this")
    first = (await stage.control.chat(ana))[0]["message_id"]
    await stage.bot.set_message_reaction(ana, first, [ReactionTypeEmoji(emoji="👍")])
    await expect(chat.locator(".reaction")).to_have_text("👍")
    await chat.get_by_role("button", name="Search").click()
    await chat.locator(".suggestion", has_text="tea").click()
    await expect(chat.locator('.message[data-side="own"]', has_text="I chose tea")).to_contain_text("via @local_bot")
    await chat.get_by_role("button", name="Begin").click()
    await expect(chat.get_by_text("Welcome, Ana! Code: friend-7")).to_be_visible()
