"""When the phrase comes: days, hour, a pause, and which language is practised."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.moments import read_moment
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.learner.enrol_steps import FIRST_HOUR, LAST_HOUR
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go, home_button
from handlers.screens import Button, Reply, RowId, Screen, button, in_rows, keyboard, show
from handlers.words import days_listed, weekday_short
from lessons.practice import LessonStore, NoTrack
from lessons.tracks import Track, TrackId

router = Door("daily", Audience.LEARNER)

LONGEST_PAUSE = timedelta(days=366)


class Pausing(StatesGroup):
    until = State()


class Setting(CallbackData, prefix="ds"):
    """Opens one setting of the track: days, hour, pause."""

    track: RowId
    what: str


class Day(CallbackData, prefix="dd"):
    """Adds a weekday or takes it away; 0 is Monday."""

    track: RowId
    day: int


class Hour(CallbackData, prefix="dh"):
    track: RowId
    hour: int


class Pause(CallbackData, prefix="dp"):
    """Pauses for so many days; 0 resumes, -1 asks for a date."""

    track: RowId
    days: int


class Prefer(CallbackData, prefix="dl"):
    """Practises this track's language from now on."""

    track: RowId


@router.message(Command("daily"))
@router.callback_query(Go.filter(F.to == "daily"))
async def opened(
    event: Message | CallbackQuery, person: Person, tr: NullTranslations, now: datetime, lessons: LessonStore
) -> Reply:
    tracks = await lessons.tracks_of(person.id)
    if not tracks:
        raise NoTrack
    return show(event, settings_screen(tracks, person, tr, now))


@router.callback_query(Setting.filter())
async def setting_opened(
    tap: CallbackQuery, callback_data: Setting, person: Person, tr: NullTranslations, lessons: LessonStore
) -> Reply:
    track = await _own(lessons, person, callback_data.track)
    screens = {"days": _days_screen, "hour": _hours_screen, "pause": _pause_screen}
    if callback_data.what not in screens:
        raise Stale("setting", callback_data.what)
    return show(tap, screens[callback_data.what](track, tr))


@router.callback_query(Day.filter())
async def day_toggled(
    tap: CallbackQuery,
    callback_data: Day,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
) -> Reply:
    track = await _own(lessons, person, callback_data.track)
    days = track.days ^ {callback_data.day}
    if not 0 <= callback_data.day <= 6:
        raise Stale("day", callback_data.day)
    if not days:
        return show(tap, _days_screen(track, tr), toast=tr.gettext("One day has to stay. To stop, use Pause."))
    changed = replace(track, days=days)
    await lessons.save_track(changed, now=now)
    return show(tap, _days_screen(changed, tr))


@router.callback_query(Hour.filter())
async def hour_chosen(
    tap: CallbackQuery,
    callback_data: Hour,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
) -> Reply:
    track = await _own(lessons, person, callback_data.track)
    if not FIRST_HOUR <= callback_data.hour <= LAST_HOUR:
        raise Stale("hour", callback_data.hour)
    # The person's zone may have changed since the track was opened: the hour is always the person's own.
    await lessons.save_track(replace(track, at=time(callback_data.hour), zone=person.time_zone), now=now)
    return show(tap, settings_screen(await lessons.tracks_of(person.id), person, tr, now), toast=tr.gettext("Done."))


@router.callback_query(Pause.filter())
async def paused(
    tap: CallbackQuery,
    callback_data: Pause,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    lessons: LessonStore,
) -> Reply:
    track = await _own(lessons, person, callback_data.track)
    if callback_data.days == -1:
        await state.set_state(Pausing.until)
        await state.set_data({"track": track.id})
        return show(tap, Screen(text=tr.gettext("Until which day? Write it as day and month, such as 24/12.")))
    if not 0 <= callback_data.days <= LONGEST_PAUSE.days:
        raise Stale("pause", callback_data.days)
    until = now + timedelta(days=callback_data.days) if callback_data.days else None
    await lessons.save_track(track.paused(until), now=now)
    return show(tap, settings_screen(await lessons.tracks_of(person.id), person, tr, now), toast=tr.gettext("Done."))


