"""Enrolments move by versions; invitations work once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from core.categories import Category
from core.errors import NotFound, Stale
from core.ids import EnrolmentId, PersonId, TelegramId
from core.languages import Language, Level
from core.programme import Intake
from core.roles import Role
from enrolment.enrolments import DECIDED, OPEN, Form, Status
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


async def somebody(stores: Stores, number: int = 1) -> PersonId:
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


INTAKE = Intake(code="standing", opens=date(2026, 1, 1), closes=date(2026, 12, 31), places=40)


async def test_an_intake_is_kept_and_changed_and_older_enrolments_still_name_it(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        await stores.enrolments.know_intake(INTAKE)
        await stores.enrolments.know_intake(replace(INTAKE, places=1))
        assert await stores.enrolments.intake("standing") == INTAKE
        added = await stores.enrolments.add(await somebody(stores), FORM, intake=INTAKE, now=NOW)
        assert added.intake == "standing"
        changed = replace(INTAKE, closes=None, places=0)
        await stores.enrolments.keep_intake(changed)
        assert await stores.enrolments.intake("standing") == changed
        assert await stores.enrolments.intake("another") is None
        assert await stores.enrolments.admitted_in("standing") == 0


async def test_the_line_is_for_one_language_of_one_intake(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        await stores.enrolments.know_intake(INTAKE)
        other = replace(FORM, language=Language.GERMAN)
        for number, form in enumerate([FORM, other, FORM, FORM], start=1):
            await stores.enrolments.add(await somebody(stores, number), form, intake=INTAKE, now=NOW)
        await stores.enrolments.add(await somebody(stores, 9), FORM, now=NOW - timedelta(days=9))
        last = (await stores.enrolments.of(await somebody(stores, 4)))[0]
        assert await stores.enrolments.ahead_of(last) == 2
        first = (await stores.enrolments.of(await somebody(stores, 1)))[0]
        await stores.enrolments.save(first.moved(Status.ADMITTED, by=None, now=NOW))
        assert await stores.enrolments.ahead_of(last) == 1


async def test_the_latest_decision_is_shown_first(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        for number in range(1, 4):
            added = await stores.enrolments.add(await somebody(stores, number), FORM, now=NOW)
            then = NOW + timedelta(hours=number % 3)
            await stores.enrolments.save(added.moved(Status.ADMITTED, by=added.person, now=then))
        page = await stores.enrolments.page(DECIDED, offset=0, limit=10)
        assert [each.id for each in page] == [2, 1, 3]


async def test_the_export_has_the_whole_form_and_only_ones_own(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await somebody(stores)
        await stores.enrolments.add(who, FORM, now=NOW)
        await stores.enrolments.add(await somebody(stores, 2), FORM, now=NOW)
        [line] = (await stores.enrolments.export(who))["enrolments"]
    assert line["registration"] == "BM 12345-6"
    assert (line["days"], line["at"]) == ([0, 2, 6], "08:30")
