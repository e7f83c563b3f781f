"""Opportunities from the coordinator's form to the reader's alert, in the chat."""

from contextlib import asynccontextmanager

from aiohttp import web

from tests.handlers.opportunity_people import coordinator_of, publish, reader_of, up_to
from tests.world import open_world


async def test_from_the_form_to_the_alert(world):
    reader, silent, coordinator = (
        await reader_of(world),
        await reader_of(world, "Ben", alerts=False),
        await coordinator_of(world),
    )
    await up_to(coordinator, "summary")
    seen = coordinator.screen.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
    await coordinator.press("Publish")
    assert coordinator.toast == "Published. 1 person gets an alert."
    await world.due()
    await reader._look()
    assert seen in reader.screen  # word for word what the preview showed
    assert "Why you got this: you follow “Free training”." in reader.screen
    assert reader.buttons == ["🔗 Open the page", "⭐ Save", "🔕 Fewer like this", "📄 More"]
    assert reader.last["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://example.org/course"
    await silent._look()
    assert "Course on buses" not in silent.screen
    await silent.say("/opportunities")
    assert any("Course on buses · until 20/12" in label for label in silent.buttons)


async def test_saving_reminds_and_a_moved_deadline_is_told(world):
    reader, coordinator = await reader_of(world), await coordinator_of(world)
    await publish(coordinator)
    await world.due()
    message, save = await reader.data_of("Save")
    await reader.press_data(message, save)
    await reader.press_data(message, save)
    assert "☆ Unsave" in reader.buttons
    await coordinator.press("Correct")
    await coordinator.press("Change: Deadline")
    await coordinator.say("22/12 18:00")
    await coordinator.press("Publish")
    assert coordinator.toast == "Corrected."
    await world.due()
    await reader._look()
    assert "The deadline has moved. It is now: Tue, 22 Dec, 18:00 (2026)" in reader.screen
    await world.wait(days=25, hours=10)  # three days before
    await reader._look()
    assert "The deadline is near: Tue, 22 Dec, 18:00 (2026)" in reader.screen
    await reader.press("More")
    await reader.press("Unsave")
    before = len(await reader.messages())
    await world.wait(days=2)
    assert len(await reader.messages()) == before
    await world.wait(days=2)
    await reader.say("/opportunities")
    assert "no open opportunity" in reader.screen


async def test_what_is_over_stays_in_the_list_of_saved_ones(world):
    reader, coordinator = await reader_of(world), await coordinator_of(world)
    await publish(coordinator)
    await world.due()
    await reader.press("Save")
    await world.wait(days=40)
    await reader.say("/opportunities")
    await reader.press("Saved")
    assert reader.buttons[0] == "⌛ Course on buses · over"
    await reader.press("Course on buses")
    assert "⌛ This opportunity is over." in reader.screen
    assert "⭐ Save" not in reader.buttons
    await reader.press_data(reader.last["message_id"], "oo:1:save")
    assert not reader.toast.startswith("Saved")


async def test_fewer_like_this_and_my_alerts(world):
    reader, coordinator = await reader_of(world), await coordinator_of(world)
    await publish(coordinator)
    await world.due()
    message, fewer = await reader.data_of("Fewer like this")
    await reader.press_data(message, fewer)
    await reader.press_data(message, fewer)
    assert reader.toast == "No more alerts of this kind."
    await publish(coordinator, title="Second course")
    assert "0 people" in coordinator.toast
    await reader.say("/opportunities")
    assert any("Second course" in label for label in reader.buttons)  # muting hides nothing
    await reader.press("My alerts")
    assert "🔕 Free training: off" in reader.buttons
    await reader.press("Free training")
    assert "🔔 Free training: on" in reader.buttons
    await reader.press("Stop all alerts")
    await publish(coordinator, title="Third course")
    assert "0 people" in coordinator.toast
    await reader.press("Yes, write to me")
    await publish(coordinator, title="Fourth course")
    assert "1 person" in coordinator.toast


async def test_a_closed_one_leaves_the_list_and_alerts_nobody(world):
    reader, coordinator = await reader_of(world), await coordinator_of(world)
    await publish(coordinator)
    await coordinator.press("Close")
    message, yes = await coordinator.data_of("Yes, close it")
    await coordinator.press_data(message, yes)
    assert coordinator.toast == "Closed."
    await coordinator.press_data(message, yes)
    assert "no longer valid" in coordinator.toast
    await world.due()
    await reader.say("/opportunities")
    assert "no open opportunity" in reader.screen
    assert all("Course on buses" not in message.get("text", "") for message in await reader.messages())


@asynccontextmanager
async def libretranslate():
    moods = {"works": True}

    async def answer(request):
        question = await request.json()
        if not moods["works"]:
            return web.Response(status=500)
        return web.json_response({"translatedText": f"<{question['target']}> {question['q']}"})

    app = web.Application()
    app.add_routes([web.post("/translate", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", moods
    finally:
        await runner.cleanup()


async def test_without_a_translator_there_is_no_button(world):
    reader, coordinator = await reader_of(world), await coordinator_of(world)
    await publish(coordinator)
    await reader.say("/opportunities")
    await reader.press("Course on buses")
    assert "🌐 Translate" not in reader.buttons
    await reader.press_data(reader.last["message_id"], "to:1")
    assert "not available" in reader.toast


async def test_an_opportunity_is_translated_when_a_translator_is_configured(sqlite_maker, tmp_path):
    async with libretranslate() as (url, moods), open_world(sqlite_maker.fresh(tmp_path), translation_url=url) as world:
        reader, coordinator = await reader_of(world), await coordinator_of(world)
        await publish(coordinator)
        await reader.say("/opportunities")
        await reader.press("Course on buses")
        await reader.press("Translate")
        assert reader.toast == "Translating…"
        assert reader.screen.startswith("<en> Course on buses\n\nThree weeks online.")
        assert "Translated by a machine" in reader.screen
        await publish(coordinator, title="Second course")
        moods["works"] = False
        await reader.press_data(reader.last["message_id"], "to:2")
        assert "could not be fetched" in reader.screen
