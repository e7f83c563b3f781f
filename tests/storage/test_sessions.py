"""Practice sessions on both databases: seats, the line, reminders, the roll, and people who leave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFound, Stale
from core.languages import Language, Level
from core.moments import BadMoment
from lessons.sessions import leaving
from lessons.sessions.sessions import (
    NotBegun,
    NotForYou,
    SeatStatus,
    SessionClosed,
    SessionId,
    UnfitSession,
)
from tests.lessons.sessions.studies import EverybodyStudies, Track
from tests.storage.seat_steps import FORM, NOW, book, cancel, give_back, mark, opened, people, planned


async def test_a_session_is_kept_as_it_was_filled_in(transactions):
    [host] = await people(transactions, 1)
    session = await opened(transactions, host)
    async with transactions.read() as stores:
        again = await stores.sessions.get(session.id)
    assert again == session
    assert (again.host, again.levels, again.place, again.link) == (host, FORM.levels, FORM.place, FORM.place)
    assert again.ends_at == FORM.starts_at + timedelta(hours=1)
    assert await planned(transactions) == [("session_roll_call", host)]


@pytest.mark.parametrize(
    "wrong",
    [{"levels": frozenset()}, {"minutes": 50}, {"capacity": 1}, {"capacity": 21}, {"place": ""}, {"topic": "x" * 121}],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_form_out_of_bounds_opens_nothing(transactions, wrong):
    [host] = await people(transactions, 1)
    with pytest.raises(UnfitSession):
        await opened(transactions, host, replace(FORM, **wrong))
    with pytest.raises(BadMoment):
        await opened(transactions, host, replace(FORM, starts_at=NOW))


async def test_booking_twice_keeps_one_seat_and_its_reminders(transactions):
    host, ana = await people(transactions, 2)
    session = await opened(transactions, host)
    first = await book(transactions, ana, session)
    second = await book(transactions, ana, session)
    assert first == second
    assert (first.taken, first.seat.status) == (1, SeatStatus.BOOKED)
    assert await planned(transactions, ana) == [("session_reminder_day", ana), ("session_reminder_hour", ana)]


async def test_who_is_next_gets_the_seat_that_is_given_back(transactions):
    host, ana, ben, cleo, dora = await people(transactions, 5)
    session = await opened(transactions, host)
    for person in (ana, ben):
        await book(transactions, person, session)
    assert (await book(transactions, cleo, session)).position == 1
    assert (await book(transactions, dora, session)).position == 2
    assert await planned(transactions, cleo) == []

    left = await give_back(transactions, ana, session)
    assert (left.seat, left.taken, left.waiting) == (None, 2, 1)
    assert await planned(transactions, ana) == []
    assert [kind for kind, _ in await planned(transactions, cleo)] == [
        "seat_promoted",
        "session_reminder_day",
        "session_reminder_hour",
    ]
    with pytest.raises(Stale):
        await give_back(transactions, ana, session)

    # Coming back means the end of the line, and with a seat again the reminders are planned anew.
    assert (await book(transactions, ana, session)).position == 2
    await give_back(transactions, dora, session)
    await give_back(transactions, ben, session)
    assert len(await planned(transactions, ana)) == 3


async def test_only_who_studies_it_may_book_and_never_the_host(transactions):
    host, ana = await people(transactions, 2)
    session = await opened(transactions, host)
    for studies in (EverybodyStudies(Track(level=Level.B2)), EverybodyStudies(Track(language=Language.FRENCH))):
        with pytest.raises(NotForYou):
            await book(transactions, ana, session, studies=studies)
    with pytest.raises(NotForYou):
        await book(transactions, host, session)
    with pytest.raises(NotFound):
        await book(transactions, ana, replace(session, id=SessionId(999)))
    with pytest.raises(SessionClosed):
        await book(transactions, ana, session, now=session.starts_at)


async def test_calling_a_session_off_tells_everybody_and_withdraws_reminders(transactions):
    host, ana, ben, cleo, other = await people(transactions, 5)
    session = await opened(transactions, host)
    for person in (ana, ben, cleo):
        await book(transactions, person, session)
    with pytest.raises(NotFound):
        await cancel(transactions, other, session)
    await cancel(transactions, host, session)
    assert await planned(transactions) == [("session_cancelled", person) for person in (ana, ben, cleo)]
    with pytest.raises(Stale):
        await cancel(transactions, host, session)
    with pytest.raises(SessionClosed):
        await book(transactions, ana, session)
    async with transactions.read() as stores:
        assert [entry.action for entry in await stores.audit.of(f"session:{session.id}")] == [
            "session.opened",
            "session.cancelled",
        ]


async def test_a_coordinator_may_call_off_anybodys_and_the_host_is_told(transactions):
    host, coordinator = await people(transactions, 2)
    session = await opened(transactions, host)
    await cancel(transactions, coordinator, session, any_host=True)
    assert await planned(transactions) == [("session_cancelled", host)]


async def test_the_roll_is_counted_corrected_and_on_record(transactions):
    host, ana, ben, cleo = await people(transactions, 4)
    session = await opened(transactions, host)
    seats = {person: (await book(transactions, person, session)).seat.id for person in (ana, ben, cleo)}
    with pytest.raises(NotBegun):
        await mark(transactions, host, session, {seats[ana]: SeatStatus.ATTENDED}, session.starts_at - timedelta(1))
    later = session.starts_at
    with pytest.raises(NotFound):
        await mark(transactions, ben, session, {seats[ana]: SeatStatus.ATTENDED}, later)
    with pytest.raises(NotFound):  # Cleo only waited
        await mark(transactions, host, session, {seats[cleo]: SeatStatus.ATTENDED}, later)

    both = {seats[ana]: SeatStatus.ATTENDED, seats[ben]: SeatStatus.NO_SHOW}
    _, roll = await mark(transactions, host, session, both, later)
    assert [(seat.status, seat.minutes) for seat in roll] == [(SeatStatus.ATTENDED, 60), (SeatStatus.NO_SHOW, 0)]
    await mark(transactions, host, session, {seats[ben]: SeatStatus.EXCUSED}, later)
    async with transactions.read() as stores:
        counted = [await stores.sessions.minutes_of(person) for person in (host, ana, ben)]
        entries = await stores.audit.of(f"seat:{seats[ben]}")
    assert [(minutes.practised, minutes.hosted) for minutes in counted] == [(0, 60), (60, 0), (0, 0)]
    assert [(entry.before, entry.after) for entry in entries] == [
        ({"status": "booked"}, {"status": "no_show"}),
        ({"status": "no_show"}, {"status": "excused"}),
    ]
    # Nobody came after all: the correction takes the host's minutes back as well.
    await mark(transactions, host, session, {seats[ana]: SeatStatus.NO_SHOW}, later)
    async with transactions.read() as stores:
        assert (await stores.sessions.minutes_of(host)).hosted == 0
        assert (await stores.sessions.minutes_of(ana)).practised == 0


async def test_a_list_shows_what_suits_the_reader_and_what_the_reader_has(transactions):
    host, ana, ben = await people(transactions, 3)
    later = await opened(transactions, host, replace(FORM, starts_at=NOW + timedelta(days=5)))
    sooner = await opened(transactions, host)
    other_level = await opened(transactions, host, replace(FORM, levels=frozenset({Level.B1})))
    await opened(transactions, host, replace(FORM, language=Language.FRENCH))
    await book(transactions, ana, sooner)
    await book(transactions, ana, other_level, studies=EverybodyStudies(Track(level=Level.B1)))
    gone = await opened(transactions, host)
    await cancel(transactions, host, gone)

    async def upcoming(person, *tracks, now=NOW, limit=10, offset=0):
        async with transactions.read() as stores:
            listed = await stores.sessions.upcoming(tracks, person, now=now, limit=limit, offset=offset)
        return [(row.session.id, row.taken, row.mine) for row in listed]

    booked = SeatStatus.BOOKED
    assert await upcoming(ana, Track()) == [(sooner.id, 1, booked), (other_level.id, 1, booked), (later.id, 0, None)]
    assert await upcoming(ben, Track()) == [(sooner.id, 1, None), (later.id, 0, None)]
    assert await upcoming(ben, Track(), limit=1, offset=1) == [(later.id, 0, None)]
    assert await upcoming(ben) == []
    assert await upcoming(host, Track()) == []
    assert await upcoming(ben, Track(), now=NOW + timedelta(days=4)) == [(later.id, 0, None)]
    async with transactions.read() as stores:
        mine = await stores.sessions.hosted(host, since=NOW, limit=10, offset=0)
        anybodys = await stores.sessions.hosted(None, since=NOW, limit=10, offset=0)
    assert len(mine) == len(anybodys) == 4
    assert {row.mine for row in mine} == {None}


async def test_who_leaves_the_service_leaves_nobody_waiting(transactions):
    host, ana, ben, cleo = await people(transactions, 4)
    session = await opened(transactions, host)
    for person in (ana, ben, cleo):
        await book(transactions, person, session)
    for person in (ana, host):
        async with transactions.begin() as stores:
            await leaving.leave_sessions(stores.sessions, stores.outbox, stores.audit, person=person, now=NOW)
            await stores.people.erase(person)
    kinds = [kind for kind, _ in await planned(transactions, cleo)]
    assert kinds == ["session_cancelled"]
    async with transactions.read() as stores:
        assert (await stores.sessions.get(session.id)).host is None
        assert {seat.person for seat in await stores.sessions.seats(session.id)} == {ben, cleo}


async def test_everything_kept_of_a_person_can_be_handed_out(transactions):
    host, ana = await people(transactions, 2)
    session = await opened(transactions, host)
    await book(transactions, ana, session)
    async with transactions.read() as stores:
        of_ana = await stores.sessions.export(ana)
        of_host = await stores.sessions.export(host)
    [seat] = of_ana["seats"]
    assert (seat["seat"], seat["place"], of_ana["hosted_sessions"]) == ("booked", FORM.place, [])
    assert [row["topic"] for row in of_host["hosted_sessions"]] == ["At the health post"]
