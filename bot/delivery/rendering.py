"""Claimed deliveries become calls: each in the language its reader has now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import DBAPIError

from bot.delivery.outcomes import try_again
from core.errors import NotFound
from core.notices import Delivery, DeliveryState
from enrolment.people import Person
from handlers.catalogues import translations
from handlers.notices import Renderer
from handlers.screens import send
from storage.due import Outcome
from storage.stores import Stores, Transactions

log = structlog.get_logger()

_TOGETHER = 25
"""Deliveries rendered in one transaction: other people's updates wait no longer than that on SQLite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A delivery ready to leave."""

    delivery: Delivery
    chat: int
    call: TelegramMethod[Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """`outcomes` are those that need no call."""

    messages: list[Message] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


class Rendering:
    """Renders in few transactions; a renderer that fails takes no other delivery with it."""

    def __init__(self, transactions: Transactions, renderers: Mapping[str, Renderer]) -> None:
        self._transactions = transactions
        self._renderers = renderers

    async def render(self, deliveries: Sequence[Delivery], *, now: datetime) -> Rendered:
        whole = Rendered()
        for start in range(0, len(deliveries), _TOGETHER):
            part = await self._render_part(deliveries[start : start + _TOGETHER], now)
            whole.messages.extend(part.messages)
            whole.outcomes.extend(part.outcomes)
        return whole

    async def _render_part(self, deliveries: Sequence[Delivery], now: datetime) -> Rendered:
        try:
            async with self._transactions.begin() as stores:
                people = await stores.people.some({delivery.person for delivery in deliveries})
                part = Rendered()
                for delivery in deliveries:
                    await self._render_one(delivery, people.get(delivery.person), stores, part, now)
                return part
        except Exception as error:
            # Any renderer may fail in any way; it fails alone, and what it had written is rolled back.
            if len(deliveries) == 1:
                return Rendered(outcomes=[_failed(deliveries[0], error, now)])
        part = Rendered()
        for delivery in deliveries:
            single = await self._render_part([delivery], now)
            part.messages.extend(single.messages)
            part.outcomes.extend(single.outcomes)
        return part

    async def _render_one(
        self, delivery: Delivery, person: Person | None, stores: Stores, part: Rendered, now: datetime
    ) -> None:
        if person is None:
            part.outcomes.append(Outcome(delivery=delivery, state=DeliveryState.CANCELLED))
            return
        if person.blocked_at is not None:
            part.outcomes.append(Outcome(delivery=delivery, state=DeliveryState.BLOCKED))
            return
        renderer = self._renderers[delivery.kind]
        screen = await renderer(delivery, person, stores, translations(person.language), now)
        if screen is None:
            part.outcomes.append(Outcome(delivery=delivery, state=DeliveryState.CANCELLED))
        else:
            call = send(person.telegram_id, screen)
            part.messages.append(Message(delivery=delivery, chat=person.telegram_id, call=call))


def _failed(delivery: Delivery, error: Exception, now: datetime) -> Outcome:
    if isinstance(error, NotFound):
        # What the notice speaks of was erased since.
        return Outcome(delivery=delivery, state=DeliveryState.CANCELLED, error=repr(error))
    if isinstance(error, DBAPIError):
        return try_again(delivery, f"rendering: {type(error).__name__}", now=now)
    log.error("notice.failed", delivery=delivery.id, kind=delivery.kind, exc_info=error)
    return Outcome(delivery=delivery, state=DeliveryState.FAILED, error=f"rendering: {type(error).__name__}")
