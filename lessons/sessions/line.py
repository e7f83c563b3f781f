"""Who gets a place: first come, first served, and nobody is overtaken."""

from collections.abc import Iterable

from core.ids import PersonId
from lessons.sessions.sessions import HOLDING, Seat, SeatStatus


def taken(seats: Iterable[Seat]) -> int:
    """Return how many places are filled."""
    return sum(seat.status in HOLDING for seat in seats)


def waiting(seats: Iterable[Seat]) -> list[Seat]:
    """Return the line, who is next first."""
    return sorted((seat for seat in seats if seat.status is SeatStatus.WAITLISTED), key=lambda seat: seat.turn)


def next_turn(seats: Iterable[Seat]) -> int:
    return max((seat.turn for seat in seats), default=0) + 1


def status_for_newcomer(seats: Iterable[Seat], capacity: int) -> SeatStatus:
    """Return what somebody who asks now gets; a free place belongs to who waits already."""
    listed = list(seats)
    free = capacity - taken(listed) - len(waiting(listed))
    return SeatStatus.BOOKED if free > 0 else SeatStatus.WAITLISTED


def promoted(seats: Iterable[Seat], capacity: int) -> list[Seat]:
    """Return the waiting seats that the free places now belong to, in order."""
    listed = list(seats)
    return waiting(listed)[: max(0, capacity - taken(listed))]


def position(seats: Iterable[Seat], person: PersonId) -> int | None:
    """Return the person's place in the line, 1 for who is next; None for somebody who does not wait."""
    for number, seat in enumerate(waiting(seats), 1):
        if seat.person == person:
            return number
    return None


def seat_of(seats: Iterable[Seat], person: PersonId) -> Seat | None:
    return next((seat for seat in seats if seat.person == person), None)
