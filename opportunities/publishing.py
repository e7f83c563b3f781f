"""A coordinator publishes an opportunity, corrects it, or closes it."""

from dataclasses import replace
from datetime import datetime

from core.audit import AuditEntry
from core.errors import Stale
from core.ids import PersonId
from core.moments import checked_moment
from core.ports import AuditLog, Outbox
from opportunities import deadlines
from opportunities.postings import (
    DAYS_AHEAD,
    MOST_PLACES,
    ORGANISATION_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Opportunity,
    OpportunityId,
    OpportunityStatus,
    OpportunityStore,
    Posting,
    UnfitPosting,
    changed_fields,
)


async def publish(
    opportunities: OpportunityStore, audit: AuditLog, *, who: PersonId, posting: Posting, now: datetime
) -> tuple[Opportunity, int]:
    """Publish and plan the alerts; return the opportunity and how many people get one.

    Raises BadMoment when the deadline went by meanwhile, and UnfitPosting.
    """
    _check(posting, now)
    opportunity = await opportunities.publish(posting, by=who, now=now)
    alerted = await opportunities.alert(opportunity, now=now)
    await audit.record(_entry(opportunity.id, "published", who=who, now=now, after={"alerts": alerted}))
    return opportunity, alerted


async def correct(
    opportunities: OpportunityStore,
    outbox: Outbox,
    audit: AuditLog,
    *,
    who: PersonId,
    opportunity_id: OpportunityId,
    version: int,
    posting: Posting,
    now: datetime,
) -> Opportunity:
    """Replace what is published; people it now fits get their alert, a moved deadline is told to who saved it.

    `version` is what the correction began from. Raises NotFound, Stale, BadMoment, UnfitPosting.
    """
    before = await correctable(opportunities, opportunity_id)
    if before.version != version:
        raise Stale("opportunity", opportunity_id)
    _check(posting, now)
    fields = changed_fields(before.posting, posting)
    if not fields:
        return before
    moves = before.posting.deadline != posting.deadline
    after = replace(before, posting=posting, version=version + 1, edition=before.edition + moves)
    await opportunities.rewrite(after, now=now)
    if moves:
        await _move_reminders(opportunities, outbox, before, after, now)
    await opportunities.alert(after, now=now)
    await audit.record(
        _entry(opportunity_id, "corrected", who=who, now=now, after={"fields": list(fields), "version": after.version})
    )
    return after


async def close(
    opportunities: OpportunityStore,
    outbox: Outbox,
    audit: AuditLog,
    *,
    who: PersonId,
    opportunity_id: OpportunityId,
    now: datetime,
) -> Opportunity:
    """Close before the deadline: what has not left yet is withdrawn. Raises NotFound, Stale."""
    before = await correctable(opportunities, opportunity_id)
    after = replace(before, status=OpportunityStatus.CLOSED, version=before.version + 1)
    await opportunities.rewrite(after, now=now)
    await outbox.cancel(deadlines.ALERT, str(opportunity_id))
    for days in deadlines.DAYS_BEFORE:
        await outbox.cancel(deadlines.DEADLINE, deadlines.slot_of(before, days))
    await audit.record(_entry(opportunity_id, "closed", who=who, now=now, after={"status": after.status.value}))
    return after


async def correctable(opportunities: OpportunityStore, opportunity_id: OpportunityId) -> Opportunity:
    """Return the opportunity, locked, unless it was closed. Raises NotFound, Stale."""
    opportunity = await opportunities.lock(opportunity_id)
    if opportunity.status is not OpportunityStatus.OPEN:
        raise Stale("opportunity", opportunity_id)
    return opportunity


async def _move_reminders(
    opportunities: OpportunityStore, outbox: Outbox, before: Opportunity, after: Opportunity, now: datetime
) -> None:
    for days in deadlines.DAYS_BEFORE:
        await outbox.cancel(deadlines.DEADLINE, deadlines.slot_of(before, days))
    for person in await opportunities.savers(after.id):
        await outbox.put(deadlines.moved(after, person, now=now), *deadlines.reminders(after, person, now=now))


def _entry(
    opportunity: OpportunityId, action: str, *, who: PersonId, now: datetime, after: dict[str, object]
) -> AuditEntry:
    return AuditEntry(
        at=now, actor=who, action=f"opportunity.{action}", subject=f"opportunity:{opportunity}", after=after
    )


def _check(posting: Posting, now: datetime) -> None:
    checked_moment(posting.deadline, now=now, days_ahead=DAYS_AHEAD)
    bounds = {
        "title": 0 < len(posting.title) <= TITLE_LIMIT,
        "organisation": 0 < len(posting.organisation) <= ORGANISATION_LIMIT,
        "text": 0 < len(posting.text) <= TEXT_LIMIT,
        "link": posting.link.startswith("https://"),
        "level": posting.level is None or bool(posting.languages),
        "places": posting.places is None or 0 < posting.places <= MOST_PLACES,
    }
    for name, fits in bounds.items():
        if not fits:
            raise UnfitPosting(name)
