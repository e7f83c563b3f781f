"""Where Telegram is strict, with Telegram's own words; over plain HTTP, for a client would not send most of it."""

import io
import json
from typing import Any

import aiohttp
import pytest

from simulator.app import Server
from simulator.client import Control
from tests.simulator.drivers import Driver, driver


async def call(web: aiohttp.ClientSession, server: Server, method: str, **values: Any) -> dict[str, Any]:
    async with web.post(f"/bot{server.token}/{method}", json=values) as response:
        body = await response.json()
        assert response.status == (200 if body["ok"] else body["error_code"])
        return body


INLINE = {"inline_keyboard": [[{"text": "Go", "callback_data": "x" * 65}]]}
REFUSED = {
    "empty text": ({"text": ""}, "Bad Request: message text is empty"),
    "only spaces": ({"text": " \n "}, "Bad Request: message text is empty"),
    "only markup": ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    "too long": ({"text": "x" * 4097}, "Bad Request: message is too long"),
    "too long in UTF-16": ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    "unknown mode": ({"text": "x", "parse_mode": "RST"}, "Bad Request: unsupported parse_mode"),
    "button data": ({"text": "x", "reply_markup": INLINE}, "Bad Request: BUTTON_DATA_INVALID"),
    "button data in UTF-8": (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "ç" * 33}]]}},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    "button without action": (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go"}]]}},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "button without text": (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    "button with another protocol": (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Go", "url": "ftp://example.org"}]]}},
        "Bad Request: inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
    ),
    "Mini App without HTTPS": (
        {
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "Go", "web_app": {"url": "http://example.org"}}]]},
        },
        "Bad Request: inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
    ),
    "markup that is no JSON": (
        {"text": "x", "reply_markup": "{"},
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    "markup that is a list": ({"text": "x", "reply_markup": []}, "Bad Request: object expected as reply markup"),
    "unknown entity": (
        {"text": "x", "entities": [{"type": "shiny", "offset": 0, "length": 1}]},
        "Bad Request: can't parse MessageEntity: unsupported type specified",
    ),
    "no chat": ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
    "unknown chat": ({"text": "x", "chat_id": 12345}, "Bad Request: chat not found"),
    "unknown channel": ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_send_message_refuses(web: aiohttp.ClientSession, server: Server, ana: int, case: str) -> None:
    values, words = REFUSED[case]
    found = await call(web, server, "sendMessage", **{"chat_id": ana, **values})
    assert found == {"ok": False, "error_code": 400, "description": words}


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, f"<b>{'y' * 4096}</b>"])
async def test_the_longest_message_is_sent(web: aiohttp.ClientSession, server: Server, ana: int, text: str) -> None:
    found = await call(web, server, "sendMessage", chat_id=ana, text=text, parse_mode="HTML")
    assert found["ok"]


PARSING = {
    "<b>a": 'Can\'t find end tag corresponding to start tag "b"',
    "é <b>a</i>": 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"',
    "a</b>": "Unexpected end tag at byte offset 1",
    "😀<x>a</x>": 'Unsupported start tag "x" at byte offset 4',
    "a < b": 'Unsupported start tag "" at byte offset 2',
    "<b": "Unclosed start tag at byte offset 0",
    '<a href="x': "Unclosed start tag at byte offset 0",
    "<i>a</i": "Unclosed end tag at byte offset 4",
    "<span>a</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
}
MARKDOWN = {
    "Hi!": "Character '!' is reserved and must be escaped with the preceding '\\'",
    "1. one": "Character '.' is reserved and must be escaped with the preceding '\\'",
    "é *bold": "Can't find end of Bold entity at byte offset 3",
    "a `code": "Can't find end of Code entity at byte offset 2",
    "_a*b_c*": "Can't find end of Bold entity at byte offset 6",
    "[a](http://x.org": "Can't find end of a URL at byte offset 3",
    "||a": "Can't find end of Spoiler entity at byte offset 0",
}


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [("HTML", *pair) for pair in PARSING.items()] + [("MarkdownV2", *pair) for pair in MARKDOWN.items()],
)
async def test_broken_markup(
    web: aiohttp.ClientSession, server: Server, ana: int, mode: str, text: str, words: str
) -> None:
    found = await call(web, server, "sendMessage", chat_id=ana, text=text, parse_mode=mode)
    assert found["description"] == f"Bad Request: can't parse entities: {words}"


async def test_a_caption_has_its_own_limit(client: Driver, known: int) -> None:
    from tests.simulator.samples import png

    await client.bot.send_photo(chat_id=known, photo=client.file(png(), "a.png"), caption="x" * 1024)
    long = client.bot.send_photo(chat_id=known, photo=client.file(png(), "a.png"), caption="x" * 1025)
    assert (await client.refusal(long)).words == "message caption is too long"


