"""The end of a pair, for whatever reason, and the hours two people say they talked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.audit import AuditEntry
from core.ids import PersonId
from core.notices import Notice
from core.ports import AuditLog, Outbox
from volunteers.pairs import Meeting, MeetingId, Pair, PairId, PairStore, check_minutes
from volunteers.requests import RequestStatus, RequestStore

ENDED_NOTICE = "pair_ended"
MEETING_NOTICE = "pair_meeting"
NOTICE_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingDesk:
    """What an end needs: the stores of the transaction under way."""

    pairs: PairStore
    requests: RequestStore
    outbox: Outbox
    audit: AuditLog


async def end_own(desk: EndingDesk, pair_id: PairId, *, person: PersonId, now: datetime) -> Pair:
    """End a pair at the wish of one of the two. Raises NotFound (also for somebody else's pair), Stale."""
    pair = await desk.pairs.pair(pair_id)
    pair.partner_of(person)
    return await end(desk, pair, by=person, now=now)


async def end(desk: EndingDesk, pair: Pair, *, by: PersonId | None, now: datetime) -> Pair:
    """End the pair and tell whoever did not do it. Raises Stale.

    The learner's request is closed too: who wants another partner asks again, with one tap.
    """
    ended = pair.ended(by=by, now=now)
    await desk.pairs.save_pair(ended)
    request = await desk.requests.request(pair.request)
    if request.status is RequestStatus.PAIRED:
        await desk.requests.save_request(request.moved(RequestStatus.WITHDRAWN))
    told = [one for one in (pair.learner, pair.volunteer) if one != by]
    await desk.outbox.put(*(_ended(ended, one, now) for one in told))
    await desk.audit.record(
        AuditEntry(
            at=now, actor=by, action="pair.ended", subject=f"pair:{pair.id}", before={"status": pair.status.value}
        )
    )
    return ended


async def end_all(desk: EndingDesk, person: PersonId, *, now: datetime) -> int:
    """End every pair of somebody who is erased, and return how many."""
    pairs = await desk.pairs.pairs_of(person)
    for pair in pairs:
        await end(desk, pair, by=person, now=now)
    return len(pairs)


async def end_volunteers_pairs(desk: EndingDesk, volunteer: PersonId, *, now: datetime) -> int:
    """End every pair in which the person is the volunteer, and return how many."""
    pairs = [pair for pair in await desk.pairs.pairs_of(volunteer) if pair.volunteer == volunteer]
    for pair in pairs:
        await end(desk, pair, by=volunteer, now=now)
    return len(pairs)


async def log_meeting(desk: EndingDesk, pair_id: PairId, minutes: int, *, person: PersonId, now: datetime) -> Meeting:
    """Note that the two talked, and ask the other to confirm. Raises NotFound, Stale, PairHeld, BadMinutes."""
    pair = await desk.pairs.pair(pair_id)
    partner = pair.partner_of(person)
    pair.check_open()
    meeting = await desk.pairs.add_meeting(pair_id, check_minutes(minutes), by=person, now=now)
    await desk.outbox.put(
        Notice(
            person=partner,
            kind=MEETING_NOTICE,
            slot=str(meeting.id),
            payload={"meeting": meeting.id},
            due_at=now,
            expires_at=now + NOTICE_LIVES,
        )
    )
    return meeting


async def answer_meeting(
    desk: EndingDesk, meeting_id: MeetingId, *, agreed: bool, person: PersonId, now: datetime
) -> Meeting:
    """Count the minutes, or not. Raises NotFound (also for who logged them, and for strangers), Stale."""
    meeting = await desk.pairs.meeting(meeting_id)
    pair = await desk.pairs.pair(meeting.pair)
    pair.partner_of(person)
    answered = meeting.answered(person, agreed=agreed, now=now)
    await desk.pairs.answer_meeting(answered)
    await desk.audit.record(
        AuditEntry(
            at=now,
            actor=person,
            action="meeting.confirmed" if agreed else "meeting.denied",
            subject=f"meeting:{meeting.id}",
            after={"pair": pair.id, "minutes": meeting.minutes},
        )
    )
    return answered


def _ended(pair: Pair, person: PersonId, now: datetime) -> Notice:
    return Notice(
        person=person,
        kind=ENDED_NOTICE,
        slot=str(pair.id),
        payload={"pair": pair.id},
        due_at=now,
        expires_at=now + NOTICE_LIVES,
    )
