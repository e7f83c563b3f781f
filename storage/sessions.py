"""Practice sessions and seats."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from core.errors import NotFound
from core.ids import PersonId
from core.languages import Language, Level
from lessons.sessions.sessions import (
    HOLDING,
    CountedMinutes,
    Listed,
    Seat,
    SeatId,
    SeatStatus,
    Session,
    SessionForm,
    SessionId,
    SessionStatus,
    Track,
)
from storage.cipher import Cipher
from storage.database import Link
from storage.tables.sessions import practice_sessions, seats
from storage.upserts import insert_for

_HOLDING = [status.value for status in HOLDING]
_ACTIVE = [SeatStatus.BOOKED.value, SeatStatus.WAITLISTED.value]

_GET = select(practice_sessions).where(practice_sessions.c.id == bindparam("id"))
# NO KEY: other people's notices and seats, which point at the row, need not wait for this transaction.
_LOCK = _GET.with_for_update(key_share=True)
_SEATS = select(seats).where(seats.c.session_id == bindparam("session")).order_by(seats.c.turn)
_COUNTS = (
    select(
        seats.c.session_id,
        func.sum(case((seats.c.status.in_(_HOLDING), 1), else_=0)).label("taken"),
        func.sum(case((seats.c.status == SeatStatus.WAITLISTED.value, 1), else_=0)).label("waiting"),
    )
    .group_by(seats.c.session_id)
    .subquery()
)


class Sessions:
    """SessionStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def open(self, form: SessionForm, *, host: PersonId, now: datetime) -> Session:
        values = {
            "host_id": host,
            "language": form.language.value,
            "levels": _joined(form.levels),
            "starts_at": form.starts_at,
            "ends_at": form.starts_at + timedelta(minutes=form.minutes),
            "zone": form.zone,
            "minutes": form.minutes,
            "capacity": form.capacity,
            "place": self._cipher.seal(form.place),
            "topic": form.topic,
            "status": SessionStatus.OPEN.value,
            "created_at": now,
            "changed_at": now,
        }
        result = await self._link.execute(insert(practice_sessions).returning(practice_sessions), values)
        return self._session(result.one())

    async def get(self, session: SessionId) -> Session:
        return await self._one(_GET, session)

    async def lock(self, session: SessionId) -> Session:
        return await self._one(_LOCK, session)

    async def seats(self, session: SessionId) -> tuple[Seat, ...]:
        return tuple(_seat(row) for row in await self._link.execute(_SEATS, {"session": session}))

    async def put_seat(
        self, session: SessionId, person: PersonId, *, turn: int, status: SeatStatus, now: datetime
    ) -> Seat:
        taken = {"turn": turn, "status": status.value, "minutes": 0, "changed_at": now}
        upsert = (
            insert_for(self._link, seats)
            .values(session_id=session, person_id=person, **taken)
            .on_conflict_do_update(index_elements=["session_id", "person_id"], set_=taken)
            .returning(seats)
        )
        return _seat((await self._link.execute(upsert)).one())

    async def set_status(self, which: Collection[SeatId], status: SeatStatus, *, minutes: int, now: datetime) -> None:
        change = update(seats).where(seats.c.id.in_(which))
        await self._link.execute(change.values(status=status.value, minutes=minutes, changed_at=now))

    async def cancel(self, session: SessionId, *, now: datetime) -> None:
        change = update(practice_sessions).where(practice_sessions.c.id == session)
        await self._link.execute(change.values(status=SessionStatus.CANCELLED.value, changed_at=now))

    async def upcoming(
        self, studies: Collection[Track], reader: PersonId, *, now: datetime, limit: int, offset: int
    ) -> tuple[Listed, ...]:
        mine = _mine(reader)
        suits = [_suits(track) for track in studies]
        not_mine = or_(practice_sessions.c.host_id.is_(None), practice_sessions.c.host_id != reader)
        wanted = (
            _listed(mine)
            .where(
                practice_sessions.c.status == SessionStatus.OPEN.value,
                practice_sessions.c.starts_at > now,
                or_(mine.c.status.in_(_ACTIVE), and_(not_mine, or_(*suits)) if suits else mine.c.status.in_(_ACTIVE)),
            )
            .order_by(practice_sessions.c.starts_at, practice_sessions.c.id)
        )
        return await self._list(wanted.limit(limit).offset(offset))

    async def hosted(self, host: PersonId | None, *, since: datetime, limit: int, offset: int) -> tuple[Listed, ...]:
        wanted = _listed(None).where(
            practice_sessions.c.status == SessionStatus.OPEN.value, practice_sessions.c.ends_at > since
        )
        if host is not None:
            wanted = wanted.where(practice_sessions.c.host_id == host)
        ordered = wanted.order_by(practice_sessions.c.starts_at, practice_sessions.c.id)
        return await self._list(ordered.limit(limit).offset(offset))

    async def held_by(self, person: PersonId, *, now: datetime) -> tuple[SessionId, ...]:
        wanted = (
            select(seats.c.session_id)
            .join(practice_sessions, practice_sessions.c.id == seats.c.session_id)
            .where(
                seats.c.person_id == person,
                seats.c.status.in_(_ACTIVE),
                practice_sessions.c.status == SessionStatus.OPEN.value,
                practice_sessions.c.starts_at > now,
            )
            # One order for everybody, so that two people who leave at once cannot wait for each other.
            .order_by(seats.c.session_id)
        )
        return tuple(SessionId(row.session_id) for row in await self._link.execute(wanted))

    async def minutes_of(self, person: PersonId) -> CountedMinutes:
        practised = select(func.coalesce(func.sum(seats.c.minutes), 0)).where(seats.c.person_id == person)
        held = (
            select(seats.c.session_id)
            .where(seats.c.session_id == practice_sessions.c.id, seats.c.status == SeatStatus.ATTENDED.value)
            .exists()
        )
        hosted = select(func.coalesce(func.sum(practice_sessions.c.minutes), 0)).where(
            practice_sessions.c.host_id == person, held
        )
        row = (
            await self._link.execute(
                select(practised.scalar_subquery().label("practised"), hosted.scalar_subquery().label("hosted"))
            )
        ).one()
        return CountedMinutes(practised=int(row.practised), hosted=int(row.hosted))

    async def export(self, person: PersonId) -> dict[str, Any]:
        booked = (
            select(practice_sessions, seats.c.status.label("seat_status"), seats.c.minutes.label("counted"))
            .join(seats, seats.c.session_id == practice_sessions.c.id)
            .where(seats.c.person_id == person)
            .order_by(practice_sessions.c.starts_at)
        )
        hosted = (
            select(practice_sessions)
            .where(practice_sessions.c.host_id == person)
            .order_by(practice_sessions.c.starts_at)
        )
        return {
            "seats": [
                self._told(row) | {"seat": row.seat_status, "minutes_counted": row.counted}
                for row in await self._link.execute(booked)
            ],
            "hosted_sessions": [self._told(row) for row in await self._link.execute(hosted)],
        }

    async def _one(self, statement: Select[Any], session: SessionId) -> Session:
        row = (await self._link.execute(statement, {"id": session})).first()
        if row is None:
            raise NotFound("session", session)
        return self._session(row)

    async def _list(self, statement: Select[Any]) -> tuple[Listed, ...]:
        return tuple(
            Listed(
                session=self._session(row),
                taken=row.taken,
                waiting=row.waiting,
                mine=SeatStatus(row.mine) if row.mine is not None else None,
            )
            for row in await self._link.execute(statement)
        )

    def _session(self, row: Row[Any]) -> Session:
        return Session(
            id=SessionId(row.id),
            host=PersonId(row.host_id) if row.host_id is not None else None,
            language=Language(row.language),
            levels=frozenset(Level(level) for level in row.levels.strip(",").split(",")),
            starts_at=row.starts_at,
            zone=row.zone,
            minutes=row.minutes,
            capacity=row.capacity,
            place=self._cipher.open(row.place),
            topic=row.topic,
            status=SessionStatus(row.status),
        )

    def _told(self, row: Row[Any]) -> dict[str, Any]:
        session = self._session(row)
        return {
            "language": session.language.value,
            "levels": sorted(session.levels),
            "starts_at": session.starts_at.isoformat(),
            "minutes": session.minutes,
            "place": session.place,
            "topic": session.topic,
            "status": session.status.value,
        }


