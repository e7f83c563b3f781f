"""What the settings of the daily phrase look like."""

from datetime import datetime
from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from enrolment.people import Person
from handlers import formats
from handlers.learner.enrol_steps import FIRST_HOUR, LAST_HOUR
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go, home_button
from handlers.screens import Button, RowId, Screen, button, in_rows, keyboard
from handlers.words import days_listed, weekday_short
from handlers.zones import common_zones
from lessons.tracks import Track

ROUND_SIZES = (5, 10, 15, 20)


class Setting(CallbackData, prefix="ds"):
    """Opens one setting of the track."""

    track: RowId
    what: str


class Day(CallbackData, prefix="dd"):
    """Adds a weekday or takes it away; 0 is Monday."""

    track: RowId
    day: int


class Hour(CallbackData, prefix="dh"):
    track: RowId
    hour: int


class Zone(CallbackData, prefix="dz"):
    """The time zone by its place among those offered."""

    track: RowId
    place: int


class RoundSize(CallbackData, prefix="dc"):
    track: RowId
    most: int


class Pause(CallbackData, prefix="dp"):
    """Pauses for so many days; 0 resumes, -1 asks for a date."""

    track: RowId
    days: int


class Prefer(CallbackData, prefix="dl"):
    """Practises this track's language from now on."""

    track: RowId


def settings_screen(
    tracks: tuple[Track, ...], person: Person, tr: NullTranslations, now: datetime, *, cap: int
) -> Screen:
    """Return the settings of the track practised last, and the others to change to; `cap` is the programme's own."""
    track, *others = tracks
    language = formats.language_name(track.language, tr)
    most = track.cap or cap
    paused = track.paused_until if track.is_paused(now) else None
    text = lines(
        bold(fill(tr.gettext("Daily phrase: {language}, {level}"), language=language, level=track.level.value)),
        "",
        fill(tr.gettext("Days: {days}"), days=bold(days_listed(track.days, tr))),
        fill(tr.gettext("Hour: {hour} ({zone})"), hour=bold(f"{track.at:%H:%M}"), zone=track.zone.replace("_", " ")),
        fill(tr.ngettext("A round: {count} exercise", "A round: up to {count} exercises", most), count=bold(most)),
        fill(tr.gettext("Paused until {day}."), day=formats.local_day(paused, person))
        if paused
        else fill(tr.gettext("Next phrase: {moment}"), moment=formats.local_moment(track.next_daily(now), person)),
    )
    settings = [
        button(tr.gettext("📅 Days"), Setting(track=track.id, what="days")),
        button(tr.gettext("🕘 Hour"), Setting(track=track.id, what="hour")),
        button(tr.gettext("🌍 Time zone"), Setting(track=track.id, what="zone")),
        button(tr.gettext("🔢 Exercises"), Setting(track=track.id, what="round")),
        button(tr.gettext("▶️ Resume"), Pause(track=track.id, days=0))
        if paused
        else button(tr.gettext("⏸ Pause…"), Setting(track=track.id, what="pause")),
        button(tr.gettext("🚪 Leave…"), Go(to="enrol")),
    ]
    changes = [[_change_button(each, tr)] for each in others]
    return Screen(text=text, keyboard=keyboard(*in_rows(settings, 2), *changes, [home_button(tr)]))


def _change_button(track: Track, tr: NullTranslations) -> Button:
    label = plain(tr.gettext("Change to {language}"), language=formats.language_name(track.language, tr))
    return button(label, Prefer(track=track.id))


def back_button(tr: NullTranslations) -> Button:
    return button(tr.gettext("◀️ Back"), Go(to="daily"))


def days_screen(track: Track, tr: NullTranslations) -> Screen:
    toggles = [
        button(("✅ " if day in track.days else "") + weekday_short(day, tr), Day(track=track.id, day=day))
        for day in range(7)
    ]
    text = bold(tr.gettext("On which days would you like a phrase?"))
    return Screen(text=text, keyboard=keyboard(*in_rows(toggles, 4), [back_button(tr)]))


def hours_screen(track: Track, tr: NullTranslations) -> Screen:
    hours = [button(f"{hour:02}:00", Hour(track=track.id, hour=hour)) for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
    text = bold(tr.gettext("At what time?"))
    return Screen(text=text, keyboard=keyboard(*in_rows(hours, 4), [back_button(tr)]))


def zones_screen(track: Track, tr: NullTranslations) -> Screen:
    cities = [button(label, Zone(track=track.id, place=place)) for place, (_, label) in enumerate(common_zones(tr))]
    text = lines(
        bold(tr.gettext("Where are you?")),
        tr.gettext("Choose a city with your time, or write the nearest large one."),
    )
    return Screen(text=text, keyboard=keyboard(*in_rows(cities, 2), [back_button(tr)]))


def round_screen(track: Track, tr: NullTranslations) -> Screen:
    sizes = [button(str(most), RoundSize(track=track.id, most=most)) for most in ROUND_SIZES]
    text = lines(
        bold(tr.gettext("How many exercises in a round, at most?")),
        tr.gettext("A few a day are remembered longer than many at once."),
    )
    return Screen(text=text, keyboard=keyboard(sizes, [back_button(tr)]))


def pause_screen(track: Track, tr: NullTranslations) -> Screen:
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
    return Screen(text=text, keyboard=keyboard(*rows, [back_button(tr)]))


def date_screen(tr: NullTranslations) -> Screen:
    text = tr.gettext("Until which day? Write it as day and month, such as 24/12.")
    return Screen(text=text, keyboard=keyboard([back_button(tr)]))
