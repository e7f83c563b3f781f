"""The clock of the local Telegram: the wall clock plus an offset that a demo may move."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

Listener = Callable[[datetime], Awaitable[None]]

MORNING_HOUR = 8


class SimulatorClock:
    """`now()` is aware UTC. Moving it awaits every listener, so that what became due happens before the answer."""

    def __init__(self, start: datetime | None = None) -> None:
        self._listeners: list[Listener] = []
        self.offset = timedelta()
        if start is not None:
            self.offset = start - self.now()

    def now(self) -> datetime:
        # The one place of the local Telegram that reads the wall clock: everything else asks this object.
        return datetime.now(UTC) + self.offset  # noqa: TID251

    def timestamp(self) -> int:
        """Whole Unix seconds, the form of every date in the Bot API."""
        return int(self.now().timestamp())

    def on_move(self, callback: Listener) -> None:
        self._listeners.append(callback)

    def forget(self, callback: Listener) -> None:
        self._listeners.remove(callback)

    async def advance(self, seconds: float) -> datetime:
        """Moves by `seconds` and returns the new time once every listener has finished."""
        self.offset += timedelta(seconds=seconds)
        now = self.now()
        for listener in list(self._listeners):
            await listener(now)
        return now

    async def move_to(self, moment: datetime) -> datetime:
        """Moves to an aware `moment`; raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("the moment must be aware")
        return await self.advance((moment - self.now()).total_seconds())


def next_step(step: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment a named step leads to, in aware UTC; raises ValueError for an unknown step."""
    local = now.astimezone(zone)
    if step == "next_hour":
        return (now + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    if step == "tomorrow_morning":
        morning = (local + timedelta(days=1)).replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
        return morning.astimezone(UTC)
    if step == "next_week":
        return (local + timedelta(days=7)).astimezone(UTC)
    raise ValueError(f"unknown step {step!r}")
