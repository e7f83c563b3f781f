"""What a refusal or a silence of Telegram means for a delivery."""

from datetime import datetime, timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from core.notices import Delivery, DeliveryState
from storage.due import MOST_ATTEMPTS, Outcome

WAITS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15))
"""Before the second, third, fourth and fifth attempt."""

WITHOUT_TOKEN = timedelta(minutes=1)

_TROUBLE = (TelegramServerError, TelegramNetworkError, ClientDecodeError, OSError)


def judge(delivery: Delivery, error: Exception, *, now: datetime) -> Outcome:
    """Return what becomes of `delivery`, whose attempt ended in `error`."""
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, TelegramRetryAfter):
        return put_off(delivery, now + timedelta(seconds=error.retry_after), words)
    if isinstance(error, TelegramUnauthorizedError):
        # The token is wrong or was revoked: no fault of this message, and a person has to act.
        return put_off(delivery, now + WITHOUT_TOKEN, words)
    if isinstance(error, TelegramForbiddenError) or _is_unknown_chat(error):
        return Outcome(delivery=delivery, state=DeliveryState.BLOCKED, error=words)
    if isinstance(error, _TROUBLE) and not isinstance(error, TelegramEntityTooLarge):
        # A connection that broke may have broken after Telegram took the message; nothing tells the two apart. The
        # message is sent again, for a message that comes twice is a smaller harm than one that never comes.
        return try_again(delivery, words, now=now)
    return Outcome(delivery=delivery, state=DeliveryState.FAILED, error=words)


def put_off(delivery: Delivery, until: datetime, reason: str | None = None) -> Outcome:
    """Return to the plan until later, without counting an attempt."""
    return Outcome(delivery=delivery, state=DeliveryState.PLANNED, error=reason, due_at=until, refunded=True)


def try_again(delivery: Delivery, reason: str, *, now: datetime) -> Outcome:
    if delivery.attempts >= MOST_ATTEMPTS:
        return Outcome(delivery=delivery, state=DeliveryState.FAILED, error=reason)
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    return Outcome(delivery=delivery, state=DeliveryState.PLANNED, error=reason, due_at=now + wait)


def _is_unknown_chat(error: Exception) -> bool:
    return isinstance(error, TelegramBadRequest) and "chat not found" in error.message
