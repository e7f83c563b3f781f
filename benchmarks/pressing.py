"""Many people pressing buttons over HTTP, and what each answer costs the bot's process."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.processes import cpu_seconds
from simulator.client import Control

Message = dict[str, Any]
Choose = Callable[[Message], str | None]
"""Returns the data of the button to press, or None when this person is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    answers: int
    cpu_ms: float
    """Of the bot's process, for each answer."""


async def pressed(
    control: Control, bot: psutil.Process, people: Sequence[int], choose: Choose, *, rounds: int, at_once: int = 8
) -> Cost:
    """Let everybody press up to `rounds` times, `at_once` people at a time; the bot must show a screen already."""
    gate = asyncio.Semaphore(at_once)
    before = cpu_seconds(bot)
    counts = await asyncio.gather(*(_one(control, person, choose, rounds, gate) for person in people))
    answers = sum(counts)
    return Cost(answers=answers, cpu_ms=(cpu_seconds(bot) - before) * 1000 / answers)


async def _one(control: Control, person: int, choose: Choose, rounds: int, gate: asyncio.Semaphore) -> int:
    done = 0
    async with gate:
        state = await control.chat_state(person)
        for _ in range(rounds):
            message = _last(state)
            data = choose(message)
            if data is None:
                break
            await control.press(person, message["message_id"], data)
            shown = (message.get("edit_date"), message.get("text"), message["message_id"])
            state = await control.wait_until(person, lambda now, shown=shown: _changed(now, shown), seconds=20)  # type: ignore[misc]
            done += 1
    return done


def _last(state: dict[str, Any]) -> Message:
    shown: list[Message] = [message for message in state["messages"] if message["from"]["is_bot"]]
    return shown[-1]


def _changed(state: dict[str, Any], shown: tuple[Any, ...]) -> bool:
    message = _last(state)
    return (message.get("edit_date"), message.get("text"), message["message_id"]) != shown


def first_button(message: Message) -> str | None:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows[0][0]["callback_data"] if rows else None
