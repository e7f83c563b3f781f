"""Volunteers and requests on both databases: what is written is read, decisions move once, waiting is told honestly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.availability import WeeklyAvailability
from core.errors import NotFound, Stale
from core.languages import Language, Level
from core.roles import Role
from tests.storage.pairing import (
    DETAILS,
    MORNINGS,
    NOW,
    WISH,
    coordinator,
    desks,
    learner,
    paired,
    person,
    volunteer,
)
from volunteers import joining, requests
from volunteers.requests import Forecast, RequestStatus
from volunteers.volunteers import AlreadyVolunteering, Status, TooFewHours

ANYBODY = frozenset(Status)
APPLIED = frozenset({Status.APPLIED})


async def applied(stores, number=1, **details):
    who = await person(stores, number)
    return await joining.apply(stores.volunteers, stores.audit, who, replace(DETAILS, **details), "2026-11", now=NOW)


async def test_what_a_volunteer_says_is_kept_as_it_was_said(transactions):
    async with transactions.begin() as stores:
        said = await applied(stores)
    async with transactions.read() as stores:
        kept = await stores.volunteers.get(said.person)
        exported = await stores.volunteers.export(said.person)
    assert kept == said
    assert exported["volunteer"]["offers"] == {"en": ["A1", "A2"], "fr": ["A1", "A2"]}
    assert exported["volunteer"]["minutes_a_week"] == 900


async def test_an_approval_gives_the_role_and_its_undo_takes_it_back(transactions):
    async with transactions.begin() as stores:
        by, said = await coordinator(stores), await applied(stores)
        desk = desks(stores).joining
        approved = await joining.approve(desk, said.person, said.version, by=by, now=NOW)
        assert Role.VOLUNTEER in (await stores.people.get(said.person)).roles
        with pytest.raises(Stale):
            await joining.approve(desk, said.person, said.version, by=by, now=NOW)
        await joining.undo(desk, said.person, approved.version, by=by, now=NOW)
        assert Role.VOLUNTEER not in (await stores.people.get(said.person)).roles
        assert (await stores.volunteers.get(said.person)).status is Status.APPLIED
        actions = [entry.action for entry in await stores.audit.of(f"volunteer:{said.person}")]
    assert actions == ["volunteer.applied", "volunteer.approved", "volunteer.undone"]


async def test_who_was_refused_reads_why_and_may_apply_again(transactions):
    async with transactions.begin() as stores:
        by, said = await coordinator(stores), await applied(stores)
        await joining.refuse(desks(stores).joining, said.person, said.version, "We are full.", by=by, now=NOW)
        assert (await stores.volunteers.get(said.person)).reason == "We are full."
        again = await applied(stores, capacity=5)
        assert (again.status, again.reason, again.details.capacity) == (Status.APPLIED, "", 5)
        with pytest.raises(AlreadyVolunteering):
            await applied(stores)


async def test_two_changes_of_the_same_version_do_not_both_stand(transactions):
    async with transactions.begin() as stores:
        said = await applied(stores)
        changed = replace(said, details=replace(DETAILS, capacity=3), version=said.version + 1)
        await stores.volunteers.save(changed)
        with pytest.raises(Stale):
            await stores.volunteers.save(changed)


async def test_the_queue_begins_with_who_waits_longest(transactions):
    async with transactions.begin() as stores:
        for number, hours in ((1, 3), (2, 1), (3, 2)):
            who = await person(stores, number)
            at = NOW + timedelta(hours=hours)
            await joining.apply(stores.volunteers, stores.audit, who, DETAILS, "2026-11", now=at)
        first = await stores.volunteers.page(APPLIED, offset=0, limit=2)
        rest = await stores.volunteers.page(APPLIED, offset=2, limit=2)
        assert [one.applied_at.hour for one in (*first, *rest)] == [13, 14, 15]
        assert await stores.volunteers.count(ANYBODY) == 3
        assert await stores.volunteers.count(frozenset({Status.LEFT})) == 0


async def test_less_than_an_hour_a_week_is_too_little_for_both_sides(transactions):
    half = WeeklyAvailability.of([36])
    async with transactions.begin() as stores:
        with pytest.raises(TooFewHours):
            await applied(stores, availability=half)
        with pytest.raises(TooFewHours):
            await learner(stores, 2, availability=half)


async def test_who_asks_twice_keeps_the_place_in_line_with_the_new_hours(transactions):
    async with transactions.begin() as stores:
        who, first = await learner(stores, 2)
        changed = replace(WISH, availability=MORNINGS)
        later = await requests.ask(stores.requests, stores.audit, who, changed, now=NOW + timedelta(days=3))
        assert (later.id, later.since, later.wish.availability) == (first.id, NOW, MORNINGS)
        [kept] = await stores.requests.requests_of(who)
        assert kept == later
        assert (await stores.requests.export(who))["pair_requests"][0]["minutes_a_week"] == MORNINGS.minutes


async def test_only_the_own_request_can_be_withdrawn_and_only_once(transactions):
    async with transactions.begin() as stores:
        who, asked = await learner(stores, 2)
        stranger = await person(stores, 3)
        with pytest.raises(NotFound):
            await requests.withdraw(stores.requests, stores.audit, stranger, asked.id, now=NOW)
        await requests.withdraw(stores.requests, stores.audit, who, asked.id, now=NOW)
        with pytest.raises(Stale):
            await requests.withdraw(stores.requests, stores.audit, who, asked.id, now=NOW)
        again = await requests.ask(stores.requests, stores.audit, who, WISH, now=NOW + timedelta(days=9))
        assert (again.status, again.since) == (RequestStatus.OPEN, NOW + timedelta(days=9))


async def test_the_forecast_counts_who_waits_ahead_and_the_pairs_of_eight_weeks(transactions):
    async with transactions.begin() as stores:
        await paired(stores)
        _, first = await learner(stores, 11, since=NOW)
        _, second = await learner(stores, 12, since=NOW + timedelta(days=1))
        _, other = await learner(stores, 13, language=Language.FRENCH, level=Level.A1)
        now = NOW + timedelta(days=2)
        assert await stores.requests.forecast(first, now=now) == Forecast(position=1, formed=1)
        assert await stores.requests.forecast(second, now=now) == Forecast(position=2, formed=1)
        assert (await stores.requests.forecast(second, now=now)).weeks == 16
        assert await stores.requests.forecast(other, now=now) == Forecast(position=1, formed=0)
        assert (await stores.requests.forecast(first, now=NOW + timedelta(weeks=9))).weeks is None


async def test_who_is_erased_leaves_nothing_of_an_application(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        helper = await volunteer(stores, 1, by)
        who, _ = await learner(stores, 2)
        for one in (helper, who, by):
            await stores.people.erase(one)
        assert await stores.volunteers.find(helper) is None
        assert await stores.requests.requests_of(who) == ()
