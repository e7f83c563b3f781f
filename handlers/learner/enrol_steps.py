"""The questions of an enrolment: what each asks, and what an answer may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from core.categories import Category
from core.days import EVERY_DAY
from core.errors import Stale
from core.languages import SELF_ASSESSED, Language, Level
from core.programme import Place, Programme
from enrolment.enrolments import Form
from enrolment.people import Person
from handlers import formats
from handlers.markup import bold, fill, lines, plain
from handlers.screens import Button, Screen, button, in_rows, keyboard
from handlers.words import can_do, category_name, days_listed, weekday_short
from handlers.zones import common_zones

Draft = Mapping[str, Any]

DEPARTMENTS_A_PAGE = 8
FIRST_HOUR = 6
LAST_HOUR = 22


class Enrolling(StatesGroup):
    name = State()
    category = State()
    department = State()
    registration = State()
    email = State()
    language = State()
    level = State()
    zone = State()
    days = State()
    hour = State()
    summary = State()


ORDER = ("name", "category", "department", "registration", "email", "language", "level", "zone", "days", "hour")
TYPED = {"name", "registration", "email", "zone"}
OPTIONAL = {"registration", "email"}


class Answer(CallbackData, prefix="en"):
    """An answer to the question `step`."""

    step: str
    value: str


class Turn(CallbackData, prefix="eg"):
    """Another page of departments."""

    page: int


class Change(CallbackData, prefix="ec"):
    """From the summary back to the question `step`."""

    step: str


class Submit(CallbackData, prefix="es"):
    """Sends the enrolment."""


class Turnback(CallbackData, prefix="ek"):
    """Leaves the question: `to` is back (the one before, or the summary) or stop (the draft is dropped)."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who is asked, in which programme, on which of its local days."""

    person: Person
    tr: NullTranslations
    programme: Programme
    today: date


def is_answered(draft: Draft, step: str) -> bool:
    # Days are chosen by several taps; the question is answered only when "Done" was pressed.
    return bool(draft.get("days") and draft.get("days_done")) if step == "days" else draft.get(step) is not None


def first_open(draft: Draft) -> str:
    """Return the first question that has no answer yet, ``summary`` when there is none."""
    return next((step for step in ORDER if not is_answered(draft, step)), "summary")


def screen_of(step: str, draft: Draft, asking: Asking, page: int = 0) -> Screen:
    """Return the screen that asks `step`, or the summary; raises Stale for a step that is none."""
    if step == "summary":
        return summary(draft, asking)
    if step not in ORDER:
        raise Stale("step", step)
    place = fill(asking.tr.gettext("Question {number} of {total}"), number=ORDER.index(step) + 1, total=len(ORDER))
    text, rows = _ASK[step](draft, asking, page)
    return Screen(text=lines(place, "", text), keyboard=keyboard(*rows, _ways_out(step, draft, asking.tr)))


def _ways_out(step: str, draft: Draft, tr: NullTranslations) -> list[Button]:
    back = button(tr.gettext("⬅️ Back"), Turnback(to="back"))
    stop = button(tr.gettext("✖️ Stop"), Turnback(to="stop"))
    return [stop] if step == ORDER[0] and first_open(draft) != "summary" else [back, stop]


def before(step: str, draft: Draft) -> str:
    """Return where "Back" leads: to the summary once there is one, else to the question before."""
    if first_open(draft) == "summary":
        return "summary"
    return ORDER[max(ORDER.index(step) - 1, 0)] if step in ORDER else step


Asked = tuple[str, list[list[Button]]]


def _options(step: str, options: list[tuple[str, str]], width: int = 1) -> list[list[Button]]:
    return in_rows([button(label, Answer(step=step, value=value)) for value, label in options], width)


def _skip(step: str, tr: NullTranslations) -> list[list[Button]]:
    return [[button(tr.gettext("Skip"), Answer(step=step, value="-"))]]


