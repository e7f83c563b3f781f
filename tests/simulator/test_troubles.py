"""Limits and faults on demand, driven by both clients."""

import asyncio
import time

import aiohttp
import pytest

from simulator.app import Server
from simulator.client import Control, RefusedError
from tests.simulator.drivers import Driver


async def test_one_message_a_second_in_a_chat(client: Driver, control: Control, known: int) -> None:
    limits = await control.limits(enforce=True)
    assert limits == {"enforce": True, "overall_per_second": 30, "per_chat_per_second": 1, "per_group_per_minute": 20}
    await client.bot.send_message(chat_id=known, text="1")
    refusal = await client.refusal(client.bot.send_message(chat_id=known, text="2"))
    assert (refusal.code, refusal.retry_after) == (429, 1)
    await asyncio.sleep(1.05)
    await client.bot.send_message(chat_id=known, text="3")
    await control.limits(enforce=False)
    await client.bot.send_message(chat_id=known, text="4")
    assert [message["text"] for message in await control.chat(known)] == ["/start", "1", "3", "4"]


async def test_thirty_messages_a_second_overall(control: Control, server: Server, web: aiohttp.ClientSession) -> None:
    people = [await control.add_user(f"Person {number}") for number in range(70)]
    for person in people:
        await control.start(person)
    await control.limits(enforce=True)

    async def send(person: int) -> dict[str, object]:
        body = {"chat_id": person, "text": "Hi"}
        async with web.post(f"/bot{server.token}/sendMessage", json=body) as response:
            found: dict[str, object] = await response.json()
            return found

    begun = time.monotonic()
    replies = await asyncio.gather(*(send(person) for person in people))
    elapsed = time.monotonic() - begun
    sent = sum(reply["ok"] is True for reply in replies)
    assert 30 <= sent <= 30 * (1 + int(elapsed))
    refused = next(reply for reply in replies if not reply["ok"])
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_twenty_a_minute_in_a_group(client: Driver, control: Control, known: int) -> None:
    group = await control.add_group("Turma", [known])
    await control.limits(enforce=True, per_chat_per_second=1000, per_group_per_minute=3)
    for number in range(3):
        await client.bot.send_message(chat_id=group, text=str(number))
    refusal = await client.refusal(client.bot.send_message(chat_id=group, text="4"))
    assert refusal.retry_after is not None
    assert 55 <= refusal.retry_after <= 60
    await client.bot.send_chat_action(chat_id=group, action="typing")


async def test_an_error_comes_as_often_as_ordered(client: Driver, control: Control, known: int) -> None:
    left = await control.fault("sendMessage", error_code=500, count=2)
    assert left["faults"][0]["count"] == 2
    for _ in range(2):
        assert "internal server error" in (await client.refusal(client.bot.send_message(chat_id=known, text="x"))).words
    await client.bot.send_message(chat_id=known, text="Through")
    assert [call["ok"] for call in await control.calls("sendMessage")] == [False, False, True]


async def test_retry_after_on_demand(client: Driver, control: Control, known: int) -> None:
    await control.fault("*", retry_after=7)
    refusal = await client.refusal(client.bot.get_me())
    assert (refusal.code, refusal.retry_after) == (429, 7)


async def test_other_words_on_demand(client: Driver, control: Control, known: int) -> None:
    await control.fault("sendMessage", error_code=403, description="Forbidden: user is deactivated")
    refusal = await client.refusal(client.bot.send_message(chat_id=known, text="x"))
    assert refusal.words == "user is deactivated"


@pytest.mark.parametrize(("mode", "sent"), [("reset", 0), ("reset_after", 1)])
async def test_dropped_connections(client: Driver, control: Control, known: int, mode: str, sent: int) -> None:
    await control.fault("sendMessage", mode=mode)
    await client.refusal(client.bot.send_message(chat_id=known, text="Into the void"))
    texts = [message["text"] for message in await control.chat(known, after=1)]
    assert texts.count("Into the void") == sent


async def test_silence_and_slowness(client: Driver, control: Control, known: int) -> None:
    await control.fault("getMe", mode="timeout", seconds=0.3)
    begun = time.monotonic()
    await client.refusal(client.bot.get_me())
    assert time.monotonic() - begun >= 0.29
    await control.fault("getMe", mode="slow", seconds=0.3)
    begun = time.monotonic()
    assert (await client.bot.get_me()).is_bot
    assert time.monotonic() - begun >= 0.29


async def test_faults_can_be_listed_and_taken_back(control: Control) -> None:
    await control.fault("getMe", mode="slow", seconds=2, count=3)
    found = await control.request("GET", "faults")
    assert found == {"faults": [{"method": "getme", "mode": "slow", "seconds": 2.0, "count": 3}]}
    await control.clear_faults()
    assert await control.request("GET", "faults") == {"faults": []}
    for wrong in ({"mode": "explode"}, {"count": 0}):
        with pytest.raises(RefusedError, match="400"):
            await control.fault("getMe", **wrong)
