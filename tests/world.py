"""The whole world of a test: the local Telegram, the real app polling it over HTTP, people, and a clock to move."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.app import App, build_app
from bot.settings import Settings
from core.ids import TelegramId
from core.roles import Role
from enrolment.people import Person
from simulator.app import running
from simulator.client import Control
from simulator.clock import SimulatorClock
from storage.cipher import Cipher

TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""09:00 in Belo Horizonte."""


class World:
    def __init__(self, server: Any, control: Control, clock: SimulatorClock, settings: Settings) -> None:
        self.server = server
        self.control = control
        self.clock = clock
        self.settings = settings
        self.app: App
        self._polling: asyncio.Task[None]
        self._http = aiohttp.ClientSession()

    async def open(self) -> None:
        self.app = await build_app(self.settings, clock=self.clock, rng=Random(1))
        self._polling = asyncio.create_task(
            # One update at a time: what Telegram sees as acknowledged has been handled and answered.
            self.app.dispatcher.start_polling(
                self.app.bot, handle_signals=False, handle_as_tasks=False, close_bot_session=False, polling_timeout=20
            )
        )

    async def stop(self) -> None:
        await self.app.dispatcher.stop_polling()
        await self._polling
        await self.app.close()

    async def restart(self) -> None:
        """End the bot as a crash would, and start it anew on the same database."""
        await self.stop()
        await self.open()

    async def close(self) -> None:
        await self.stop()
        await self._http.close()

    async def settle(self) -> None:
        """Wait until the bot has handled everything that people did."""
        url = f"{self.server.url}/bot{self.settings.telegram_token.get_secret_value()}/getWebhookInfo"
        for _ in range(2000):
            async with self._http.get(url) as response:
                if (await response.json())["result"]["pending_update_count"] == 0:
                    return
            await asyncio.sleep(0.005)
        raise TimeoutError("the bot did not handle an update within ten seconds")

    async def due(self) -> None:
        """Do all the work that is due now: plan, send, expire."""
        await self.app.due_work()

    async def wait(self, **duration: float) -> None:
        """Move the clock on by `duration` (timedelta's words) and do what became due."""
        from datetime import timedelta

        await self.clock.advance(timedelta(**duration).total_seconds())
        await self.due()

    async def person(self, first_name: str, language: str = "en", **more: Any) -> "Player":
        user = await self.control.add_user(first_name, language_code=language, **more)
        return Player(self, user, first_name)

    async def grant(self, player: "Player", *roles: Role) -> Person:
        """Make the player a consenting person with `roles`, as a coordinator's decision would."""
        from dataclasses import replace

        from core.languages import Language

        async with self.app.transactions.begin() as stores:
            now = self.clock.now()
            person, _ = await stores.people.meet(TelegramId(player.id), Language.ENGLISH, now=now)
            notice = self.app.dispatcher["programme"].notice.version
            person = replace(person, name=person.name or player.name, consent=notice, roles=person.roles | set(roles))
            await stores.people.save(person)
        await player.start()
        return person


class Player:
    """Somebody with a telephone."""

    def __init__(self, world: World, user_id: int, name: str) -> None:
        self.world = world
        self.id = user_id
        self.name = name
        self.last: dict[str, Any] = {}
        self.toast: str | None = None

    async def start(self, payload: str | None = None) -> "Player":
        await self.world.control.start(self.id, payload)
        await self.world.settle()
        return await self._look()

    async def say(self, text: str) -> "Player":
        await self.world.control.say(self.id, text)
        await self.world.settle()
        return await self._look()

    async def press(self, label: str) -> "Player":
        """Press the lowest button whose label contains `label`."""
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for key in row:
                    if label in key["text"]:
                        return await self.press_data(message["message_id"], key.get("callback_data", ""))
        raise LookupError(f"no button {label!r} on:\n{self.screen}\n{self.buttons}")

    async def press_data(self, message_id: int, data: str) -> "Player":
        """Press a button by its data, forged or not."""
        answer = await self.world.control.press(self.id, message_id, data, wait_seconds=5)
        await self.world.settle()
        self.toast = (answer["answer"] or {}).get("text")
        return await self._look()

    async def send(self, kind: str, content: bytes = b"OggS-not-really", **more: Any) -> "Player":
        """Send media: voice, photo, document, sticker…"""
        await self.world.control.send_media(self.id, kind, content, **more)
        await self.world.settle()
        return await self._look()

    async def messages(self) -> list[dict[str, Any]]:
        """The chat so far, edits applied, deleted messages left out."""
        chat = await self.world.control.chat(self.id)
        return [message for message in chat if not message.get("deleted")]

    async def _look(self) -> "Player":
        from_bot = [message for message in await self.messages() if message["from"]["is_bot"]]
        self.last = from_bot[-1] if from_bot else {}
        return self

    @property
    def screen(self) -> str:
        """The text of the bot's last message."""
        return str(self.last.get("text", self.last.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        return [key["text"] for row in self.last.get("reply_markup", {}).get("inline_keyboard", []) for key in row]

    async def data_of(self, label: str) -> tuple[int, str]:
        """The message and callback data of a button, to press it again or from another person's phone."""
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for key in row:
                    if label in key["text"]:
                        return message["message_id"], key["callback_data"]
        raise LookupError(label)


@asynccontextmanager
async def open_world(database_url: str, **more: Any) -> AsyncIterator[World]:
    clock = SimulatorClock(TUESDAY_NOON)
    async with running(clock=clock) as server, Control(server.url) as control:
        settings = Settings(
            telegram_token=SecretStr(server.token),
            telegram_api_url=server.url,
            database_url=SecretStr(database_url),
            encryption_keys=SecretStr(Cipher.new_key()),
            **{"sends_per_second": 0, **more},
        )
        world = World(server, control, clock, settings)
        await world.open()
        try:
            yield world
        finally:
            await world.close()
