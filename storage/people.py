"""People and their drafts."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update

from core.errors import NotFound
from core.ids import PersonId, TelegramId
from core.languages import Language
from core.roles import Role
from enrolment.people import Draft, Person
from storage.cipher import Cipher
from storage.database import Link
from storage.tables.people import drafts, people
from storage.upserts import insert_for

UNKNOWN_ZONE = "America/Sao_Paulo"
DRAFT_KEPT = timedelta(days=30)
STRANGER_KEPT = timedelta(days=30)

_MEET = (
    select(people, drafts.c.step, drafts.c.answers)
    .outerjoin_from(people, drafts, drafts.c.person_id == people.c.id)
    .where(people.c.telegram_id == bindparam("telegram_id"))
    # NO KEY: a notice put in somebody's box by another person's update points at the row without changing it.
    .with_for_update(of=people, key_share=True)
)
_GET = select(people).where(people.c.id == bindparam("id"))
_LOCKED = _GET.with_for_update(key_share=True)
_FIND = select(people).where(people.c.telegram_id == bindparam("telegram_id"))
_SOME = select(people).where(people.c.id.in_(bindparam("ids", expanding=True)))


class People:
    """PeopleStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def meet(self, telegram_id: TelegramId, language: Language, *, now: datetime) -> tuple[Person, Draft]:
        row = (await self._link.execute(_MEET, {"telegram_id": telegram_id})).first()
        if row is None:
            await self._make(telegram_id, language, now)
            row = (await self._link.execute(_MEET, {"telegram_id": telegram_id})).one()
        draft = Draft(step=row.step, answers=self._cipher.open_json(row.answers)) if row.step is not None else Draft()
        return self._person(row), draft

    async def get(self, person: PersonId) -> Person:
        row = (await self._link.execute(_GET, {"id": person})).first()
        if row is None:
            raise NotFound("person", person)
        return self._person(row)

    async def locked(self, person: PersonId) -> Person:
        row = (await self._link.execute(_LOCKED, {"id": person})).first()
        if row is None:
            raise NotFound("person", person)
        return self._person(row)

    async def find(self, telegram_id: TelegramId) -> Person | None:
        row = (await self._link.execute(_FIND, {"telegram_id": telegram_id})).first()
        return self._person(row) if row is not None else None

    async def some(self, ids: Collection[PersonId]) -> dict[PersonId, Person]:
        """Return those of `ids` that are still here."""
        rows = await self._link.execute(_SOME, {"ids": list(ids)})
        return {person.id: person for person in map(self._person, rows)}

    async def save(self, person: Person) -> None:
        await self._link.execute(update(people).where(people.c.id == person.id).values(**self._columns(person)))

    async def mark_blocked(self, person: PersonId, at: datetime | None) -> None:
        """Note that Telegram refuses messages to this person since `at`; None when it takes them again."""
        await self._link.execute(update(people).where(people.c.id == person).values(blocked_at=at))

    async def with_role(self, *roles: Role) -> tuple[Person, ...]:
        held = or_(*(people.c.roles.contains(f",{role.value},", autoescape=True) for role in roles))
        rows = await self._link.execute(select(people).where(held).order_by(people.c.id))
        return tuple(self._person(row) for row in rows)

    async def erase(self, person: PersonId) -> None:
        await self._link.execute(delete(people).where(people.c.id == person))

    async def save_draft(self, person: PersonId, draft: Draft, *, now: datetime) -> None:
        """Keep `draft`, or drop what was kept when it has no step."""
        if draft.step is None:
            await self._link.execute(delete(drafts).where(drafts.c.person_id == person))
            return
        answers = self._cipher.seal_json(draft.answers)
        values = {"person_id": person, "step": draft.step, "answers": answers, "saved_at": now}
        upsert = insert_for(self._link, drafts).values(values)
        kept = {name: upsert.excluded[name] for name in ("step", "answers", "saved_at")}
        await self._link.execute(upsert.on_conflict_do_update(index_elements=["person_id"], set_=kept))

    async def forget_old_drafts(self, *, now: datetime) -> int:
        old = delete(drafts).where(drafts.c.saved_at < now - DRAFT_KEPT)
        return (await self._link.execute(old)).rowcount

    async def forget_strangers(self, *, now: datetime) -> int:
        """Erase those who came long ago and never agreed to the notice; return how many."""
        long_ago = people.c.created_at < now - STRANGER_KEPT
        strangers = delete(people).where(people.c.consent.is_(None), people.c.roles == "", long_ago)
        return (await self._link.execute(strangers)).rowcount

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what the person has begun and not sent, ready for JSON."""
        row = (await self._link.execute(select(drafts).where(drafts.c.person_id == person))).first()
        if row is None:
            return {"draft": None}
        answers = self._cipher.open_json(row.answers)
        return {"draft": {"step": row.step, "answers": answers, "saved_at": row.saved_at.isoformat()}}

    async def _make(self, telegram_id: TelegramId, language: Language, now: datetime) -> None:
        values = {
            "telegram_id": telegram_id,
            "name": b"",
            "language": language.value,
            "time_zone": UNKNOWN_ZONE,
            "created_at": now,
        }
        # Two first updates of one person may race; the loser reads the winner's row.
        await self._link.execute(insert_for(self._link, people).on_conflict_do_nothing(), values)

    def _columns(self, person: Person) -> dict[str, Any]:
        return {
            "name": self._cipher.seal(person.name),
            "language": person.language.value,
            "time_zone": person.time_zone,
            "consent": person.consent,
            "consented_at": person.consented_at,
            "roles": _joined(role.value for role in person.roles),
            "muted_topics": _joined(person.muted_topics),
            "source": person.source,
            "blocked_at": person.blocked_at,
        }

    def _person(self, row: Row[Any]) -> Person:
        return Person(
            id=PersonId(row.id),
            telegram_id=TelegramId(row.telegram_id),
            name=self._cipher.open(row.name),
            language=Language(row.language),
            time_zone=row.time_zone,
            created_at=row.created_at,
            consent=row.consent,
            consented_at=row.consented_at,
            roles=frozenset(Role(role) for role in _split(row.roles)),
            muted_topics=frozenset(_split(row.muted_topics)),
            source=row.source,
            blocked_at=row.blocked_at,
        )


def _joined(words: Any) -> str:
    listed = ",".join(sorted(words))
    return f",{listed}," if listed else ""


def _split(words: str) -> list[str]:
    return [word for word in words.split(",") if word]
