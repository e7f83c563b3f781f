"""Opportunities from the coordinator's form to the reader's alert, in the chat."""

from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from core.roles import Role
from tests.world import open_world

TEXT = "Three weeks online.\nApply with a letter."


async def coordinator_of(world):
    player = await world.person("Dora", language="en")
    await world.grant(player, Role.COORDINATOR)
    return player


async def reader_of(world, name="Ana", *, alerts=True):
    player = await world.person(name, language="en")
    await world.grant(player)
    await player.say("/opportunities")
    if alerts:
        await player.press("Yes, write to me")
    return player


async def up_to(player, field, **given):
    """Answer the form's questions until `field` is asked."""
    await player.say("/start")
    await player.press("Post an opportunity")
    await player.press("New opportunity")
    steps = {
        "topic": lambda: player.press("Free training"),
        "title": lambda: player.say(given.get("title", "Course on buses")),
        "organisation": lambda: player.say("A partner city"),
        "text": lambda: player.say(given.get("text", TEXT)),
        "link": lambda: player.say("https://example.org/course"),
        "languages": lambda: player.press("None is asked"),
        "applicants": lambda: player.press("Anyone"),
        "places": lambda: player.press("Not said"),
        "zone": lambda: player.press("Sao Paulo"),
        "deadline": lambda: player.say(given.get("deadline", "20/12 18:00")),
    }
    for name, answer in steps.items():
        if name == field:
            return
        await answer()


async def publish(player, **given):
    await up_to(player, "summary", **given)
    await player.press("Publish")
    assert player.toast.startswith("Published.")


async def open_ones(world):
    async with world.app.transactions.read() as stores:
        return await stores.opportunities.newest(limit=9, offset=0)


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


BAD = {
    "topic": [("Training", "choose one of the buttons")],
    "title": [("x" * 121, "up to 120 characters"), ("\u200b\u202e", "empty")],
    "organisation": [("x" * 121, "up to 120 characters")],
    "text": [("x" * 1501, "up to 1500 characters")],
    "link": [
        ("http://example.org", "https://"),
        ("https://ana:pw@example.org", "user name"),
        ("https://127.0.0.1/x", "inside a network"),
        ("https://localhost/x", "inside a network"),
        ("two words", "does not look like a link"),
        ("😀", "does not look like a link"),
    ],
    "languages": [("English", "choose one of the buttons")],
    "applicants": [("Anyone", "choose one of the buttons")],
    "places": [("0", "from 1 to"), ("-3", "from 1 to"), ("many", "from 1 to"), ("9" * 50, "from 1 to")],
    "zone": [("Atlantis", "do not know that city"), ("../../etc/passwd", "do not know that city")],
    "deadline": [("soon", "could not read"), ("01/01/2020", "already passed"), ("31/02", "no such day")],
}
GOOD = {
    "title": "<b>Bold</b> & _under_ 😀 שלום",
    "organisation": "A & B <i>",
    "text": "</blockquote>\n\n*x*",
    "link": "example.org/call?a=1&b=2",
    "places": "12",
    "zone": "berlin",
    "deadline": "12/12/2026",
}


@pytest.mark.parametrize("field", BAD)
async def test_a_bad_answer_is_explained_and_the_draft_kept(world, field):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, field)
    for answer, words in BAD[field]:
        await coordinator.say(answer)
        assert words in coordinator.screen, (answer, coordinator.screen)
    await coordinator.send("voice")
    if field in GOOD:
        await coordinator.say(GOOD[field])
    else:
        await coordinator.press({"topic": "Events", "languages": "French", "applicants": "migrants"}[field])
    assert not any(words in coordinator.screen for _, words in BAD[field])


async def test_everything_asked_is_shown_and_markup_is_text(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "languages", title=GOOD["title"], text=GOOD["text"])
    for label in ("English", "French", "That is all", "B2", "migrants", "public agents", "That is all"):
        await coordinator.press(label)
    await coordinator.say("12")
    await world.restart()
    await coordinator.say("Europe/Berlin")
    await coordinator.say("20 dez 23h30")
    for words in (
        GOOD["title"],
        GOOD["text"],
        "Deadline: Sun, 20 Dec, 19:30 (2026)",
        "There: Sun, 20 Dec, 23:30 (2026) (Berlin)",
        "English, French, from B2",
        "migrants, public agents",
        "Places: 12",
    ):
        assert words in coordinator.screen
    await coordinator.press("Change: Languages")
    await coordinator.press("English")
    await coordinator.press("French")
    await coordinator.press("None is asked")
    assert "none is asked" in coordinator.screen
    await coordinator.press("Publish")
    [opportunity] = await open_ones(world)
    assert (opportunity.posting.level, opportunity.posting.deadline.isoformat()) == (None, "2026-12-20T22:30:00+00:00")


async def test_a_deadline_that_went_by_meanwhile_is_asked_again(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "summary", deadline="25/11 09:00")
    await world.wait(days=2)
    await coordinator.press("Publish")
    assert "already passed" in coordinator.toast
    await coordinator.say("30/11 09:00")
    await coordinator.press("Publish")
    assert len(await open_ones(world)) == 1


async def test_publishing_twice_publishes_once_and_a_new_form_is_new(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "summary")
    message, data = await coordinator.data_of("Publish")
    await coordinator.press_data(message, data)
    await coordinator.press_data(message, data)
    assert "no longer valid" in coordinator.toast
    await coordinator.press("Correct")
    await publish(coordinator, title="Another")
    assert [one.posting.title for one in await open_ones(world)] == ["Another", "Course on buses"]


async def test_two_who_correct_at_once_do_not_overwrite_each_other(world):
    first, second = await coordinator_of(world), await coordinator_of(world)
    await publish(first)
    for player, title in ((first, "By the first"), (second, "By the second")):
        await player.say("/start")
        await player.press("Post an opportunity")
        await player.press("Course on buses")
        await player.press("Correct")
        await player.press("Change: Title")
        await player.say(title)
    await first.press("Publish")
    await second.press("Publish")
    assert "no longer valid" in second.toast
    assert [one.posting.title for one in await open_ones(world)] == ["By the first"]


FORGED = (
    "of:topic:nothing",
    "of:title:x",
    "of:languages:xx",
    "of:level:Z9",
    "of:applicants:nobody",
    "of:places:7",
    "of:zone:Mars/Base",
    "of:zone:../../etc/passwd",
    "of:deadline:x",
    "of:nothing:x",
    "os:nothing",
    "os:publish",
    "oc:999:open",
    "oc:999:closed",
    "oo:999:open",
    "oo:999:save",
    "oo:999:fewer",
    "to:999",
    "ot:weather",
)


async def test_forged_buttons_are_refused(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "title")
    for data in FORGED:
        await coordinator.press_data(coordinator.last["message_id"], data)
        assert "no longer valid" in coordinator.toast, data
    await coordinator.say("A title")  # the draft is still there
    assert "name of the organisation" in coordinator.screen


async def test_readers_cannot_publish(world):
    reader = await reader_of(world)
    for data in ("os:new", "os:publish", "of:topic:event", "oc:1:closed", "op:0", "go:postings"):
        await reader.press_data(reader.last["message_id"], data)
        assert "no longer valid" in reader.toast, data


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
