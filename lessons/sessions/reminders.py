"""What people with a seat are told, and when."""

from datetime import datetime, timedelta

from core.ids import PersonId
from core.notices import Notice
from lessons.sessions.sessions import Seat, Session

DAY_BEFORE, HOUR_BEFORE = "session_reminder_day", "session_reminder_hour"
PROMOTED, CANCELLED, ROLL_CALL = "seat_promoted", "session_cancelled", "session_roll_call"

_BEFORE = ((DAY_BEFORE, timedelta(days=1)), (HOUR_BEFORE, timedelta(hours=1)))
_WORTH_READING_AFTER = timedelta(days=3)


def slot_of(seat: Seat) -> str:
    """Return the slot of the seat's notices; a seat taken up again has a new turn, so it is reminded anew."""
    return f"{seat.session}-{seat.turn}"


def reminders(session: Session, seat: Seat, *, now: datetime) -> list[Notice]:
    """Return the reminders still to come: a day and an hour before."""
    return [
        Notice(
            person=seat.person,
            kind=kind,
            slot=slot_of(seat),
            due_at=session.starts_at - ahead,
            expires_at=session.starts_at,
            payload={"session": session.id},
        )
        for kind, ahead in _BEFORE
        if session.starts_at - ahead > now
    ]


def promotion(session: Session, seat: Seat, *, now: datetime) -> Notice:
    return Notice(
        person=seat.person,
        kind=PROMOTED,
        slot=slot_of(seat),
        due_at=now,
        expires_at=session.starts_at,
        payload={"session": session.id},
    )


def cancellation(session: Session, person: PersonId, *, now: datetime) -> Notice:
    return Notice(
        person=person,
        kind=CANCELLED,
        slot=str(session.id),
        due_at=now,
        expires_at=max(now, session.starts_at) + _WORTH_READING_AFTER,
        payload={"session": session.id},
    )


def roll_call(session: Session, host: PersonId) -> Notice:
    """Return the host's reminder, at the end of the session, to say who came."""
    return Notice(
        person=host,
        kind=ROLL_CALL,
        slot=str(session.id),
        due_at=session.ends_at,
        expires_at=session.ends_at + _WORTH_READING_AFTER,
        payload={"session": session.id},
    )
