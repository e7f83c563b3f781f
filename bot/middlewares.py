"""One update: one transaction, one person, one reading of the clock; effects leave after the commit."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations
from random import Random
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from bot.counters import Counters
from bot.outgoing import Outgoing
from core.errors import Refusal
from core.ids import TelegramId
from core.languages import Language, language_of_client
from core.ports import Clock
from enrolment.people import Person
from handlers.catalogues import OFFERED, translations
from handlers.errors import accident, explain
from handlers.menu import home_screen
from handlers.screens import Reply, Screen, show, show_below
from storage.drafts import DraftStorage
from storage.stores import Stores, Transactions

log = structlog.get_logger()

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class OneTransaction(BaseMiddleware):
    """The outermost step around every handler."""

    def __init__(
        self, transactions: Transactions, outgoing: Outgoing, clock: Clock, rng: Random, counters: Counters
    ) -> None:
        self._transactions = transactions
        self._outgoing = outgoing
        self._clock = clock
        self._rng = rng
        self._counters = counters

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        if not isinstance(event, Update) or user is None or user.is_bot or not _is_private(data):
            return None
        met: list[Person] = []
        outcome = "handled"
        try:
            async with self._transactions.begin() as stores:
                reply = await self._handled(handler, event, data, user, stores, met)
        except Refusal as refusal:
            outcome = "refused"
            reply = _refused(refusal, event, met)
        except Exception:
            # Whatever went wrong, the person gets a calm screen and the log a code that finds the trace.
            code = f"{self._rng.getrandbits(24):06X}"
            log.exception("update.failed", code=code, update=event.update_id, kind=event.event_type)
            outcome = "failed"
            reply = _failed(code, event, user, met)
        self._counters.update(event.event_type, outcome)
        await self._outgoing.deliver(reply, met[0].id if met else None)
        return None

    async def _handled(
        self, handler: Handler, event: Update, data: dict[str, Any], user: User, stores: Stores, met: list[Person]
    ) -> Reply:
        now = self._clock.now()
        if not await stores.updates.claim(event.update_id, now=now):
            return ()
        language = language_of_client(user.language_code, OFFERED, Language.PORTUGUESE)
        person, draft = await stores.people.meet(TelegramId(user.id), language, now=now)
        if person.blocked_at is not None and event.my_chat_member is None:
            person = replace(person, blocked_at=None)
            await stores.people.save(person)
        met.append(person)
        storage = DraftStorage(draft)
        self._provide(data, stores, person, storage, now)
        reply = await handler(event, data)
        if storage.changed:
            await stores.people.save_draft(person.id, storage.draft, now=now)
        return reply if isinstance(reply, (list, tuple)) else ()

    def _provide(
        self, data: dict[str, Any], stores: Stores, person: Person, storage: DraftStorage, now: datetime
    ) -> None:
        key = StorageKey(bot_id=data["bot"].id, chat_id=person.telegram_id, user_id=person.telegram_id)
        data["state"] = FSMContext(storage=storage, key=key)
        data["raw_state"] = storage.draft.step
        data["person"] = person
        data["tr"] = translations(person.language)
        data["now"] = now
        data["rng"] = self._rng
        data["stores"] = stores
        data.update(stores.by_name())


def _is_private(data: dict[str, Any]) -> bool:
    chat = data.get("event_chat")
    return chat is None or chat.type == "private"


def _refused(refusal: Refusal, event: Update, met: list[Person]) -> Reply:
    person = met[0]
    tr = translations(person.language)
    return _with_words(explain(refusal, tr), event, person, tr)


def _failed(code: str, event: Update, user: User, met: list[Person]) -> Reply:
    if not met:
        tr = translations(language_of_client(user.language_code, OFFERED, Language.PORTUGUESE))
        target = event.message or event.callback_query
        return () if target is None else show_below(target, Screen(text=accident(code, tr)))
    tr = translations(met[0].language)
    return _with_words(accident(code, tr), event, met[0], tr)


def _with_words(words: str, event: Update, person: Person, tr: NullTranslations) -> Reply:
    target: Message | CallbackQuery | None = event.message or event.callback_query
    if isinstance(target, Message):
        return show(target, Screen(text=words))
    if target is not None:
        return show_below(target, home_screen(person, tr), toast=words)
    return ()
