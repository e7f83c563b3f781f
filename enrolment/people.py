"""Anyone who talks to the bot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.ids import PersonId, TelegramId
from core.languages import Language
from core.roles import Audience, Role, may_enter


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`name` is what the person wrote, empty before enrolling; `consent` is the version of the notice agreed to."""

    id: PersonId
    telegram_id: TelegramId
    name: str
    language: Language
    time_zone: str
    created_at: datetime
    consent: str | None = None
    consented_at: datetime | None = None
    roles: frozenset[Role] = frozenset()
    muted_topics: frozenset[str] = frozenset()
    source: str = ""
    blocked_at: datetime | None = None

    @property
    def first_name(self) -> str:
        """The only part of a name that a partner is shown."""
        return self.name.split(" ", 1)[0]

    def may_enter(self, audience: Audience) -> bool:
        return may_enter(audience, self.roles, consented=self.consent is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has begun and not yet sent: the step and the answers so far."""

    step: str | None = None
    answers: Mapping[str, object] = field(default_factory=dict)


class PeopleStore(Protocol):
    async def meet(self, telegram_id: TelegramId, language: Language, *, now: datetime) -> tuple[Person, Draft]:
        """Return the person, made on first sight, with the draft; the row stays locked to the transaction's end."""
        ...

    async def get(self, person: PersonId) -> Person:
        """Raises NotFound."""
        ...

    async def locked(self, person: PersonId) -> Person:
        """Return somebody who is to be changed; the row stays locked to the transaction's end. Raises NotFound."""
        ...

    async def some(self, ids: Collection[PersonId]) -> Mapping[PersonId, Person]:
        """Return those of `ids` who are still here."""
        ...

    async def find(self, telegram_id: TelegramId) -> Person | None: ...

    async def save(self, person: Person) -> None:
        """Write every field of a person already met."""
        ...

    async def with_role(self, *roles: Role) -> tuple[Person, ...]:
        """Return everybody who holds one of `roles`, oldest first."""
        ...

    async def erase(self, person: PersonId) -> None:
        """Forget the person and everything that hangs on the row."""
        ...

    async def forget_strangers(self, *, now: datetime) -> int:
        """Erase those who came long ago and never agreed to the notice; return how many."""
        ...
