"""Learners who wait for a partner."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, insert, or_, select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from core.languages import Language, Level
from storage.columns import joined, split
from storage.database import Link
from storage.tables.pairs import pairs
from storage.tables.volunteers import pair_requests, proposals
from storage.weeks import packed, unpacked
from volunteers.requests import FORECAST_LOOKS_BACK, Forecast, PairRequest, RequestId, RequestStatus, Wish
from volunteers.rounds import ProposalStatus
from volunteers.volunteers import Area

_UNDER_WAY = [ProposalStatus.PREPARED.value, ProposalStatus.OPEN.value]


class Requests:
    """RequestStore in SQL."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add_request(self, person: PersonId, wish: Wish, *, now: datetime) -> PairRequest:
        values = {
            "person_id": person,
            "since": now,
            "status": RequestStatus.OPEN.value,
            "version": 1,
            **_columns(wish),
        }
        return request_of((await self._link.execute(insert(pair_requests).returning(pair_requests), values)).one())

    async def request(self, request: RequestId) -> PairRequest:
        row = (await self._link.execute(select(pair_requests).where(pair_requests.c.id == request))).first()
        if row is None:
            raise NotFound("request", request)
        return request_of(row)

    async def requests_of(self, person: PersonId) -> tuple[PairRequest, ...]:
        query = select(pair_requests).where(pair_requests.c.person_id == person).order_by(pair_requests.c.id)
        return tuple(request_of(row) for row in await self._link.execute(query))

    async def save_request(self, request: PairRequest) -> None:
        change = (
            update(pair_requests)
            .where(pair_requests.c.id == request.id, pair_requests.c.version == request.version - 1)
            .values(since=request.since, status=request.status.value, version=request.version, **_columns(request.wish))
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("request", request.id)

    async def withdraw_proposals(self, request: RequestId, *, now: datetime) -> None:
        change = (
            update(proposals)
            .where(proposals.c.request_id == request, proposals.c.status.in_(_UNDER_WAY))
            .values(status=ProposalStatus.WITHDRAWN.value, answered_at=now, version=proposals.c.version + 1)
        )
        await self._link.execute(change)

    async def forecast(self, request: PairRequest, *, now: datetime) -> Forecast:
        language = request.wish.language.value
        ahead = or_(
            pair_requests.c.since < request.since,
            and_(pair_requests.c.since == request.since, pair_requests.c.id < request.id),
        )
        waiting = select(func.count()).where(
            pair_requests.c.status == RequestStatus.OPEN.value, pair_requests.c.language == language, ahead
        )
        formed = select(func.count()).where(pairs.c.language == language, pairs.c.formed_at > now - FORECAST_LOOKS_BACK)
        counts = select(waiting.scalar_subquery().label("ahead"), formed.scalar_subquery().label("formed"))
        row = (await self._link.execute(counts)).one()
        return Forecast(position=row.ahead + 1, formed=row.formed)

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return the person's wishes for a partner, ready for JSON."""
        return {
            "pair_requests": [
                {
                    "language": request.wish.language.value,
                    "level": request.wish.level.value,
                    "time_zone": request.wish.zone,
                    "availability": packed(request.wish.availability),
                    "minutes_a_week": request.wish.availability.minutes,
                    "interests": sorted(request.wish.interests),
                    "since": request.since.isoformat(),
                    "status": request.status.value,
                }
                for request in await self.requests_of(person)
            ]
        }


def _columns(wish: Wish) -> dict[str, Any]:
    return {
        "language": wish.language.value,
        "level": wish.level.value,
        "zone": wish.zone,
        "availability": packed(wish.availability),
        "interests": joined(wish.interests),
    }


def request_of(row: Row[Any]) -> PairRequest:
    return PairRequest(
        id=RequestId(row.id),
        person=PersonId(row.person_id),
        wish=Wish(
            language=Language(row.language),
            level=Level(row.level),
            zone=row.zone,
            availability=unpacked(row.availability),
            interests=frozenset(Area(area) for area in split(row.interests)),
        ),
        since=row.since,
        status=RequestStatus(row.status),
        version=row.version,
    )
