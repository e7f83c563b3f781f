"""Prepare a matching round, publish it as proposals, and take it back while nobody has answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.audit import AuditEntry
from core.days import week_start
from core.errors import Refusal, Stale
from core.ids import PersonId
from core.languages import Language
from core.notices import Notice
from core.ports import AuditLog, Outbox
from volunteers.candidates import Helper, Seeker
from volunteers.matching import match
from volunteers.requests import PairRequest, RequestStatus
from volunteers.rounds import (
    ANSWER_WITHIN,
    REMINDED_AFTER,
    Proposal,
    ProposalStatus,
    Round,
    RoundId,
    RoundStore,
    Serving,
    Suggestion,
)
from volunteers.volunteers import Details

PROPOSAL_NOTICE = "proposal"
REMINDER_NOTICE = "proposal_reminder"


class NobodyWaits(Refusal):
    """There is no open request to find a partner for."""


class AlreadyAnswered(Refusal):
    """Somebody has answered a proposal of the round, so it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingDesk:
    """What a round needs: the stores of the transaction under way."""

    rounds: RoundStore
    outbox: Outbox
    audit: AuditLog


async def prepare(desk: MatchingDesk, language: Language | None, *, by: PersonId, now: datetime) -> Round:
    """Match everybody who waits, for a coordinator to look at; nobody is told yet. Raises NobodyWaits."""
    waiting = await desk.rounds.waiting(language)
    if not waiting:
        raise NobodyWaits
    serving = await desk.rounds.serving(language)
    apart = await desk.rounds.apart()
    week = coming_week(now)
    learners = [seeker(request, now=now) for request in waiting]
    helpers = [helper(one) for one in serving]
    # A large round takes seconds; what others ask meanwhile must not wait for it.
    outcome = await asyncio.to_thread(match, learners, helpers, week, excluded=apart)
    suggestions = [
        Suggestion(
            request=waiting[each.learner], volunteer=serving[each.volunteer].volunteer.person, shared=each.shared
        )
        for each in outcome.matches
    ]
    left_over = [(waiting[place], obstacle) for place, obstacle in outcome.left_over]
    prepared = await desk.rounds.add_round(language, week, suggestions, left_over, by=by, now=now)
    await desk.audit.record(_entry("round.prepared", prepared, by, now, len(suggestions)))
    return prepared


async def publish(desk: MatchingDesk, round_id: RoundId, version: int, *, by: PersonId, now: datetime) -> int:
    """Ask the volunteers, and return how many were asked; what no longer holds is left out. Raises NotFound, Stale."""
    before = await _seen(desk, round_id, version)
    await desk.rounds.save_round(before.published(by=by, now=now))
    room = {one.volunteer.person: helper(one).free for one in await desk.rounds.serving(None)}
    waiting = {request.id: request for request in await desk.rounds.waiting(None)}
    asked = 0
    for proposal in await desk.rounds.proposals(round_id):
        if proposal.status is not ProposalStatus.PREPARED:
            continue
        if room.get(proposal.volunteer, 0) < 1 or not _still_wished(proposal, waiting.get(proposal.request)):
            await desk.rounds.save_proposal(proposal.moved(ProposalStatus.WITHDRAWN, now=now))
            continue
        room[proposal.volunteer] -= 1
        opened = proposal.moved(ProposalStatus.OPEN, now=now)
        await desk.rounds.save_proposal(opened)
        await desk.outbox.put(*_notices(opened, now))
        asked += 1
    await desk.audit.record(_entry("round.published", before, by, now, asked))
    return asked


async def roll_back(desk: MatchingDesk, round_id: RoundId, version: int, *, by: PersonId, now: datetime) -> int:
    """Take every proposal back, and return how many. Raises AlreadyAnswered, NotFound, Stale."""
    before = await _seen(desk, round_id, version)
    proposals = await desk.rounds.proposals(round_id)
    if any(each.status in {ProposalStatus.ACCEPTED, ProposalStatus.DECLINED} for each in proposals):
        raise AlreadyAnswered
    await desk.rounds.save_round(before.undone())
    taken_back = [each for each in proposals if each.status is ProposalStatus.OPEN]
    for proposal in taken_back:
        await desk.rounds.save_proposal(proposal.moved(ProposalStatus.WITHDRAWN, now=now))
        await silence(desk.outbox, proposal)
    await desk.audit.record(_entry("round.undone", before, by, now, len(taken_back)))
    return len(taken_back)


async def silence(outbox: Outbox, proposal: Proposal) -> None:
    """Withdraw the notices of a proposal that have not left yet."""
    for kind in (PROPOSAL_NOTICE, REMINDER_NOTICE):
        await outbox.cancel(kind, str(proposal.id), proposal.volunteer)


def coming_week(now: datetime) -> date:
    """Return the Monday after `now`: what is proposed today begins then."""
    return week_start(now.date()) + timedelta(weeks=1)


def seeker(request: PairRequest, *, now: datetime) -> Seeker:
    wish = request.wish
    return Seeker(
        person=request.person,
        language=wish.language,
        level=wish.level,
        zone=wish.zone,
        availability=wish.availability,
        interests=wish.interests,
        weeks=max(0, (now - request.since) // timedelta(weeks=1)),
    )


def helper(one: Serving) -> Helper:
    details = one.volunteer.details
    return Helper(
        person=one.volunteer.person,
        offers={offer.language: offer.levels for offer in details.offers},
        zone=details.zone,
        availability=details.availability,
        interests=details.interests,
        free=max(0, _most_at_once(details) - one.load),
        load=one.load,
    )


def _most_at_once(details: Details) -> int:
    """Return how many learners fit: each needs an hour of the volunteer's week."""
    return min(details.capacity, details.availability.minutes // 60)


def _still_wished(proposal: Proposal, request: PairRequest | None) -> bool:
    if request is None or request.status is not RequestStatus.OPEN:
        return False
    return (request.wish.language, request.wish.level) == (proposal.language, proposal.level)


async def _seen(desk: MatchingDesk, round_id: RoundId, version: int) -> Round:
    """Return the round as the coordinator saw it. Raises NotFound, Stale."""
    found = await desk.rounds.round(round_id)
    if found.version != version:
        raise Stale("round", round_id)
    return found


def _notices(proposal: Proposal, now: datetime) -> Sequence[Notice]:
    return [
        Notice(
            person=proposal.volunteer,
            kind=kind,
            slot=str(proposal.id),
            payload={"proposal": proposal.id},
            due_at=due_at,
            expires_at=now + ANSWER_WITHIN,
        )
        for kind, due_at in ((PROPOSAL_NOTICE, now), (REMINDER_NOTICE, now + REMINDED_AFTER))
    ]


def _entry(action: str, round_: Round, actor: PersonId, now: datetime, count: int) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"round:{round_.id}",
        after={"language": round_.language.value if round_.language else "all", "count": count},
    )
