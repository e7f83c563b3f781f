"""Matching rounds: what was proposed to whom, and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, delete, func, insert, select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from core.languages import Language, Level
from storage.columns import maybe, person
from storage.matching_pool import MatchingPool
from storage.requests import request_of
from storage.tables.volunteers import (
    left_overs,
    matching_rounds,
    pair_requests,
    proposals,
)
from volunteers.candidates import Obstacle
from volunteers.requests import PairRequest, RequestId
from volunteers.rounds import (
    DeclineReason,
    LeftOver,
    Proposal,
    ProposalId,
    ProposalStatus,
    Round,
    RoundId,
    RoundStatus,
    Suggestion,
)

_OPEN = ProposalStatus.OPEN.value


class Rounds(MatchingPool):
    """RoundStore in SQL."""

    async def add_round(
        self,
        language: Language | None,
        week: date,
        suggestions: Sequence[Suggestion],
        left_over: Sequence[tuple[PairRequest, Obstacle]],
        *,
        by: PersonId,
        now: datetime,
    ) -> Round:
        await self._forget_prepared()
        values = {
            "language": language.value if language is not None else None,
            "week": week,
            "status": RoundStatus.PREPARED.value,
            "prepared_by": by,
            "prepared_at": now,
            "version": 1,
        }
        added = _round((await self._link.execute(insert(matching_rounds).returning(matching_rounds), values)).one())
        if suggestions:
            await self._link.execute(insert(proposals), [_prepared(added.id, one) for one in suggestions])
        if left_over:
            lacking = [_lacking(added.id, request, obstacle) for request, obstacle in left_over]
            await self._link.execute(insert(left_overs), lacking)
        return added

    async def round(self, round_id: RoundId) -> Round:
        row = (await self._link.execute(select(matching_rounds).where(matching_rounds.c.id == round_id))).first()
        if row is None:
            raise NotFound("round", round_id)
        return _round(row)

    async def last_published(self) -> Round | None:
        query = (
            select(matching_rounds)
            .where(matching_rounds.c.status == RoundStatus.PUBLISHED.value)
            .order_by(matching_rounds.c.published_at.desc(), matching_rounds.c.id.desc())
            .limit(1)
        )
        row = (await self._link.execute(query)).first()
        return _round(row) if row is not None else None

    async def save_round(self, round_: Round) -> None:
        change = (
            update(matching_rounds)
            .where(matching_rounds.c.id == round_.id, matching_rounds.c.version == round_.version - 1)
            .values(
                status=round_.status.value,
                published_by=round_.published_by,
                published_at=round_.published_at,
                version=round_.version,
            )
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("round", round_.id)

    async def proposals(self, round_id: RoundId, *, offset: int = 0, limit: int | None = None) -> tuple[Proposal, ...]:
        query = select(proposals).where(proposals.c.round_id == round_id).order_by(proposals.c.id).offset(offset)
        return await self._proposals(query if limit is None else query.limit(limit))

    async def proposal_counts(self, round_id: RoundId) -> dict[ProposalStatus, int]:
        rows = await self._counted(proposals.c.status, proposals.c.round_id == round_id)
        return {ProposalStatus(value): count for value, count in rows}

    async def left_over(self, round_id: RoundId, *, offset: int, limit: int) -> tuple[LeftOver, ...]:
        query = (
            select(pair_requests, left_overs.c.obstacle)
            .join(left_overs, left_overs.c.request_id == pair_requests.c.id)
            .where(left_overs.c.round_id == round_id)
            .order_by(pair_requests.c.since, pair_requests.c.id)
            .offset(offset)
            .limit(limit)
        )
        return tuple(_left_over(row) for row in await self._link.execute(query))

    async def left_over_counts(self, round_id: RoundId) -> dict[Obstacle, int]:
        rows = await self._counted(left_overs.c.obstacle, left_overs.c.round_id == round_id)
        return {Obstacle(value): count for value, count in rows}

    async def proposal(self, proposal: ProposalId) -> Proposal:
        found = await self._proposals(select(proposals).where(proposals.c.id == proposal))
        if not found:
            raise NotFound("proposal", proposal)
        return found[0]

    async def proposals_to(self, volunteer: PersonId) -> tuple[Proposal, ...]:
        mine = select(proposals).where(proposals.c.volunteer_id == volunteer, proposals.c.status == _OPEN)
        return await self._proposals(mine.order_by(proposals.c.id))

    async def save_proposal(self, proposal: Proposal) -> None:
        change = (
            update(proposals)
            .where(proposals.c.id == proposal.id, proposals.c.version == proposal.version - 1)
            .values(
                status=proposal.status.value,
                expires_at=proposal.expires_at,
                answered_at=proposal.answered_at,
                reason=proposal.reason.value if proposal.reason is not None else None,
                words=self._cipher.seal(proposal.words),
                version=proposal.version,
            )
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("proposal", proposal.id)

    async def overdue(self, *, now: datetime, limit: int) -> tuple[Proposal, ...]:
        late = select(proposals).where(proposals.c.status == _OPEN, proposals.c.expires_at <= now)
        # Two clocks at once take different rows instead of refusing each other.
        ordered = late.order_by(proposals.c.expires_at, proposals.c.id).limit(limit)
        return await self._proposals(ordered.with_for_update(skip_locked=True, key_share=True))

    async def export(self, person_id: PersonId) -> dict[str, Any]:
        """Return what was proposed to the person as a volunteer, without naming the learners; ready for JSON."""
        mine = select(proposals).where(proposals.c.volunteer_id == person_id).order_by(proposals.c.id)
        return {
            "proposals": [
                {
                    "language": one.language.value,
                    "level": one.level.value,
                    "shared_half_hours": one.shared,
                    "status": one.status.value,
                    "answered_at": one.answered_at.isoformat() if one.answered_at else None,
                    "reason": one.reason.value if one.reason else None,
                    "words": one.words,
                }
                for one in await self._proposals(mine)
                if one.status is not ProposalStatus.PREPARED
            ]
        }

    async def _forget_prepared(self) -> None:
        # The rounds' own rows stay: SQLite gives the number of a deleted row to the next, whom old buttons would name.
        prepared = matching_rounds.c.status == RoundStatus.PREPARED.value
        which = select(matching_rounds.c.id).where(prepared)
        await self._link.execute(delete(proposals).where(proposals.c.round_id.in_(which)))
        await self._link.execute(delete(left_overs).where(left_overs.c.round_id.in_(which)))
        undone = {"status": RoundStatus.UNDONE.value, "version": matching_rounds.c.version + 1}
        await self._link.execute(update(matching_rounds).where(prepared).values(**undone))

    async def _counted(self, column: Column[Any], which: ColumnElement[bool]) -> list[tuple[Any, int]]:
        query = select(column.label("value"), func.count().label("rows")).where(which).group_by(column)
        return [(row.value, row.rows) for row in await self._link.execute(query)]

    async def _proposals(self, query: Select[Any]) -> tuple[Proposal, ...]:
        return tuple(self._proposal(row) for row in await self._link.execute(query))

    def _proposal(self, row: Row[Any]) -> Proposal:
        return Proposal(
            id=ProposalId(row.id),
            round=RoundId(row.round_id),
            request=RequestId(row.request_id),
            learner=PersonId(row.learner_id),
            volunteer=PersonId(row.volunteer_id),
            language=Language(row.language),
            level=Level(row.level),
            shared=row.shared,
            status=ProposalStatus(row.status),
            expires_at=row.expires_at,
            answered_at=row.answered_at,
            reason=DeclineReason(row.reason) if row.reason is not None else None,
            words=self._cipher.open(row.words),
            version=row.version,
        )


def _prepared(round_id: RoundId, one: Suggestion) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "request_id": one.request.id,
        "learner_id": one.request.person,
        "volunteer_id": one.volunteer,
        "language": one.request.wish.language.value,
        "level": one.request.wish.level.value,
        "shared": one.shared,
        "status": ProposalStatus.PREPARED.value,
        "words": b"",
        "version": 1,
    }


def _lacking(round_id: RoundId, request: PairRequest, obstacle: Obstacle) -> dict[str, Any]:
    return {"round_id": round_id, "request_id": request.id, "obstacle": int(obstacle)}


def _round(row: Row[Any]) -> Round:
    return Round(
        id=RoundId(row.id),
        language=Language(row.language) if row.language is not None else None,
        week=row.week,
        status=RoundStatus(row.status),
        prepared_by=person(row.prepared_by),
        prepared_at=row.prepared_at,
        published_by=maybe(row.published_by),
        published_at=row.published_at,
        version=row.version,
    )


def _left_over(row: Row[Any]) -> LeftOver:
    request = request_of(row)
    return LeftOver(
        request=request.id,
        person=request.person,
        language=request.wish.language,
        level=request.wish.level,
        since=request.since,
        obstacle=Obstacle(row.obstacle),
    )
