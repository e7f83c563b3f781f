"""Pictures, files and sounds, both ways."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage, pane, write
from tests.browser.small_bot import picture, sound

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_enlarges_and_a_file_downloads(stage: Stage, tmp_path: Path) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/media")
    chat = pane(page, ana)
    await expect(chat.locator(".with-picture .text")).to_have_text("A <b>chart</b>")
    await expect(chat.locator(".photo img")).to_have_js_property("naturalWidth", 120)
    await chat.get_by_role("button", name="Enlarge the photo").click()
    await expect(page.locator("dialog.viewer figcaption")).to_have_text("A <b>chart</b>")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    async with page.expect_download() as started:
        await chat.get_by_role("link", name="Download rows.csv").click()
    saved = tmp_path / "rows.csv"
    await (await started.value).save_as(saved)
    assert saved.read_bytes() == b"a,b\n1,2\n"


async def test_a_voice_note_plays_moves_and_pauses(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    await write(page, ana, "/media")
    player = pane(page, ana).locator(".player")
    await expect(player.locator(".length")).to_have_text("0:02")
    await player.get_by_role("button", name="Play").click()
    await expect(player).to_have_attribute("data-state", "playing")
    await expect(player.locator("i.played").first).to_be_visible()
    await player.get_by_role("button", name="Pause").click()
    await expect(player).to_have_attribute("data-state", "paused")
    assert 0 < int(await player.get_by_role("slider").input_value()) < 1000
    await player.get_by_role("slider").fill("750")
    await expect(player.locator("i.played")).to_have_count(27)
    await expect(player.locator(".length")).to_have_text("0:02")


async def test_a_photo_is_chosen_captioned_and_sent(stage: Stage, tmp_path: Path) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    chosen = tmp_path / "green.png"
    chosen.write_bytes(picture())
    async with page.expect_file_chooser() as chooser:
        await pane(page, ana).get_by_role("button", name="Attach a photo or a file").click()
    await (await chooser.value).set_files(chosen)
    await page.get_by_label("Caption").fill("My desk")
    await page.get_by_role("button", name="As a photo").click()
    await expect(pane(page, ana).locator('.message[data-side="own"] .photo')).to_have_count(1)
    await expect(pane(page, ana).locator('.message[data-side="bot"] .text').last).to_have_text("Took your photo")


async def test_a_voice_note_is_recorded_and_sent(stage: Stage) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana, permissions=["microphone"])
    await pane(page, ana).get_by_role("button", name="Record a voice note").click()
    await expect(pane(page, ana).locator(".recording")).to_contain_text("Recording 0:01")
    await pane(page, ana).get_by_role("button", name="Stop and send").click()
    await expect(pane(page, ana).locator('.message[data-side="bot"] .text').last).to_have_text("Took your voice")
    player = pane(page, ana).locator('.message[data-side="own"] .player')
    await player.get_by_role("button", name="Play").click()
    await expect(player).to_have_attribute("data-state", "playing")
    voice = next(m["voice"] for m in await stage.control.chat(ana) if "voice" in m)
    file = await stage.bot.get_file(voice["file_id"])
    assert (await stage.bot.download_file(file.file_path)).read(4) == b"OggS"


async def test_a_sound_file_can_be_sent_as_a_voice_note(stage: Stage, tmp_path: Path) -> None:
    ana = await stage.person("Ana")
    page = await stage.page(ana)
    chosen = tmp_path / "hello.wav"
    chosen.write_bytes(sound(3))
    async with page.expect_file_chooser() as chooser:
        await pane(page, ana).get_by_role("button", name="Attach a photo or a file").click()
    await (await chooser.value).set_files(chosen)
    await page.get_by_role("button", name="As a voice note").click()
    await expect(pane(page, ana).locator('.message[data-side="own"] .length')).to_have_text("0:03")
    await expect(pane(page, ana).locator('.message[data-side="bot"] .text').last).to_have_text("Took your voice")
