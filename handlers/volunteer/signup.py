"""Signing up as a volunteer: one question after another, a summary with the term, and then the coordinators' queue."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.days import is_zone
from core.errors import Stale
from core.languages import Level
from core.programme import Programme
from core.roles import Audience
from core.text import clean_line, clean_name
from enrolment.people import Person
from handlers.availability_grid import GridTap, Step, kept, tapped, week_in
from handlers.countries import find_country, is_country
from handlers.guards import Door
from handlers.markup import bold, fill, lines
from handlers.menu import home_button
from handlers.screens import Reply, Screen, keyboard, show, show_below
from handlers.stores import Stores
from handlers.texts import document
from handlers.volunteer.steps import (
    SEVERAL,
    Asking,
    ChangeStep,
    Draft,
    Send,
    Tapped,
    Volunteering,
    WholeTerm,
    details_of,
    draft_of,
    missing,
    question,
    summary,
    week_screen,
)
from handlers.zones import common_zones, find_zone
from volunteers import joining
from volunteers.volunteers import MOST_CAPACITY, Area, check_hours

router = Door("volunteer-signup", Audience.MEMBER)


class Begin(CallbackData, prefix="vb"):
    """Begins a sign-up, or the change of what was said in one."""

    change: bool = False


@router.callback_query(Begin.filter())
async def begun(
    tap: CallbackQuery,
    callback_data: Begin,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    stores: Stores,
    programme: Programme,
) -> Reply:
    asking = Asking(person=person, tr=tr, programme=programme)
    draft: dict[str, Any] = {"name": person.name or None}
    if callback_data.change:
        draft = draft_of(await stores.volunteers.get(person.id), person)
    return await _go_on(tap, state, draft, asking)


@router.callback_query(Tapped.filter())
async def answered(
    tap: CallbackQuery,
    callback_data: Tapped,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    asking, step = Asking(person=person, tr=tr, programme=programme), callback_data.step
    _expect(raw_state, step)
    draft = await state.get_data()
    if step in SEVERAL and callback_data.value != "done":
        draft[step] = _toggled(draft.get(step, []), step, callback_data.value, asking)
        await state.set_data(draft)
        return show(tap, question(step, draft, asking))
    return await _go_on(tap, state, _answered(draft, step, callback_data.value, asking), asking)


@router.callback_query(Volunteering.week, GridTap.filter())
async def week_tapped(
    tap: CallbackQuery,
    callback_data: GridTap,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    programme: Programme,
) -> Reply:
    draft = await state.get_data()
    if callback_data.step is Step.DONE:
        check_hours(week_in(draft))
        return await _go_on(tap, state, _done(draft, "week"), Asking(person=person, tr=tr, programme=programme))
    week, view = tapped(week_in(draft), callback_data)
    draft["week"] = kept(week)
    await state.set_data(draft)
    return show(tap, week_screen(draft, view, tr))


@router.message(Volunteering.name, F.text, ~F.text.startswith("/"))
@router.message(Volunteering.country, F.text, ~F.text.startswith("/"))
@router.message(Volunteering.zone, F.text, ~F.text.startswith("/"))
async def typed(
    message: Message, person: Person, tr: NullTranslations, state: FSMContext, raw_state: str, programme: Programme
) -> Reply:
    step = raw_state.split(":")[1]
    draft = {**await state.get_data(), step: _typed(step, message.text or "")}
    return await _go_on(message, state, draft, Asking(person=person, tr=tr, programme=programme))


@router.callback_query(ChangeStep.filter())
async def changing(
    tap: CallbackQuery,
    callback_data: ChangeStep,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    raw_state: str | None,
    programme: Programme,
) -> Reply:
    _expect(raw_state, "summary")
    step, draft = callback_data.step, await state.get_data()
    screen = question(step, draft, Asking(person=person, tr=tr, programme=programme))
    await state.set_state(f"Volunteering:{step}")
    return show(tap, screen)


@router.callback_query(WholeTerm.filter())
async def term_asked(tap: CallbackQuery, person: Person, programme: Programme) -> Reply:
    return show_below(tap, Screen(text=document(programme.term.text(person.language))))


@router.callback_query(Send.filter())
async def sent(
    tap: CallbackQuery,
    callback_data: Send,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    stores: Stores,
    programme: Programme,
) -> Reply:
    _expect(raw_state, "summary")
    draft = await state.get_data()
    if callback_data.term != programme.term.version:
        # What was read is no longer the term in force: it is shown anew, to be accepted anew.
        return show(tap, summary(draft, Asking(person=person, tr=tr, programme=programme)))
    await _keep(stores, person, draft, programme.term.version, now)
    await state.clear()
    return show(tap, _thanks(draft, tr))


async def _keep(stores: Stores, person: Person, draft: Draft, term: str, now: datetime) -> None:
    details = details_of(draft)
    if draft.get("editing"):
        await joining.change(stores.volunteers, stores.audit, person.id, details, now=now)
    else:
        await joining.apply(stores.volunteers, stores.audit, person.id, details, term, now=now)
    if (person.name, person.time_zone) != (draft["name"], draft["zone"]):
        await stores.people.save(replace(person, name=draft["name"], time_zone=draft["zone"]))


def _thanks(draft: Draft, tr: NullTranslations) -> Screen:
    if draft.get("editing"):
        return Screen(text=bold(tr.gettext("Saved. Thank you!")), keyboard=keyboard([home_button(tr)]))
    words = fill(
        tr.gettext(
            "{name}, a coordinator will read it and you will get the answer here. "
            "You can follow it under “Volunteering”."
        ),
        name=str(draft["name"]).split(" ", 1)[0],
    )
    text = lines(bold(tr.gettext("Thank you for your time!")), "", words)
    return Screen(text=text, keyboard=keyboard([home_button(tr)]))


async def _go_on(event: Message | CallbackQuery, state: FSMContext, draft: Draft, asking: Asking) -> Reply:
    """Keep the draft and ask the first question that has no answer yet; the summary when there is none."""
    step = missing(draft)
    screen = question(step, draft, asking) if step else summary(draft, asking)
    await state.set_state(f"Volunteering:{step or 'summary'}")
    await state.set_data(dict(draft))
    return show(event, screen)


def _expect(raw_state: str | None, step: str) -> None:
    """Raise Stale unless `step` is being asked now: the button is of an earlier screen."""
    if raw_state != f"Volunteering:{step}":
        raise Stale("step", step)


def _done(draft: Draft, step: str) -> dict[str, Any]:
    return {**draft, "done": sorted({*draft.get("done", ()), step})}


def _toggled(chosen: list[str], step: str, value: str, asking: Asking) -> list[str]:
    """Return the answers with `value` put in or taken out. Raises Stale for one that is not offered."""
    offered = {
        "languages": [language.value for language in asking.programme.languages],
        "levels": [level.value for level in Level],
        "interests": [area.value for area in Area],
    }[step]
    if value not in offered:
        raise Stale(step, value)
    return sorted(set(chosen) ^ {value})


def _answered(draft: Draft, step: str, value: str, asking: Asking) -> dict[str, Any]:
    """Return the draft with a tapped answer. Raises Stale for a value that is not among those offered."""
    zones = common_zones(asking.tr)
    match step:
        case "languages" | "levels" if draft.get(step):
            return _done(draft, step)
        case "interests":
            return _done(draft, step)
        case "country" if is_country(value):
            return {**draft, "country": value}
        case "zone" if value.isdecimal() and int(value) < len(zones):
            return {**draft, "zone": zones[int(value)][0]}
        case "capacity" if value in {str(number) for number in range(1, MOST_CAPACITY + 1)}:
            return {**draft, "capacity": int(value)}
    raise Stale(step, value)


def _typed(step: str, words: str) -> str:
    """Return what was typed, fit to keep. Raises BadText, UnknownCountry, UnknownCity."""
    match step:
        case "name":
            return clean_name(words)
        case "country":
            return find_country(clean_line(words, limit=64))
        case _:
            zone = clean_line(words, limit=64)
            return zone if is_zone(zone) else find_zone(zone)
