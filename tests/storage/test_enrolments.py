"""Enrolments move by versions; invitations work once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from core.errors import NotFound, Stale
from core.ids import EnrolmentId, TelegramId
from core.languages import Language, Level
from core.roles import Role
from enrolment.enrolments import OPEN, Category, Form, Status
from storage.stores import Stores, Transactions

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    registration="BM 12345-6",
    email="ana@example.org",
    days=frozenset({0, 2, 6}),
    at=time(8, 30),
)


async def somebody(stores: Stores, number: int = 1) -> int:
    person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=NOW)
    return person.id


async def test_an_enrolment_is_kept_whole_and_sealed(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        added = await stores.enrolments.add(await somebody(stores), FORM, now=NOW)
    async with transactions.read() as stores:
        assert await stores.enrolments.get(added.id) == added
        assert added.form == FORM
        row = (await stores.link.execute(text("SELECT registration, email FROM enrolments"))).one()
        assert b"12345" not in bytes(row.registration)
        assert b"ana" not in bytes(row.email)
        with pytest.raises(NotFound):
            await stores.enrolments.get(EnrolmentId(99))


async def test_the_second_of_two_decisions_is_refused(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await somebody(stores)
        added = await stores.enrolments.add(who, FORM, now=NOW)
        await stores.enrolments.save(added.moved(Status.ADMITTED, by=who, now=NOW))
        with pytest.raises(Stale):
            await stores.enrolments.save(added.moved(Status.REJECTED, by=who, now=NOW, reason="No"))


async def test_the_queue_shows_the_longest_waiting_first(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        for number in range(1, 6):
            await stores.enrolments.add(await somebody(stores, number), FORM, now=NOW - timedelta(days=number))
        page = await stores.enrolments.page(OPEN, offset=1, limit=2)
        assert [(NOW - each.submitted_at).days for each in page] == [4, 3]
        assert await stores.enrolments.count(OPEN) == 5


async def test_an_invitation_works_once_and_not_for_ever(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        await stores.enrolments.add_invite("a", Role.ADMIN, expires_at=NOW + timedelta(hours=1))
        await stores.enrolments.add_invite("b", Role.ADMIN, expires_at=NOW)
        assert await stores.enrolments.spend_invite("a", now=NOW) is Role.ADMIN
        assert await stores.enrolments.spend_invite("a", now=NOW) is None
        assert await stores.enrolments.spend_invite("b", now=NOW) is None
        assert await stores.enrolments.spend_invite("c", now=NOW) is None


async def test_the_consent_ledger_keeps_every_line(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await somebody(stores)
        await stores.enrolments.record_consent(who, "2026-11", "pt", given=True, now=NOW)
        await stores.enrolments.record_consent(who, "2026-11", "pt", given=False, now=NOW + timedelta(days=1))
        lines = await stores.enrolments.consents(who)
    assert [line["given"] for line in lines] == [True, False]
