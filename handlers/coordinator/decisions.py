"""Deciding on an enrolment: admit, refuse with a reason, undo."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import NotFound, Stale
from core.ids import EnrolmentId
from core.programme import Programme
from core.roles import Audience
from core.text import clean_text
from enrolment import deciding
from enrolment.enrolments import OPEN, Enrolment, NoPlaceLeft, Overtaken
from enrolment.people import Person
from handlers.coordinator.queue import Decide, enrolment_screen, queue_screen
from handlers.desk import desk_of
from handlers.errors import explain
from handlers.guards import Door
from handlers.markup import bold, lines, plain
from handlers.screens import Reply, RowId, Screen, button, keyboard, show
from handlers.stores import Stores
from handlers.words import READY_REASONS, refusal_reason

router = Door("decisions", Audience.COORDINATOR)

REASON_LIMIT = 500


@explain.register
def _(refusal: NoPlaceLeft, tr: NullTranslations) -> str:
    sentence = tr.ngettext(
        "The {count} place of this intake is taken. You can put the person on the waiting list.",
        "All {count} places of this intake are taken. You can put the person on the waiting list.",
        refusal.places,
    )
    return plain(sentence, count=refusal.places)


@explain.register
def _(_refusal: Overtaken, tr: NullTranslations) -> str:
    return tr.gettext("This person has enrolled anew since then. Please decide on the newer enrolment.")


class Refusing(StatesGroup):
    reason = State()


class Ready(CallbackData, prefix="er"):
    """Refuses with one of the ready reasons."""

    enrolment: RowId
    version: int
    code: str


@router.callback_query(Decide.filter(F.action == "admit"))
async def admitted(
    tap: CallbackQuery,
    callback_data: Decide,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
    programme: Programme,
) -> Reply:
    number = EnrolmentId(callback_data.enrolment)
    after = await deciding.admit(desk_of(stores, programme), number, callback_data.version, by=person.id, now=now)
    return show(tap, await _decided(after, person, stores, programme, tr), toast=tr.gettext("Admitted."))


@router.callback_query(Decide.filter(F.action == "wait"))
async def waitlisted(
    tap: CallbackQuery,
    callback_data: Decide,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
    programme: Programme,
) -> Reply:
    desk, number = desk_of(stores, programme), EnrolmentId(callback_data.enrolment)
    after = await deciding.put_on_waiting_list(desk, number, callback_data.version, by=person.id, now=now)
    return show(tap, await _decided(after, person, stores, programme, tr), toast=tr.gettext("On the waiting list."))


@router.callback_query(Decide.filter(F.action == "undo"))
async def undone(
    tap: CallbackQuery,
    callback_data: Decide,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
    programme: Programme,
) -> Reply:
    number = EnrolmentId(callback_data.enrolment)
    after = await deciding.undo(desk_of(stores, programme), number, callback_data.version, by=person.id, now=now)
    return show(tap, await _decided(after, person, stores, programme, tr), toast=tr.gettext("Undone."))


@router.callback_query(Decide.filter(F.action == "refuse"))
async def refusal_begun(
    tap: CallbackQuery, callback_data: Decide, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    enrolment = await stores.enrolments.get(EnrolmentId(callback_data.enrolment))
    if enrolment.version != callback_data.version or enrolment.status not in OPEN:
        raise Stale("enrolment", enrolment.id)
    await state.set_state(Refusing.reason)
    await state.set_data({"enrolment": enrolment.id, "version": enrolment.version})
    return show(tap, _reason_screen(enrolment, tr))


@router.callback_query(Ready.filter())
async def refused_ready(
    tap: CallbackQuery,
    callback_data: Ready,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
    programme: Programme,
) -> Reply:
    if callback_data.code not in READY_REASONS:
        raise Stale("reason", callback_data.code)
    number, version = EnrolmentId(callback_data.enrolment), callback_data.version
    await state.clear()
    after = await deciding.refuse(
        desk_of(stores, programme), number, version, f"#{callback_data.code}", by=person.id, now=now
    )
    return show(tap, await _decided(after, person, stores, programme, tr), toast=tr.gettext("Refused."))


@router.message(Refusing.reason, F.text, ~F.text.startswith("/"))
async def refused(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
    programme: Programme,
) -> Reply:
    # A leading # would read as a ready reason.
    reason = clean_text((message.text or "").lstrip("#"), limit=REASON_LIMIT)
    kept = await state.get_data()
    await state.clear()
    number, version = EnrolmentId(kept["enrolment"]), int(kept["version"])
    try:
        after = await deciding.refuse(desk_of(stores, programme), number, version, reason, by=person.id, now=now)
    except (NotFound, Stale) as moved:
        queue = await queue_screen(False, 0, person, tr, stores)
        return show(message, replace(queue, text=lines(explain(moved, tr), "", queue.text)))
    return show(message, await _decided(after, person, stores, programme, tr))


@router.callback_query(Decide.filter(F.action == "keep"))
async def kept_as_it_is(
    tap: CallbackQuery,
    callback_data: Decide,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    stores: Stores,
    programme: Programme,
) -> Reply:
    await state.clear()
    enrolment = await stores.enrolments.get(EnrolmentId(callback_data.enrolment))
    return show(tap, await _decided(enrolment, person, stores, programme, tr))


async def _decided(
    after: Enrolment, reader: Person, stores: Stores, programme: Programme, tr: NullTranslations
) -> Screen:
    who = await stores.people.get(after.person)
    return enrolment_screen(after, who, reader, programme, tr)


def _reason_screen(enrolment: Enrolment, tr: NullTranslations) -> Screen:
    ready = [Ready(enrolment=enrolment.id, version=enrolment.version, code=code) for code in READY_REASONS]
    choices = [[button(refusal_reason(f"#{each.code}", tr), each)] for each in ready]
    text = lines(
        bold(tr.gettext("Why is it refused?")),
        tr.gettext("The person will read the reason. Choose one, or write it in your own words."),
    )
    back = [
        button(tr.gettext("◀️ Back"), Decide(enrolment=enrolment.id, version=enrolment.version, action="keep")),
    ]
    return Screen(text=text, keyboard=keyboard(*choices, back))
