"""The host says who came to a practice session, and may correct it."""

from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from core.ports import AuditLog, Outbox
from core.roles import Audience
from enrolment.people import PeopleStore, Person
from handlers.errors import explain
from handlers.guards import Door
from handlers.markup import fill, lines, plain
from handlers.screens import Reply, RowId, Screen, button, keyboard, show
from handlers.session_words import heading, seat_name, times
from handlers.volunteer.hosting import HostStep, HostTap, any_host
from lessons.sessions import attendance
from lessons.sessions.sessions import NotBegun, Seat, SeatId, SeatStatus, Session, SessionId, SessionStore

router = Door("volunteer.roll", Audience.HOST)


class Mark(StrEnum):
    """The marks a host can give, as `SeatStatus` has them."""

    CAME = SeatStatus.ATTENDED.value
    ABSENT = SeatStatus.NO_SHOW.value
    EXCUSED = SeatStatus.EXCUSED.value


class MarkTap(CallbackData, prefix="sm"):
    session: RowId
    seat: RowId
    mark: Mark


@router.callback_query(HostTap.filter(F.do == HostStep.ROLL))
async def asked(
    tap: CallbackQuery,
    callback_data: HostTap,
    sessions: SessionStore,
    people: PeopleStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id, others = SessionId(callback_data.session), any_host(person)
    session, seats = await attendance.roll(sessions, who=person.id, any_host=others, session_id=session_id, now=now)
    return show(tap, await _screen(session, seats, people, person, tr))


@router.callback_query(MarkTap.filter())
async def marked(
    tap: CallbackQuery,
    callback_data: MarkTap,
    sessions: SessionStore,
    people: PeopleStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    marks = {SeatId(callback_data.seat): SeatStatus(callback_data.mark)}
    session_id = SessionId(callback_data.session)
    return await _written(tap, session_id, marks, sessions, people, outbox, audit, person, tr, now)


@router.callback_query(HostTap.filter(F.do == HostStep.ALL_CAME))
async def everybody_came(
    tap: CallbackQuery,
    callback_data: HostTap,
    sessions: SessionStore,
    people: PeopleStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    session_id, others = SessionId(callback_data.session), any_host(person)
    _, seats = await attendance.roll(sessions, who=person.id, any_host=others, session_id=session_id, now=now)
    marks = {seat.id: SeatStatus.ATTENDED for seat in seats if seat.status is SeatStatus.BOOKED}
    return await _written(tap, session_id, marks, sessions, people, outbox, audit, person, tr, now)


async def _written(
    tap: CallbackQuery,
    session_id: SessionId,
    marks: dict[SeatId, SeatStatus],
    sessions: SessionStore,
    people: PeopleStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    others = any_host(person)
    session, seats = await attendance.mark(
        sessions, outbox, audit, who=person.id, any_host=others, session_id=session_id, marks=marks, now=now
    )
    return show(tap, await _screen(session, seats, people, person, tr), toast=tr.gettext("Noted."))


async def _screen(
    session: Session, seats: tuple[Seat, ...], people: PeopleStore, person: Person, tr: NullTranslations
) -> Screen:
    told, rows = [], []
    for number, seat in enumerate(seats, 1):
        name = (await people.get(seat.person)).first_name
        words = tr.gettext("{number}. {name}: {status}")
        told.append(fill(words, number=number, name=name, status=seat_name(seat.status, tr)))
        marks = _marks(name, tr)
        rows.append([button(label, MarkTap(session=session.id, seat=seat.id, mark=mark)) for label, mark in marks])
    nobody = tr.gettext("Nobody had a seat in this session.") if not seats else None
    all_came = HostTap(session=session.id, do=HostStep.ALL_CAME)
    everybody = [button(tr.gettext("✅ Everybody came"), all_came)] if _unmarked(seats) > 1 else []
    back = [button(tr.gettext("⬅️ Back"), HostTap(session=session.id, do=HostStep.OPEN))]
    text = lines(heading(session, tr), times(session, person, tr), "", nobody, *told)
    return Screen(text=text, keyboard=keyboard(everybody, *rows, back))


def _unmarked(seats: tuple[Seat, ...]) -> int:
    return sum(seat.status is SeatStatus.BOOKED for seat in seats)


def _marks(name: str, tr: NullTranslations) -> list[tuple[str, Mark]]:
    return [
        (plain(tr.gettext("✅ {name} came"), name=name), Mark.CAME),
        (plain(tr.gettext("✖️ {name} did not"), name=name), Mark.ABSENT),
        (plain(tr.gettext("🩹 {name} excused"), name=name), Mark.EXCUSED),
    ]


@explain.register
def _(_refusal: NotBegun, tr: NullTranslations) -> str:
    return tr.gettext("You can say who came once the session has begun.")
