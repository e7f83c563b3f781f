"""When the phrase comes: days, hour, a pause, how long a round is, and which language is practised."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.moments import read_moment
from core.programme import Programme
from core.roles import Audience
from core.text import clean_line
from enrolment.people import PeopleStore, Person
from handlers.guards import Door
from handlers.learner.daily_screens import (
    ROUND_SIZES,
    Day,
    Hour,
    Pause,
    Prefer,
    RoundSize,
    Setting,
    Zone,
    date_screen,
    days_screen,
    hours_screen,
    pause_screen,
    round_screen,
    settings_screen,
    zones_screen,
)
from handlers.learner.enrol_steps import FIRST_HOUR, LAST_HOUR
from handlers.menu import Go
from handlers.screens import Reply, Screen, show
from handlers.zones import common_zones, find_zone
from lessons import practice
from lessons.practice import LessonStore, NoTrack
from lessons.tracks import Track, TrackId

router = Door("daily", Audience.LEARNER)

LONGEST_PAUSE = timedelta(days=366)
LONGEST_CITY = 64


class Settling(StatesGroup):
    """A setting that is being written."""

    until = State()
    city = State()


_SCREENS: Mapping[str, Callable[[Track, NullTranslations], Screen]] = {
    "days": days_screen,
    "hour": hours_screen,
    "pause": pause_screen,
    "round": round_screen,
    "zone": zones_screen,
}


async def leave_setting(state: FSMContext) -> None:
    """Expect no setting in writing any more; other drafts stay."""
    if await state.get_state() in Settling.__all_states_names__:
        await state.clear()


@router.message(Command("daily"))
@router.callback_query(Go.filter(F.to == "daily"))
async def opened(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    await leave_setting(state)
    return show(event, await _settings(lessons, person, tr, now, programme))


@router.callback_query(Setting.filter())
async def setting_opened(
    tap: CallbackQuery,
    callback_data: Setting,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    lessons: LessonStore,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    if callback_data.what not in _SCREENS:
        raise Stale("setting", callback_data.what)
    if callback_data.what == "zone":
        await state.set_state(Settling.city)
        await state.set_data({"track": track.id})
    return show(tap, _SCREENS[callback_data.what](track, tr))


@router.callback_query(Day.filter())
async def day_toggled(
    tap: CallbackQuery,
    callback_data: Day,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    if not 0 <= callback_data.day <= 6:
        raise Stale("day", callback_data.day)
    changed = replace(track, days=track.days ^ {callback_data.day})
    if not changed.days:
        return show(tap, days_screen(track, tr), toast=tr.gettext("One day has to stay. To stop, use Pause."))
    await lessons.save_track(changed, now=now)
    return show(tap, days_screen(changed, tr))


@router.callback_query(Hour.filter())
async def hour_chosen(
    tap: CallbackQuery,
    callback_data: Hour,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    if not FIRST_HOUR <= callback_data.hour <= LAST_HOUR:
        raise Stale("hour", callback_data.hour)
    await lessons.save_track(replace(track, at=time(callback_data.hour)), now=now)
    return show(tap, await _settings(lessons, person, tr, now, programme), toast=tr.gettext("Done."))


@router.callback_query(Zone.filter())
async def zone_chosen(
    tap: CallbackQuery,
    callback_data: Zone,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    people: PeopleStore,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    zones = common_zones(tr)
    if not 0 <= callback_data.place < len(zones):
        raise Stale("zone", callback_data.place)
    await leave_setting(state)
    moved = await _move(people, lessons, person, zones[callback_data.place][0], now)
    return show(tap, await _settings(lessons, moved, tr, now, programme), toast=tr.gettext("Done."))


@router.message(Settling.city, F.text)
async def zone_written(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    people: PeopleStore,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    zone = find_zone(clean_line(message.text or "", limit=LONGEST_CITY))
    await state.clear()
    moved = await _move(people, lessons, person, zone, now)
    return show(message, await _settings(lessons, moved, tr, now, programme))


@router.callback_query(RoundSize.filter())
async def round_size_chosen(
    tap: CallbackQuery,
    callback_data: RoundSize,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    if callback_data.most not in ROUND_SIZES:
        raise Stale("round size", callback_data.most)
    await lessons.save_track(replace(track, cap=callback_data.most), now=now)
    return show(tap, await _settings(lessons, person, tr, now, programme), toast=tr.gettext("Done."))


@router.callback_query(Pause.filter(F.days == -1))
async def date_asked(
    tap: CallbackQuery,
    callback_data: Pause,
    person: Person,
    tr: NullTranslations,
    state: FSMContext,
    lessons: LessonStore,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    await state.set_state(Settling.until)
    await state.set_data({"track": track.id})
    return show(tap, date_screen(tr))


@router.callback_query(Pause.filter())
async def paused(
    tap: CallbackQuery,
    callback_data: Pause,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId(callback_data.track))
    if not 0 <= callback_data.days <= LONGEST_PAUSE.days:
        raise Stale("pause", callback_data.days)
    await lessons.save_track(track.paused_for(callback_data.days, now=now), now=now)
    return show(tap, await _settings(lessons, person, tr, now, programme), toast=tr.gettext("Done."))


@router.message(Settling.until, F.text)
async def paused_until(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    track = await practice.own_track(lessons, person.id, TrackId((await state.get_data())["track"]))
    words, zone = clean_line(message.text or "", limit=LONGEST_CITY), person.time_zone
    until = read_moment(words, zone=zone, now=now, days_ahead=LONGEST_PAUSE.days, default=time())
    await lessons.save_track(track.paused(until), now=now)
    await state.clear()
    return show(message, await _settings(lessons, person, tr, now, programme))


@router.callback_query(Prefer.filter())
async def preferred(
    tap: CallbackQuery,
    callback_data: Prefer,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
    programme: Programme,
) -> Reply:
    await practice.turn_to(lessons, person.id, TrackId(callback_data.track), now=now)
    return show(tap, await _settings(lessons, person, tr, now, programme), toast=tr.gettext("Done."))


async def _settings(
    lessons: LessonStore, person: Person, tr: NullTranslations, now: datetime, programme: Programme
) -> Screen:
    tracks = await lessons.tracks_of(person.id)
    if not tracks:
        raise NoTrack
    return settings_screen(tracks, person, tr, now, cap=programme.daily_cap)


async def _move(people: PeopleStore, lessons: LessonStore, person: Person, zone: str, now: datetime) -> Person:
    """Set the person's own clock: every phrase comes at its hour there."""
    moved = replace(person, time_zone=zone)
    await people.save(moved)
    for track in await lessons.tracks_of(person.id):
        await lessons.save_track(replace(track, zone=zone), now=now)
    return moved
