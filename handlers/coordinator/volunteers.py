"""The queue of volunteers: a page, one opened, a decision with its reason, and the way back from it."""

from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.ids import PersonId
from core.roles import Audience
from core.text import clean_text
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import bold, fill, lines, plain, quote
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk, joining_desk
from handlers.screens import Reply, Row, RowId, Screen, button, in_rows, keyboard, show
from handlers.stores import Stores
from handlers.volunteer_words import (
    READY_REASONS,
    languages_listed,
    offer_lines,
    volunteer_reason,
    volunteer_status,
)
from volunteers import ending, joining
from volunteers.volunteers import WAITING, Status, Volunteer

router = Door("volunteers-queue", Audience.STAFF)
deciding = Door("volunteers-decisions", Audience.COORDINATOR)

PAGE = 8
REASON_LIMIT = 500


class RefusingVolunteer(StatesGroup):
    reason = State()


class VolunteersPage(CallbackData, prefix="kq"):
    """A page of the queue, the first is 0."""

    number: int


class OpenVolunteer(CallbackData, prefix="ko"):
    person: RowId


class Decide(CallbackData, prefix="kd"):
    """A decision on the volunteer as seen: approve, refuse (asks for the reason) or undo."""

    person: RowId
    version: int
    action: str


class Ready(CallbackData, prefix="kr"):
    """Refuses with one of the ready reasons."""

    person: RowId
    version: int
    code: str


@router.message(Command("volunteers"))
@router.callback_query(Go.filter(F.to == "volunteers"))
async def opened(event: Message | CallbackQuery, person: Person, tr: NullTranslations, stores: Stores) -> Reply:
    return show(event, await queue_screen(0, person, tr, stores))


@router.callback_query(VolunteersPage.filter())
async def turned(
    tap: CallbackQuery, callback_data: VolunteersPage, person: Person, tr: NullTranslations, stores: Stores
) -> Reply:
    return show(tap, await queue_screen(callback_data.number, person, tr, stores))


@router.callback_query(OpenVolunteer.filter())
async def one_opened(
    tap: CallbackQuery, callback_data: OpenVolunteer, person: Person, tr: NullTranslations, stores: Stores
) -> Reply:
    volunteer = await stores.volunteers.get(PersonId(callback_data.person))
    return show(tap, await volunteer_screen(volunteer, person, stores, tr))


