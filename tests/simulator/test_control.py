"""The control interface itself: who may use it, what it keeps, and its feeds."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from simulator.app import Server, create_app, running
from simulator.client import Control, RefusedError
from simulator.control import loopback
from tests.simulator.drivers import Driver
from tests.simulator.samples import png


@pytest.mark.parametrize("path", ["/", "/_sim/state", "/_sim/health", "/static/main.js"])
@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_other_sites_are_kept_out(web: aiohttp.ClientSession, path: str, headers: dict[str, str]) -> None:
    async with web.get(path, headers=headers) as response:
        assert response.status == 403


async def test_the_page_is_served_here(web: aiohttp.ClientSession, server: Server) -> None:
    async with web.get("/", headers={"Origin": server.url}) as response:
        assert (response.status, response.content_type) == (200, "text/html")
    async with web.get("/static/../app.py") as response:
        assert response.status == 404


def test_only_loopback_addresses_are_near() -> None:
    assert all(loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))
    assert not any(loopback(host) for host in ("10.0.0.1", "8.8.8.8", "fe80::1", "evil.example", "", None))


async def test_too_large_and_broken_bodies(web: aiohttp.ClientSession, ana: int) -> None:
    blob = json.dumps({"text": "x" * (31 * 1024 * 1024)}).encode()

    async def pieces() -> Any:
        for start in range(0, len(blob), 1 << 20):
            yield blob[start : start + (1 << 20)]

    async with web.post(f"/_sim/users/{ana}/messages", data=pieces()) as response:
        assert response.status == 413
    for body in (b"{", b"[]", b"\xff"):
        async with web.post(f"/_sim/users/{ana}/messages", data=body) as response:
            assert response.status == 400
            assert "error" in await response.json()


async def test_people_and_refusals(control: Control) -> None:
    bia = await control.add_user("Bia", last_name="Lima", username="bia", language_code="es", profile="Volunteer")
    given = await control.add_user("Caio", id=42)
    assert given == 42
    users = (await control.state())["users"]
    assert [user["first_name"] for user in users] == ["Bia", "Caio"]
    assert users[0] == {
        "id": bia,
        "is_bot": False,
        "first_name": "Bia",
        "last_name": "Lima",
        "username": "bia",
        "language_code": "es",
        "profile": "Volunteer",
        "started": False,
        "blocked": False,
    }
    for path, body, status in (
        ("users", {}, 400),
        ("users/5/messages", {"text": "x"}, 404),
        (f"users/{bia}/messages", {"text": "  "}, 400),
        (f"users/{bia}/messages", {"text": "x" * 4097}, 400),
        (f"users/{bia}/dance", {}, 404),
        (f"users/{bia}/media", {"kind": "smell", "base64": ""}, 400),
        (f"users/{bia}/media", {"kind": "voice", "base64": "***"}, 400),
        (f"users/{bia}/callbacks", {"message_id": 99, "data": "x"}, 404),
        (f"users/{bia}/callbacks", {}, 400),
        (f"users/{bia}/poll_answers", {"poll_id": "1", "option_ids": [0]}, 404),
        (f"users/{bia}/edits", {"message_id": 99, "text": "x"}, 404),
        ("groups", {"title": "", "member_ids": []}, 400),
        ("clock", {"step": "next_century"}, 400),
        ("clock", {"advance_seconds": -5}, 400),
        ("clock", {"step": "next_hour", "time_zone": "Mars/Base"}, 400),
    ):
        with pytest.raises(RefusedError) as caught:
            await control.post(path, **body)
        assert caught.value.status == status, path


async def test_a_blocked_bot_hears_nothing(control: Control, ana: int) -> None:
    await control.block(ana)
    with pytest.raises(RefusedError, match="blocked"):
        await control.say(ana, "Hello?")
    assert (await control.chat_state(ana))["blocked"] is True
    await control.start(ana)
    assert (await control.chat_state(ana))["blocked"] is False


async def test_calls_are_kept_with_their_times(client: Driver, control: Control, known: int) -> None:
    markup = client.inline([client.button("Go", callback_data="go")])
    await client.bot.send_message(chat_id=known, text="One", reply_markup=markup)
    await client.bot.send_photo(chat_id=known, photo=client.file(png(), "p.png"))
    await client.refusal(client.bot.send_message(chat_id=1, text="Lost"))
    calls = await control.calls("sendmessage")
    assert [(call["method"], call["ok"]) for call in calls] == [("sendMessage", True), ("sendMessage", False)]
    assert calls[0]["params"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "go"
    assert calls[0]["at"].startswith("2026-11-24T12:0")
    assert calls[1]["description"] == "Bad Request: chat not found"
    after = await control.calls(after=calls[0]["number"])
    assert [call["method"] for call in after] == ["sendPhoto", "sendMessage"]


async def test_a_chat_can_be_waited_for(client: Driver, control: Control, known: int) -> None:
    version = (await control.chat_state(known))["version"]
    waiting = asyncio.create_task(control.chat_state(known, since=version, wait=5))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    sent = await client.bot.send_message(chat_id=known, text="Now")
    assert (await waiting)["messages"][-1]["text"] == "Now"
    assert [message["text"] for message in await control.chat(known, after=sent.message_id - 1)] == ["Now"]


async def test_reset_forgets(client: Driver, control: Control, known: int) -> None:
    await control.fault("getMe", count=5)
    await control.limits(enforce=True)
    await client.bot.set_webhook(url="http://127.0.0.1:9/hook")
    await control.reset()
    state = await control.state()
    assert (state["users"], state["chats"], state["polls"]) == ([], {}, {})
    assert await control.calls() == []
    assert (await client.bot.get_webhook_info()).url == ""
    assert (await client.bot.get_me()).is_bot


async def test_the_clock_moves_and_everyone_is_told_first(server: Server, control: Control) -> None:
    heard: list[datetime] = []

    async def listen(now: datetime) -> None:
        await asyncio.sleep(0.05)
        heard.append(now)

    server.state.clock.on_move(listen)
    assert (await control.clock())["enabled"] is True
    steps = [
        ("next_hour", "2026-11-24T13:00:00"),
        ("tomorrow_morning", "2026-11-25T11:00:00"),
        ("next_week", "2026-12-02T11:00:00"),
    ]
    for step, expected in steps:
        moved = await control.step(step, "America/Sao_Paulo")
        assert moved["now"].startswith(expected[:16])
    assert len(heard) == 3
    assert heard == sorted(heard)
    server.state.clock.forget(listen)
    await control.advance(60)
    assert len(heard) == 3


async def test_a_clock_that_is_not_movable_stays() -> None:
    async with running() as server, Control(server.url) as control:
        found = await control.clock()
        assert found["enabled"] is False
        now = datetime.now(UTC)  # noqa: TID251  (that clock is the wall clock: this is the test)
        assert abs((datetime.fromisoformat(found["now"]) - now).total_seconds()) < 5
        with pytest.raises(RefusedError, match="403"):
            await control.advance(60)


async def read_events(web: aiohttp.ClientSession, count: int, **options: Any) -> list[tuple[int, str, Any]]:
    found: list[tuple[int, str, Any]] = []
    async with asyncio.timeout(10), web.get("/_sim/events", **options) as response:
        assert response.content_type == "text/event-stream"
        fields: dict[str, str] = {}
        async for raw in response.content:
            name, _, value = raw.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif "event" in fields:
                found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
                fields = {}
                if len(found) == count:
                    break
    return found


async def test_events_are_live_and_can_be_replayed(
    web: aiohttp.ClientSession, client: Driver, control: Control, known: int
) -> None:
    begin = (await control.state())["last_event_id"]
    reading = asyncio.create_task(read_events(web, 8, params={"after": str(begin)}))
    await asyncio.sleep(0.1)
    markup = client.inline([client.button("Go", callback_data="go")])
    sent = await client.bot.send_message(chat_id=known, text="One", reply_markup=markup)
    pressed = await control.press_label(known, sent.message_id, "Go")
    await client.bot.answer_callback_query(callback_query_id=pressed["callback_query_id"], text="Done")
    await client.bot.edit_message_text(chat_id=known, message_id=sent.message_id, text="Two")
    await client.bot.delete_message(chat_id=known, message_id=sent.message_id)
    await client.bot.send_chat_action(chat_id=known, action="typing")
    await control.block(known)
    await control.advance(1)
    events = await reading
    assert [name for _, name, _ in events] == [
        "message",
        "callback",
        "callback_answer",
        "edit",
        "delete",
        "chat_action",
        "blocked",
        "clock",
    ]
    assert events[0][2]["message"]["text"] == "One"
    assert events[2][2]["text"] == "Done"
    assert events[3][2]["message"]["text"] == "Two"
    again = await read_events(web, 3, headers={"Last-Event-ID": str(events[4][0])})
    assert again == events[5:]


async def test_what_cannot_be_replayed_is_a_reset(web: aiohttp.ClientSession, control: Control, ana: int) -> None:
    last = (await control.state())["last_event_id"]
    events = await read_events(web, 1, headers={"Last-Event-ID": str(last + 1000)})
    assert events == [(last, "reset", {})]


async def test_the_state_has_all_the_page_needs(client: Driver, control: Control, known: int) -> None:
    group = await control.add_group("Turma", [known])
    sent = await client.bot.send_poll(chat_id=known, question="?", options=["a", "b"])
    await control.vote(known, sent.poll.id, [1])
    state = await control.state()
    assert set(state) == {
        "last_event_id",
        "bot",
        "users",
        "groups",
        "chats",
        "commands",
        "default_menu_button",
        "polls",
        "clock",
    }
    assert state["polls"][sent.poll.id]["votes"] == {str(known): [1]}
    assert state["groups"] == [{"id": group, "type": "supergroup", "title": "Turma", "member_ids": [known]}]
    chat = state["chats"][str(known)]
    assert [message.get("text", "poll") for message in chat["messages"]] == ["/start", "poll"]
    assert chat["messages"][-1]["poll"]["total_voter_count"] == 1


async def test_a_file_of_a_person_cannot_become_a_page(web: aiohttp.ClientSession, control: Control, ana: int) -> None:
    sent = await control.send_media(ana, "document", b"<script>1</script>", filename="a.html", mime_type="text/html")
    async with web.get(f"/_sim/files/{sent['document']['file_id']}") as response:
        assert response.headers["Content-Security-Policy"] == "sandbox"
    voice = await control.send_media(ana, "voice", bytes(range(100)), mime_type="audio/ogg")
    path = f"/_sim/files/{voice['voice']['file_id']}"
    for asked, status, content in (
        ("bytes=10-19", 206, bytes(range(10, 20))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-5", 206, bytes(range(95, 100))),
        ("bytes=100-", 416, b""),
    ):
        async with web.get(path, headers={"Range": asked}) as response:
            assert (response.status, await response.read()) == (status, content)
            assert "Content-Security-Policy" not in response.headers
    async with web.get("/_sim/files/none") as response:
        assert response.status == 404


def test_a_malformed_token_is_refused() -> None:
    for token in ("", "abc", "123456", "x:y", "123456:has spaces in it"):
        with pytest.raises(ValueError, match="token"):
            create_app(token)


async def test_it_runs_alone() -> None:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--token", "99999:a-token-of-its-own"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        url = line.split()[-1]
        async with Control(url) as control:
            assert await control.health() == {"ok": True}
        address = f"{url}/bot99999:a-token-of-its-own/getMe"
        async with aiohttp.ClientSession() as session, session.get(address) as response:
            assert (await response.json())["result"]["id"] == 99999
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0
