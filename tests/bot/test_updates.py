"""Both ways in: long polling and webhook, over real HTTP; and what a webhook must refuse."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot.app import App
from bot.processes import Part
from bot.web import SECRET_HEADER, webhook_secret
from tests.bot.sending import Post
from tests.bot.service import free_port, served

PATH = "/telegram/updates"


@asynccontextmanager
async def hooked(post: Post, database_url: str) -> AsyncIterator[tuple[App, str]]:
    """The service behind a webhook, and the webhook's address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{PATH}"
    async with served(post, database_url, Part.WEB, port=port, webhook_url=url) as app:
        async with asyncio.timeout(10):
            while (await app.bot.get_webhook_info()).url != url:  # noqa: ASYNC110 - the local Telegram is told over HTTP
                await asyncio.sleep(0.02)
        yield app, url


def an_update(number: int, words: str = "/start") -> dict[str, Any]:
    who = {"id": 7_100_000_000 + number, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    chat = {"id": who["id"], "type": "private", "first_name": "Ana"}
    return {
        "update_id": 900_000 + number,
        "message": {"message_id": 1, "date": 1_795_521_600, "from": who, "chat": chat, "text": words},
    }


REFUSED: list[tuple[dict[str, str], str | bytes, int]] = [
    ({}, json.dumps(an_update(1)), 401),
    ({SECRET_HEADER: "wrong"}, json.dumps(an_update(1)), 401),
    ({SECRET_HEADER: "ünïcode"}, json.dumps(an_update(1)), 401),
    ({SECRET_HEADER: "wrong"}, "x" * 2_000_000, 401),
    ({SECRET_HEADER: "right"}, "{not json", 400),
    ({SECRET_HEADER: "right"}, "", 400),
    ({SECRET_HEADER: "right"}, b"\xff\xfe\x00", 400),
    ({SECRET_HEADER: "right"}, "[]", 400),
    ({SECRET_HEADER: "right"}, '{"update_id": "many"}', 400),
    ({SECRET_HEADER: "right"}, "[" * 100_000, 400),
    ({SECRET_HEADER: "right"}, '{"update_id": 1, "message": {"text": 5}}', 400),
    ({SECRET_HEADER: "right", "Content-Type": "text/plain"}, json.dumps(an_update(1)), 415),
    ({SECRET_HEADER: "right"}, json.dumps(an_update(1, "x" * 1_100_000)), 413),
]


async def known_people(post: Post) -> int:
    async with post.transactions.read() as stores:
        return int((await stores.link.execute(text("SELECT count(*) FROM people"))).scalar_one())


async def greet(post: Post) -> None:
    ana = await post.control.add_user("Ana", language_code="en")
    await post.control.start(ana)
    first = await post.control.wait_for_message(ana)
    await post.control.say(ana, "what is this?")
    await post.control.wait_for_message(ana, after=first["message_id"])


async def test_polling_from_end_to_end(post: Post, database_url: str) -> None:
    async with served(post, database_url, Part.WEB) as app:
        await greet(post)
        health = f"http://127.0.0.1:{app.settings.port}/health"
        async with aiohttp.ClientSession() as http, http.get(health) as response:
            assert (response.status, await response.json()) == (200, {"ok": True})
    assert (await app_info(post))["pending_update_count"] == 0


async def app_info(post: Post) -> dict[str, Any]:
    return (await post.bot.get_webhook_info()).model_dump()


async def test_webhook_from_end_to_end_and_back_to_polling(post: Post, database_url: str) -> None:
    async with hooked(post, database_url):
        await greet(post)
    async with served(post, database_url, Part.WEB):
        await greet(post)
    assert (await app_info(post))["url"] == ""


async def test_polling_survives_errors_and_dropped_connections(post: Post, database_url: str) -> None:
    await post.control.post("faults", method="getUpdates", error_code=502)
    await post.control.post("faults", method="getUpdates", mode="reset")
    await post.control.post("faults", method="getUpdates", retry_after=1)
    async with served(post, database_url, Part.WEB):
        await greet(post)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_update_that_was_not_handled_is_not_acknowledged(post: Post, database_url: str) -> None:
    ana = await post.control.add_user("Ana", language_code="en")
    app_before = served(post, database_url, Part.WEB)
    async with app_before as app:
        await greet(post)
        async with app.transactions.begin():  # nobody else can write: the update waits
            await post.control.start(ana)
            await asyncio.sleep(0.3)
            assert (await app_info(post))["pending_update_count"] == 1
        await post.control.wait_for_message(ana)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_coordinators_page_is_served_and_its_figures_are_guarded(post: Post, database_url: str) -> None:
    async with served(post, database_url, Part.WEB) as app, aiohttp.ClientSession() as http:
        page = f"http://127.0.0.1:{app.settings.port}/app/"
        async with http.get(page) as response:
            assert (response.status, response.content_type) == (200, "text/html")
        async with http.get(page + "figures") as response:
            assert response.status == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_asked_to_end_it_answers_whom_it_had_begun_to_answer(post: Post, database_url: str, way: str) -> None:
    ana = await post.control.add_user("Ana", language_code="en")
    async with hooked(post, database_url) if way == "webhook" else served(post, database_url, Part.WEB):
        await post.fault(mode="slow", seconds=0.5)
        await post.control.start(ana)
        async with asyncio.timeout(5):
            while (await post.control.request("GET", "faults"))["faults"]:  # noqa: ASYNC110 - taken over there
                await asyncio.sleep(0.02)
    assert any(message["from"]["is_bot"] for message in await post.control.chat(ana))
    assert (await app_info(post))["pending_update_count"] == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestWebhook:
    async def test_refuses_what_is_not_telegrams(self, post: Post, database_url: str) -> None:
        async with hooked(post, database_url) as (app, url), aiohttp.ClientSession() as http:
            secret = webhook_secret(app.settings)
            for headers, body, status in REFUSED:
                sent = {"Content-Type": "application/json", **headers}
                if sent.get(SECRET_HEADER) == "right":
                    sent[SECRET_HEADER] = secret
                content = BytesIO(body.encode() if isinstance(body, str) else body)
                async with http.post(url, data=content, headers=sent) as response:
                    assert response.status == status, (headers, body[:100])
                    assert secret not in await response.text()
        assert await known_people(post) == 0

    async def test_knows_no_other_method_or_path(self, post: Post, database_url: str) -> None:
        async with hooked(post, database_url) as (app, url), aiohttp.ClientSession() as http:
            headers = {SECRET_HEADER: webhook_secret(app.settings)}
            async with http.get(url, headers=headers) as response:
                assert response.status == 405
            async with http.post(url + "/more", json=an_update(1), headers=headers) as response:
                assert response.status == 404

    async def test_handles_an_update_before_it_answers_and_only_once(self, post: Post, database_url: str) -> None:
        async with hooked(post, database_url) as (app, url), aiohttp.ClientSession() as http:
            headers = {SECRET_HEADER: webhook_secret(app.settings)}
            await post.control.add_user("Ana", id=an_update(1)["message"]["chat"]["id"])
            for _ in range(3):
                async with http.post(url, json=an_update(1), headers=headers) as response:
                    assert response.status == 200
            assert await known_people(post) == 1
            assert len(await post.calls()) == 1

    async def test_takes_many_at_once(self, post: Post, database_url: str) -> None:
        async with hooked(post, database_url) as (app, url), aiohttp.ClientSession() as http:
            headers = {SECRET_HEADER: webhook_secret(app.settings)}

            async def give(number: int) -> int:
                async with http.post(url, json=an_update(number), headers=headers) as response:
                    return response.status

            assert set(await asyncio.gather(*(give(number) for number in range(80)))) == {200}
        assert await known_people(post) == 80
