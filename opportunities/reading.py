"""A reader saves an opportunity to be reminded of its deadline, or lets it go."""

from datetime import datetime

from core.ids import PersonId
from core.ports import Outbox
from opportunities import deadlines
from opportunities.postings import Closed, Opportunity, OpportunityId, OpportunityStore


async def save(
    opportunities: OpportunityStore, outbox: Outbox, *, person: PersonId, opportunity_id: OpportunityId, now: datetime
) -> Opportunity:
    """Keep it in the person's list and plan the deadline reminders; once is enough. Raises NotFound, Closed."""
    opportunity = await opportunities.get(opportunity_id)
    if not opportunity.is_open(now):
        raise Closed(opportunity_id)
    await opportunities.save(person, opportunity_id, now=now)
    await outbox.put(*deadlines.reminders(opportunity, person, now=now))
    return opportunity


async def unsave(opportunities: OpportunityStore, *, person: PersonId, opportunity_id: OpportunityId) -> Opportunity:
    """Take it out of the person's list. Raises NotFound.

    The reminders stay planned, and are dropped when they are due unless it is saved again by then.
    """
    opportunity = await opportunities.get(opportunity_id)
    await opportunities.unsave(person, opportunity_id)
    return opportunity
