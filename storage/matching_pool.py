"""Who waits, who serves, and who must not be brought together: what a matching round begins with."""

from sqlalchemy import func, select, union

from core.ids import PersonId
from core.languages import Language
from storage.cipher import Cipher
from storage.database import Link
from storage.requests import request_of
from storage.tables.pairs import pairs
from storage.tables.people import people
from storage.tables.volunteers import pair_requests, proposals, volunteer_offers, volunteers
from storage.volunteers import Volunteers
from volunteers.candidates import Exclusions
from volunteers.pairs import LIVING
from volunteers.requests import PairRequest, RequestStatus
from volunteers.rounds import ProposalStatus, Serving
from volunteers.volunteers import Status

_OPEN = ProposalStatus.OPEN.value


class MatchingPool:
    """The half of RoundStore that reads people."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def waiting(self, language: Language | None) -> tuple[PairRequest, ...]:
        asked = select(proposals.c.id).where(proposals.c.request_id == pair_requests.c.id, proposals.c.status == _OPEN)
        query = (
            select(pair_requests)
            .join(people, people.c.id == pair_requests.c.person_id)
            .where(pair_requests.c.status == RequestStatus.OPEN.value, people.c.blocked_at.is_(None), ~asked.exists())
            .order_by(pair_requests.c.since, pair_requests.c.id)
        )
        if language is not None:
            query = query.where(pair_requests.c.language == language.value)
        return tuple(request_of(row) for row in await self._link.execute_slow(query))

    async def serving(self, language: Language | None) -> tuple[Serving, ...]:
        query = (
            select(volunteers)
            .join(people, people.c.id == volunteers.c.person_id)
            .where(volunteers.c.status == Status.APPROVED.value, people.c.blocked_at.is_(None))
            .order_by(volunteers.c.person_id)
        )
        if language is not None:
            offers = select(volunteer_offers.c.person_id).where(volunteer_offers.c.language == language.value)
            query = query.where(volunteers.c.person_id.in_(offers))
        found = await Volunteers(self._link, self._cipher).read((await self._link.execute_slow(query)).all())
        loads = await self._loads()
        return tuple(Serving(volunteer=one, load=loads.get(one.person, 0)) for one in found)

    async def apart(self) -> Exclusions:
        declined = select(proposals.c.learner_id, proposals.c.volunteer_id).where(
            proposals.c.status == ProposalStatus.DECLINED.value
        )
        met = select(pairs.c.learner_id, pairs.c.volunteer_id).where(
            pairs.c.learner_id.is_not(None), pairs.c.volunteer_id.is_not(None)
        )
        rows = await self._link.execute_slow(union(declined, met))
        return {(PersonId(row.learner_id), PersonId(row.volunteer_id)) for row in rows}

    async def _loads(self) -> dict[int, int]:
        """Return how many learners each volunteer has or is asked about."""
        living = select(pairs.c.volunteer_id).where(pairs.c.status.in_(sorted(LIVING)))
        asked = select(proposals.c.volunteer_id).where(proposals.c.status == _OPEN)
        both = living.union_all(asked).subquery()
        query = select(both.c.volunteer_id, func.count().label("load")).group_by(both.c.volunteer_id)
        return {row.volunteer_id: row.load for row in await self._link.execute_slow(query)}
