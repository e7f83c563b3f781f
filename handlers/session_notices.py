"""What people are told about practice sessions when they are not looking."""

from datetime import datetime
from gettext import NullTranslations

from core.errors import NotFound
from core.notices import Delivery
from enrolment.people import Person
from handlers.learner.sessions import SeatStep, SeatTap, SessionsPage
from handlers.markup import Markup, bold, fill, lines
from handlers.screens import Screen, button, keyboard, link_button
from handlers.session_words import heading, place, times
from handlers.stores import Stores
from handlers.volunteer.hosting import HostStep, HostTap
from lessons.sessions import line, reminders
from lessons.sessions.sessions import SeatStatus, Session, SessionId, SessionStatus


async def render_session_reminder(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, now: datetime
) -> Screen | None:
    """Return the reminder of a day or an hour before, for who still has the seat."""
    session = await _with_seat(delivery, person, stores, now)
    if session is None:
        return None
    soon = delivery.kind == reminders.HOUR_BEFORE
    words = (
        tr.gettext("⏰ Your practice session begins within the hour.")
        if soon
        else tr.gettext("⏰ A reminder of your practice session.")
    )
    closing = None if soon else tr.gettext("If you cannot come, please give the seat back: somebody may be waiting.")
    return _seat_screen(session, person, words, closing, tr)


async def render_seat_promoted(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, now: datetime
) -> Screen | None:
    session = await _with_seat(delivery, person, stores, now)
    if session is None:
        return None
    words = tr.gettext("🎉 A seat was freed, and it is yours.")
    closing = tr.gettext("If you no longer need it, please give it back, so that the next person gets it.")
    return _seat_screen(session, person, words, closing, tr)


async def render_session_cancelled(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    session = await _session(delivery, stores)
    if session is None or session.status is not SessionStatus.CANCELLED:
        return None
    words = tr.gettext("This practice session was called off. We are sorry, and hope to see you in another one.")
    text = lines(bold(tr.gettext("🚫 Called off")), "", heading(session, tr), times(session, person, tr), "", words)
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("👥 All sessions"), SessionsPage(page=0))]))


async def render_session_roll_call(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    """Return the host's reminder to say who came, unless nobody had a seat or it is said already."""
    session = await _session(delivery, stores)
    if session is None or session.status is SessionStatus.CANCELLED or session.host != person.id:
        return None
    seats = await stores.sessions.seats(session.id)
    if not any(seat.status is SeatStatus.BOOKED for seat in seats):
        return None
    words = tr.gettext("Thank you for hosting! Who came? The minutes count for you and for them.")
    text = lines(heading(session, tr), times(session, person, tr), "", words)
    who_came = button(tr.gettext("📋 Who came?"), HostTap(session=session.id, do=HostStep.ROLL))
    return Screen(text=text, keyboard=keyboard([who_came]))


async def _session(delivery: Delivery, stores: Stores) -> Session | None:
    try:
        return await stores.sessions.get(SessionId(int(delivery.payload["session"])))
    except NotFound:
        return None


async def _with_seat(delivery: Delivery, person: Person, stores: Stores, now: datetime) -> Session | None:
    session = await _session(delivery, stores)
    if session is None or not session.takes_bookings(now):
        return None
    seat = line.seat_of(await stores.sessions.seats(session.id), person.id)
    return session if seat is not None and seat.status is SeatStatus.BOOKED else None


def _seat_screen(session: Session, person: Person, words: str, closing: str | None, tr: NullTranslations) -> Screen:
    told: list[Markup | str] = [words, "", heading(session, tr), times(session, person, tr), place(session, tr)]
    text = lines(*told, "" if closing else None, fill("{words}", words=closing) if closing else None)
    link = [link_button(tr.gettext("🔗 Join"), session.link)] if session.link else []
    leave = [button(tr.gettext("↩️ Give the seat back"), SeatTap(session=session.id, do=SeatStep.LEAVE))]
    return Screen(text=text, keyboard=keyboard(link, leave))
