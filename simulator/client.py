"""A small client of the control interface, for tests and the demo."""

import asyncio
import base64
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import ClientSession

from simulator.errors import Json

UserId = int


class RefusedError(Exception):
    """The control interface said no: status and its words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status}: {words}")
        self.status = status
        self.words = words


class Control:
    """Plays the people and orders troubles. Use as `async with Control(server.url) as control`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self.session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.session is not None:
            await self.session.close()

    async def request(self, verb: str, path: str, body: Json | None = None, **query: Any) -> Json:
        """One exchange with /_sim; raises RefusedError."""
        if self.session is None:
            raise RuntimeError("use `async with Control(url)`")
        params = {name: str(value) for name, value in query.items() if value is not None}
        async with self.session.request(verb, f"{self.url}/_sim/{path}", json=body, params=params) as response:
            found: Json = await response.json()
            if response.status >= 400:
                raise RefusedError(response.status, found.get("error", ""))
            return found

    async def post(self, path: str, **body: Any) -> Json:
        return await self.request("POST", path, {name: value for name, value in body.items() if value is not None})

    async def add_user(self, first_name: str, **details: Any) -> UserId:
        """A new person; details: language_code, last_name, username, id, profile, time_zone. Returns the id."""
        found = await self.post("users", first_name=first_name, **details)
        return int(found["user"]["id"])

    async def start(self, user: UserId, payload: str | None = None) -> Json:
        found: Json = (await self.post(f"users/{user}/start", payload=payload))["message"]
        return found

    async def say(self, user: UserId, text: str, **details: Any) -> Json:
        """Returns the person's message; details: reply_to_message_id, entities, chat_id."""
        found: Json = (await self.post(f"users/{user}/messages", text=text, **details))["message"]
        return found

    async def edit(self, user: UserId, message_id: int, text: str) -> Json:
        found: Json = (await self.post(f"users/{user}/edits", message_id=message_id, text=text))["message"]
        return found

    async def send_media(self, user: UserId, kind: str, content: bytes, **details: Any) -> Json:
        encoded = base64.b64encode(content).decode()
        found: Json = (await self.post(f"users/{user}/media", kind=kind, base64=encoded, **details))["message"]
        return found

    async def press(self, user: UserId, message_id: int, data: str, *, wait_seconds: float | None = None) -> Json:
        """Presses with that data, real or forged; returns {callback_query_id, update_id, answer}."""
        return await self.post(f"users/{user}/callbacks", message_id=message_id, data=data, wait_seconds=wait_seconds)

    async def press_label(
        self, user: UserId, message_id: int, label: str, *, wait_seconds: float | None = None
    ) -> Json:
        """Presses the button with that text."""
        return await self.post(f"users/{user}/callbacks", message_id=message_id, text=label, wait_seconds=wait_seconds)

    async def vote(self, user: UserId, poll_id: str, option_ids: list[int]) -> Json:
        found: Json = (await self.post(f"users/{user}/poll_answers", poll_id=poll_id, option_ids=option_ids))["poll"]
        return found

    async def open_web_app(
        self, user: UserId, *, message_id: int | None = None, button_text: str | None = None
    ) -> Json:
        return await self.post(f"users/{user}/web_app", message_id=message_id, button_text=button_text)

    async def send_web_app_data(self, user: UserId, button_text: str, data: str) -> Json:
        found: Json = (await self.post(f"users/{user}/web_app_data", button_text=button_text, data=data))["message"]
        return found

    async def inline(self, user: UserId, query: str, **details: Any) -> Json:
        return await self.post(f"users/{user}/inline", query=query, **details)

    async def choose_result(self, user: UserId, inline_query_id: str, result_id: str) -> Json:
        path = f"users/{user}/chosen_result"
        found: Json = (await self.post(path, inline_query_id=inline_query_id, result_id=result_id))["message"]
        return found

    async def block(self, user: UserId) -> None:
        await self.post(f"users/{user}/block")

    async def unblock(self, user: UserId) -> None:
        await self.post(f"users/{user}/unblock")

    async def add_group(self, title: str, member_ids: list[UserId], **details: Any) -> int:
        found = await self.post("groups", title=title, member_ids=member_ids, **details)
        return int(found["chat"]["id"])

    async def chat_state(
        self, chat: int, *, after: int = 0, since: int | None = None, wait: float | None = None
    ) -> Json:
        """{messages, version, keyboard, ...}; with since and wait it waits for a change."""
        folder = "users" if chat > 0 else "groups"
        return await self.request("GET", f"{folder}/{chat}/chat", after=after, since=since, wait=wait)

    async def chat(self, chat: int, *, after: int = 0) -> list[Json]:
        """The messages with an id over `after`, from both sides, deleted ones marked."""
        found: list[Json] = (await self.chat_state(chat, after=after))["messages"]
        return found

    async def wait_until(self, chat: int, done: Callable[[Json], bool], *, seconds: float = 10) -> Json:
        """The chat's state as soon as `done(state)`; raises TimeoutError with what was last seen."""
        end = time.monotonic() + seconds
        state = await self.chat_state(chat)
        while not done(state):
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not so within {seconds} s; the last messages: {state['messages'][-3:]}")
            state = await self.chat_state(chat, since=state["version"], wait=round(left, 3))
        return state

    async def wait_for_message(
        self,
        chat: int,
        *,
        after: int | None = None,
        containing: str = "",
        seconds: float = 10,
    ) -> Json:
        """The first message of the bot with an id over `after` (default: over the last one of a person)
        whose text or caption contains `containing`. An edited older message does not count: see wait_until.
        """

        def found(state: Json) -> Json | None:
            messages = state["messages"]
            own = [message["message_id"] for message in messages if not message["from"]["is_bot"]]
            edge = after if after is not None else max(own, default=0)
            for message in messages:
                words = message.get("text") or message.get("caption") or ""
                if message["from"]["is_bot"] and message["message_id"] > edge and containing in words:
                    answer: Json = message
                    return answer
            return None

        state = await self.wait_until(chat, lambda state: found(state) is not None, seconds=seconds)
        return found(state) or {}

    async def send_update(self, update: Json) -> int:
        """Delivers a raw Update as it is; returns its id."""
        return int((await self.request("POST", "updates", update))["update_id"])

    async def fault(self, method: str = "*", **details: Any) -> Json:
        """details: error_code, description, retry_after, mode, seconds, count."""
        return await self.post("faults", method=method, **details)

    async def clear_faults(self) -> None:
        await self.request("DELETE", "faults")

    async def limits(self, **details: Any) -> Json:
        """details: enforce, overall_per_second, per_chat_per_second, per_group_per_minute."""
        return await self.post("limits", **details)

    async def calls(self, method: str | None = None, *, after: int = 0) -> list[Json]:
        """What the bot called, oldest first."""
        found: list[Json] = (await self.request("GET", "calls", method=method, after=after))["calls"]
        return found

    async def wait_for_calls(self, method: str, count: int, *, seconds: float = 10) -> list[Json]:
        """At least `count` calls of the method; raises TimeoutError."""
        end = time.monotonic() + seconds
        while len(found := await self.calls(method)) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(found)} of {count} calls of {method} within {seconds} s")
            await asyncio.sleep(0.02)
        return found

    async def clock(self) -> Json:
        return await self.request("GET", "clock")

    async def advance(self, seconds: float) -> Json:
        return await self.post("clock", advance_seconds=seconds)

    async def step(self, step: str, time_zone: str = "UTC") -> Json:
        """next_hour, tomorrow_morning or next_week."""
        return await self.post("clock", step=step, time_zone=time_zone)

    async def state(self) -> Json:
        return await self.request("GET", "state")

    async def reset(self) -> None:
        await self.post("reset")

    async def health(self) -> Json:
        return await self.request("GET", "health")
