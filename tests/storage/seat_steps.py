"""Steps that tests of practice sessions take, each in its own transaction."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core.ids import TelegramId
from core.languages import Language, Level
from lessons.sessions import attendance, booking, hosting
from lessons.sessions.sessions import (
    SessionForm,
)
from storage.tables.deliveries import deliveries
from tests.lessons.sessions.studies import EverybodyStudies

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FORM = SessionForm(
    language=Language.ENGLISH,
    levels=frozenset({Level.A1, Level.A2}),
    starts_at=NOW + timedelta(days=3),
    zone="America/Sao_Paulo",
    minutes=60,
    capacity=2,
    place="https://meet.example.org/room",
    topic="At the health post",
)
STUDIES = EverybodyStudies()


async def people(transactions, count):
    async with transactions.begin() as stores:
        met = [await stores.people.meet(TelegramId(100 + n), Language.ENGLISH, now=NOW) for n in range(count)]
    return [person.id for person, _ in met]


async def opened(transactions, host, form=FORM):
    async with transactions.begin() as stores:
        return await hosting.open_session(stores.sessions, stores.outbox, stores.audit, host=host, form=form, now=NOW)


async def book(transactions, person, session, now=NOW, studies=STUDIES):
    async with transactions.begin() as stores:
        return await booking.book(
            stores.sessions, studies, stores.outbox, person=person, session_id=session.id, now=now
        )


async def give_back(transactions, person, session, now=NOW):
    async with transactions.begin() as stores:
        return await booking.give_back(stores.sessions, stores.outbox, person=person, session_id=session.id, now=now)


async def cancel(transactions, who, session, now=NOW, any_host=False):
    async with transactions.begin() as stores:
        await hosting.cancel(
            stores.sessions, stores.outbox, stores.audit, who=who, any_host=any_host, session_id=session.id, now=now
        )


async def mark(transactions, who, session, marks, now, any_host=False):
    async with transactions.begin() as stores:
        return await attendance.mark(
            stores.sessions,
            stores.outbox,
            stores.audit,
            who=who,
            any_host=any_host,
            session_id=session.id,
            marks=marks,
            now=now,
        )


async def planned(transactions, person=None):
    async with transactions.read() as stores:
        rows = await stores.link.execute(select(deliveries).where(deliveries.c.state == "planned"))
        return sorted((row.kind, row.person_id) for row in rows if person in {None, row.person_id})
