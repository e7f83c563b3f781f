"""Mini Apps: signed data in, data and answers back."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from aiogram.utils.web_app import check_webapp_signature, safe_parse_webapp_init_data

from simulator.client import Control, RefusedError
from tests.simulator.drivers import Driver

APP = "https://falando.example/miniapp/"


async def test_an_inline_button_opens_with_signed_data(client: Driver, control: Control, known: int) -> None:
    markup = client.inline([client.button("Agenda", web_app=APP)])
    sent = await client.bot.send_message(chat_id=known, text="Open", reply_markup=markup)
    opened = await control.open_web_app(known, message_id=sent.message_id, button_text="Agenda")
    data = safe_parse_webapp_init_data(client.token, opened["init_data"])
    assert (data.user.id, data.user.first_name, data.user.language_code) == (known, "Ana", "pt")
    assert data.query_id == opened["query_id"]
    assert data.auth_date.astimezone(UTC).replace(second=0) == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    address = urlsplit(opened["url"])
    assert opened["url"].startswith(APP + "#tgWebAppData=")
    assert parse_qs(address.fragment)["tgWebAppData"] == [opened["init_data"]]


async def test_the_menu_button_opens_too(client: Driver, control: Control, known: int) -> None:
    types = client.types()
    with pytest.raises(RefusedError):
        await control.open_web_app(known)
    button = types.MenuButtonWebApp(text="Painel", web_app=types.WebAppInfo(url="http://127.0.0.1:8080/panel"))
    assert await client.bot.set_chat_menu_button(chat_id=known, menu_button=button)
    assert (await client.bot.get_chat_menu_button(chat_id=known)).text == "Painel"
    opened = await control.open_web_app(known)
    assert check_webapp_signature(client.token, opened["init_data"])


async def test_a_keyboard_button_opens_and_sends_data_back(client: Driver, control: Control, known: int) -> None:
    markup = client.keyboard([client.key("Form", web_app=APP)])
    await client.bot.send_message(chat_id=known, text="Fill in", reply_markup=markup)
    opened = await control.open_web_app(known, button_text="Form")
    assert check_webapp_signature(client.token, opened["init_data"])
    assert "query_id" not in opened
    await control.send_web_app_data(known, "Form", '{"level":"B1"}')
    data = (await client.next_update()).message.web_app_data
    assert (data.button_text, data.data) == ("Form", '{"level":"B1"}')
    for label, content in (("Other", "x"), ("Form", "x" * 4097)):
        with pytest.raises(RefusedError):
            await control.send_web_app_data(known, label, content)


async def test_changed_data_does_not_pass(client: Driver, control: Control, known: int) -> None:
    markup = client.inline([client.button("Agenda", web_app=APP)])
    sent = await client.bot.send_message(chat_id=known, text="Open", reply_markup=markup)
    opened = await control.open_web_app(known, message_id=sent.message_id)
    assert not check_webapp_signature(client.token, opened["init_data"].replace("Ana", "Eva"))
    assert not check_webapp_signature("123456:another-token-of-the-right-form", opened["init_data"])


async def test_an_app_answers_its_query_once(client: Driver, control: Control, known: int) -> None:
    types = client.types()
    markup = client.inline([client.button("Agenda", web_app=APP)])
    sent = await client.bot.send_message(chat_id=known, text="Open", reply_markup=markup)
    query_id = (await control.open_web_app(known, message_id=sent.message_id))["query_id"]
    result = types.InlineQueryResultArticle(
        id="1", title="Seat", input_message_content=types.InputTextMessageContent(message_text="Seat booked")
    )
    answer = await client.bot.answer_web_app_query(web_app_query_id=query_id, result=result)
    assert answer.inline_message_id
    last = (await control.chat(known))[-1]
    assert (last["text"], last["from"]["id"], last["via_bot"]["is_bot"]) == ("Seat booked", known, True)
    again = client.bot.answer_web_app_query(web_app_query_id=query_id, result=result)
    assert (await client.refusal(again)).words.startswith("query is too old")


async def test_a_group_has_no_mini_apps(client: Driver, control: Control, known: int) -> None:
    group = await control.add_group("Turma", [known])
    markup = client.inline([client.button("Agenda", web_app=APP)])
    sending = client.bot.send_message(chat_id=group, text="Open", reply_markup=markup)
    assert (await client.refusal(sending)).words == "button_type_invalid"
