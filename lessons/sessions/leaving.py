"""Somebody leaves the service: nobody is left waiting for a seat or in front of a closed door."""

from datetime import datetime

from core.ids import PersonId
from core.ports import AuditLog, Outbox
from lessons.sessions.booking import give_back
from lessons.sessions.hosting import cancel
from lessons.sessions.sessions import SessionStore

_MOST = 500


async def leave_sessions(
    sessions: SessionStore, outbox: Outbox, audit: AuditLog, *, person: PersonId, now: datetime
) -> None:
    """Give back every seat of `person` and call off the sessions `person` was to host; call it before erasing."""
    for session_id in await sessions.held_by(person, now=now):
        await give_back(sessions, outbox, person=person, session_id=session_id, now=now)
    for listed in await sessions.hosted(person, since=now, limit=_MOST, offset=0):
        if listed.session.takes_bookings(now):
            await cancel(sessions, outbox, audit, who=person, any_host=False, session_id=listed.session.id, now=now)
