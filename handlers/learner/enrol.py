"""Enrolling: one question after another, a summary in which anything can be changed, and then the queue."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from aiogram import F
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.days import local_day
from core.errors import Stale
from core.languages import Language
from core.ports import AuditLog
from core.programme import Programme
from core.roles import Audience
from enrolment import deciding
from enrolment.enrolments import AlreadyEnrolled, Enrolment, EnrolmentStore, IntakeClosed
from enrolment.people import PeopleStore, Person
from handlers import formats
from handlers.errors import explain
from handlers.guards import Door
from handlers.learner.enrol_answers import tapped_answer, typed_answer
from handlers.learner.enrol_steps import (
    TYPED,
    Answer,
    Asking,
    Change,
    Draft,
    Enrolling,
    Submit,
    Turn,
    Turnback,
    before,
    first_open,
    form_of,
    screen_of,
)
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go, home_button, home_screen
from handlers.screens import Reply, Screen, keyboard, only_toast, show, show_below

router = Door("enrol", Audience.MEMBER)

NOT_A_COMMAND = ~F.text.startswith("/")


@explain.register
def _(refusal: AlreadyEnrolled, tr: NullTranslations) -> str:
    language = formats.language_name(refusal.language, tr)
    return plain(
        tr.gettext("You already have an enrolment for {language}. See it under “My enrolment”."), language=language
    )


@explain.register
def _(_refusal: IntakeClosed, tr: NullTranslations) -> str:
    return tr.gettext("Enrolments are closed at the moment. Please come back when the next intake opens.")


@router.message(Command("enrol"))
@router.callback_query(Go.filter(F.to == "enrol-now"))
async def begun(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    enrolments: EnrolmentStore,
    programme: Programme,
) -> Reply:
    asking = _asking(person, tr, programme, now)
    if not programme.intake.is_open_on(asking.today):
        raise IntakeClosed(programme.intake)
    if _step(raw_state) is not None:
        return show(event, _current(raw_state, await state.get_data(), asking))
    return await _ask_next(event, state, _first_draft(person, await enrolments.of(person.id), asking), asking)


@router.callback_query(Answer.filter())
async def tapped(
    tap: CallbackQuery,
    callback_data: Answer,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    enrolments: EnrolmentStore,
    programme: Programme,
) -> Reply:
    asking, draft, step = _asking(person, tr, programme, now), await state.get_data(), callback_data.step
    if _step(raw_state) != step:
        return _again(tap, raw_state, draft, asking)
    draft = tapped_answer(draft, step, callback_data.value, asking)
    try:
        if step == "language":
            await deciding.check_free(enrolments, person.id, Language(draft["language"]))
    except AlreadyEnrolled as refusal:
        return only_toast(tap, explain(refusal, tr), alert=True)
    return await _ask_next(tap, state, draft, asking)


@router.callback_query(Turn.filter())
async def turned(
    tap: CallbackQuery,
    callback_data: Turn,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    asking, draft = _asking(person, tr, programme, now), await state.get_data()
    if _step(raw_state) != "department":
        return _again(tap, raw_state, draft, asking)
    return show(tap, screen_of("department", draft, asking, callback_data.page))


@router.message(StateFilter(*(getattr(Enrolling, step) for step in sorted(TYPED))), F.text, NOT_A_COMMAND)
async def typed(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    draft = typed_answer(await state.get_data(), _step(raw_state) or "", message.text or "")
    return await _ask_next(message, state, draft, _asking(person, tr, programme, now))


@router.message(StateFilter(Enrolling), F.text, NOT_A_COMMAND)
async def typed_beside_buttons(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    words = tr.gettext("Please choose one of the buttons.")
    screen = _current(raw_state, await state.get_data(), _asking(person, tr, programme, now))
    return show(message, replace(screen, text=lines(words, "", screen.text)))


@router.message(StateFilter(Enrolling), ~F.text)
async def sent_no_text(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    words = tr.gettext("I can only read text here. What you answered so far is kept.")
    screen = _current(raw_state, await state.get_data(), _asking(person, tr, programme, now))
    return show(message, replace(screen, text=lines(words, "", screen.text)))


@router.callback_query(Turnback.filter())
async def turned_back(
    tap: CallbackQuery,
    callback_data: Turnback,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    asking, draft, step = _asking(person, tr, programme, now), await state.get_data(), _step(raw_state)
    if step is None:
        raise Stale("step", raw_state)
    if callback_data.to == "stop":
        await state.clear()
        return show(tap, home_screen(person, tr), toast=tr.gettext("Stopped. Nothing was sent."))
    return await _go_to(before(step, draft), tap, state, draft, asking)


@router.callback_query(Change.filter())
async def changing(
    tap: CallbackQuery,
    callback_data: Change,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    asking, draft = _asking(person, tr, programme, now), await state.get_data()
    if _step(raw_state) != "summary":
        return _again(tap, raw_state, draft, asking)
    return await _go_to(callback_data.step, tap, state, draft, asking)


@router.callback_query(Submit.filter())
async def submitted(
    tap: CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    people: PeopleStore,
    enrolments: EnrolmentStore,
    audit: AuditLog,
    programme: Programme,
) -> Reply:
    asking, draft = _asking(person, tr, programme, now), await state.get_data()
    if _step(raw_state) != "summary":
        return _again(tap, raw_state, draft, asking)
    form, intake = form_of(draft), programme.intake
    await deciding.submit(enrolments, audit, person.id, form, intake=intake, today=asking.today, now=now)
    await people.save(replace(person, name=draft["name"], time_zone=draft["zone"]))
    await state.clear()
    return show(tap, _thanks(draft, tr))


def _asking(person: Person, tr: NullTranslations, programme: Programme, now: datetime) -> Asking:
    return Asking(person=person, tr=tr, programme=programme, today=local_day(now, programme.time_zone))


def _step(raw_state: str | None) -> str | None:
    """Return the question under way, None when there is no enrolment under way."""
    group, _, step = (raw_state or "").partition(":")
    return step if group == Enrolling.__name__ else None


def _current(raw_state: str | None, draft: Draft, asking: Asking) -> Screen:
    return screen_of(_step(raw_state) or first_open(draft), draft, asking)


def _again(tap: CallbackQuery, raw_state: str | None, draft: Draft, asking: Asking) -> Reply:
    """Answer a button of an earlier question with the question of now. Raises Stale when none is under way."""
    if _step(raw_state) is None:
        raise Stale("step", raw_state)
    words = asking.tr.gettext("That question was answered already. Here is the one that is open.")
    return show_below(tap, _current(raw_state, draft, asking), toast=words)


async def _ask_next(event: Message | CallbackQuery, state: FSMContext, draft: Draft, asking: Asking) -> Reply:
    """Keep the draft and ask the first question that has no answer yet; the summary when there is none."""
    return await _go_to(first_open(draft), event, state, draft, asking)


async def _go_to(step: str, event: Message | CallbackQuery, state: FSMContext, draft: Draft, asking: Asking) -> Reply:
    screen = screen_of(step, draft, asking)
    await state.set_state(f"{Enrolling.__name__}:{step}")
    await state.set_data(dict(draft))
    return show(event, screen)


def _first_draft(person: Person, earlier: tuple[Enrolment, ...], asking: Asking) -> dict[str, Any]:
    """Return what is known already: nobody is asked twice for what has not changed."""
    known: dict[str, Any] = {"name": person.name, "zone": person.time_zone} if person.name else {}
    if person.name and earlier:
        form = earlier[0].form
        places = {place.code for place in asking.programme.workplaces(form.category, asking.today)}
        if form.category in asking.programme.categories and form.department in places:
            known |= {"category": form.category.value, "department": form.department}
            known |= {"registration": form.registration, "email": form.email}
    return known


def _thanks(draft: Draft, tr: NullTranslations) -> Screen:
    return Screen(
        text=lines(
            bold(tr.gettext("Your enrolment is on its way!")),
            "",
            fill(
                tr.gettext(
                    "Thank you, {name}. A coordinator will read it and you will get the answer here. "
                    "You can follow it under “My enrolment”."
                ),
                name=str(draft["name"]).split(" ", 1)[0],
            ),
        ),
        keyboard=keyboard([home_button(tr)]),
    )
