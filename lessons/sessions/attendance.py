"""The host says who came; minutes are counted from that, and every correction is on record."""

from datetime import datetime

from core.audit import AuditEntry
from core.errors import NotFound, Stale
from core.ids import PersonId
from core.ports import AuditLog, Outbox
from lessons.sessions.hosting import managed
from lessons.sessions.reminders import ROLL_CALL
from lessons.sessions.sessions import (
    HOLDING,
    ROLL,
    NotBegun,
    Seat,
    SeatId,
    SeatStatus,
    Session,
    SessionId,
    SessionStatus,
    SessionStore,
)


async def roll(
    sessions: SessionStore, *, who: PersonId, any_host: bool, session_id: SessionId, now: datetime
) -> tuple[Session, tuple[Seat, ...]]:
    """Return the session and the seats that were filled. Raises NotFound, Stale (called off), NotBegun."""
    session = await managed(sessions, who=who, any_host=any_host, session_id=session_id)
    if session.status is SessionStatus.CANCELLED:
        raise Stale("session", session_id)
    if now < session.starts_at:
        raise NotBegun(session_id, session.starts_at)
    return session, tuple(seat for seat in await sessions.seats(session_id) if seat.status in HOLDING)


async def mark(
    sessions: SessionStore,
    outbox: Outbox,
    audit: AuditLog,
    *,
    who: PersonId,
    any_host: bool,
    session_id: SessionId,
    marks: dict[SeatId, SeatStatus],
    now: datetime,
) -> tuple[Session, tuple[Seat, ...]]:
    """Write what became of each seat, for the first time or as a correction; return the roll as it is then.

    Raises NotFound for a seat that is not on the roll, else as `roll`; ValueError for a status that is no mark.
    """
    session, seats = await roll(sessions, who=who, any_host=any_host, session_id=session_id, now=now)
    by_id = {seat.id: seat for seat in seats}
    for seat_id, status in marks.items():
        if status not in ROLL:
            raise ValueError(status)
        seat = by_id.get(seat_id)
        if seat is None:
            raise NotFound("seat", seat_id)
        if seat.status is status:
            continue
        minutes = session.minutes if status is SeatStatus.ATTENDED else 0
        await sessions.set_status([seat_id], status, minutes=minutes, now=now)
        await audit.record(_entry(seat, status, who=who, now=now))
    await outbox.cancel(ROLL_CALL, str(session_id))
    return await roll(sessions, who=who, any_host=any_host, session_id=session_id, now=now)


def _entry(seat: Seat, status: SeatStatus, *, who: PersonId, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=who,
        action="seat.marked",
        subject=f"seat:{seat.id}",
        before={"status": seat.status.value},
        after={"status": status.value},
    )