@router.message(Pausing.until, F.text)
async def paused_until(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    lessons: LessonStore,
) -> Reply:
    track = await _own(lessons, person, (await state.get_data())["track"])
    until = read_moment(
        message.text or "", zone=person.time_zone, now=now, days_ahead=LONGEST_PAUSE.days, default=time()
    )
    await lessons.save_track(track.paused(until), now=now)
    await state.clear()
    return show(message, settings_screen(await lessons.tracks_of(person.id), person, tr, now))


@router.callback_query(Prefer.filter())
async def preferred(
    tap: CallbackQuery,
    callback_data: Prefer,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
) -> Reply:
    track = await _own(lessons, person, callback_data.track)
    await lessons.prefer(track.id, now=now)
    return show(tap, settings_screen(await lessons.tracks_of(person.id), person, tr, now), toast=tr.gettext("Done."))


async def _own(lessons: LessonStore, person: Person, number: int) -> Track:
    """Return the person's own open track. Raises Stale."""
    for track in await lessons.tracks_of(person.id):
        if track.id == TrackId(number):
            return track
    raise Stale("track", number)


def settings_screen(tracks: tuple[Track, ...], person: Person, tr: NullTranslations, now: datetime) -> Screen:
    """Return the settings of the track practised last, and the others to change to."""
    track, *others = tracks
    language = formats.language_name(track.language, tr)
    paused = track.is_paused(now) and track.paused_until is not None
    text = lines(
        bold(fill(tr.gettext("Daily phrase: {language}, {level}"), language=language, level=track.level.value)),
        "",
        fill(tr.gettext("Days: {days}"), days=bold(days_listed(track.days, tr))),
        fill(
            tr.gettext("Hour: {hour} ({zone})"),
            hour=bold(f"{track.at:%H:%M}"),
            zone=track.zone.replace("_", " "),
        ),
        fill(tr.gettext("Paused until {day}."), day=formats.local_day(track.paused_until, person))
        if paused and track.paused_until
        else fill(tr.gettext("Next phrase: {moment}"), moment=formats.local_moment(track.next_daily(now), person)),
    )
    rows = [
        [
            button(tr.gettext("📅 Days"), Setting(track=track.id, what="days")),
            button(tr.gettext("🕘 Hour"), Setting(track=track.id, what="hour")),
        ],
        [
            button(tr.gettext("▶️ Resume"), Pause(track=track.id, days=0))
            if paused
            else button(tr.gettext("⏸ Pause…"), Setting(track=track.id, what="pause")),
            button(tr.gettext("🚪 Leave…"), Go(to="enrol")),
        ],
        *([_change_button(each, tr)] for each in others),
        [home_button(tr)],
    ]
    return Screen(text=text, keyboard=keyboard(*rows))


def _change_button(track: Track, tr: NullTranslations) -> Button:
    label = plain(tr.gettext("Change to {language}"), language=formats.language_name(track.language, tr))
    return button(label, Prefer(track=track.id))


def _days_screen(track: Track, tr: NullTranslations) -> Screen:
    toggles = [
        button(("✅ " if day in track.days else "") + weekday_short(day, tr), Day(track=track.id, day=day))
        for day in range(7)
    ]
    text = bold(tr.gettext("On which days would you like a phrase?"))
    return Screen(text=text, keyboard=keyboard(*in_rows(toggles, 4), [button(tr.gettext("◀️ Back"), Go(to="daily"))]))


def _hours_screen(track: Track, tr: NullTranslations) -> Screen:
    hours = [button(f"{hour:02}:00", Hour(track=track.id, hour=hour)) for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
    text = bold(tr.gettext("At what time?"))
    return Screen(text=text, keyboard=keyboard(*in_rows(hours, 4), [button(tr.gettext("◀️ Back"), Go(to="daily"))]))


def _pause_screen(track: Track, tr: NullTranslations) -> Screen:
    choices = [
        (3, tr.gettext("3 days")),
        (7, tr.gettext("A week")),
        (30, tr.gettext("A month")),
        (-1, tr.gettext("Until a date…")),
    ]
    rows = in_rows([button(label, Pause(track=track.id, days=days)) for days, label in choices], 2)
    text = lines(
        bold(tr.gettext("Pause the daily phrase?")),
        tr.gettext("Holidays and leave are part of it. Nothing is lost, and it goes on by itself afterwards."),
    )
    return Screen(text=text, keyboard=keyboard(*rows, [button(tr.gettext("◀️ Back"), Go(to="daily"))]))
