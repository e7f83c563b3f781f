"""The sending step: what a handler returned leaves for Telegram after the commit."""

import asyncio
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod

from core.ids import PersonId
from core.ports import Clock
from handlers.screens import Call, Fetched, Later, Reply
from storage.stores import Transactions

log = structlog.get_logger()

_TRIES = 4
_LONGEST_WAIT_SECONDS = 30


class Outgoing:
    """Sends replies and knows Telegram's refusals."""

    def __init__(self, bot: Bot, transactions: Transactions, clock: Clock) -> None:
        self._bot = bot
        self._transactions = transactions
        self._clock = clock

    async def deliver(self, reply: Reply, person: PersonId | None) -> None:
        """Send every call of `reply` in order; a failure is logged and never raised."""
        for call in reply:
            try:
                await self._send(await _made(call))
            except TelegramForbiddenError:
                await self._mark_blocked(person)
                return
            except (TelegramBadRequest, TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
                log.warning(
                    "call.lost", method=type(call).__name__, reason=type(error).__name__, detail=str(error)[:200]
                )

    async def _send(self, call: TelegramMethod[Any]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                await self._bot(call)
            except TelegramRetryAfter as error:
                if attempt == _TRIES or error.retry_after > _LONGEST_WAIT_SECONDS:
                    raise
                await asyncio.sleep(error.retry_after)
            except (TelegramNetworkError, TelegramServerError):
                # A screen sent twice is a smaller harm than one that never came.
                if attempt == _TRIES or isinstance(call, AnswerCallbackQuery):
                    raise
                await asyncio.sleep(0.2 * 2**attempt)
            except TelegramBadRequest as error:
                another = _instead(call, error)
                if another is None:
                    return
                call = another
            else:
                return

    async def _mark_blocked(self, person: PersonId | None) -> None:
        if person is not None:
            async with self._transactions.begin() as stores:
                await stores.people.mark_blocked(person, self._clock.now())


async def _made(call: Call) -> TelegramMethod[Any]:
    match call:
        case Later():
            return await asyncio.to_thread(call.make)
        case Fetched():
            return await call.make()
        case _:
            return call


def _instead(call: TelegramMethod[Any], error: TelegramBadRequest) -> TelegramMethod[Any] | None:
    """Return the call to try in place of a refused one, None when the refusal does no harm. Else raises `error`."""
    words = error.message
    if isinstance(call, AnswerCallbackQuery) and "query is too old" in words:
        return None
    if isinstance(call, EditMessageText) and call.chat_id is not None:
        if "message is not modified" in words:
            return None
        if "message to edit not found" in words or "message can't be edited" in words:
            return SendMessage(
                chat_id=call.chat_id,
                text=call.text or "",
                parse_mode=call.parse_mode,
                reply_markup=call.reply_markup,
                link_preview_options=call.link_preview_options,
            )
    raise error