def _mine(reader: PersonId) -> Any:
    return select(seats.c.session_id, seats.c.status).where(seats.c.person_id == reader).subquery()


def _listed(mine: Any) -> Select[Any]:
    """Select sessions with their counts and, when `mine` is given, the reader's own seat."""
    own = mine.c.status if mine is not None else cast(null(), String)
    joined = practice_sessions.outerjoin(_COUNTS, _COUNTS.c.session_id == practice_sessions.c.id)
    if mine is not None:
        joined = joined.outerjoin(mine, mine.c.session_id == practice_sessions.c.id)
    return select(
        practice_sessions,
        func.coalesce(_COUNTS.c.taken, 0).label("taken"),
        func.coalesce(_COUNTS.c.waiting, 0).label("waiting"),
        own.label("mine"),
    ).select_from(joined)


def _suits(track: Track) -> ColumnElement[bool]:
    return and_(
        practice_sessions.c.language == track.language.value,
        practice_sessions.c.levels.contains(f",{track.level.value},"),
    )


def _seat(row: Row[Any]) -> Seat:
    return Seat(
        id=SeatId(row.id),
        session=SessionId(row.session_id),
        person=PersonId(row.person_id),
        turn=row.turn,
        status=SeatStatus(row.status),
        minutes=row.minutes,
    )


def _joined(levels: Collection[Level]) -> str:
    return f",{','.join(sorted(level.value for level in levels))},"
