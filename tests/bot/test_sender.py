"""Every way a message may go, over real HTTP, on both databases."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.ids import DeliveryId
from core.languages import Language
from core.notices import DeliveryState
from storage.due import MOST_ATTEMPTS
from tests.bot.sending import Post


async def due_ids(post: Post) -> list[DeliveryId]:
    return [DeliveryId(row.id) for row in await post.rows() if row.state == DeliveryState.PLANNED]


def moment(call: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(call["at"])


async def only_row(post: Post) -> Any:
    (row,) = await post.rows()
    return row


async def test_a_notice_is_rendered_in_the_language_its_reader_has_now(post: Post) -> None:
    (spanish,) = await post.people(1, Language.SPANISH)
    (english,) = await post.people(1)
    await post.plan([spanish, english], "one")
    assert await post.sender().send(await due_ids(post)) == 2
    assert await post.received() == {(spanish.telegram_id, "es: note one"): 1, (english.telegram_id, "en: note one"): 1}
    for row in await post.rows():
        assert (row.state, row.attempts, row.error) == ("sent", 1, None)
        assert row.message_id > 0


async def test_two_workers_with_the_same_ids_send_once(post: Post) -> None:
    people = await post.people(30)
    await post.plan(people, "one")
    ids = await due_ids(post)
    counts = await asyncio.gather(*(post.sender().send(ids) for _ in range(3)))
    assert sum(counts) == 30
    assert set((await post.received()).values()) == {1}
    assert await post.states() == {"sent": 30}


async def test_what_is_not_due_or_too_late_stays(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "later", due=timedelta(minutes=1))
    await post.plan([person], "over", due=timedelta(hours=-2), lasts=timedelta(hours=1))
    assert await post.sender().send(await due_ids(post)) == 0
    assert not await post.calls()


async def test_somebody_who_blocked_the_bot_is_marked_and_not_tried_again(post: Post) -> None:
    (person, other) = await post.people(2)
    await post.plan([person, other], "one")
    await post.plan([person], "two", due=timedelta(minutes=1))
    await post.control.block(person.telegram_id)
    await post.sender().send(await due_ids(post))
    async with post.transactions.read() as stores:
        marked = await stores.people.get(person.id)
    assert marked.blocked_at is not None
    await post.clock.advance(60)
    await post.sender().send(await due_ids(post))
    assert await post.states() == {"blocked": 2, "sent": 1}
    assert len(await post.calls()) == 2


async def test_retry_after_pauses_the_whole_sender_and_counts_as_no_attempt(post: Post) -> None:
    people = await post.people(12)
    await post.plan(people, "one")
    await post.fault(retry_after=1)
    await post.sender(concurrency=1).send(await due_ids(post))
    refused, *others = await post.calls()
    assert (refused["ok"], len(others)) == (False, 11)
    assert moment(others[0]) - moment(refused) >= timedelta(seconds=1)
    (row,) = [row for row in await post.rows() if row.state == "planned"]
    assert row.attempts == 0
    assert timedelta(seconds=0.9) < row.due_at - row.changed_at <= timedelta(seconds=1)
    await post.clock.advance(1)
    await post.sender().send(await due_ids(post))
    assert await post.states() == {"sent": 12}


async def test_a_storm_of_429_loses_and_repeats_nothing(post: Post) -> None:
    people = await post.people(40)
    await post.plan(people, "one")
    await post.fault(retry_after=1, count=60)
    sender = post.sender()
    for _ in range(10):
        if ids := await due_ids(post):
            await sender.send(ids)
            await post.clock.advance(2)
    assert await post.states() == {"sent": 40}
    assert set((await post.received()).values()) == {1}
    assert {row.attempts for row in await post.rows()} == {1}


async def test_a_long_pause_puts_the_rest_off_instead_of_holding_it(post: Post) -> None:
    people = await post.people(5)
    await post.plan(people, "one")
    await post.fault(retry_after=600)
    async with asyncio.timeout(5):
        await post.sender(concurrency=1).send(await due_ids(post))
    assert len(await post.calls()) == 1
    for row in await post.rows():
        assert (row.state, row.attempts) == ("planned", 0)
        assert timedelta(minutes=9) < row.due_at - post.clock.now() <= timedelta(minutes=10)


async def test_a_server_error_is_tried_again_later(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "one")
    await post.fault(error_code=502)
    await post.sender().send(await due_ids(post))
    row = await only_row(post)
    assert (row.state, row.attempts) == ("planned", 1)
    assert row.due_at > post.clock.now()
    await post.clock.advance(60)
    await post.sender().send(await due_ids(post))
    row = await only_row(post)
    assert (row.state, row.attempts) == ("sent", 2)
    assert await post.received() == {(person.telegram_id, "en: note one"): 1}


async def test_after_five_attempts_it_has_failed(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "one")
    await post.fault(error_code=500, count=100)
    for _ in range(MOST_ATTEMPTS + 2):
        await post.sender().send(await due_ids(post))
        await post.clock.advance(3600)
    row = await only_row(post)
    assert (row.state, row.attempts) == ("failed", MOST_ATTEMPTS)
    assert row.error.startswith("TelegramServerError")
    assert len(await post.calls()) == MOST_ATTEMPTS


@pytest.mark.parametrize(("mode", "copies"), [("reset", 1), ("reset_after", 2), ("timeout", 1)])
async def test_a_dropped_connection_loses_nothing_and_repeats_what_was_in_flight(
    post: Post, mode: str, copies: int
) -> None:
    people = await post.people(6)
    await post.plan(people, "one")
    await post.fault(mode=mode)
    # A lease of two seconds leaves one for the call, so that silence is not waited for longer.
    sender = post.sender(lease=timedelta(seconds=2))
    await sender.send(await due_ids(post))
    assert await post.states() == {"sent": 5, "planned": 1}
    await post.clock.advance(60)
    await sender.send(await due_ids(post))
    assert await post.states() == {"sent": 6}
    assert sorted((await post.received()).values()) == [1, 1, 1, 1, 1, copies]


async def test_a_refused_message_has_failed_with_its_reason(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "one")
    await post.fault(error_code=400, description="Bad Request: message is too long")
    await post.sender().send(await due_ids(post))
    row = await only_row(post)
    assert (row.state, row.attempts) == ("failed", 1)
    assert "message is too long" in row.error


async def test_a_revoked_token_fails_nobody(post: Post) -> None:
    people = await post.people(3)
    await post.plan(people, "one")
    await post.fault(error_code=401)
    await post.sender(concurrency=1, lease=timedelta(seconds=10)).send(await due_ids(post))
    assert await post.states() == {"planned": 3}
    assert len(await post.calls()) == 1
    assert {row.attempts for row in await post.rows()} == {0}


async def test_a_renderer_fails_alone_and_may_find_nothing_left_to_say(post: Post) -> None:
    people = await post.people(8)
    await post.plan(people[:5], "one")
    await post.plan(people[5:6], "one", mood="silent")
    await post.plan(people[6:7], "one", mood="broken")
    await post.plan(people[7:], "one", mood="gone")
    await post.sender().send(await due_ids(post))
    assert [row.state for row in await post.rows()] == [*["sent"] * 5, "cancelled", "failed", "cancelled"]
    assert (await post.rows())[6].error == "rendering: ZeroDivisionError"


async def test_an_unknown_kind_has_failed(post: Post) -> None:
    (person,) = await post.people(1)
    await post.plan([person], "one")
    await post.sender(renderers={}).send(await due_ids(post))
    assert (await only_row(post)).state == "failed"


async def test_a_sender_that_stops_finishes_what_left_and_gives_back_the_rest(post: Post) -> None:
    people = await post.people(10)
    await post.plan(people, "one")
    await post.fault(mode="slow", seconds=0.5)
    sender = post.sender(concurrency=1)
    working = asyncio.create_task(sender.send(await due_ids(post)))
    while (await post.control.request("GET", "faults"))["faults"]:  # noqa: ASYNC110 - the fault is taken over there
        await asyncio.sleep(0.02)
    sender.stop()
    await working
    assert await post.states() == {"sent": 1, "planned": 9}
    assert {row.attempts for row in await post.rows() if row.state == "planned"} == {0}
    assert await sender.send(await due_ids(post)) == 0
