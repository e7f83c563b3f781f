"""The talk of a pair through the bot: neither sees the other's account, and each may stop it at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.ids import PersonId
from core.notices import Notice
from core.ports import Outbox
from volunteers.pairs import Pair, PairId, PairStore

MessageId = NewType("MessageId", int)

RELAY_NOTICE = "relay"
MESSAGE_LIMIT = 1000
MESSAGE_LIVES = timedelta(days=3)
"""A message that could not be brought in three days answers nothing any more."""


class Contact(StrEnum):
    """What would lead past the bot."""

    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: MessageId
    pair: PairId
    author: PersonId
    text: str
    sent_at: datetime


class RelayStore(Protocol):
    async def add_message(self, pair: PairId, author: PersonId, text: str, *, now: datetime) -> Message: ...

    async def message(self, message: MessageId) -> Message:
        """Raises NotFound."""
        ...

    async def last_messages(self, pair: PairId, *, limit: int) -> Sequence[Message]:
        """Return the newest messages, oldest first."""
        ...


_EMAIL = re.compile(r"[^\s@]+\s?(?:@|\(at\)|\[at\])\s?[^\s@]+\.[A-Za-z]{2,}", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?<![\w@])@[A-Za-z0-9_.]{3,}")
_LINK = re.compile(
    r"https?://|\bwww\.|\b(?:t\.me|wa\.me|[\w-]+\.(?:com|org|net|me|io|app|gg|br|es|pt|ar|co|mx|fr|it|de|ru|cn))(?:/|\b)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\+?\(?\d(?:[\s().-]*\d){7,}")
# Days and hours are what partners write most: they are no telephone numbers.
_MOMENT = re.compile(
    r"(?<![\d./-])(?:\d{1,2}[/.]\d{1,2}(?:[/.](?:\d{2}|\d{4}))?|\d{4}-\d{2}-\d{2}|\d{1,2}(?::|h)\d{2})(?![./-]?\d)",
    re.IGNORECASE,
)


def contacts_in(text: str) -> frozenset[Contact]:
    """Return what in `text` looks like a way past the bot; a guess, for a warning only."""
    found = set()
    without_mail = _EMAIL.sub(" ", text)
    if without_mail != text:
        found.add(Contact.EMAIL)
    if _ACCOUNT.search(without_mail):
        found.add(Contact.ACCOUNT)
    if _LINK.search(without_mail):
        found.add(Contact.LINK)
    if _DIGITS.search(_MOMENT.sub("·", text)):
        found.add(Contact.PHONE)
    return frozenset(found)


async def send(
    pairs: PairStore, relay: RelayStore, outbox: Outbox, pair_id: PairId, text: str, *, author: PersonId, now: datetime
) -> Pair:
    """Put a cleaned text on its way to the partner. Raises NotFound (also for a pair of others), Stale, PairHeld."""
    pair = await pairs.pair(pair_id)
    partner = pair.partner_of(author)
    pair.check_open()
    message = await relay.add_message(pair_id, author, text, now=now)
    await outbox.put(
        Notice(
            person=partner,
            kind=RELAY_NOTICE,
            slot=str(message.id),
            payload={"message": message.id},
            due_at=now,
            expires_at=now + MESSAGE_LIVES,
        )
    )
    return pair
