"""Many people want few seats at once: on both databases nobody gets too much, and nobody waits for ever."""

import asyncio
from dataclasses import replace
from random import Random

from core.ids import PersonId, TelegramId
from core.languages import Language
from lessons.sessions import booking
from lessons.sessions.sessions import (
    SeatStatus,
)
from tests.storage.seat_steps import FORM, NOW, STUDIES, book, give_back, opened, people, planned


async def test_twenty_people_at_once_for_the_last_seats(transactions):
    """Every update runs in its own transaction, locks its own person first, and all want the same session."""
    host, *crowd = await people(transactions, 21)
    session = await opened(transactions, host, replace(FORM, capacity=3))

    async def one(number: int, person: PersonId):
        async with transactions.begin() as stores:
            await stores.people.meet(TelegramId(101 + number), Language.ENGLISH, now=NOW)
            return await booking.book(
                stores.sessions, STUDIES, stores.outbox, person=person, session_id=session.id, now=NOW
            )

    views = await asyncio.gather(*(one(number, person) for number, person in enumerate(crowd)))
    assert sum(view.seat.status is SeatStatus.BOOKED for view in views) == 3
    assert sorted(view.position for view in views if view.position is not None) == list(range(1, 18))
    assert sorted(view.seat.turn for view in views) == list(range(1, 21))


async def test_everybody_books_and_leaves_at_once_without_a_deadlock(transactions):
    """Who leaves puts a notice into the box of somebody whose own update holds that person's row."""
    host, *crowd = await people(transactions, 13)
    session = await opened(transactions, host)
    for person in crowd:
        await book(transactions, person, session)

    async def leave(number: int, person: PersonId):
        async with transactions.begin() as stores:
            await stores.people.meet(TelegramId(101 + number), Language.ENGLISH, now=NOW)
            await asyncio.sleep(0)
            await booking.give_back(stores.sessions, stores.outbox, person=person, session_id=session.id, now=NOW)

    async with asyncio.timeout(20):
        await asyncio.gather(*(leave(number, person) for number, person in enumerate(crowd[:10])))
    async with transactions.read() as stores:
        seats = await stores.sessions.seats(session.id)
    assert {seat.person for seat in seats if seat.status is SeatStatus.BOOKED} == set(crowd[10:])


async def test_any_run_of_askings_and_leavings_keeps_the_line(transactions):
    """A hundred steps by chance, beside a plain list of which the first two people have a seat."""
    rng = Random(3)
    host, *crowd = await people(transactions, 8)
    session = await opened(transactions, host)
    order = []
    for _ in range(100):
        person = rng.choice(crowd)
        if person in order and rng.random() < 0.6:
            order.remove(person)
            await give_back(transactions, person, session)
        else:
            order = order if person in order else [*order, person]
            view = await book(transactions, person, session)
            place = order.index(person) - FORM.capacity + 1
            assert view.position == (place if place > 0 else None)
        async with transactions.read() as stores:
            seats = await stores.sessions.seats(session.id)
        booked = {seat.person for seat in seats if seat.status is SeatStatus.BOOKED}
        assert booked == set(order[: FORM.capacity])
    reminded = {person for kind, person in await planned(transactions) if kind == "session_reminder_day"}
    assert reminded == booked
