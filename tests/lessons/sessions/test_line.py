from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.ids import PersonId
from core.languages import Language, Level
from lessons.sessions import line, reminders
from lessons.sessions.sessions import Seat, SeatId, SeatStatus, Session, SessionId

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def seat(person: int, turn: int, status: SeatStatus = SeatStatus.BOOKED) -> Seat:
    return Seat(id=SeatId(turn), session=SessionId(7), person=PersonId(person), turn=turn, status=status)


def session(starts_at: datetime) -> Session:
    return Session(
        id=SessionId(7),
        host=PersonId(1),
        language=Language.ENGLISH,
        levels=frozenset({Level.A2}),
        starts_at=starts_at,
        zone="America/Sao_Paulo",
        minutes=60,
        capacity=2,
        place="Room 3",
        topic="",
    )


def test_a_free_place_belongs_to_who_waits_already():
    seats = [seat(1, 1), seat(2, 2, SeatStatus.WAITLISTED)]
    assert line.status_for_newcomer(seats, 2) is SeatStatus.WAITLISTED
    assert line.status_for_newcomer(seats[:1], 2) is SeatStatus.BOOKED
    assert [s.person for s in line.promoted(seats, 2)] == [2]


def test_a_place_in_the_line_is_counted_from_the_front():
    seats = [seat(9, 5, SeatStatus.WAITLISTED), seat(8, 3, SeatStatus.WAITLISTED), seat(1, 1)]
    assert [line.position(seats, PersonId(person)) for person in (8, 9, 1, 4)] == [1, 2, None, None]


def test_reminders_that_are_already_past_are_not_planned():
    planned = reminders.reminders(session(NOW + timedelta(hours=5)), seat(2, 1), now=NOW)
    assert [(notice.kind, notice.due_at) for notice in planned] == [("session_reminder_hour", NOW + timedelta(hours=4))]
    assert reminders.reminders(session(NOW + timedelta(minutes=30)), seat(2, 1), now=NOW) == []


@given(
    capacity=st.integers(2, 4),
    steps=st.lists(st.tuples(st.sampled_from(["ask", "leave"]), st.integers(1, 8)), max_size=60),
)
def test_places_are_never_exceeded_never_idle_and_nobody_is_overtaken(capacity, steps):
    """A model of the line beside the rules: an ordered list, of which the first `capacity` people have a place."""
    seats: dict[int, Seat] = {}
    order: list[int] = []
    for step, person in steps:
        active = person in seats and seats[person].status is not SeatStatus.RELEASED
        if step == "ask" and not active:
            status = line.status_for_newcomer(seats.values(), capacity)
            seats[person] = seat(person, line.next_turn(seats.values()), status)
            order.append(person)
        elif step == "leave" and active:
            seats[person] = seat(person, seats[person].turn, SeatStatus.RELEASED)
            order.remove(person)
            for lucky in line.promoted(seats.values(), capacity):
                seats[lucky.person] = seat(lucky.person, lucky.turn, SeatStatus.BOOKED)
        booked = {person for person, held in seats.items() if held.status is SeatStatus.BOOKED}
        assert len(booked) == line.taken(seats.values()) <= capacity
        assert booked == set(order[:capacity])
        assert [held.person for held in line.waiting(seats.values())] == order[capacity:]
