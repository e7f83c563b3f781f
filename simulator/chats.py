"""A chat: its messages as both sides see them now, its reply keyboard, and a way to wait for a change."""

import asyncio
from typing import Any

from simulator.errors import Json

KEPT_MESSAGES = 5000


class Chat:
    """Messages by id, in order; `deleted` ones stay for the record and are marked."""

    __slots__ = (
        "card",
        "deleted",
        "id",
        "instance",
        "keyboard",
        "member_ids",
        "menu_button",
        "messages",
        "pinned",
        "reactions",
        "version",
        "waiting",
    )

    def __init__(self, card: Json, *, member_ids: list[int] | None = None) -> None:
        self.id: int = card["id"]
        self.card = card
        self.member_ids = member_ids or []
        self.instance = str((self.id * 0x9E3779B97F4A7C15) % (1 << 63))
        self.messages: dict[int, Json] = {}
        self.deleted: set[int] = set()
        self.reactions: dict[int, list[Any]] = {}
        self.keyboard: Json | None = None
        self.menu_button: Json | None = None
        self.pinned: int | None = None
        self.version = 0
        self.waiting: list[asyncio.Future[None]] = []

    @property
    def private(self) -> bool:
        return self.id > 0

    def keep(self, message: Json) -> None:
        """A new message or a new state of one; old ones are forgotten past a bound."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > KEPT_MESSAGES:
            oldest = next(iter(self.messages))
            del self.messages[oldest]
            self.deleted.discard(oldest)
            self.reactions.pop(oldest, None)
        self.changed()

    def alive(self, message_id: int) -> Json | None:
        return None if message_id in self.deleted else self.messages.get(message_id)

    def changed(self) -> None:
        self.version += 1
        if self.waiting:
            for future in self.waiting:
                if not future.done():
                    future.set_result(None)
            self.waiting = []

    async def wait_beyond(self, version: int, seconds: float) -> None:
        """Returns when the version has passed `version`, or when the time is over."""
        if self.version > version:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return

    def shown(self, after: int = 0) -> list[Json]:
        """Messages with an id over `after`, deleted ones marked."""
        deleted = self.deleted
        return [
            {**message, "deleted": True} if number in deleted else message
            for number, message in self.messages.items()
            if number > after
        ]
