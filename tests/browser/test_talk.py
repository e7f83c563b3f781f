"""Words: what is typed reaches the bot, what the bot says is shown as it was said."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage, pane, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_typed_message_is_answered_and_marked_as_read(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "Good morning")
    chat = pane(page, ana)
    await expect(chat.locator('.message[data-side="own"] .text').last).to_have_text("Good morning")
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You said: Good morning")
    await expect(chat.locator('.message[data-side="own"] .ticks').last).to_have_attribute("data-read", "true")


async def test_shift_enter_makes_a_line_and_a_reply_quotes(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    field = pane(page, ana).locator("textarea")
    await field.press_sequentially("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    answer = pane(page, ana).locator('.message[data-side="bot"]').last
    await expect(answer.locator(".text")).to_have_text("You said: one\ntwo")
    await answer.hover()
    await pane(page, ana).get_by_role("button", name="Reply", exact=True).click()
    await write(page, ana, "indeed")
    await expect(pane(page, ana).locator(".quote").last).to_contain_text("You said: one")
    await expect(pane(page, ana).locator('.message[data-side="bot"] .text').last).to_contain_text("(to: You said: one")


async def test_an_own_message_can_be_changed(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "Wensday")
    chat = pane(page, ana)
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You said: Wensday")
    await chat.locator('.message[data-side="own"]').last.hover()
    await chat.get_by_role("button", name="Edit", exact=True).click()
    await expect(chat.locator("textarea")).to_have_value("Wensday")
    await write(page, ana, "Wednesday")
    await expect(chat.locator('.message[data-side="own"]').last).to_contain_text("edited")
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You changed it: Wednesday")


async def test_formatted_words_become_elements_and_a_spoiler_opens(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/rich")
    text = pane(page, ana).locator('.message[data-side="bot"] .text').last
    for tag, words in [("strong", "bold"), ("em", "italic"), ("u", "under"), ("s", "gone"), ("code", "code")]:
        await expect(text.locator(tag)).to_have_text(words)
    await expect(text.locator("blockquote")).to_have_text("said")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.org/")
    await text.locator(".spoiler").click()
    await expect(text.locator(".spoiler")).to_have_count(0)
    await expect(text).to_contain_text("secret")
    await text.locator(".command").click()
    await expect(pane(page, ana).locator('.message[data-side="bot"] .text').last).to_have_text("You said: /progress")


async def test_markup_in_a_name_or_a_text_is_shown_as_text(stage: Stage) -> None:
    name = "<img src=x onerror=window.hurt=1>"
    eva = await stage.person(name, profile="<b>learner</b>")
    page = await stage.page(eva)
    await write(page, eva, "<script>window.hurt=1</script> javascript:alert(1)")
    await expect(pane(page, eva).locator(".name")).to_have_text(name)
    await expect(page.locator(".person .name")).to_have_text(name)
    await expect(page.locator(".person .profile")).to_have_text("<b>learner</b>")
    await expect(pane(page, eva).locator('.message[data-side="bot"] .text').last).to_contain_text(
        "<script>window.hurt=1"
    )
    assert await page.evaluate("window.hurt") is None
    assert await page.locator(".app img, .app script, a[href^='javascript']").count() == 0


async def test_a_slash_suggests_the_bots_commands(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    chat = pane(page, ana)
    await chat.locator("textarea").press_sequentially("/p")
    await expect(chat.locator(".suggestion")).to_have_text(["/progressYour progress"])
    await chat.locator("textarea").press("ArrowDown")
    await chat.locator("textarea").press("Enter")
    await expect(chat.locator('.message[data-side="bot"] .text').last).to_have_text("You said: /progress")


async def test_a_typing_bot_is_said_to_type(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/typing")
    await expect(pane(page, ana).locator(".pane-note")).to_contain_text("typing…")


async def test_a_newcomer_reads_what_the_bot_does_and_starts_it_by_a_link(stage: Stage) -> None:
    ana = await stage.person("Ana", started=False)
    page = await stage.page(ana)
    chat = pane(page, ana)
    await expect(chat.locator(".welcome")).to_contain_text("Practise a language with a volunteer abroad.")
    await chat.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Open by a link").click()
    await page.get_by_label("Link or start code").fill("no such thing!")
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.locator(".wrong")).to_contain_text("not a start link")
    await page.get_by_label("Link or start code").fill("poster-12")
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(chat.locator('.message[data-side="bot"] .text')).to_have_text("Welcome, Ana! Code: poster-12")
    await expect(chat.locator(".welcome")).to_have_count(0)
    await expect(chat.locator("textarea")).to_be_visible()
