"""Practice sessions for hosts: open one, call it off."""

from datetime import datetime, timedelta
from enum import StrEnum
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.moments import BadMoment
from core.ports import AuditLog, Outbox
from core.roles import Audience
from enrolment.people import Person
from handlers.errors import explain
from handlers.forms import Asking
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines, plain
from handlers.menu import Go, home_button, home_screen
from handlers.screens import Button, Reply, RowId, Screen, button, keyboard, link_button, show
from handlers.session_words import heading, place, short, times
from handlers.volunteer.session_form import FORM, Hosting, SessionPick, SessionStep, session_form
from lessons.sessions import hosting, line
from lessons.sessions.sessions import Listed, Seat, Session, SessionId, SessionStore

router = Door("volunteer.hosting", Audience.HOST)

PAGE = 6
_SHOWN_AFTER = timedelta(days=14)
"""How long a past session stays in the list, so that its roll can be called and corrected."""


class HostingPage(CallbackData, prefix="sg"):
    page: int


class HostStep(StrEnum):
    OPEN = "open"
    CANCEL = "cancel"
    CANCELLED = "cancelled"
    ROLL = "roll"
    ALL_CAME = "all"


class HostTap(CallbackData, prefix="sh"):
    session: RowId
    do: HostStep


def any_host(person: Person) -> bool:
    """Return whether the person may manage sessions that others host."""
    return person.may_enter(Audience.COORDINATOR)


@router.message(Command("sessions"))
@router.callback_query(Go.filter(F.to == "hosting"))
@router.callback_query(Go.filter(F.to == "sessions"))
async def opened(
    event: Message | CallbackQuery, sessions: SessionStore, person: Person, tr: NullTranslations, now: datetime
) -> Reply:
    return show(event, await _list_screen(sessions, person, tr, now, page=0))


