"""What happened, for the page: numbered, so that a reader who was away can catch up."""

import asyncio
from collections import deque

from simulator.errors import Json

KEPT_EVENTS = 5000
QUEUED_EVENTS = 10_000


class EventFeed:
    """Keeps the last events and hands new ones to every open reader."""

    def __init__(self) -> None:
        self.last = 0
        self.kept: deque[tuple[int, str, Json]] = deque(maxlen=KEPT_EVENTS)
        self.readers: set[asyncio.Queue[tuple[int, str, Json] | None]] = set()

    def emit(self, name: str, data: Json) -> None:
        self.last += 1
        event = (self.last, name, data)
        self.kept.append(event)
        if not self.readers:
            return
        for reader in list(self.readers):
            if reader.full():
                # Too slow to follow: it is cut off, comes back with its last id, and is told what it missed.
                self.readers.discard(reader)
                reader.get_nowait()
                reader.put_nowait(None)
            else:
                reader.put_nowait(event)

    def since(self, number: int) -> list[tuple[int, str, Json]] | None:
        """Events after `number`; None when some of them are gone, or the number is from another run."""
        if number > self.last or (self.kept and number < self.kept[0][0] - 1) or (not self.kept and number < self.last):
            return None
        return [event for event in self.kept if event[0] > number]

    def open(self) -> asyncio.Queue[tuple[int, str, Json] | None]:
        reader: asyncio.Queue[tuple[int, str, Json] | None] = asyncio.Queue(QUEUED_EVENTS)
        self.readers.add(reader)
        return reader

    def close(self) -> None:
        """Ends every reader, for shutdown."""
        for reader in self.readers:
            if not reader.full():
                reader.put_nowait(None)
