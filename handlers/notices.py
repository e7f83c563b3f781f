"""Which words a notice becomes: one renderer for each kind, called when the notice is due."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from gettext import NullTranslations

from core.notices import Delivery
from enrolment.people import Person
from handlers import case_notices, opportunity_notices, pair_notices, session_notices
from handlers.learner import daily_phrase, enrolment
from handlers.screens import Screen
from handlers.stores import Stores
from lessons.phrasebook import Phrasebook

Renderer = Callable[[Delivery, Person, Stores, NullTranslations, datetime], Awaitable[Screen | None]]
"""Returns None when there is nothing left to say: the delivery is then cancelled."""

_RENDERERS: Mapping[str, Renderer] = {
    "case_closed": case_notices.render_case_closed,
    "case_opened": case_notices.render_case_opened,
    "deadline": opportunity_notices.render_deadline,
    "deadline_moved": opportunity_notices.render_deadline_moved,
    "enrolment_admitted": enrolment.render_admitted,
    "enrolment_refused": enrolment.render_refused,
    "enrolment_reopened": enrolment.render_reopened,
    "enrolment_waitlisted": enrolment.render_waitlisted,
    "opportunity": opportunity_notices.render_opportunity,
    "pair_ended": pair_notices.render_pair_ended,
    "pair_formed": pair_notices.render_pair_formed,
    "pair_meeting": pair_notices.render_pair_meeting,
    "proposal": pair_notices.render_proposal,
    "proposal_reminder": pair_notices.render_proposal,
    "relay": pair_notices.render_relay,
    "seat_promoted": session_notices.render_seat_promoted,
    "session_cancelled": session_notices.render_session_cancelled,
    "session_reminder_day": session_notices.render_session_reminder,
    "session_reminder_hour": session_notices.render_session_reminder,
    "session_roll_call": session_notices.render_session_roll_call,
    "volunteer_approved": pair_notices.render_volunteer_approved,
    "volunteer_refused": pair_notices.render_volunteer_refused,
}


def renderers(phrasebook: Phrasebook, *, speaks: bool = False) -> Mapping[str, Renderer]:
    """Return the renderer of every kind of notice; `speaks` says whether there is a voice to listen to."""
    return {**_RENDERERS, "daily_phrase": partial(daily_phrase.render_daily_phrase, phrasebook, speaks=speaks)}
