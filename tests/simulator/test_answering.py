"""Buttons, polls and inline queries, driven by both clients."""

import asyncio

import pytest

from simulator.client import Control, RefusedError
from tests.simulator.drivers import Driver

STALE = "query is too old and response timeout expired or query id is invalid"


async def asked(client: Driver, person: int) -> int:
    markup = client.inline([client.button("Sim", callback_data="yes"), client.button("Site", url="https://pbh.gov.br")])
    sent = await client.bot.send_message(chat_id=person, text="Ready?", reply_markup=markup)
    return int(sent.message_id)


async def test_a_press_reaches_the_bot_and_its_answer_the_person(client: Driver, control: Control, known: int) -> None:
    message_id = await asked(client, known)
    pressing = asyncio.create_task(control.press_label(known, message_id, "Sim", wait_seconds=5))
    query = (await client.next_update()).callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("yes", known, message_id)
    assert query.chat_instance
    assert await client.bot.answer_callback_query(callback_query_id=query.id, text="Ótimo", show_alert=True)
    assert (await pressing)["answer"] == {"text": "Ótimo", "show_alert": True, "url": ""}


async def test_an_answer_is_single_use_and_expires(client: Driver, control: Control, known: int) -> None:
    message_id = await asked(client, known)
    first = (await control.press(known, message_id, "yes"))["callback_query_id"]
    await client.bot.answer_callback_query(callback_query_id=first)
    assert (await client.refusal(client.bot.answer_callback_query(callback_query_id=first))).words == STALE
    late = (await control.press(known, message_id, "yes"))["callback_query_id"]
    await control.advance(120)
    assert (await client.refusal(client.bot.answer_callback_query(callback_query_id=late))).words == STALE
    assert (await client.refusal(client.bot.answer_callback_query(callback_query_id="1"))).words == STALE
    fresh = (await control.press(known, message_id, "yes"))["callback_query_id"]
    long = client.bot.answer_callback_query(callback_query_id=fresh, text="x" * 201)
    assert (await client.refusal(long)).words == "message_too_long"


async def test_forged_data_and_deleted_messages(client: Driver, control: Control, known: int) -> None:
    message_id = await asked(client, known)
    await control.press(known, message_id, "forged:1:2")
    assert (await client.next_update()).callback_query.data == "forged:1:2"
    await client.bot.delete_message(chat_id=known, message_id=message_id)
    await control.press(known, message_id, "yes")
    query = (await client.next_update()).callback_query
    assert query.message.message_id == message_id
    assert not getattr(query.message, "text", None)
    with pytest.raises(RefusedError):
        await control.press_label(known, message_id, "Sim")


async def test_link_buttons_open_and_unknown_ones_are_refused(client: Driver, control: Control, known: int) -> None:
    message_id = await asked(client, known)
    assert await control.press_label(known, message_id, "Site") == {"url": "https://pbh.gov.br"}
    with pytest.raises(RefusedError, match="404"):
        await control.press_label(known, message_id, "Talvez")


async def test_a_quiz_is_answered_once(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_poll(
        chat_id=known,
        question="2 + 2",
        options=["3", "4"],
        type="quiz",
        correct_option_ids=[1],
        is_anonymous=False,
        explanation="Count <b>again</b>",
        explanation_parse_mode="HTML",
    )
    poll = sent.poll
    assert len({option.persistent_id for option in poll.options}) == 2
    assert (str(poll.type), poll.explanation, poll.is_closed) == ("quiz", "Count again", False)
    seen = await control.vote(known, poll.id, [1])
    assert (seen["total_voter_count"], seen["options"][1]["voter_count"], seen["correct_option_ids"]) == (1, 1, [1])
    answer = (await client.next_update()).poll_answer
    assert (answer.user.id, list(answer.option_ids)) == (known, [1])
    assert (await client.next_update()).poll.total_voter_count == 1
    with pytest.raises(RefusedError, match="REVOTE_NOT_ALLOWED"):
        await control.vote(known, poll.id, [0])


async def test_a_poll_can_be_voted_again_and_stopped(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_poll(
        chat_id=known, question="When?", options=["Mon", "Tue", "Wed"], allows_multiple_answers=True
    )
    assert sent.poll.is_anonymous
    await control.vote(known, sent.poll.id, [0, 2])
    await control.vote(known, sent.poll.id, [])
    await control.vote(known, sent.poll.id, [1])
    updates = await client.updates(timeout=1)
    assert [update.poll.total_voter_count for update in updates] == [1, 0, 1]
    assert all(update.poll_answer is None for update in updates)
    stopped = await client.bot.stop_poll(chat_id=known, message_id=sent.message_id)
    assert (stopped.is_closed, stopped.options[1].voter_count) == (True, 1)
    with pytest.raises(RefusedError, match="already been closed"):
        await control.vote(known, sent.poll.id, [2])
    again = client.bot.stop_poll(chat_id=known, message_id=sent.message_id)
    assert (await client.refusal(again)).words == "poll has already been closed"


async def test_a_poll_closes_by_the_clock(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_poll(chat_id=known, question="Now?", options=["a", "b"], open_period=600)
    await control.advance(599)
    assert (await control.chat(known))[-1]["poll"]["is_closed"] is False
    await control.advance(2)
    assert (await control.chat(known))[-1]["poll"]["is_closed"] is True
    update = await client.next_update()
    assert (update.poll.id, update.poll.is_closed) == (sent.poll.id, True)


async def test_an_inline_query_and_its_chosen_result(client: Driver, control: Control, known: int) -> None:
    types = client.types()
    asking = asyncio.create_task(control.inline(known, "bom"))
    query = (await client.next_update()).inline_query
    assert (query.query, query.from_user.id) == ("bom", known)
    result = types.InlineQueryResultArticle(
        id="1",
        title="Bom dia",
        input_message_content=types.InputTextMessageContent(message_text="<b>Bom dia</b>", parse_mode="HTML"),
        reply_markup=client.inline([client.button("Like", callback_data="like")]),
    )
    assert await client.bot.answer_inline_query(inline_query_id=query.id, results=[result], cache_time=0)
    found = await asking
    assert [one["title"] for one in found["results"]] == ["Bom dia"]
    sent = await control.choose_result(known, found["inline_query_id"], "1")
    assert (sent["text"], sent["via_bot"]["username"]) == ("Bom dia", "local_bot")
    message, chosen = await client.next_update(), await client.next_update()
    assert message.message.via_bot.username == "local_bot"
    inline_id = chosen.chosen_inline_result.inline_message_id
    assert await client.bot.edit_message_text(inline_message_id=inline_id, text="Boa tarde") is True
    assert (await control.chat(known))[-1]["text"] == "Boa tarde"
