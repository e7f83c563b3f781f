"""Deciding on real databases: the last place is given once, and nobody's other changes are lost."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.categories import Category
from core.errors import NotFound, Stale
from core.ids import EnrolmentId, TelegramId
from core.languages import Language, Level
from core.programme import Intake
from core.roles import Role
from enrolment import deciding
from enrolment.deciding import Desk
from enrolment.enrolments import AlreadyEnrolled, Form, IntakeClosed, NoPlaceLeft, Overtaken, Status

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
INTAKE = Intake(code="standing", opens=date(2026, 1, 1), places=1)
FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0, 2}),
    at=time(8),
)


def desk(stores, intake=INTAKE):
    return Desk(
        people=stores.people,
        enrolments=stores.enrolments,
        tracks=stores.lessons,
        outbox=stores.outbox,
        audit=stores.audit,
        intake=intake,
    )


async def somebody(stores, number):
    return (await stores.people.meet(TelegramId(number), Language.ENGLISH, now=NOW))[0]


async def submitted(transactions, number, form=FORM, intake=INTAKE, now=NOW):
    async with transactions.begin() as stores:
        person = await somebody(stores, number)
        return await deciding.submit(
            stores.enrolments, stores.audit, person.id, form, intake=intake, today=TODAY, now=now
        )


async def admit(transactions, enrolment, *, intake=INTAKE):
    async with transactions.begin() as stores:
        by = await somebody(stores, 999)
        return await deciding.admit(desk(stores, intake), enrolment.id, enrolment.version, by=by.id, now=NOW)


async def test_the_last_place_is_given_once_however_many_decide_at_the_same_time(transactions):
    waiting = [await submitted(transactions, number) for number in range(1, 6)]
    results = await asyncio.gather(*(admit(transactions, each) for each in waiting), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Enrolment", *["NoPlaceLeft"] * 4]
    async with transactions.read() as stores:
        assert await stores.enrolments.admitted_in("standing") == 1
        assert len(await stores.people.with_role(Role.LEARNER)) == 1


async def test_one_enrolment_is_decided_once_however_many_press(transactions):
    enrolment = await submitted(transactions, 1)
    results = await asyncio.gather(*(admit(transactions, enrolment) for _ in range(5)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Enrolment", *["Stale"] * 4]
    async with transactions.read() as stores:
        assert [entry.action for entry in await stores.audit.of(f"enrolment:{enrolment.id}")] == [
            "enrolment.submitted",
            "enrolment.admitted",
        ]


async def test_a_place_given_back_can_be_given_again(transactions):
    first, second = [await submitted(transactions, number) for number in (1, 2)]
    await admit(transactions, first)
    with pytest.raises(NoPlaceLeft):
        await admit(transactions, second)
    async with transactions.begin() as stores:
        await deciding.withdraw(desk(stores), first.id, person=first.person, now=NOW)
    assert (await admit(transactions, second)).status is Status.ADMITTED


async def test_the_city_may_add_places_and_take_the_limit_away(transactions):
    waiting = [await submitted(transactions, number) for number in range(1, 4)]
    await admit(transactions, waiting[0])
    await admit(transactions, waiting[1], intake=replace(INTAKE, places=2))
    with pytest.raises(NoPlaceLeft) as full:
        await admit(transactions, waiting[2], intake=replace(INTAKE, places=2))
    assert full.value.places == 2
    await admit(transactions, waiting[2], intake=replace(INTAKE, places=0))


async def test_an_older_intake_keeps_its_own_places(transactions):
    first, second = [await submitted(transactions, number) for number in (1, 2)]
    newer = Intake(code="newer", opens=TODAY)
    await admit(transactions, first, intake=newer)
    with pytest.raises(NoPlaceLeft):
        await admit(transactions, second, intake=newer)


@pytest.mark.parametrize("days", [-1, 1])
async def test_nobody_enrols_outside_the_window(transactions, days):
    day = TODAY + timedelta(days=days)
    intake = Intake(code="short", opens=day, closes=day)
    with pytest.raises(IntakeClosed):
        await submitted(transactions, 1, intake=intake)


async def test_one_open_enrolment_a_language(transactions):
    await submitted(transactions, 1)
    with pytest.raises(AlreadyEnrolled) as twice:
        await submitted(transactions, 1)
    assert twice.value.language is Language.FRENCH
    await submitted(transactions, 1, replace(FORM, language=Language.GERMAN))
    await submitted(transactions, 2)


async def test_what_the_person_changes_meanwhile_is_not_lost_to_the_decision(transactions):
    enrolment = await submitted(transactions, 1)

    async def rename():
        async with transactions.begin() as stores:
            person = await somebody(stores, 1)
            await asyncio.sleep(0.05)
            await stores.people.save(replace(person, name="Ana"))

    await asyncio.gather(rename(), admit(transactions, enrolment))
    async with transactions.read() as stores:
        person = await stores.people.get(enrolment.person)
    assert (person.name, person.roles) == ("Ana", {Role.LEARNER})


async def test_a_refusal_is_not_undone_over_a_newer_enrolment(transactions):
    old = await submitted(transactions, 1)
    async with transactions.begin() as stores:
        refused = await deciding.refuse(desk(stores), old.id, old.version, "#data", by=old.person, now=NOW)
    await submitted(transactions, 1)
    with pytest.raises(Overtaken):
        async with transactions.begin() as stores:
            await deciding.undo(desk(stores), refused.id, refused.version, by=old.person, now=NOW)


async def test_decisions_on_what_is_not_there_are_refused(transactions):
    enrolment = await submitted(transactions, 1)
    async with transactions.begin() as stores:
        other = await somebody(stores, 2)
        steps = [deciding.admit, deciding.undo, deciding.put_on_waiting_list]
        for step in steps:
            with pytest.raises(NotFound):
                await step(desk(stores), EnrolmentId(77), 1, by=other.id, now=NOW)
            with pytest.raises(Stale):
                await step(desk(stores), enrolment.id, 5, by=other.id, now=NOW)
        with pytest.raises(Stale):
            await deciding.undo(desk(stores), enrolment.id, 1, by=other.id, now=NOW)
        with pytest.raises(NotFound):
            await deciding.withdraw(desk(stores), enrolment.id, person=other.id, now=NOW)


async def test_whoever_is_forgotten_takes_their_place_in_the_line_along(transactions):
    waiting = [await submitted(transactions, number, now=NOW + timedelta(hours=number)) for number in range(1, 5)]
    async with transactions.begin() as stores:
        assert [await stores.enrolments.ahead_of(each) for each in waiting] == [0, 1, 2, 3]
        await stores.people.erase(waiting[1].person)
        assert await stores.enrolments.ahead_of(waiting[3]) == 2
        with suppress(NotFound):
            await stores.enrolments.get(waiting[1].id)
            raise AssertionError("it is still there")
