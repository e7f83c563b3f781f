"""A host opens a session, or calls it off."""

from datetime import datetime

from core.audit import AuditEntry
from core.errors import NotFound, Stale
from core.ids import PersonId
from core.moments import checked_moment
from core.ports import AuditLog, Outbox
from lessons.sessions import reminders
from lessons.sessions.sessions import (
    DAYS_AHEAD,
    FEWEST_SEATS,
    HOLDING,
    LENGTHS,
    MOST_SEATS,
    PLACE_LIMIT,
    TOPIC_LIMIT,
    SeatStatus,
    Session,
    SessionForm,
    SessionId,
    SessionStatus,
    SessionStore,
    UnfitSession,
)


async def open_session(
    sessions: SessionStore, outbox: Outbox, audit: AuditLog, *, host: PersonId, form: SessionForm, now: datetime
) -> Session:
    """Publish a session. Raises BadMoment when its start went by while the form was filled in, and UnfitSession."""
    checked_moment(form.starts_at, now=now, days_ahead=DAYS_AHEAD)
    _check(form)
    session = await sessions.open(form, host=host, now=now)
    await outbox.put(reminders.roll_call(session, host))
    await audit.record(AuditEntry(at=now, actor=host, action="session.opened", subject=f"session:{session.id}"))
    return session


async def cancel(
    sessions: SessionStore,
    outbox: Outbox,
    audit: AuditLog,
    *,
    who: PersonId,
    any_host: bool,
    session_id: SessionId,
    now: datetime,
) -> Session:
    """Call a session off before it starts: everybody with a seat or in the line is told, reminders are withdrawn.

    `any_host` is for coordinators, who may call off anybody's. Raises NotFound and Stale.
    """
    session = await managed(sessions, who=who, any_host=any_host, session_id=session_id)
    if not session.takes_bookings(now):
        raise Stale("session", session_id)
    seats = [seat for seat in await sessions.seats(session_id) if seat.status is not SeatStatus.RELEASED]
    await sessions.cancel(session_id, now=now)
    if seats:
        await sessions.set_status([seat.id for seat in seats], SeatStatus.RELEASED, minutes=0, now=now)
    for seat in seats:
        if seat.status in HOLDING:
            for kind in (reminders.DAY_BEFORE, reminders.HOUR_BEFORE, reminders.PROMOTED):
                await outbox.cancel(kind, reminders.slot_of(seat), seat.person)
    await outbox.cancel(reminders.ROLL_CALL, str(session_id))
    told = {seat.person for seat in seats} | ({session.host} if session.host not in {None, who} else set())
    await outbox.put(*(reminders.cancellation(session, person, now=now) for person in told if person is not None))
    await audit.record(
        AuditEntry(
            at=now,
            actor=who,
            action="session.cancelled",
            subject=f"session:{session_id}",
            before={"status": SessionStatus.OPEN.value, "seats": len(seats)},
            after={"status": SessionStatus.CANCELLED.value},
        )
    )
    return session


async def managed(sessions: SessionStore, *, who: PersonId, any_host: bool, session_id: SessionId) -> Session:
    """Return the session, locked, if `who` may manage it. Raises NotFound."""
    session = await sessions.lock(session_id)
    if not any_host and session.host != who:
        raise NotFound("session", session_id)
    return session


def _check(form: SessionForm) -> None:
    bounds = {
        "levels": bool(form.levels),
        "minutes": form.minutes in LENGTHS,
        "seats": FEWEST_SEATS <= form.capacity <= MOST_SEATS,
        "place": 0 < len(form.place) <= PLACE_LIMIT,
        "topic": len(form.topic) <= TOPIC_LIMIT,
    }
    for field, fits in bounds.items():
        if not fits:
            raise UnfitSession(field)
