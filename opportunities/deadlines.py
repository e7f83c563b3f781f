"""What people who saved an opportunity are told of its deadline."""

from datetime import datetime, timedelta

from core.ids import PersonId
from core.notices import Notice
from opportunities.postings import Opportunity

ALERT, DEADLINE, MOVED = "opportunity", "deadline", "deadline_moved"

DAYS_BEFORE = (3, 1)


def slot_of(opportunity: Opportunity, days: int) -> str:
    """Return the slot of a reminder; a deadline that moves begins a new edition, with reminders of its own."""
    return f"{opportunity.id}-{opportunity.edition}-{days}"


def reminders(opportunity: Opportunity, person: PersonId, *, now: datetime) -> list[Notice]:
    """Return the reminders still to come, three days and one day before."""
    deadline = opportunity.posting.deadline
    return [
        Notice(
            person=person,
            kind=DEADLINE,
            slot=slot_of(opportunity, days),
            due_at=deadline - timedelta(days=days),
            expires_at=deadline,
            payload={"opportunity": opportunity.id, "edition": opportunity.edition},
        )
        for days in DAYS_BEFORE
        if deadline - timedelta(days=days) > now
    ]


def moved(opportunity: Opportunity, person: PersonId, *, now: datetime) -> Notice:
    return Notice(
        person=person,
        kind=MOVED,
        slot=f"{opportunity.id}-{opportunity.edition}",
        due_at=now,
        expires_at=opportunity.posting.deadline,
        payload={"opportunity": opportunity.id, "edition": opportunity.edition},
    )
