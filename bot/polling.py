"""Long polling that acknowledges updates after they were handled, so that a process that dies loses none."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates
from aiogram.types import Update

from bot.app import App

log = structlog.get_logger()

_HOLD_SECONDS = 25
_PATIENCE_SECONDS = 1
_LONGEST_PAUSE_SECONDS = 30


class Polling:
    """Asks for updates and handles those of one answer at the same time.

    The next question, which acknowledges them, waits for all of them, though not more than a second for a slow one.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._places = asyncio.Semaphore(app.settings.update_concurrency)
        self._running: set[asyncio.Task[None]] = set()
        self._offset: int | None = None
        self._allowed = app.dispatcher.resolve_used_update_types()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; then finish what was begun and acknowledge it."""
        await self._app.bot.delete_webhook()
        stopped = asyncio.create_task(stop.wait())
        pause = 0.0
        while not stop.is_set():
            asked = asyncio.create_task(self._ask(_HOLD_SECONDS))
            await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                asked.cancel()
                break
            try:
                updates = asked.result()
            except (TelegramAPIError, ClientDecodeError) as error:
                pause = _pause_after(error, pause)
                log.warning("polling.failed", reason=type(error).__name__, pause=pause)
                await asyncio.wait({stopped}, timeout=pause)
                continue
            pause = 0.0
            await self._handle(updates)
        stopped.cancel()
        await self._end()

    def _ask(self, hold: int) -> Coroutine[Any, Any, list[Update]]:
        question = GetUpdates(offset=self._offset, timeout=hold, allowed_updates=self._allowed)
        return self._app.bot(question, request_timeout=hold + 10)

    async def _handle(self, updates: list[Update]) -> None:
        for update in updates:
            await self._places.acquire()
            task = asyncio.create_task(self._handle_one(update))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            self._offset = update.update_id + 1
        if self._running:
            await asyncio.wait(self._running, timeout=_PATIENCE_SECONDS)

    async def _handle_one(self, update: Update) -> None:
        try:
            await self._app.handle(update)
        except Exception:
            # Whatever an update did, those beside it and after it are handled.
            log.exception("update.lost", update=update.update_id)
        finally:
            self._places.release()

    async def _end(self) -> None:
        if self._running:
            await asyncio.wait(self._running)
        if self._offset is not None:
            try:
                await self._app.bot(GetUpdates(offset=self._offset, limit=1, timeout=0), request_timeout=5)
            except (TelegramAPIError, ClientDecodeError):
                log.warning("polling.unacknowledged", offset=self._offset)


def _pause_after(error: Exception, before: float) -> float:
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    if isinstance(error, (TelegramNetworkError, TelegramServerError)):
        return min(_LONGEST_PAUSE_SECONDS, max(0.5, before * 2))
    # Another process polls, or the token was revoked: somebody has to act, and asking faster does not help.
    return 5.0