@deciding.callback_query(Decide.filter(F.action == "approve"))
async def approved(
    tap: CallbackQuery, callback_data: Decide, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    who, version = PersonId(callback_data.person), callback_data.version
    after = await joining.approve(joining_desk(stores), who, version, by=person.id, now=now)
    return show(tap, await volunteer_screen(after, person, stores, tr), toast=tr.gettext("Approved."))


@deciding.callback_query(Decide.filter(F.action == "undo"))
async def undone(
    tap: CallbackQuery, callback_data: Decide, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    who, version = PersonId(callback_data.person), callback_data.version
    after = await joining.undo(joining_desk(stores), who, version, by=person.id, now=now)
    # Without the role nobody could answer the learners: their pairs end, and they are told.
    await ending.end_volunteers_pairs(ending_desk(stores), who, now=now)
    return show(tap, await volunteer_screen(after, person, stores, tr), toast=tr.gettext("Undone."))


@deciding.callback_query(Decide.filter(F.action == "refuse"))
async def refusal_begun(
    tap: CallbackQuery, callback_data: Decide, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    volunteer = await stores.volunteers.get(PersonId(callback_data.person))
    if volunteer.version != callback_data.version or volunteer.status not in WAITING:
        raise Stale("volunteer", volunteer.person)
    await state.set_state(RefusingVolunteer.reason)
    await state.set_data({"person": volunteer.person, "version": volunteer.version})
    return show(tap, _reason_screen(volunteer, tr))


@deciding.callback_query(Ready.filter(F.code.in_(READY_REASONS)))
async def refused_ready(
    tap: CallbackQuery,
    callback_data: Ready,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    await state.clear()
    who, version, reason = PersonId(callback_data.person), callback_data.version, f"#{callback_data.code}"
    after = await joining.refuse(joining_desk(stores), who, version, reason, by=person.id, now=now)
    return show(tap, await volunteer_screen(after, person, stores, tr), toast=tr.gettext("Refused."))


@deciding.message(RefusingVolunteer.reason, F.text, ~F.text.startswith("/"))
async def refused(
    message: Message, person: Person, tr: NullTranslations, now: datetime, state: FSMContext, stores: Stores
) -> Reply:
    # A leading # would read as a ready reason.
    reason = clean_text((message.text or "").lstrip("#"), limit=REASON_LIMIT)
    draft = await state.get_data()
    await state.clear()
    who, version = PersonId(draft["person"]), int(draft["version"])
    after = await joining.refuse(joining_desk(stores), who, version, reason, by=person.id, now=now)
    return show(message, await volunteer_screen(after, person, stores, tr))


async def queue_screen(page: int, reader: Person, tr: NullTranslations, stores: Stores) -> Screen:
    """Return a page of the volunteers who wait, the longest waiting first."""
    total = await stores.volunteers.count(WAITING)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    found = await stores.volunteers.page(WAITING, offset=page * PAGE, limit=PAGE)
    people = await stores.people.some({one.person for one in found})
    rows: list[Row] = [
        [button(_label(one, people[one.person], reader, tr), OpenVolunteer(person=one.person))] for one in found
    ]
    if pages > 1:
        around = [(page - 1) % pages, (page + 1) % pages]
        labels = [tr.gettext("◀️ Previous"), tr.gettext("Next ▶️")]
        rows.append([button(label, VolunteersPage(number=there)) for label, there in zip(labels, around, strict=True)])
    waiting = fill(
        tr.ngettext("{count} volunteer waits for a decision.", "{count} volunteers wait for a decision.", total),
        count=bold(total),
    )
    where = fill(tr.gettext("Page {page} of {pages}"), page=page + 1, pages=pages) if pages > 1 else None
    text = lines(bold(tr.gettext("Volunteers")), waiting if total else tr.gettext("Nothing waits. Well done!"), where)
    return Screen(text=text, keyboard=keyboard(*rows, await _reports(reader, stores, tr), [home_button(tr)]))


async def _reports(reader: Person, stores: Stores, tr: NullTranslations) -> Row:
    """Return the way to the reports of pairs, for those who may decide on them."""
    if not reader.may_enter(Audience.COORDINATOR):
        return []
    label = plain(tr.gettext("🚩 Reports: {count}"), count=await stores.relay.count_open_cases())
    return [button(label, Go(to="cases"))]


def _label(one: Volunteer, who: Person, reader: Person, tr: NullTranslations) -> str:
    return plain(
        tr.gettext("{name} · {languages} · {day}"),
        name=who.name[:24],
        languages=languages_listed({offer.language for offer in one.details.offers}, tr)[:30],
        day=formats.short_day(one.applied_at.astimezone(formats.zone_of(reader)).date(), reader),
    )


async def volunteer_screen(one: Volunteer, reader: Person, stores: Stores, tr: NullTranslations) -> Screen:
    """Return all that a decision needs; only those who may decide see the buttons."""
    who = await stores.people.get(one.person)
    text = lines(
        fill(tr.gettext("Volunteer: {name}"), name=bold(who.name)),
        fill(tr.gettext("Status: {status}"), status=bold(volunteer_status(one.status, tr))),
        fill(tr.gettext("Signed up: {moment}"), moment=bold(formats.local_moment(one.applied_at, reader))),
        fill(tr.gettext("Term accepted: {version}"), version=bold(one.term_version)),
        "",
        offer_lines(one.details, reader, tr),
        quote(volunteer_reason(one.reason, tr)) if one.reason else None,
    )
    rows = _decisions(one, tr) if reader.may_enter(Audience.COORDINATOR) else []
    back = [button(tr.gettext("◀️ Back to the queue"), VolunteersPage(number=0))]
    return Screen(text=text, keyboard=keyboard(*rows, back, [home_button(tr)]))


def _decisions(one: Volunteer, tr: NullTranslations) -> Sequence[Row]:
    def decide(label: str, action: str) -> Row:
        return [button(label, Decide(person=one.person, version=one.version, action=action))]

    if one.status in WAITING:
        return in_rows([*decide(tr.gettext("✅ Approve"), "approve"), *decide(tr.gettext("❌ Refuse…"), "refuse")], 2)
    if one.status in {Status.APPROVED, Status.REFUSED}:
        return [decide(tr.gettext("↩️ Undo the decision"), "undo")]
    return []


def _reason_screen(one: Volunteer, tr: NullTranslations) -> Screen:
    ready = [Ready(person=one.person, version=one.version, code=code) for code in READY_REASONS]
    choices = [[button(volunteer_reason(f"#{each.code}", tr), each)] for each in ready]
    text = lines(
        bold(tr.gettext("Why is the volunteer refused?")),
        tr.gettext("The person will read the reason. Choose one, or write it in your own words."),
    )
    back = [button(tr.gettext("◀️ Back"), OpenVolunteer(person=one.person))]
    return Screen(text=text, keyboard=keyboard(*choices, back))
