"""Asking for a conversation partner: the hours, what one likes to talk about, and the place in line."""

from collections.abc import Mapping
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery

from core.errors import Stale
from core.languages import Language
from core.roles import Audience
from enrolment.enrolments import Form, Status
from enrolment.people import Person
from handlers.availability_grid import GridTap, Step, View, grid_screen, kept, tapped, week_in
from handlers.guards import Door
from handlers.markup import bold, fill, lines
from handlers.menu import Go, home_button
from handlers.screens import Reply, RowId, Screen, button, in_rows, keyboard, show
from handlers.stores import Stores
from handlers.volunteer_words import area_name
from volunteers import requests
from volunteers.requests import RequestId, RequestStatus, Wish
from volunteers.volunteers import Area, check_hours

router = Door("pair-requests", Audience.LEARNER)

DONE = "done"


class AskingPartner(StatesGroup):
    week = State()
    interests = State()


class AskPartner(CallbackData, prefix="ra"):
    """Begins the request for a partner in a language, or the change of one that waits."""

    language: str


class Interest(CallbackData, prefix="ri"):
    """Turns an area on or off; ``done`` sends the request."""

    area: str


class LeaveLine(CallbackData, prefix="rl"):
    request: RowId


async def may_ask(person: Person, stores: Stores) -> list[Form]:
    """Return the enrolments whose language the person practises and does not wait or have a partner for."""
    taken = {
        one.wish.language
        for one in await stores.requests.requests_of(person.id)
        if one.status is not RequestStatus.WITHDRAWN
    }
    admitted = [one.form for one in await stores.enrolments.of(person.id) if one.status is Status.ADMITTED]
    return [form for form in admitted if form.language not in taken]


@router.callback_query(AskPartner.filter())
async def asked(
    tap: CallbackQuery,
    callback_data: AskPartner,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    form = await _form(callback_data.language, person, stores)
    earlier = [one.wish for one in await stores.requests.requests_of(person.id) if one.wish.language is form.language]
    draft: dict[str, Any] = {"language": form.language.value}
    for wish in earlier:
        draft |= {"week": kept(wish.availability), "interests": sorted(area.value for area in wish.interests)}
    await state.set_state(AskingPartner.week)
    await state.set_data(draft)
    return show(tap, _week_screen(draft, View(), tr))


@router.callback_query(AskingPartner.week, GridTap.filter())
async def week_tapped(tap: CallbackQuery, callback_data: GridTap, tr: NullTranslations, state: FSMContext) -> Reply:
    draft = await state.get_data()
    if callback_data.step is Step.DONE:
        check_hours(week_in(draft))
        await state.set_state(AskingPartner.interests)
        return show(tap, _interests_screen(draft, tr))
    week, view = tapped(week_in(draft), callback_data)
    draft["week"] = kept(week)
    await state.set_data(draft)
    return show(tap, _week_screen(draft, view, tr))


@router.callback_query(AskingPartner.interests, Interest.filter())
async def interest_tapped(
    tap: CallbackQuery,
    callback_data: Interest,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    draft = await state.get_data()
    if callback_data.area == DONE:
        await state.clear()
        return show(tap, await _asked(draft, person, now, stores, tr))
    draft["interests"] = _toggled(draft.get("interests", []), callback_data.area)
    await state.set_data(draft)
    return show(tap, _interests_screen(draft, tr))


@router.callback_query(LeaveLine.filter())
async def line_left(
    tap: CallbackQuery, callback_data: LeaveLine, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    await requests.withdraw(stores.requests, stores.audit, person.id, RequestId(callback_data.request), now=now)
    text = tr.gettext("You are no longer in line. You can ask again at any time.")
    return show(tap, Screen(text=text, keyboard=keyboard([button(tr.gettext("💬 My pair"), Go(to="pairs"))])))


async def _form(code: str, person: Person, stores: Stores) -> Form:
    """Return the admitted enrolment for a language. Raises Stale for one the person does not practise."""
    for one in await stores.enrolments.of(person.id):
        if one.status is Status.ADMITTED and one.form.language.value == code:
            return one.form
    raise Stale("language", code)


async def _asked(
    draft: Mapping[str, Any], person: Person, now: datetime, stores: Stores, tr: NullTranslations
) -> Screen:
    form = await _form(draft["language"], person, stores)
    wish = Wish(
        language=Language(draft["language"]),
        level=form.level,
        zone=person.time_zone,
        availability=week_in(draft),
        interests=frozenset(Area(area) for area in draft.get("interests", ())),
    )
    request = await requests.ask(stores.requests, stores.audit, person.id, wish, now=now)
    forecast = await stores.requests.forecast(request, now=now)
    place = fill(tr.gettext("You are number {position} in line."), position=bold(forecast.position))
    words = tr.gettext("I write to you as soon as a volunteer with hours in common says yes.")
    text = lines(bold(tr.gettext("Your request is noted!")), place, words)
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("💬 My pair"), Go(to="pairs"))], [home_button(tr)]))


def _week_screen(draft: Mapping[str, Any], view: View, tr: NullTranslations) -> Screen:
    cancel = button(tr.gettext("✖️ Cancel"), Go(to="pairs"))
    return grid_screen(tr.gettext("When could you talk, in your own time?"), week_in(draft), view, tr, below=[cancel])


def _interests_screen(draft: Mapping[str, Any], tr: NullTranslations) -> Screen:
    chosen = draft.get("interests", ())
    areas = [
        button(("✅ " if area.value in chosen else "") + area_name(area, tr), Interest(area=area.value))
        for area in Area
    ]
    text = lines(
        bold(tr.gettext("What do you like to talk about?")),
        tr.gettext("It helps to find a partner to your liking. You may choose none."),
    )
    send = button(tr.gettext("📨 Send my request"), Interest(area=DONE))
    return Screen(text=text, keyboard=keyboard(*in_rows(areas, 2), [send]))


def _toggled(chosen: list[str], value: str) -> list[str]:
    if value not in {area.value for area in Area}:
        raise Stale("area", value)
    return sorted(set(chosen) ^ {value})
