"""Buttons, keyboards, polls."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Stage, pane, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_pressed_buttons_copy_turn_and_are_answered_by_line_alert_and_change(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana, permissions=["clipboard-read", "clipboard-write"])
    await write(page, ana, "/buttons")
    chat = pane(page, ana)
    await chat.get_by_role("button", name="Copy", exact=True).last.click()
    await expect(chat.locator(".toast")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "AB-12"
    slow = chat.get_by_role("button", name="Slow")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(chat.locator(".toast").last).to_have_text("At last")
    await expect(slow).not_to_have_attribute("aria-busy", "true")
    await chat.get_by_role("button", name="Toast").click()
    await expect(chat.locator(".toast").last).to_have_text("Noted")
    await chat.get_by_role("button", name="Alert").click()
    await expect(page.locator("dialog.alert")).to_contain_text("Please read this")
    await page.get_by_role("button", name="OK").click()
    await expect(page.locator("dialog")).to_have_count(0)
    await chat.get_by_role("button", name="Change").click()
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("Changed by a press")
    await expect(chat.locator(".keyboard")).to_have_count(0)


async def test_the_reply_keyboard_types_for_the_person(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/keyboard")
    chat = pane(page, ana)
    await expect(chat.locator("textarea")).to_have_attribute("placeholder", "Choose below")
    await chat.get_by_role("button", name="Practise now").click()
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You said: Practise now")
    await chat.get_by_role("button", name="Hide the keyboard").click()
    await expect(chat.locator(".reply-keyboard")).to_be_hidden()
    await chat.get_by_role("button", name="Show the keyboard").click()
    await expect(chat.get_by_role("button", name="Progress")).to_be_visible()


async def test_a_quiz_shows_what_was_right_only_after_the_vote(stage: Stage) -> None:
    ana, ben = await stage.person("Ana"), await stage.person("Ben")
    page = await stage.page(ana, ben)
    await write(page, ana, "/quiz")
    quiz = pane(page, ana).locator(".poll")
    await expect(quiz.locator(".option")).to_have_count(3)
    await expect(quiz.locator(".explanation")).to_have_count(0)
    await quiz.locator(".option").nth(2).click()
    await expect(quiz.locator('.result[data-state="wrong"]')).to_contain_text("What?")
    await expect(quiz.locator('.result[data-state="right"]')).to_contain_text("How may I help?")
    await expect(quiz.locator(".explanation")).to_have_text("An offer of help opens a talk.")
    await expect(quiz).to_contain_text("1 vote")


async def test_a_poll_takes_several_answers_and_gives_them_back(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/poll")
    poll = pane(page, ana).locator(".poll")
    await expect(poll.get_by_role("button", name="Vote")).to_be_disabled()
    await poll.get_by_role("checkbox", name="Morning").click()
    await poll.get_by_role("checkbox", name="Evening").click()
    await poll.get_by_role("button", name="Vote").click()
    await expect(poll.locator(".percent")).to_have_text(["100%", "0%", "100%"])
    await poll.get_by_role("button", name="Take the vote back").click()
    await expect(poll.get_by_role("checkbox")).to_have_count(3)


async def app_frame_says(page: Page, words: str) -> None:
    await expect(page.frame_locator(".app-frame").locator("#who")).to_have_text(words)


async def test_a_mini_app_gets_signed_data_and_its_main_button(stage: Stage) -> None:
    from aiogram.utils.web_app import safe_parse_webapp_init_data

    ana = await stage.person("Ana", language_code="pt")
    page = await stage.page(ana)
    await write(page, ana, "/buttons")
    await pane(page, ana).get_by_role("button", name="Open the app").click()
    await app_frame_says(page, "Ana")
    signed = safe_parse_webapp_init_data(stage.server.token, stage.app.seen[-1])
    assert (signed.user.id, signed.user.language_code) == (ana, "pt")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("dialog")).to_have_count(0)


async def test_a_mini_app_of_the_keyboard_sends_data_to_the_bot(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/keyboard")
    await pane(page, ana).get_by_role("button", name="Send from the app").click()
    await page.frame_locator(".app-frame").locator("#send").click()
    chat = pane(page, ana)
    await expect(chat.locator(".service").last).to_contain_text("Data from “Send from the app”")
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("From the app: twelve hours")
    await expect(page.locator("dialog")).to_have_count(0)
