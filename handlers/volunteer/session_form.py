"""The questions a host answers to open a practice session."""

import re
from datetime import UTC, date, datetime, time, timedelta
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from core.days import instant, local_day
from core.languages import SELF_ASSESSED, Language, Level
from core.links import clean_link
from core.moments import checked_moment, read_moment
from core.text import clean_line
from handlers.formats import day, language_name, level_name, local_moment
from handlers.forms import Asking, Field, Form, Picked, Question, Values, read_number, toggled
from handlers.markup import fill, lines, plain
from handlers.session_words import level_names, zone_name
from lessons.sessions.sessions import (
    DAYS_AHEAD,
    FEWEST_SEATS,
    LENGTHS,
    MOST_SEATS,
    PLACE_LIMIT,
    TOPIC_LIMIT,
    SessionForm,
)

_HOURS = range(7, 22)
_SEATS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
_HOUR_ALONE = re.compile(r"\d{1,2}(?:\s*[:h.]\s*\d{0,2})?\s*(?:[ap]m)?")
_LOOKS_LIKE_A_LINK = re.compile(r"\S*://\S*|www\.\S+|[\w.-]+\.[A-Za-z]{2,}/\S*")


class Hosting(StatesGroup):
    filling = State()


class SessionPick(CallbackData, prefix="sp"):
    field: str
    value: str


class SessionStep(CallbackData, prefix="st"):
    to: str


def session_form(values: Values, zone: str) -> SessionForm:
    """Return the complete answers as the domain takes them."""
    return SessionForm(
        language=Language(values["language"]),
        levels=frozenset(Level(level) for level in values["levels"]),
        starts_at=_starts(values["starts"]),
        zone=zone,
        minutes=values["minutes"],
        capacity=values["seats"],
        place=values["place"],
        topic=values["topic"],
    )


def _starts(value: Any) -> datetime:
    return datetime.fromisoformat(value["at"]).astimezone(UTC)


def _ask_language(asking: Asking) -> Question:
    return Question(
        text=asking.tr.gettext("Which language will be spoken?"),
        choices=[(language_name(language, asking.tr), language.value) for language in Language],
    )


def _ask_levels(asking: Asking) -> Question:
    chosen = asking.values.get("levels", [])
    tr = asking.tr
    choices = [
        (
            plain(tr.gettext("✅ {level}"), level=level_name(level)) if level in chosen else level_name(level),
            level.value,
        )
        for level in SELF_ASSESSED
    ]
    if chosen:
        choices.append((tr.gettext("➡️ That is all"), "done"))
    return Question(text=tr.gettext("For which levels is it? Choose one or more."), choices=choices, width=5)


def _pick_levels(value: str, asking: Asking) -> Picked:
    chosen = list(asking.values.get("levels", []))
    if value == "done":
        if not chosen:
            raise ValueError("nothing chosen")
        return Picked(value=chosen)
    if Level(value) not in SELF_ASSESSED:
        raise ValueError(value)
    return Picked(value=sorted(toggled(chosen, value)), done=False)


def _ask_starts(asking: Asking) -> Question:
    tr, person = asking.tr, asking.person
    chosen_day = asking.values.get("starts", {}).get("day")
    if chosen_day is not None:
        chosen = date.fromisoformat(chosen_day)
        hours = [(f"{hour:02}:00", f"{chosen:%Y%m%d}h{hour:02}") for hour in _HOURS]
        coming = [(label, value) for label, value in hours if _moment(value, asking) > asking.now]
        words = fill(
            tr.gettext("At what time on {day}? You can also write it, such as 19:30."), day=day(chosen, person)
        )
        return Question(text=words, choices=[*coming, (tr.gettext("⬅️ Another day"), "days")], width=4)
    today = local_day(asking.now, person.time_zone)
    days = [today + timedelta(days=ahead) for ahead in range(8)]
    choices = [(day(one, person), f"{one:%Y%m%d}") for one in days]
    words = lines(
        tr.gettext("When does it start? Choose a day, or write day and hour, such as 12/12 19:00."),
        fill(tr.gettext("Your time zone is {zone}."), zone=zone_name(person.time_zone)),
    )
    return Question(text=words, choices=choices)


def _moment(value: str, asking: Asking) -> datetime:
    chosen, _, hour = value.partition("h")
    return instant(_date(chosen), time(int(hour)), asking.person.time_zone)


def _date(value: str) -> date:
    return date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")


def _pick_starts(value: str, asking: Asking) -> Picked:
    if value == "days":
        return Picked(value={}, done=False)
    if "h" not in value:
        return Picked(value={"day": _date(value).isoformat()}, done=False)
    at = checked_moment(_moment(value, asking), now=asking.now, days_ahead=DAYS_AHEAD)
    return Picked(value={"at": at.isoformat()})


