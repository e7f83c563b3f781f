"""The view: two people at once, reload, phone, dark, languages, many messages."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Stage, pane, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_people_talk_side_by_side(stage: Stage) -> None:
    ana, ben = await stage.person("Ana"), await stage.person("Ben", language_code="de")
    page = await stage.page(ana)
    row = page.locator(f'.person[data-user="{ben}"]')
    await row.hover()
    await row.get_by_role("button", name="Open beside").click()
    await expect(page.locator(".pane")).to_have_count(2)
    await write(page, ana, "from Ana")
    await write(page, ben, "from Ben")
    await expect(pane(page, ana).locator(".text").last).to_have_text("You said: from Ana")
    await expect(pane(page, ben).locator(".text").last).to_have_text("You said: from Ben")
    left, right = await pane(page, ana).bounding_box(), await pane(page, ben).bounding_box()
    assert left["x"] + left["width"] <= right["x"] + 1
    await pane(page, ana).get_by_role("button", name="Close this chat").click()
    await expect(page.locator(".pane")).to_have_count(1)


async def test_a_reload_keeps_the_chats_and_the_messages(stage: Stage) -> None:
    ana, ben = await stage.person("Ana"), await stage.person("Ben")
    page = await stage.page(ana, ben)
    await write(page, ben, "remember me")
    await expect(pane(page, ben).locator(".text").last).to_have_text("You said: remember me")
    await page.reload()
    await expect(page.locator(".pane")).to_have_count(2)
    await expect(pane(page, ben).locator(".text").last).to_have_text("You said: remember me")


async def test_unread_is_counted_in_the_list_and_the_title(stage: Stage) -> None:
    ana, ben = await stage.person("Ana"), await stage.person("Ben")
    page = await stage.page(ana)
    await pane(page, ana).locator(".message").first.wait_for()
    await page.locator(f'.person[data-user="{ben}"] .person-button').click()
    await page.locator(f'.person[data-user="{ana}"] .person-button').click()
    for text in ("one", "two"):
        await stage.bot.send_message(ben, text)
    await expect(page.locator(f'.person[data-user="{ben}"] .badge')).to_have_text("2")
    await expect(page).to_have_title("(2) Local bot · Local Telegram")
    await page.locator(f'.person[data-user="{ben}"] .person-button').click()
    await expect(page.locator(".unread-line")).to_have_text("New messages")
    await expect(page.locator(".badge:visible")).to_have_count(0)
    await expect(page).to_have_title("Local bot · Local Telegram")


async def no_horizontal_scroll(page: Page) -> bool:
    return await page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.app, .side, .pane, .history, .people')]"
        ".filter((node) => node.offsetParent !== null || node === document.documentElement)"
        ".every((node) => node.scrollWidth <= node.clientWidth + 1)"
    )


async def test_a_phone_goes_from_the_list_to_the_chat_and_back(stage: Stage) -> None:
    ana = await stage.person("Ana", last_name="de " + "Albuquerque" * 4, profile="Learner · " + "health post " * 8)
    await stage.bot.send_message(ana, "w" * 300 + " " + "https://example.org/" + "x" * 200)
    page = await stage.page(size=PHONE, has_touch=True, is_mobile=True)
    await expect(page.locator(".panes")).to_be_hidden()
    assert await no_horizontal_scroll(page)
    await page.locator(".person-button").tap()
    await expect(page.locator(".side")).to_be_hidden()
    for command in ("/buttons", "/keyboard", "/media", "/quiz"):
        await write(page, ana, command)
    await expect(pane(page, ana).locator(".poll")).to_be_visible()
    assert await no_horizontal_scroll(page)
    await page.get_by_role("button", name="Back to the list").tap()
    await expect(page.locator(".side")).to_be_visible()
    await expect(page.locator(".panes")).to_be_hidden()
    await page.go_back()
    await expect(page.locator(".side")).to_be_hidden()


async def brightness(page: Page) -> float:
    colour = await page.evaluate("getComputedStyle(document.querySelector('.side')).backgroundColor")
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) / 3


async def test_dark_follows_the_system_until_somebody_chooses(stage: Stage) -> None:
    page = await stage.page(color_scheme="dark")
    assert await brightness(page) < 60
    await page.get_by_role("button", name="Light or dark").click()
    assert await brightness(page) > 200
    await page.reload()
    await page.wait_for_selector('body[data-connected="true"]')
    assert await brightness(page) > 200


async def test_the_pages_own_words_speak_three_languages(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana, language="pt-BR")
    await expect(pane(page, ana).locator("textarea")).to_have_attribute("placeholder", "Mensagem")
    await pane(page, ana).locator("textarea").fill("rascunho")
    await page.get_by_label("Idioma desta página").select_option("es")
    await expect(page.get_by_placeholder("Buscar personas")).to_be_visible()
    await expect(pane(page, ana).locator("textarea")).to_have_value("rascunho")
    assert await page.evaluate("document.documentElement.lang") == "es"


async def test_a_new_person_is_added_on_the_page(stage: Stage) -> None:
    page = await stage.page()
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_label("First name").fill("Zoë")
    await page.get_by_label("Language of their Telegram").select_option("fr")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.locator(".pane .text").last).to_have_text("Welcome, Zoë! Code: None")
    await expect(page.locator(".pane .language")).to_have_text("FR")


async def test_the_list_is_walked_with_the_arrow_keys(stage: Stage) -> None:
    for name in ("Ana", "Ben"):
        await stage.person(name)
    page = await stage.page()
    names = await page.locator(".person .name").all_text_contents()
    await page.get_by_placeholder("Search people").press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".pane .name")).to_have_text(names[1])
    await expect(page.locator("textarea")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".pane")).to_have_count(0)
    await expect(page.locator(".person-button").nth(1)).to_be_focused()


async def test_a_thousand_messages_stay_quick(stage: Stage) -> None:
    ana = await stage.person("Ana")
    await stage.flood(ana, 1000)
    page = await stage.page(ana)
    chat = pane(page, ana)
    await expect(chat.locator(".text").last).to_contain_text("line")
    built = await chat.locator("li.message").count()
    assert built < 120
    spent = await page.evaluate(
        "() => { const at = performance.now(); const list = document.querySelector('.history');"
        " for (let i = 0; i < 20; i += 1) { list.scrollTop = i; list.getBoundingClientRect(); }"
        " return performance.now() - at; }"
    )
    assert spent < 1000
    for _ in range(25):
        await chat.locator(".history").evaluate("node => { node.scrollTop = 0; }")
        if await chat.get_by_text("Welcome, Ana!").count():
            break
        await page.wait_for_timeout(40)
    await expect(chat.get_by_text("Welcome, Ana!")).to_have_count(1)
    ids = await chat.locator("li.message").evaluate_all("nodes => nodes.map((node) => Number(node.dataset.id))")
    assert ids == sorted(set(ids))
    assert len(ids) == 1002
    await chat.get_by_role("button", name="To the newest message").click()
    await stage.flood(ana, 200)
    await write(page, ana, "still here")
    await expect(chat.locator(".text").last).to_have_text("You said: still here")
    assert await chat.locator("li.message").count() < 200
