"""Delivery by webhook: in order within a chat, in parallel across chats, again and again until it is taken."""

import asyncio
import contextlib
import re
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.body import from_webhook_reply
from simulator.clock import SimulatorClock
from simulator.errors import ApiError, Json, bad_request
from simulator.params import Params
from simulator.updates import UpdateQueue, Waiting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
DELIVERY_SECONDS = 60
LONGEST_DELAY = 60.0

Call = Callable[[str, Params], Awaitable[object]]


def checked_url(url: str) -> str:
    """An address a local Bot API server accepts: HTTP or HTTPS; raises 400 otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    return url


def checked_secret(secret: str) -> str:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


class Webhook:
    """The address set by the bot and the tasks that bring updates there."""

    def __init__(self, updates: UpdateQueue, clock: SimulatorClock, call: Call, *, first_delay: float) -> None:
        self.updates = updates
        self.clock = clock
        self.call = call
        self.first_delay = first_delay
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.certificate = False
        self.last_error: tuple[int, str] | None = None
        self.lanes: dict[int, deque[Waiting]] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.room = asyncio.Semaphore(self.max_connections)
        self.session: ClientSession | None = None

    def begin(self, url: str, secret: str, max_connections: int) -> None:
        self.end()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.room = asyncio.Semaphore(max_connections)
        self.updates.on_arrival = self.arrived
        for item in list(self.updates.pending):
            self.arrived(item)

    def end(self) -> None:
        self.url = self.secret = ""
        self.certificate = False
        self.last_error = None
        self.updates.on_arrival = None
        for task in self.tasks:
            task.cancel()
        self.tasks.clear()
        self.lanes.clear()

    async def close(self) -> None:
        tasks = list(self.tasks)
        self.end()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.session is not None:
            await self.session.close()

    def arrived(self, item: Waiting) -> None:
        lane = self.lanes.get(item.lane)
        if lane is not None:
            lane.append(item)
            return
        self.lanes[item.lane] = deque([item])
        task = asyncio.get_running_loop().create_task(self.drain(item.lane))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def drain(self, lane: int) -> None:
        queue = self.lanes[lane]
        while queue:
            await self.deliver(queue[0])
            item = queue.popleft()
            with contextlib.suppress(ValueError):
                self.updates.pending.remove(item)
        if self.lanes.get(lane) is queue:
            del self.lanes[lane]

    async def deliver(self, item: Waiting) -> None:
        delay = self.first_delay
        while True:
            async with self.room:
                failure, reply = await self.attempt(item.update)
            if failure is None:
                break
            self.last_error = (self.clock.timestamp(), failure)
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)
        if reply is not None and reply.has("method"):
            # A refusal of a method in a reply reaches nobody, as with Telegram; the journal has it.
            with contextlib.suppress(ApiError):
                await self.call(reply.text("method"), reply)

    async def attempt(self, update: Json) -> tuple[str | None, Params | None]:
        """What went wrong, or None; and the method in the reply."""
        if self.session is None:
            self.session = ClientSession(timeout=ClientTimeout(total=DELIVERY_SECONDS))
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with self.session.post(self.url, json=update, headers=headers, allow_redirects=False) as response:
                if 200 <= response.status < 300:
                    return None, await from_webhook_reply(response)
                return f"Wrong response from the webhook: {response.status} {response.reason}", None
        except TimeoutError:
            return "Read timeout expired", None
        except ClientError as failure:
            refused = "Connection refused" if "Cannot connect" in str(failure) else "Connection reset by peer"
            return refused, None

    def info(self) -> Json:
        found: Json = {
            "url": self.url,
            "has_custom_certificate": self.certificate,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            found |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self.last_error:
            found |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        if self.updates.allowed is not None:
            found["allowed_updates"] = sorted(self.updates.allowed)
        return found