def _read_starts(text: str, asking: Asking) -> dict[str, str]:
    chosen = asking.values.get("starts", {}).get("day")
    only_an_hour = chosen is not None and _HOUR_ALONE.fullmatch(text.strip().lower())
    typed = f"{chosen} {text}" if only_an_hour else text
    at = read_moment(typed, zone=asking.person.time_zone, now=asking.now, days_ahead=DAYS_AHEAD)
    return {"at": at.isoformat()}


def _ask_minutes(asking: Asking) -> Question:
    choices = [(_minutes(length, asking.tr), str(length)) for length in LENGTHS]
    return Question(text=asking.tr.gettext("How long does it last?"), choices=choices)


def _minutes(length: int, tr: NullTranslations) -> str:
    return plain(tr.ngettext("{count} minute", "{count} minutes", length), count=length)


def _pick_minutes(value: str, _asking: Asking) -> Picked:
    if int(value) not in LENGTHS:
        raise ValueError(value)
    return Picked(value=int(value))


def _ask_seats(asking: Asking) -> Question:
    words = asking.tr.gettext("How many people may come, besides you? Choose, or write a number from {low} to {high}.")
    choices = [(str(count), str(count)) for count in _SEATS]
    return Question(text=fill(words, low=FEWEST_SEATS, high=MOST_SEATS), choices=choices, width=5)


def _pick_seats(value: str, _asking: Asking) -> Picked:
    if int(value) not in _SEATS:
        raise ValueError(value)
    return Picked(value=int(value))


def _ask_place(asking: Asking) -> Question:
    tr = asking.tr
    return Question(
        text=lines(
            tr.gettext("Where is it? Write the address and the room, or send the link of the video call."),
            tr.gettext("A link is shown only to people who have a seat."),
        )
    )


def _read_place(text: str, _asking: Asking) -> str:
    line = clean_line(text, limit=PLACE_LIMIT)
    return clean_link(line, limit=PLACE_LIMIT) if _LOOKS_LIKE_A_LINK.fullmatch(line) else line


def _ask_topic(asking: Asking) -> Question:
    tr = asking.tr
    words = tr.gettext("What will you talk about? Write it in a few words, so that people can prepare.")
    return Question(text=words, choices=[(tr.gettext("➡️ No topic"), "none")])


def _pick_topic(value: str, _asking: Asking) -> Picked:
    if value != "none":
        raise ValueError(value)
    return Picked(value="")


FORM = Form(
    state=Hosting.filling,
    title=lambda tr: tr.gettext("👥 A practice session"),
    pick=lambda name, value: SessionPick(field=name, value=value),
    step=lambda to: SessionStep(to=to),
    fields=(
        Field(
            name="language",
            label=lambda tr: tr.gettext("Language"),
            ask=_ask_language,
            pick=lambda value, _asking: Picked(value=Language(value).value),
            shown=lambda asking: language_name(Language(asking.values["language"]), asking.tr),
        ),
        Field(
            name="levels",
            label=lambda tr: tr.gettext("Levels"),
            ask=_ask_levels,
            pick=_pick_levels,
            shown=lambda asking: level_names(frozenset(Level(level) for level in asking.values["levels"])),
        ),
        Field(
            name="starts",
            label=lambda tr: tr.gettext("Start"),
            ask=_ask_starts,
            pick=_pick_starts,
            read=_read_starts,
            shown=lambda asking: local_moment(_starts(asking.values["starts"]), asking.person),
        ),
        Field(
            name="minutes",
            label=lambda tr: tr.gettext("Length"),
            ask=_ask_minutes,
            pick=_pick_minutes,
            shown=lambda asking: _minutes(asking.values["minutes"], asking.tr),
        ),
        Field(
            name="seats",
            label=lambda tr: tr.gettext("Seats"),
            ask=_ask_seats,
            pick=_pick_seats,
            read=lambda text, _asking: read_number(text, FEWEST_SEATS, MOST_SEATS),
            shown=lambda asking: str(asking.values["seats"]),
        ),
        Field(
            name="place",
            label=lambda tr: tr.gettext("Place"),
            ask=_ask_place,
            read=_read_place,
            shown=lambda asking: asking.values["place"],
        ),
        Field(
            name="topic",
            label=lambda tr: tr.gettext("Topic"),
            ask=_ask_topic,
            pick=_pick_topic,
            read=lambda text, _asking: clean_line(text, limit=TOPIC_LIMIT),
            shown=lambda asking: asking.values["topic"] or "–",
        ),
    ),
)
