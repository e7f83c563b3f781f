"""Updates on their way to the bot, until the bot acknowledges them."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.errors import ApiError, Json, conflict

LONGEST_POLL = 50
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
UPDATE_TYPES = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "message_reaction_count",
        "shipping_query",
        "pre_checkout_query",
    ]
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_SET = "terminated by setWebhook request"


@dataclass(slots=True, kw_only=True)
class Waiting:
    """An update and the chat or person whose order it keeps. A raw one is handed out even below the offset."""

    update: Json
    lane: int
    raw: bool = False
    handed: bool = False


class UpdateQueue:
    """Polling takes from here; a webhook is told of each arrival by `on_arrival`."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.pending: deque[Waiting] = deque()
        self.allowed: frozenset[str] | None = None
        self.poller: asyncio.Future[None] | None = None
        self.on_arrival: Callable[[Waiting], None] | None = None

    def allow(self, names: Iterable[object]) -> None:
        """Remembers which types the bot wants; none: all but the few that must be asked for."""
        wanted = frozenset(str(name) for name in names) & UPDATE_TYPES
        self.allowed = wanted or None

    def wants(self, kind: str) -> bool:
        return kind not in LEFT_OUT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def put(self, kind: str, content: Json, *, lane: int) -> int:
        """Queues an update of that type and returns its id (also when the bot does not want it)."""
        number = self.next_id
        self.next_id += 1
        if self.wants(kind):
            self.arrive(Waiting(update={"update_id": number, kind: content}, lane=lane))
        return number

    def put_raw(self, update: Json) -> int:
        """Queues an update exactly as it is, whatever its id."""
        number = int(update.setdefault("update_id", self.next_id))
        if number >= self.next_id:
            self.next_id = number + 1
        self.arrive(Waiting(update=update, lane=0, raw=True))
        return number

    def arrive(self, item: Waiting) -> None:
        self.pending.append(item)
        if self.on_arrival is not None:
            self.on_arrival(item)
        elif self.poller is not None and not self.poller.done():
            self.poller.set_result(None)

    def confirm(self, offset: int) -> None:
        """Forgets what is below the offset; a negative one keeps only the last updates."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset > 0:
            if self.pending and self.pending[0].update["update_id"] >= offset and not self.pending[0].raw:
                return
            self.pending = deque(
                item for item in self.pending if item.update["update_id"] >= offset or (item.raw and not item.handed)
            )

    def take(self, limit: int) -> list[Json]:
        taken: list[Json] = []
        for item in self.pending:
            if len(taken) == limit:
                break
            item.handed = True
            taken.append(item.update)
        return taken

    def interrupt(self, refusal: ApiError) -> None:
        if self.poller is not None and not self.poller.done():
            self.poller.set_exception(refusal)
        self.poller = None

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109  (Telegram's name)
        """Updates at once, or the first to come within `timeout` seconds; an older poller gets a 409."""
        self.interrupt(conflict(OTHER_POLLER))
        self.confirm(offset)
        found = self.take(limit)
        if found or timeout <= 0:
            return found
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.poller = poller
        try:
            await asyncio.wait_for(poller, min(timeout, LONGEST_POLL))
        except TimeoutError:
            return []
        finally:
            if self.poller is poller:
                self.poller = None
        return self.take(limit)

    def forget(self) -> None:
        self.pending.clear()
