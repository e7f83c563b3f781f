"""Long polling, driven by both clients."""

import asyncio
import time

import pytest

from simulator.app import Server
from simulator.client import Control
from tests.simulator.drivers import Driver, driver
from tests.simulator.samples import PDF, VOICE, png


async def test_polling_blocks_and_wakes(client: Driver, control: Control, known: int) -> None:
    begun = time.monotonic()
    polling = asyncio.create_task(client.updates(timeout=10))
    await asyncio.sleep(0.2)
    assert not polling.done()
    await control.say(known, "Wake up")
    updates = await polling
    assert [update.message.text for update in updates] == ["Wake up"]
    assert time.monotonic() - begun < 5


async def test_polling_gives_up_in_time(client: Driver, known: int) -> None:
    begun = time.monotonic()
    assert await client.updates(timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 4


async def test_an_offset_acknowledges(client: Driver, control: Control, known: int) -> None:
    for number in range(5):
        await control.say(known, str(number))
    first = await client.updates(timeout=0, limit=2)
    again = await client.updates(timeout=0, limit=2)
    assert [update.update_id for update in first] == [update.update_id for update in again]
    rest = await client.updates(offset=first[-1].update_id + 1, timeout=0)
    assert [update.message.text for update in rest] == ["2", "3", "4"]
    last = await client.updates(offset=-1, timeout=0)
    assert [update.message.text for update in last] == ["4"]
    assert await client.updates(offset=last[0].update_id + 1, timeout=0) == []


async def test_only_the_allowed_types_come_and_the_choice_is_remembered(
    client: Driver, control: Control, known: int
) -> None:
    assert await client.updates(timeout=0, allowed_updates=["callback_query"]) == []
    said = await control.say(known, "Unwanted")
    await control.press(known, said["message_id"], "wanted")
    updates = await client.updates(timeout=0)
    assert [update.callback_query.data for update in updates] == ["wanted"]
    info = await client.bot.get_webhook_info()
    assert list(info.allowed_updates) == ["callback_query"]


async def test_a_second_poller_ends_the_first(client: Driver, known: int) -> None:
    first = asyncio.create_task(client.refusal(client.updates(timeout=10)))
    await asyncio.sleep(0.2)
    assert await client.updates(timeout=0) == []
    words = "terminated by other getupdates request; make sure that only one bot instance is running"
    assert (await first).words == words


async def test_polling_and_a_webhook_exclude_each_other(client: Driver, known: int) -> None:
    polling = asyncio.create_task(client.refusal(client.updates(timeout=10)))
    await asyncio.sleep(0.2)
    await client.bot.set_webhook(url="https://127.0.0.1:9/hook")
    assert (await polling).words == "terminated by setwebhook request"
    refusal = await client.refusal(client.updates(timeout=0))
    assert refusal.words.startswith("can't use getupdates method while webhook is active")
    await client.bot.delete_webhook()
    assert await client.updates(timeout=0) == []


async def test_updates_can_come_twice_and_raw(client: Driver, control: Control, known: int) -> None:
    await control.say(known, "Once")
    update = await client.next_update()
    raw = {
        "update_id": update.update_id,
        "message": (await control.chat(known))[-1],
    }
    for _ in range(2):
        assert await control.send_update(raw) == update.update_id
    offset = update.update_id + 1
    again = await client.updates(offset=offset, timeout=1)
    assert [(one.update_id, one.message.text) for one in again] == [(update.update_id, "Once")] * 2
    assert await client.updates(offset=offset, timeout=0) == []
    fresh = await control.send_update({"message": raw["message"]})
    assert fresh > update.update_id
    assert [one.update_id for one in await client.updates(timeout=0)] == [fresh]


async def test_edits_by_people_are_edited_messages(client: Driver, control: Control, known: int) -> None:
    said = await control.say(known, "Helo", reply_to_message_id=1)
    await control.edit(known, said["message_id"], "Hello")
    first, second = await client.updates(timeout=0)
    assert first.message.text == "Helo"
    assert (second.edited_message.text, second.edited_message.message_id) == ("Hello", said["message_id"])
    assert second.edited_message.edit_date is not None


async def test_commands_and_deep_links_have_entities(client: Driver, control: Control) -> None:
    rui = await control.add_user("Rui", language_code="es")
    await control.start(rui, "src_poster-1")
    message = (await client.next_update()).message
    assert message.text == "/start src_poster-1"
    assert [(str(entity.type), entity.offset, entity.length) for entity in message.entities] == [("bot_command", 0, 6)]
    assert message.from_user.language_code == "es"


async def test_what_is_found_in_a_text(client: Driver, control: Control, known: int) -> None:
    await control.say(known, "😀 /help @ana_bh #belo https://pbh.gov.br/x, a@b.org pbh.gov.br 1/2")
    message = (await client.next_update()).message
    found = [(str(entity.type), entity.offset, entity.length) for entity in message.entities]
    assert found == [
        ("bot_command", 3, 5),
        ("mention", 9, 7),
        ("hashtag", 17, 5),
        ("url", 23, 20),
        ("email", 45, 7),
        ("url", 53, 10),
    ]


@pytest.mark.parametrize(
    ("kind", "content", "details"),
    [
        ("voice", VOICE, {"duration": 7}),
        ("photo", png(30, 20), {"caption": "Look"}),
        ("document", PDF, {"filename": "cv.pdf"}),
        ("audio", VOICE, {"duration": 100, "filename": "a.mp3"}),
        ("video_note", VOICE, {"duration": 5}),
        ("video", VOICE, {"duration": 5, "width": 320, "height": 240}),
        ("animation", VOICE, {}),
        ("sticker", b"RIFF\x10\x00\x00\x00WEBPVP8 ", {}),
    ],
)
async def test_people_send_files(
    client: Driver, control: Control, known: int, kind: str, content: bytes, details: dict[str, object]
) -> None:
    await control.send_media(known, kind, content, **details)
    message = (await client.next_update()).message
    media = getattr(message, kind)
    media = media[-1] if kind == "photo" else media
    assert await client.download(media.file_id) == content
    assert message.caption == details.get("caption")
    if "duration" in details:
        found = media.duration if client.name == "aiogram" else media.to_dict()["duration"]
        assert found == details["duration"]


async def test_people_share_contacts_and_places(client: Driver, control: Control, known: int) -> None:
    await control.post(f"users/{known}/contact", phone_number="+5531999")
    await control.post(f"users/{known}/location", latitude=-19.92, longitude=-43.94)
    contact, place = await client.updates(timeout=0)
    assert (contact.message.contact.phone_number, contact.message.contact.user_id) == ("+5531999", known)
    assert place.message.location.longitude == pytest.approx(-43.94)


@pytest.mark.parametrize("name", ["aiogram", "ptb"])
async def test_update_ids_go_on_after_a_reset(server: Server, control: Control, name: str) -> None:
    async with driver(name, server) as client:
        first = await control.add_user("One")
        await control.start(first)
        before = await client.next_update()
        await control.reset()
        assert (await control.state())["users"] == []
        second = await control.add_user("Two")
        await control.start(second)
        after = await client.next_update()
        assert after.update_id > before.update_id
        assert after.message.message_id > before.message.message_id
