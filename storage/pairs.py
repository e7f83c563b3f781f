"""Pairs and the minutes they talked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from core.languages import Language, Level
from storage.columns import maybe, person
from storage.database import Link
from storage.tables.pairs import pair_meetings, pairs
from volunteers.pairs import LIVING, Meeting, MeetingId, Pair, PairId, PairStatus
from volunteers.requests import RequestId
from volunteers.rounds import Proposal


class Pairs:
    """PairStore in SQL."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add_pair(self, proposal: Proposal, *, now: datetime) -> Pair:
        values = {
            "learner_id": proposal.learner,
            "volunteer_id": proposal.volunteer,
            "request_id": proposal.request,
            "language": proposal.language.value,
            "level": proposal.level.value,
            "status": PairStatus.ACTIVE.value,
            "formed_at": now,
            "version": 1,
        }
        return _pair((await self._link.execute(insert(pairs).returning(pairs), values)).one())

    async def pair(self, pair: PairId) -> Pair:
        row = (await self._link.execute(select(pairs).where(pairs.c.id == pair))).first()
        if row is None:
            raise NotFound("pair", pair)
        return _pair(row)

    async def pairs_of(self, person: PersonId, statuses: Collection[PairStatus] = LIVING) -> tuple[Pair, ...]:
        query = (
            select(pairs)
            .where(
                or_(pairs.c.learner_id == person, pairs.c.volunteer_id == person), pairs.c.status.in_(sorted(statuses))
            )
            .order_by(pairs.c.id)
        )
        found = [_pair(row) for row in await self._link.execute(query)]
        return tuple(pair for pair in found if pair.status in statuses)

    async def save_pair(self, pair: Pair) -> None:
        change = (
            update(pairs)
            .where(pairs.c.id == pair.id, pairs.c.version == pair.version - 1)
            .values(status=pair.status.value, ended_at=pair.ended_at, ended_by=pair.ended_by, version=pair.version)
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("pair", pair.id)

    async def add_meeting(self, pair: PairId, minutes: int, *, by: PersonId, now: datetime) -> Meeting:
        values = {"pair_id": pair, "minutes": minutes, "logged_by": by, "logged_at": now}
        return _meeting((await self._link.execute(insert(pair_meetings).returning(pair_meetings), values)).one())

    async def meeting(self, meeting: MeetingId) -> Meeting:
        row = (await self._link.execute(select(pair_meetings).where(pair_meetings.c.id == meeting))).first()
        if row is None:
            raise NotFound("meeting", meeting)
        return _meeting(row)

    async def open_meetings(self, pair: PairId) -> tuple[Meeting, ...]:
        query = (
            select(pair_meetings)
            .where(
                pair_meetings.c.pair_id == pair,
                pair_meetings.c.confirmed_at.is_(None),
                pair_meetings.c.denied_at.is_(None),
            )
            .order_by(pair_meetings.c.id)
        )
        return tuple(_meeting(row) for row in await self._link.execute(query))

    async def answer_meeting(self, meeting: Meeting) -> None:
        change = (
            update(pair_meetings)
            .where(
                pair_meetings.c.id == meeting.id,
                pair_meetings.c.confirmed_at.is_(None),
                pair_meetings.c.denied_at.is_(None),
            )
            .values(confirmed_at=meeting.confirmed_at, denied_at=meeting.denied_at)
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("meeting", meeting.id)

    async def minutes_together(self, pair: PairId) -> int:
        query = select(func.coalesce(func.sum(pair_meetings.c.minutes), 0)).where(
            pair_meetings.c.pair_id == pair, pair_meetings.c.confirmed_at.is_not(None)
        )
        return int((await self._link.execute(query)).scalar_one())

    async def minutes_of(self, person: PersonId) -> int:
        query = (
            select(func.coalesce(func.sum(pair_meetings.c.minutes), 0))
            .join(pairs, pairs.c.id == pair_meetings.c.pair_id)
            .where(
                or_(pairs.c.learner_id == person, pairs.c.volunteer_id == person),
                pair_meetings.c.confirmed_at.is_not(None),
            )
        )
        return int((await self._link.execute(query)).scalar_one())

    async def export(self, person_id: PersonId) -> dict[str, Any]:
        """Return the person's pairs with their meetings, without naming the partners; ready for JSON."""
        mine = await self.pairs_of(person_id, tuple(PairStatus))
        meetings: dict[int, list[Meeting]] = {}
        query = select(pair_meetings).where(pair_meetings.c.pair_id.in_([pair.id for pair in mine]))
        for row in await self._link.execute(query.order_by(pair_meetings.c.id)):
            meetings.setdefault(row.pair_id, []).append(_meeting(row))
        return {"pairs": [_told(pair, meetings.get(pair.id, []), person_id) for pair in mine]}


def _told(pair: Pair, meetings: list[Meeting], reader: PersonId) -> dict[str, Any]:
    return {
        "number": pair.id,
        "as": "learner" if pair.learner == reader else "volunteer",
        "language": pair.language.value,
        "level": pair.level.value,
        "status": pair.status.value,
        "formed_at": pair.formed_at.isoformat(),
        "ended_at": pair.ended_at.isoformat() if pair.ended_at else None,
        "meetings": [
            {
                "minutes": meeting.minutes,
                "logged_at": meeting.logged_at.isoformat(),
                "logged_by_me": meeting.logged_by == reader,
                "confirmed": meeting.confirmed_at is not None,
            }
            for meeting in meetings
        ],
    }


def _pair(row: Row[Any]) -> Pair:
    # A pair that somebody was erased from is over, whatever it was when it happened.
    alone = row.learner_id is None or row.volunteer_id is None
    return Pair(
        id=PairId(row.id),
        learner=person(row.learner_id),
        volunteer=person(row.volunteer_id),
        request=RequestId(row.request_id or 0),
        language=Language(row.language),
        level=Level(row.level),
        status=PairStatus.ENDED if alone else PairStatus(row.status),
        formed_at=row.formed_at,
        ended_at=row.ended_at,
        ended_by=maybe(row.ended_by),
        version=row.version,
    )


def _meeting(row: Row[Any]) -> Meeting:
    return Meeting(
        id=MeetingId(row.id),
        pair=PairId(row.pair_id),
        minutes=row.minutes,
        logged_by=person(row.logged_by),
        logged_at=row.logged_at,
        confirmed_at=row.confirmed_at,
        denied_at=row.denied_at,
    )
