"""A learner books a seat, waits in line, or gives the seat back."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import Stale
from core.ids import PersonId
from core.ports import Outbox
from lessons.sessions import line, reminders
from lessons.sessions.sessions import (
    NotForYou,
    Seat,
    SeatStatus,
    Session,
    SessionClosed,
    SessionId,
    SessionStatus,
    SessionStore,
    Tracks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A session as one learner sees it. `position` is the place in the line, None for who does not wait."""

    session: Session
    seat: Seat | None
    taken: int
    waiting: int
    position: int | None

    @property
    def free(self) -> int:
        return max(0, self.session.capacity - self.taken)


async def book(
    sessions: SessionStore, tracks: Tracks, outbox: Outbox, *, person: PersonId, session_id: SessionId, now: datetime
) -> SeatView:
    """Give `person` a seat, or a place in the line when it is full; who has one already keeps it.

    Raises NotFound, SessionClosed, NotForYou.
    """
    session = await _open_to_bookings(sessions, session_id, now)
    seats = await sessions.seats(session_id)
    mine = line.seat_of(seats, person)
    if mine is None or mine.status is SeatStatus.RELEASED:
        await _check_fit(tracks, session, person)
        status = line.status_for_newcomer(seats, session.capacity)
        mine = await sessions.put_seat(session_id, person, turn=line.next_turn(seats), status=status, now=now)
        seats = (*(seat for seat in seats if seat.person != person), mine)
        if status is SeatStatus.BOOKED:
            await outbox.put(*reminders.reminders(session, mine, now=now))
    return _view(session, seats, person)


async def give_back(
    sessions: SessionStore, outbox: Outbox, *, person: PersonId, session_id: SessionId, now: datetime
) -> SeatView:
    """Free the person's seat or place in the line; the next in line moves up and is told.

    Raises NotFound, SessionClosed, and Stale when there is no seat to give back.
    """
    session = await _open_to_bookings(sessions, session_id, now)
    seats = await sessions.seats(session_id)
    mine = line.seat_of(seats, person)
    if mine is None or mine.status is SeatStatus.RELEASED:
        raise Stale("seat", session_id)
    await sessions.set_status([mine.id], SeatStatus.RELEASED, minutes=0, now=now)
    for kind in (reminders.DAY_BEFORE, reminders.HOUR_BEFORE, reminders.PROMOTED):
        await outbox.cancel(kind, reminders.slot_of(mine), person)
    left = tuple(replace(seat, status=SeatStatus.RELEASED) if seat.id == mine.id else seat for seat in seats)
    moved = await _move_up(sessions, outbox, session, left, now)
    return _view(session, moved, person)


async def look(sessions: SessionStore, tracks: Tracks, *, person: PersonId, session_id: SessionId) -> SeatView:
    """Return the session as `person` sees it. Raises NotFound for one that is not theirs to see."""
    session = await sessions.get(session_id)
    seats = await sessions.seats(session_id)
    view = _view(session, seats, person)
    if view.seat is None:
        await _check_fit(tracks, session, person)
    return view


async def _open_to_bookings(sessions: SessionStore, session_id: SessionId, now: datetime) -> Session:
    session = await sessions.lock(session_id)
    if not session.takes_bookings(now):
        raise SessionClosed(session_id, cancelled=session.status is SessionStatus.CANCELLED)
    return session


async def _check_fit(tracks: Tracks, session: Session, person: PersonId) -> None:
    if session.host == person:
        raise NotForYou(session.id, hosting=True)
    studied = await tracks.tracks_of(person)
    if not any(track.language is session.language and track.level in session.levels for track in studied):
        raise NotForYou(session.id, hosting=False)


async def _move_up(
    sessions: SessionStore, outbox: Outbox, session: Session, seats: tuple[Seat, ...], now: datetime
) -> tuple[Seat, ...]:
    lucky = {seat.id: replace(seat, status=SeatStatus.BOOKED) for seat in line.promoted(seats, session.capacity)}
    if lucky:
        await sessions.set_status(list(lucky), SeatStatus.BOOKED, minutes=0, now=now)
        for seat in lucky.values():
            told = reminders.promotion(session, seat, now=now)
            await outbox.put(told, *reminders.reminders(session, seat, now=now))
    return tuple(lucky.get(seat.id, seat) for seat in seats)


def _view(session: Session, seats: tuple[Seat, ...], person: PersonId) -> SeatView:
    mine = line.seat_of(seats, person)
    return SeatView(
        session=session,
        seat=None if mine is None or mine.status is SeatStatus.RELEASED else mine,
        taken=line.taken(seats),
        waiting=len(line.waiting(seats)),
        position=line.position(seats, person),
    )