def _ask_name(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    return lines(
        bold(tr.gettext("What is your name?")),
        tr.gettext("Write it as you would like to be called. Only the first name is shown to others."),
    ), []


def _ask_category(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    options = [(category.value, category_name(category, tr)) for category in asking.programme.categories]
    return bold(tr.gettext("What is your tie to the city?")), _options("category", options)


def places_for(draft: Draft, asking: Asking) -> tuple[Place, ...]:
    """Return the departments there are today, or the regionals for somebody who does not work for the city."""
    return asking.programme.workplaces(Category(draft["category"]), asking.today)


def _ask_department(draft: Draft, asking: Asking, page: int) -> Asked:
    tr = asking.tr
    places = places_for(draft, asking)
    pages = max(1, -(-len(places) // DEPARTMENTS_A_PAGE))
    page %= pages
    shown = places[page * DEPARTMENTS_A_PAGE : (page + 1) * DEPARTMENTS_A_PAGE]
    rows = _options("department", [(place.code, place.name(asking.person.language)) for place in shown])
    if pages > 1:
        turn = [
            button(tr.gettext("◀️ Previous"), Turn(page=(page - 1) % pages)),
            button(tr.gettext("Next ▶️"), Turn(page=(page + 1) % pages)),
        ]
        rows.append(turn)
    serves = Category(draft["category"]).serves_the_city
    title = tr.gettext("Where do you work?") if serves else tr.gettext("In which part of the city do you live?")
    where = fill(tr.gettext("Page {page} of {pages}"), page=page + 1, pages=pages) if pages > 1 else None
    return lines(bold(title), where), rows


def _ask_registration(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    return lines(
        bold(tr.gettext("What is your registration number (BM)?")),
        tr.gettext("It helps the coordinators find you. You may skip it."),
    ), _skip("registration", tr)


def _ask_email(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    return lines(bold(tr.gettext("What is your work e-mail?")), tr.gettext("You may skip it.")), _skip("email", tr)


def _ask_language(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    options = [(code.value, formats.language_name(code, tr)) for code in asking.programme.languages]
    return bold(tr.gettext("Which language would you like to practise?")), _options("language", options, 2)


def _ask_level(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    guide = [fill("{level}: {words}", level=bold(level.value), words=can_do(level, tr)) for level in SELF_ASSESSED]
    text = lines(bold(tr.gettext("Which sounds most like you?")), "", *guide)
    return text, _options("level", [(level.value, level.value) for level in SELF_ASSESSED], 5)


def _ask_zone(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    options = [(str(number), label) for number, (_zone, label) in enumerate(common_zones(tr))]
    return lines(
        bold(tr.gettext("Where are you, for the hour?")),
        tr.gettext("Choose, or write the name of a large city near you, such as Lisbon."),
    ), _options("zone", options, 2)


def _ask_days(draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    chosen = frozenset(draft.get("days", ()))
    toggles = [(str(day), ("✅ " if day in chosen else "") + weekday_short(day, tr)) for day in range(7)]
    rows = _options("days", toggles, 4)
    rows += _options("days", [("work", tr.gettext("Monday to Friday")), ("all", tr.gettext("Every day"))], 2)
    if chosen:
        rows += _options("days", [("done", tr.gettext("Done"))])
    return bold(tr.gettext("On which days would you like a phrase?")), rows


def _ask_hour(_draft: Draft, asking: Asking, _page: int) -> Asked:
    tr = asking.tr
    hours = [(str(hour), f"{hour:02}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
    return lines(
        bold(tr.gettext("At what time?")), tr.gettext("The phrase of the day arrives at this hour, in your own time.")
    ), _options("hour", hours, 4)


_ASK = {
    "name": _ask_name,
    "category": _ask_category,
    "department": _ask_department,
    "registration": _ask_registration,
    "email": _ask_email,
    "language": _ask_language,
    "level": _ask_level,
    "zone": _ask_zone,
    "days": _ask_days,
    "hour": _ask_hour,
}


def form_of(draft: Draft) -> Form:
    """Return the finished form. Raises Stale when an answer is missing."""
    if first_open(draft) != "summary":
        raise Stale("draft", "enrolment")
    try:
        return Form(
            language=Language(draft["language"]),
            level=Level(draft["level"]),
            category=Category(draft["category"]),
            department=str(draft["department"]),
            registration=str(draft.get("registration", "")),
            email=str(draft.get("email", "")),
            days=frozenset(draft["days"]) & EVERY_DAY,
            at=time(int(draft["hour"])),
        )
    except (KeyError, ValueError) as error:
        raise Stale("draft", "enrolment") from error


def summary(draft: Draft, asking: Asking) -> Screen:
    """Return every answer, each with a button to change it."""
    tr = asking.tr
    form = form_of(draft)
    none = tr.gettext("not given")
    answers = [
        ("name", tr.gettext("Name"), str(draft["name"])),
        ("category", tr.gettext("Category"), category_name(form.category, tr)),
        (
            "department",
            tr.gettext("Department") if form.category.serves_the_city else tr.gettext("Part of the city"),
            asking.programme.place_name(form.department, asking.person.language),
        ),
        ("registration", tr.gettext("Registration number"), form.registration or none),
        ("email", tr.gettext("Work e-mail"), form.email or none),
        ("language", tr.gettext("Language"), formats.language_name(form.language, tr)),
        ("level", tr.gettext("Level"), form.level.value),
        ("zone", tr.gettext("Time zone"), str(draft["zone"]).replace("_", " ")),
        ("days", tr.gettext("Days"), days_listed(form.days, tr)),
        ("hour", tr.gettext("Hour"), f"{form.at:%H:%M}"),
    ]
    change = tr.gettext("✏️ Change: {field}")
    changes = [button(plain(change, field=label), Change(step=step)) for step, label, _value in answers]
    return Screen(
        text=lines(
            bold(tr.gettext("Is everything right?")),
            "",
            *(fill("{label}: {value}", label=label, value=bold(value)) for _step, label, value in answers),
        ),
        keyboard=keyboard(
            [button(tr.gettext("📨 Send my enrolment"), Submit())],
            *in_rows(changes, 2),
            [button(tr.gettext("✖️ Stop"), Turnback(to="stop"))],
        ),
    )
