"""Enrolling: one question after another, a summary in which anything can be changed, and then the queue."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from aiogram import F
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.days import is_zone
from core.errors import BadText, Stale, TextProblem
from core.languages import Language, Level
from core.ports import AuditLog
from core.programme import Programme
from core.roles import Audience
from core.text import clean_email, clean_line, clean_name
from enrolment import deciding
from enrolment.enrolments import AlreadyEnrolled, Category, EnrolmentStore
from enrolment.people import PeopleStore, Person
from handlers import formats
from handlers.errors import explain
from handlers.guards import Door
from handlers.learner.enrol_steps import (
    FIRST_HOUR,
    LAST_HOUR,
    OPTIONAL,
    ORDER,
    Answer,
    Asking,
    Change,
    Draft,
    Enrolling,
    Submit,
    Turn,
    form_of,
    places_for,
    question,
    summary,
)
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go, home_button
from handlers.screens import Reply, Screen, keyboard, show
from handlers.zones import common_zones, find_zone

router = Door("enrol", Audience.MEMBER)

REGISTRATION_LIMIT = 20


@explain.register
def _(refusal: AlreadyEnrolled, tr: NullTranslations) -> str:
    language = formats.language_name(refusal.language, tr)
    return plain(
        tr.gettext("You already have an enrolment for {language}. See it under “My enrolment”."), language=language
    )


@router.message(Command("enrol"))
@router.callback_query(Go.filter(F.to == "enrol-now"))
async def begun(
    event: Message | CallbackQuery, person: Person, tr: NullTranslations, state: FSMContext, programme: Programme
) -> Reply:
    draft = {"name": person.name, "zone": person.time_zone} if person.name else {}
    return await _ask_next(event, state, draft, Asking(person=person, tr=tr, programme=programme))


@router.callback_query(Answer.filter())
async def tapped(
    tap: CallbackQuery,
    callback_data: Answer,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    asking = Asking(person=person, tr=tr, programme=programme)
    draft = await state.get_data()
    _expect(raw_state, callback_data.step)
    if callback_data.step == "days" and callback_data.value != "done":
        draft["days"] = _toggled(draft.get("days", []), callback_data.value)
        await state.set_data(draft)
        return show(tap, question("days", draft, asking))
    return await _ask_next(tap, state, _answered(draft, callback_data.step, callback_data.value, asking), asking)


@router.callback_query(Turn.filter())
async def turned(
    tap: CallbackQuery,
    callback_data: Turn,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    _expect(raw_state, "department")
    asking = Asking(person=person, tr=tr, programme=programme)
    return show(tap, question("department", await state.get_data(), asking, callback_data.page))


@router.message(Enrolling.name, F.text)
@router.message(Enrolling.registration, F.text)
@router.message(Enrolling.email, F.text)
@router.message(Enrolling.zone, F.text)
async def typed(
    message: Message, person: Person, tr: NullTranslations, state: FSMContext, raw_state: str, programme: Programme
) -> Reply:
    step = raw_state.split(":")[1]
    draft = {**await state.get_data(), step: _typed_value(step, message.text or "")}
    return await _ask_next(message, state, draft, Asking(person=person, tr=tr, programme=programme))


@router.callback_query(Change.filter())
async def changing(
    tap: CallbackQuery,
    callback_data: Change,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    _expect(raw_state, "summary")
    draft = await state.get_data()
    screen = question(callback_data.step, draft, Asking(person=person, tr=tr, programme=programme))
    await state.set_state(f"Enrolling:{callback_data.step}")
    return show(tap, screen)


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
) -> Reply:
    _expect(raw_state, "summary")
    draft = await state.get_data()
    await deciding.submit(enrolments, audit, person.id, form_of(draft), now=now)
    await people.save(replace(person, name=draft["name"], time_zone=draft["zone"]))
    await state.clear()
    return show(tap, _thanks(draft, tr))


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


async def _ask_next(event: Message | CallbackQuery, state: FSMContext, draft: Draft, asking: Asking) -> Reply:
    """Keep the draft and ask the first question that has no answer yet; the summary when there is none."""
    missing = [step for step in ORDER if not _has(draft, step)]
    await state.set_state(f"Enrolling:{missing[0] if missing else 'summary'}")
    await state.set_data(dict(draft))
    return show(event, question(missing[0], draft, asking) if missing else summary(draft, asking))


def _has(draft: Draft, step: str) -> bool:
    # Days are chosen by several taps; the question is answered only when "Done" was pressed.
    return draft.get(step) is not None and (step != "days" or bool(draft.get("days_done")))


def _expect(raw_state: str | None, step: str) -> None:
    """Raise Stale unless `step` is being asked now: the button is of an earlier screen."""
    if raw_state != f"Enrolling:{step}":
        raise Stale("step", step)


def _toggled(days: list[int], value: str) -> list[int]:
    match value:
        case "work":
            return list(range(5))
        case "all":
            return list(range(7))
        case _ if value in set("0123456"):
            return sorted(set(days) ^ {int(value)})
        case _:
            raise Stale("day", value)


def _answered(draft: dict[str, Any], step: str, value: str, asking: Asking) -> dict[str, Any]:
    """Return the draft with a tapped answer. Raises Stale for a value that is not among those offered."""
    try:
        return {**draft, **_CHECKS[step](value, draft, asking)}
    except (KeyError, ValueError, IndexError) as error:
        raise Stale(step, value) from error


def _one_of(value: str, allowed: list[str]) -> str:
    if value not in allowed:
        raise ValueError(value)
    return value


def _category(value: str, draft: Draft, asking: Asking) -> dict[str, Any]:
    category = Category(_one_of(value, list(asking.programme.categories)))
    before = draft.get("category")
    moved = before is not None and Category(before).serves_the_city != category.serves_the_city
    # A department is no answer for somebody who now says that they do not work for the city.
    return {"category": category.value, **({"department": None} if moved else {})}


def _department(value: str, draft: Draft, asking: Asking) -> dict[str, Any]:
    return {"department": _one_of(value, [place.code for place in places_for(draft, asking.programme)])}


def _hour(value: str, _draft: Draft, _asking: Asking) -> dict[str, Any]:
    hour = int(value)
    if not FIRST_HOUR <= hour <= LAST_HOUR:
        raise ValueError(value)
    return {"hour": hour}


def _zone(value: str, _draft: Draft, asking: Asking) -> dict[str, Any]:
    return {"zone": common_zones(asking.tr)[int(_one_of(value, [str(number) for number in range(8)]))][0]}


def _skipped(step: str, value: str) -> dict[str, Any]:
    return {_one_of(step, sorted(OPTIONAL)): "" if value == "-" else _one_of(value, ["-"])}


def _days_done(_value: str, draft: Draft, _asking: Asking) -> dict[str, Any]:
    if not draft.get("days"):
        raise ValueError("no days")
    return {"days_done": True}


_CHECKS = {
    "category": _category,
    "department": _department,
    "registration": lambda value, _draft, _asking: _skipped("registration", value),
    "email": lambda value, _draft, _asking: _skipped("email", value),
    "language": lambda value, _draft, asking: {
        "language": Language(_one_of(value, [code.value for code in asking.programme.languages])).value
    },
    "level": lambda value, _draft, _asking: {"level": Level(value).value},
    "zone": _zone,
    "days": _days_done,
    "hour": _hour,
}


def _typed_value(step: str, words: str) -> str:
    """Return what was typed, fit to keep. Raises BadText, UnknownCity."""
    match step:
        case "name":
            return clean_name(words)
        case "registration":
            number = clean_line(words, limit=REGISTRATION_LIMIT)
            # The format is not established, so only what could not be one is refused.
            if not any(char.isdigit() for char in number):
                raise BadText(TextProblem.MALFORMED)
            return number
        case "email":
            return clean_email(words)
        case _:
            zone = clean_line(words, limit=64)
            return zone if is_zone(zone) else find_zone(zone)
