"""Telegram's limits on sending, enforced when asked for.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import deque
from dataclasses import dataclass, field

from simulator.errors import ApiError, Json, too_many_requests

SENDING = frozenset({"copymessage", "copymessages", "forwardmessage", "forwardmessages"})


def counts(method: str) -> bool:
    """Whether a method (lower case) sends a message."""
    return method in SENDING or (method.startswith("send") and method != "sendchataction")


class Window:
    """At most `size` in any `seconds` seconds."""

    __slots__ = ("seconds", "size", "taken")

    def __init__(self, size: int, seconds: float) -> None:
        self.size = size
        self.seconds = seconds
        self.taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 when there is."""
        edge = now - self.seconds
        while self.taken and self.taken[0] <= edge:
            self.taken.popleft()
        return 0.0 if len(self.taken) < self.size else self.taken[0] - edge


@dataclass(slots=True, kw_only=True)
class Limits:
    """Sliding windows on the loop's monotonic clock, whatever the movable clock does."""

    enforce: bool = False
    overall_per_second: int = 30
    per_chat_per_second: int = 1
    per_group_per_minute: int = 20
    overall: Window = field(default_factory=lambda: Window(30, 1.0))
    chats: dict[int, list[Window]] = field(default_factory=dict)

    def change(self, given: Json) -> None:
        self.enforce = bool(given.get("enforce", self.enforce))
        self.overall_per_second = int(given.get("overall_per_second", self.overall_per_second))
        self.per_chat_per_second = int(given.get("per_chat_per_second", self.per_chat_per_second))
        self.per_group_per_minute = int(given.get("per_group_per_minute", self.per_group_per_minute))
        self.overall = Window(self.overall_per_second, 1.0)
        self.chats = {}

    def view(self) -> Json:
        return {
            "enforce": self.enforce,
            "overall_per_second": self.overall_per_second,
            "per_chat_per_second": self.per_chat_per_second,
            "per_group_per_minute": self.per_group_per_minute,
        }

    def of_chat(self, chat_id: int) -> list[Window]:
        windows = self.chats.get(chat_id)
        if windows is None:
            windows = [Window(self.per_chat_per_second, 1.0)]
            if chat_id < 0:
                windows.append(Window(self.per_group_per_minute, 60.0))
            self.chats[chat_id] = windows
        return windows

    def refusal(self, chat_id: int, now: float) -> ApiError | None:
        """None, and the message is counted; or the 429, and it is not."""
        windows = [self.overall, *self.of_chat(chat_id)]
        seconds = max(window.wait(now) for window in windows)
        if seconds > 0:
            return too_many_requests(max(1, math.ceil(seconds)))
        for window in windows:
            window.taken.append(now)
        return None