async def test_files_that_are_none(client: Driver, known: int) -> None:
    broken = client.bot.send_photo(chat_id=known, photo=client.file(b"no picture", "a.png"))
    assert (await client.refusal(broken)).words == "image_process_failed"
    unknown = client.bot.send_document(chat_id=known, document="BQACnothing")
    assert (await client.refusal(unknown)).words == "wrong file identifier/http url specified"
    lost = client.bot.get_file(file_id="nothing")
    assert (await client.refusal(lost)).words == "wrong file_id or the file is temporarily unavailable"
    sent = await client.bot.send_document(chat_id=known, document=client.file(b"text", "a.txt"))
    crossed = client.bot.send_photo(chat_id=known, photo=sent.document.file_id)
    assert (await client.refusal(crossed)).words == "can't use file of type document as photo"


async def test_a_blocked_bot_is_refused(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(chat_id=known, text="Hi")
    await control.block(known)
    update = await client.next_update()
    assert update.my_chat_member.new_chat_member.status == "kicked"
    edit = client.bot.edit_message_text(chat_id=known, message_id=sent.message_id, text="x")
    for refused in (client.bot.send_message(chat_id=known, text="x"), edit):
        assert (await client.refusal(refused)).words == "bot was blocked by the user"
    await control.unblock(known)
    update = await client.next_update()
    assert update.my_chat_member.new_chat_member.status == "member"
    await client.bot.send_message(chat_id=known, text="Back")


@pytest.mark.parametrize("name", ["aiogram", "ptb"])
async def test_another_token_is_unauthorized(server: Server, name: str) -> None:
    async with driver(name, server, token="123456:another-token-of-the-right-form") as stranger:
        refusal = await stranger.refusal(stranger.bot.get_me())
    assert "unauthorized" in refusal.words or "rejected by the server" in refusal.words


async def test_tokens_and_methods_over_plain_http(web: aiohttp.ClientSession, server: Server) -> None:
    async with web.get("/bot123456:AAAAAAAAAAAAAAAAAAAAAAA/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with web.get("/botnonsense/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (404, "Not Found")
    async with web.get(f"/bot{server.token}/GETME") as response:
        assert (await response.json())["result"]["is_bot"] is True
    found = await call(web, server, "sendTelepathy")
    assert found == {"ok": False, "error_code": 404, "description": "Not Found"}
    async with web.get("/file/bot123456:AAAAAAAAAAAAAAAAAAAAAAA/photos/file_0.jpg") as response:
        assert response.status == 401
    async with web.get(f"/file/bot{server.token}/photos/none.jpg") as response:
        assert response.status == 404


async def test_json_form_multipart_and_query_say_the_same(web: aiohttp.ClientSession, server: Server, ana: int) -> None:
    address = f"/bot{server.token}/sendMessage"
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    values = {"chat_id": str(ana), "text": "Olá", "reply_markup": json.dumps(markup)}
    parts = aiohttp.FormData(values, default_to_multipart=True)
    found = []
    for arguments in (
        {"json": {**values, "chat_id": ana, "reply_markup": markup}},
        {"data": values},
        {"data": parts},
        {"params": values},
    ):
        async with web.post(address, **arguments) as response:
            found.append((await response.json())["result"])
    assert {message["text"] for message in found} == {"Olá"}
    assert all(message["reply_markup"] == markup for message in found)


@pytest.mark.parametrize(("kind", "body"), [("application/json", b"{"), ("application/json", b"[1]")])
async def test_broken_bodies(web: aiohttp.ClientSession, server: Server, kind: str, body: bytes) -> None:
    address = f"/bot{server.token}/getMe"
    async with web.post(address, data=body, headers={"Content-Type": kind}) as response:
        assert (response.status, (await response.json())["error_code"]) == (400, 400)


async def test_bodies_are_bounded(web: aiohttp.ClientSession, server: Server, ana: int) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(ana))
    form.add_field("document", io.BytesIO(bytes(52 * 1024 * 1024)), filename="big.bin")
    async with web.post(f"/bot{server.token}/sendDocument", data=form) as response:
        assert response.status == 413


POLLS = {
    "no options": ({"options": []}, "poll must have at least one answer option"),
    "too many": ({"options": [str(number) for number in range(13)]}, "poll can't have more than 12 options"),
    "long option": ({"options": ["a", "x" * 101]}, "poll options length must not exceed 100"),
    "long question": ({"question": "x" * 301}, "poll question length must not exceed 300"),
    "quiz without answer": ({"type": "quiz"}, "correct quiz option list must be non-empty"),
    "wrong answer": ({"type": "quiz", "correct_option_ids": [2]}, "wrong correct option ID specified"),
}


@pytest.mark.parametrize("case", POLLS)
async def test_send_poll_refuses(web: aiohttp.ClientSession, server: Server, ana: int, case: str) -> None:
    values, words = POLLS[case]
    found = await call(web, server, "sendPoll", **{"chat_id": ana, "question": "?", "options": ["a", "b"], **values})
    assert found["description"] == f"Bad Request: {words}"


async def test_commands_are_checked(web: aiohttp.ClientSession, server: Server) -> None:
    for command, words in (("Olá", "BOT_COMMAND_INVALID"), ("x" * 33, "BOT_COMMAND_INVALID")):
        given = [{"command": command, "description": "d"}]
        assert (await call(web, server, "setMyCommands", commands=given))["description"] == f"Bad Request: {words}"
    given = [{"command": "help", "description": ""}]
    found = await call(web, server, "setMyCommands", commands=given)
    assert found["description"] == "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
