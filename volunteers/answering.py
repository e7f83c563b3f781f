"""A volunteer's answer to a proposal, and what happens when none comes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.audit import AuditEntry
from core.errors import NotFound, Stale
from core.ids import PersonId
from core.notices import Notice
from core.ports import AuditLog, Outbox
from volunteers.pairs import Pair, PairStore
from volunteers.publishing import silence
from volunteers.requests import RequestStatus, RequestStore
from volunteers.rounds import DeclineReason, Proposal, ProposalId, ProposalStatus, RoundStore

FORMED_NOTICE = "pair_formed"
NOTICE_LIVES = timedelta(days=7)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringDesk:
    """What an answer needs: the stores of the transaction under way."""

    rounds: RoundStore
    requests: RequestStore
    pairs: PairStore
    outbox: Outbox
    audit: AuditLog


async def proposed_to(rounds: RoundStore, proposal_id: ProposalId, person: PersonId, *, now: datetime) -> Proposal:
    """Return the proposal that waits for the person's answer. Raises NotFound (also for somebody else's), Stale."""
    proposal = await rounds.proposal(proposal_id)
    if proposal.volunteer != person or proposal.status is ProposalStatus.PREPARED:
        raise NotFound("proposal", proposal_id)
    expired = proposal.expires_at is not None and proposal.expires_at <= now
    if proposal.status is not ProposalStatus.OPEN or expired:
        raise Stale("proposal", proposal_id)
    return proposal


async def accept(desk: AnsweringDesk, proposal_id: ProposalId, *, person: PersonId, now: datetime) -> Pair:
    """Make the two a pair, and tell both. Raises NotFound, Stale."""
    proposal = await proposed_to(desk.rounds, proposal_id, person, now=now)
    await desk.rounds.save_proposal(proposal.moved(ProposalStatus.ACCEPTED, now=now))
    request = await desk.requests.request(proposal.request)
    if request.status is not RequestStatus.OPEN:
        raise Stale("request", request.id)
    await desk.requests.save_request(request.moved(RequestStatus.PAIRED))
    pair = await desk.pairs.add_pair(proposal, now=now)
    await silence(desk.outbox, proposal)
    await desk.outbox.put(_formed(pair, pair.learner, now), _formed(pair, pair.volunteer, now))
    await desk.audit.record(_entry("proposal.accepted", proposal, person, now))
    return pair


async def decline(
    desk: AnsweringDesk,
    proposal_id: ProposalId,
    reason: DeclineReason,
    words: str = "",
    *,
    person: PersonId,
    now: datetime,
) -> None:
    """Say no: the learner is not told, keeps the place in line, and is never proposed to this volunteer again.

    Raises NotFound, Stale.
    """
    proposal = await proposed_to(desk.rounds, proposal_id, person, now=now)
    declined = replace(proposal.moved(ProposalStatus.DECLINED, now=now), reason=reason, words=words)
    await desk.rounds.save_proposal(declined)
    await silence(desk.outbox, proposal)
    await desk.audit.record(_entry("proposal.declined", declined, person, now))


async def expire(rounds: RoundStore, audit: AuditLog, *, now: datetime) -> int:
    """Close proposals that nobody answered in time, and return how many."""
    overdue = await rounds.overdue(now=now, limit=_AT_ONCE)
    for proposal in overdue:
        expired = proposal.moved(ProposalStatus.EXPIRED, now=now)
        await rounds.save_proposal(expired)
        await audit.record(_entry("proposal.expired", expired, None, now))
    return len(overdue)


def _formed(pair: Pair, person: PersonId, now: datetime) -> Notice:
    return Notice(
        person=person,
        kind=FORMED_NOTICE,
        slot=str(pair.id),
        payload={"pair": pair.id},
        due_at=now,
        expires_at=now + NOTICE_LIVES,
    )


def _entry(action: str, proposal: Proposal, actor: PersonId | None, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"proposal:{proposal.id}",
        reason=proposal.reason.value if proposal.reason else "",
        after={"language": proposal.language.value, "level": proposal.level.value, "shared": proposal.shared},
    )
