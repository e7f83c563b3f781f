"""Every conversation, in the order in which an update is offered to them.

The hot path comes first, for a router that does not match still costs a look; the catch-all comes last.
"""

from handlers import help as help_
from handlers import (
    lost,
    opportunities,
    opportunity_alerts,
    opportunity_translation,
    pair_requests,
    pair_talk,
    pairs,
    privacy,
    start,
)
from handlers.coordinator import cases, decisions, matching, postings, queue, report, volunteers
from handlers.guards import Door
from handlers.learner import daily, enrol, enrolment, practice, progress
from handlers.learner import sessions as learner_sessions
from handlers.volunteer import home, hosting, proposals, roll, signup

_DOORS = (
    practice.router,
    start.router,
    help_.router,
    privacy.router,
    enrol.router,
    enrolment.router,
    daily.router,
    progress.router,
    queue.router,
    decisions.router,
    report.router,
    pair_talk.router,
    pairs.router,
    pair_requests.router,
    home.router,
    signup.router,
    proposals.router,
    volunteers.router,
    volunteers.deciding,
    matching.router,
    cases.router,
    learner_sessions.router,
    hosting.router,
    roll.router,
    learner_sessions.for_others,
    opportunities.router,
    opportunity_alerts.router,
    opportunity_translation.router,
    postings.router,
    lost.router,
)


def all_doors() -> tuple[Door, ...]:
    """Return the doors of every conversation, free to be taken by a new dispatcher."""
    return tuple(door.released() for door in _DOORS)
