"""Which words a notice becomes: one renderer for each kind, called when the notice is due."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from gettext import NullTranslations

from core.notices import Delivery
from enrolment.people import Person
from handlers import opportunity_notices, session_notices
from handlers.screens import Screen
from handlers.stores import Stores

Renderer = Callable[[Delivery, Person, Stores, NullTranslations, datetime], Awaitable[Screen | None]]
"""Returns None when there is nothing left to say: the delivery is then cancelled."""

RENDERERS: Mapping[str, Renderer] = {
    "deadline": opportunity_notices.render_deadline,
    "deadline_moved": opportunity_notices.render_deadline_moved,
    "opportunity": opportunity_notices.render_opportunity,
    "seat_promoted": session_notices.render_seat_promoted,
    "session_cancelled": session_notices.render_session_cancelled,
    "session_reminder_day": session_notices.render_session_reminder,
    "session_reminder_hour": session_notices.render_session_reminder,
    "session_roll_call": session_notices.render_session_roll_call,
}
