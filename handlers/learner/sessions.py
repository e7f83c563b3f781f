"""Practice sessions for learners: see what is coming, book a seat, wait in line, give the seat back."""

from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from core.ports import Outbox
from core.roles import Audience
from enrolment.people import PeopleStore, Person
from handlers.errors import explain
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines, plain
from handlers.menu import Go, home_button
from handlers.screens import Button, Reply, RowId, Screen, button, keyboard, link_button, show
from handlers.session_words import heading, place, short, times
from lessons.sessions import booking
from lessons.sessions.booking import SeatView
from lessons.sessions.sessions import (
    Listed,
    NotForYou,
    SeatStatus,
    Session,
    SessionClosed,
    SessionId,
    SessionStore,
    Tracks,
)

router = Door("learner.sessions", Audience.LEARNER)
for_others = Door("sessions.others", Audience.MEMBER)
"""For who neither learns nor hosts yet; it comes after the hosts' door."""

PAGE = 6


class SessionsPage(CallbackData, prefix="sl"):
    page: int


class SeatStep(StrEnum):
    OPEN = "open"
    BOOK = "book"
    LEAVE = "leave"
    LEFT = "left"


class SeatTap(CallbackData, prefix="ss"):
    session: RowId
    do: SeatStep


@router.message(Command("sessions"))
@router.callback_query(Go.filter(F.to == "sessions"))
async def opened(
    event: Message | CallbackQuery,
    sessions: SessionStore,
    lessons: Tracks,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    return show(event, await _list_screen(sessions, lessons, person, tr, now, page=0))


@router.callback_query(SessionsPage.filter())
async def paged(
    tap: CallbackQuery,
    callback_data: SessionsPage,
    sessions: SessionStore,
    lessons: Tracks,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    page = min(max(callback_data.page, 0), 1000)
    return show(tap, await _list_screen(sessions, lessons, person, tr, now, page=page))


@router.callback_query(SeatTap.filter(F.do == SeatStep.OPEN))
async def looked_at(
    tap: CallbackQuery,
    callback_data: SeatTap,
    sessions: SessionStore,
    lessons: Tracks,
    people: PeopleStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    view = await booking.look(sessions, lessons, person=person.id, session_id=SessionId(callback_data.session))
    return show(tap, await _screen(view, people, person, tr, now))


@router.callback_query(SeatTap.filter(F.do == SeatStep.BOOK))
async def booked(
    tap: CallbackQuery,
    callback_data: SeatTap,
    sessions: SessionStore,
    lessons: Tracks,
    people: PeopleStore,
    outbox: Outbox,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id = SessionId(callback_data.session)
    view = await booking.book(sessions, lessons, outbox, person=person.id, session_id=session_id, now=now)
    has_seat = view.seat is not None and view.seat.status is SeatStatus.BOOKED
    words = tr.gettext("You have a seat.") if has_seat else tr.gettext("It is full; you are in the line.")
    return show(tap, await _screen(view, people, person, tr, now), toast=words)


@router.callback_query(SeatTap.filter(F.do == SeatStep.LEAVE))
async def asked_to_leave(
    tap: CallbackQuery,
    callback_data: SeatTap,
    sessions: SessionStore,
    lessons: Tracks,
    person: Person,
    tr: NullTranslations,
) -> Reply:
    view = await booking.look(sessions, lessons, person=person.id, session_id=SessionId(callback_data.session))
    words = tr.gettext(
        "Give this back? Whoever is next in the line gets it, and coming back means the end of the line."
    )
    yes = button(tr.gettext("↩️ Yes, give it back"), SeatTap(session=view.session.id, do=SeatStep.LEFT))
    keep = button(tr.gettext("⬅️ Keep it"), SeatTap(session=view.session.id, do=SeatStep.OPEN))
    told = lines(heading(view.session, tr), times(view.session, person, tr), "", words)
    return show(tap, Screen(text=told, keyboard=keyboard([yes], [keep])))


@router.callback_query(SeatTap.filter(F.do == SeatStep.LEFT))
async def left(
    tap: CallbackQuery,
    callback_data: SeatTap,
    sessions: SessionStore,
    people: PeopleStore,
    outbox: Outbox,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id = SessionId(callback_data.session)
    view = await booking.give_back(sessions, outbox, person=person.id, session_id=session_id, now=now)
    return show(tap, await _screen(view, people, person, tr, now), toast=tr.gettext("Given back. Thank you!"))


@for_others.message(Command("sessions"))
async def not_yet(message: Message, tr: NullTranslations) -> Reply:
    words = tr.gettext("Practice sessions are for learners and volunteers. Enrol in a language, or volunteer, to join.")
    enrol = button(tr.gettext("📝 My enrolment"), Go(to="enrol"))
    return show(message, Screen(text=words, keyboard=keyboard([enrol], [home_button(tr)])))


async def _list_screen(
    sessions: SessionStore, lessons: Tracks, person: Person, tr: NullTranslations, now: datetime, *, page: int
) -> Screen:
    studies = await lessons.tracks_of(person.id)
    listed = await sessions.upcoming(studies, person.id, now=now, limit=PAGE + 1, offset=page * PAGE)
    counted = await sessions.minutes_of(person.id)
    rows = [
        [button(_label(row, person, tr), SeatTap(session=row.session.id, do=SeatStep.OPEN))] for row in listed[:PAGE]
    ]
    turns = []
    if page:
        turns.append(button(tr.gettext("⬅️ Earlier"), SessionsPage(page=page - 1)))
    if len(listed) > PAGE:
        turns.append(button(tr.gettext("Later ➡️"), SessionsPage(page=page + 1)))
    hosting = [button(tr.gettext("🗓 Sessions I host"), Go(to="hosting"))] if person.may_enter(Audience.HOST) else []
    words = (
        tr.gettext("Speak with others in a small group. Choose a session to see more and to book a seat.")
        if rows
        else tr.gettext("No session for your language and level is planned yet. You will find new ones here.")
    )
    sentence = tr.ngettext(
        "So far you have practised {minutes} minute in sessions.",
        "So far you have practised {minutes} minutes in sessions.",
        counted.practised,
    )
    told = fill(sentence, minutes=counted.practised) if counted.practised else None
    text = lines(bold(tr.gettext("👥 Practice sessions")), "", words, told)
    return Screen(text=text, keyboard=keyboard(*rows, turns, hosting, [home_button(tr)]))


def _label(listed: Listed, person: Person, tr: NullTranslations) -> str:
    what = short(listed.session, person, tr)
    match listed.mine:
        case SeatStatus.BOOKED:
            return plain(tr.gettext("✅ {session} · your seat"), session=what)
        case SeatStatus.WAITLISTED:
            return plain(tr.gettext("⏳ {session} · in the line"), session=what)
        case _ if listed.free > 0:
            sentence = tr.ngettext("{session} · {count} free seat", "{session} · {count} free seats", listed.free)
            return plain(sentence, session=what, count=listed.free)
        case _:
            return plain(tr.gettext("{session} · full"), session=what)


async def _screen(view: SeatView, people: PeopleStore, person: Person, tr: NullTranslations, now: datetime) -> Screen:
    session, status = view.session, view.seat.status if view.seat is not None else None
    host = (await people.get(session.host)).first_name if session.host is not None else ""
    # A link lets anybody in, so only people with a seat see it; an address helps to decide.
    shown = place(session, tr) if session.link is None or status is SeatStatus.BOOKED else None
    text = lines(
        heading(session, tr),
        times(session, person, tr),
        fill(tr.gettext("🧑‍🏫 Host: {name}"), name=host) if host else None,
        shown,
        "",
        _standing(view, tr),
    )
    link = [link_button(tr.gettext("🔗 Join"), session.link)] if session.link and status is SeatStatus.BOOKED else []
    back = [button(tr.gettext("⬅️ All sessions"), SessionsPage(page=0)), home_button(tr)]
    return Screen(text=text, keyboard=keyboard(_actions(view, session, tr, now), link, back))


def _standing(view: SeatView, tr: NullTranslations) -> Markup:
    seats = fill(
        tr.ngettext("{free} of {all} seat is free.", "{free} of {all} seats are free.", view.session.capacity),
        free=view.free,
        all=view.session.capacity,
    )
    if view.position is not None:
        sentence = tr.gettext(
            "It is full. You are number {position} in the line, and get a message if a seat is freed."
        )
        return fill(sentence, position=view.position)
    if view.seat is not None and view.seat.status is SeatStatus.BOOKED:
        return lines(tr.gettext("✅ You have a seat. You are reminded a day and an hour before."), seats)
    if view.free == 0:
        sentence = tr.ngettext(
            "It is full, and {count} person waits.", "It is full, and {count} people wait.", view.waiting
        )
        return fill(sentence, count=view.waiting)
    return seats


def _actions(view: SeatView, session: Session, tr: NullTranslations, now: datetime) -> list[Button]:
    if not session.takes_bookings(now):
        return []
    if view.seat is not None:
        leave = SeatTap(session=session.id, do=SeatStep.LEAVE)
        waits = view.seat.status is SeatStatus.WAITLISTED
        return [button(tr.gettext("↩️ Leave the line") if waits else tr.gettext("↩️ Give the seat back"), leave)]
    book = SeatTap(session=session.id, do=SeatStep.BOOK)
    return [button(tr.gettext("✅ Book a seat") if view.free else tr.gettext("⏳ Wait in line"), book)]


@explain.register
def _(refusal: SessionClosed, tr: NullTranslations) -> str:
    if refusal.cancelled:
        return tr.gettext("That session was called off. There are others in the list.")
    return tr.gettext("That session has already begun, so its seats no longer change hands.")


@explain.register
def _(refusal: NotForYou, tr: NullTranslations) -> str:
    if refusal.hosting:
        return tr.gettext("You host that session, so your place is already sure.")
    return tr.gettext("That session is for another language or level than yours.")