@router.callback_query(HostingPage.filter())
async def paged(
    tap: CallbackQuery,
    callback_data: HostingPage,
    sessions: SessionStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    page = min(max(callback_data.page, 0), 1000)
    return show(tap, await _list_screen(sessions, person, tr, now, page=page))


@router.callback_query(SessionStep.filter(F.to == "new"))
async def begun(tap: CallbackQuery, state: FSMContext, person: Person, tr: NullTranslations, now: datetime) -> Reply:
    return show(tap, await FORM.begin(state, Asking(person=person, tr=tr, now=now)))


@router.callback_query(SessionStep.filter(F.to == "cancel"))
async def dropped(tap: CallbackQuery, state: FSMContext, person: Person, tr: NullTranslations) -> Reply:
    await state.clear()
    return show(tap, home_screen(person, tr), toast=tr.gettext("Nothing was published."))


@router.callback_query(SessionPick.filter(), Hosting.filling)
async def picked(
    tap: CallbackQuery,
    callback_data: SessionPick,
    state: FSMContext,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    asking = Asking(person=person, tr=tr, now=now)
    return show(tap, await FORM.picked(state, callback_data.field, callback_data.value, asking))


@router.message(Hosting.filling, F.text, ~F.text.startswith("/"))
async def typed(message: Message, state: FSMContext, person: Person, tr: NullTranslations, now: datetime) -> Reply:
    return show(message, await FORM.typed(state, message.text or "", Asking(person=person, tr=tr, now=now)))


@router.callback_query(SessionStep.filter(F.to == "publish"), Hosting.filling)
async def published(
    tap: CallbackQuery,
    state: FSMContext,
    sessions: SessionStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    form = session_form(await FORM.answers(state), person.time_zone)
    try:
        session = await hosting.open_session(sessions, outbox, audit, host=person.id, form=form, now=now)
    except BadMoment as refusal:
        again = await FORM.change(state, "starts", Asking(person=person, tr=tr, now=now))
        return show(tap, again, toast=explain(refusal, tr))
    await state.clear()
    return show(tap, _screen(session, (), person, tr, now), toast=tr.gettext("Published. Learners can book now."))


@router.callback_query(SessionStep.filter(), Hosting.filling)
async def changed(
    tap: CallbackQuery,
    callback_data: SessionStep,
    state: FSMContext,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    asking = Asking(person=person, tr=tr, now=now)
    if callback_data.to == "summary":
        return show(tap, await FORM.show_summary(state, asking))
    return show(tap, await FORM.change(state, callback_data.to, asking))


@router.callback_query(HostTap.filter(F.do == HostStep.OPEN))
async def looked_at(
    tap: CallbackQuery,
    callback_data: HostTap,
    sessions: SessionStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id = SessionId(callback_data.session)
    session = await hosting.managed(sessions, who=person.id, any_host=any_host(person), session_id=session_id)
    return show(tap, _screen(session, await sessions.seats(session_id), person, tr, now))


@router.callback_query(HostTap.filter(F.do == HostStep.CANCEL))
async def asked_to_cancel(
    tap: CallbackQuery,
    callback_data: HostTap,
    sessions: SessionStore,
    person: Person,
    tr: NullTranslations,
) -> Reply:
    session_id = SessionId(callback_data.session)
    session = await hosting.managed(sessions, who=person.id, any_host=any_host(person), session_id=session_id)
    words = tr.gettext("Call this session off? Everybody who has a seat or waits for one gets a message.")
    yes = button(tr.gettext("🚫 Yes, call it off"), HostTap(session=session_id, do=HostStep.CANCELLED))
    no = button(tr.gettext("⬅️ No, keep it"), HostTap(session=session_id, do=HostStep.OPEN))
    text = lines(heading(session, tr), times(session, person, tr), "", words)
    return show(tap, Screen(text=text, keyboard=keyboard([yes], [no])))


@router.callback_query(HostTap.filter(F.do == HostStep.CANCELLED))
async def cancelled(
    tap: CallbackQuery,
    callback_data: HostTap,
    sessions: SessionStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id, others = SessionId(callback_data.session), any_host(person)
    await hosting.cancel(sessions, outbox, audit, who=person.id, any_host=others, session_id=session_id, now=now)
    words = tr.gettext("Called off. Everybody concerned gets a message.")
    return show(tap, await _list_screen(sessions, person, tr, now, page=0), toast=words)


async def _list_screen(
    sessions: SessionStore, person: Person, tr: NullTranslations, now: datetime, *, page: int
) -> Screen:
    host = None if any_host(person) else person.id
    listed = await sessions.hosted(host, since=now - _SHOWN_AFTER, limit=PAGE + 1, offset=page * PAGE)
    counted = await sessions.minutes_of(person.id)
    rows = [
        [button(_label(row, person, tr, now), HostTap(session=row.session.id, do=HostStep.OPEN))]
        for row in listed[:PAGE]
    ]
    turns = [button(tr.gettext("⬅️ Earlier"), HostingPage(page=page - 1))] if page else []
    if len(listed) > PAGE:
        turns.append(button(tr.gettext("Later ➡️"), HostingPage(page=page + 1)))
    sentence = tr.ngettext(
        "So far you have hosted {minutes} minute.", "So far you have hosted {minutes} minutes.", counted.hosted
    )
    told = fill(sentence, minutes=counted.hosted) if counted.hosted else None
    words = tr.gettext("Open a session for a small group; learners of that language and level can book a seat.")
    text = lines(bold(tr.gettext("🗓 Sessions you host")), "", words, told)
    opening = [button(tr.gettext("➕ Open a session"), SessionStep(to="new"))]
    return Screen(text=text, keyboard=keyboard(opening, *rows, turns, [home_button(tr)]))


def _label(listed: Listed, person: Person, tr: NullTranslations, now: datetime) -> str:
    session = listed.session
    if session.starts_at <= now:
        return plain(tr.gettext("📋 {session}"), session=short(session, person, tr))
    words = tr.gettext("{session} · {taken} of {all}")
    return plain(words, session=short(session, person, tr), taken=listed.taken, all=session.capacity)


def _screen(session: Session, seats: tuple[Seat, ...], person: Person, tr: NullTranslations, now: datetime) -> Screen:
    text = lines(heading(session, tr), times(session, person, tr), place(session, tr), "", _booked(session, seats, tr))
    link = [link_button(tr.gettext("🔗 Join"), session.link)] if session.link else []
    back = [button(tr.gettext("⬅️ All sessions"), HostingPage(page=0)), home_button(tr)]
    return Screen(text=text, keyboard=keyboard(_actions(session, tr, now), link, back))


def _booked(session: Session, seats: tuple[Seat, ...], tr: NullTranslations) -> Markup:
    words = tr.ngettext("{taken} of {all} seat is booked.", "{taken} of {all} seats are booked.", session.capacity)
    booked = fill(words, taken=line.taken(seats), all=session.capacity)
    waiting = len(line.waiting(seats))
    if not waiting:
        return booked
    return lines(
        booked,
        fill(tr.ngettext("{count} person waits in line.", "{count} people wait in line.", waiting), count=waiting),
    )


def _actions(session: Session, tr: NullTranslations, now: datetime) -> list[Button]:
    if session.takes_bookings(now):
        return [button(tr.gettext("🚫 Call off"), HostTap(session=session.id, do=HostStep.CANCEL))]
    return [button(tr.gettext("📋 Who came?"), HostTap(session=session.id, do=HostStep.ROLL))]
