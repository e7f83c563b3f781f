"""The questions of a volunteer's sign-up: what each asks, and what an answer may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from core.errors import Stale
from core.languages import Language, Level
from core.programme import Programme
from enrolment.people import Person
from handlers import formats
from handlers.availability_grid import View, grid_screen, week_in
from handlers.countries import COMMON, country_name
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go
from handlers.screens import Button, Screen, button, in_rows, keyboard
from handlers.volunteer_words import area_name, offer_lines
from handlers.words import can_do
from handlers.zones import common_zones
from volunteers.volunteers import LEAST_CAPACITY, MOST_CAPACITY, Area, Details, Offer, Volunteer

Draft = Mapping[str, Any]


class Volunteering(StatesGroup):
    name = State()
    languages = State()
    levels = State()
    country = State()
    zone = State()
    week = State()
    capacity = State()
    interests = State()
    summary = State()


ORDER = ("name", "languages", "levels", "country", "zone", "week", "capacity", "interests")
SEVERAL = {"languages", "levels", "interests"}
"""Answered by several taps and a "Done"."""


class Tapped(CallbackData, prefix="va"):
    """An answer to the question `step`; ``done`` ends one that takes several taps."""

    step: str
    value: str


class ChangeStep(CallbackData, prefix="vc"):
    """From the summary back to the question `step`."""

    step: str


class Send(CallbackData, prefix="vs"):
    """Accepts the term of this version and sends the sign-up, or saves what was changed."""

    term: str


class WholeTerm(CallbackData, prefix="vt"):
    """Shows the whole term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who is asked, and in which programme."""

    person: Person
    tr: NullTranslations
    programme: Programme


Asked = tuple[str, list[list[Button]]]


def question(step: str, draft: Draft, asking: Asking) -> Screen:
    """Return the screen that asks `step`; raises Stale for a step that is none."""
    tr = asking.tr
    if step not in ORDER:
        raise Stale("step", step)
    if step == "week":
        return week_screen(draft, View(), tr)
    place = fill(tr.gettext("Question {number} of {total}"), number=ORDER.index(step) + 1, total=len(ORDER))
    text, rows = _ASK[step](draft, asking)
    return Screen(text=lines(place, "", text), keyboard=keyboard(*rows) if rows else None)


def week_screen(draft: Draft, view: View, tr: NullTranslations) -> Screen:
    return grid_screen(tr.gettext("When could you talk, in your own time?"), week_in(draft), view, tr)


def missing(draft: Draft) -> str | None:
    """Return the first question without an answer."""
    return next((step for step in ORDER if not _has(draft, step)), None)


def _has(draft: Draft, step: str) -> bool:
    if step in SEVERAL or step == "week":
        return step in draft.get("done", ())
    return draft.get(step) is not None


def _options(step: str, options: Sequence[tuple[str, str]], width: int = 2) -> list[list[Button]]:
    return in_rows([button(label, Tapped(step=step, value=value)) for value, label in options], width)


def _several(step: str, draft: Draft, options: Sequence[tuple[str, str]], tr: NullTranslations) -> list[list[Button]]:
    chosen = draft.get(step, ())
    rows = _options(step, [(value, f"✅ {label}" if value in chosen else label) for value, label in options])
    if chosen or step == "interests":
        rows += _options(step, [("done", tr.gettext("That is all"))])
    return rows


def _ask_name(_draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    note = tr.gettext("Write it as you would like to be called. Only the first name is shown to others.")
    return lines(bold(tr.gettext("What is your name?")), note), []


def _ask_languages(draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    options = [(code.value, formats.language_name(code, tr)) for code in asking.programme.languages]
    return lines(
        bold(tr.gettext("Which languages could you talk in?")), tr.gettext("Choose those you speak with ease.")
    ), _several("languages", draft, options, tr)


def _ask_levels(draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    levels = [level for level in Level if level is not Level.C2]
    guide = [fill("{level}: {words}", level=bold(level.value), words=can_do(level, tr)) for level in levels]
    title = bold(tr.gettext("With learners of which levels?"))
    return lines(title, "", *guide), _several("levels", draft, [(level.value, level.value) for level in levels], tr)


def _ask_country(_draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    options = [(code, country_name(code, asking.person)) for code in COMMON]
    return lines(
        bold(tr.gettext("Which country do you come from?")), tr.gettext("Choose, or write its name.")
    ), _options("country", options, 3)


def _ask_zone(_draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    options = [(str(number), label) for number, (_zone, label) in enumerate(common_zones(tr))]
    return lines(
        bold(tr.gettext("Where are you, for the hour?")),
        tr.gettext("Choose, or write the name of a large city near you, such as Lisbon."),
    ), _options("zone", options)


def _ask_capacity(_draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    options = [(str(number), str(number)) for number in range(LEAST_CAPACITY, MOST_CAPACITY + 1)]
    note = tr.gettext("Each talks with you about an hour a week.")
    return lines(bold(tr.gettext("With how many learners at a time?")), note), _options("capacity", options, 5)


def _ask_interests(draft: Draft, asking: Asking) -> Asked:
    tr = asking.tr
    options = [(area.value, area_name(area, tr)) for area in Area]
    note = tr.gettext("It helps to find a partner to your liking. You may choose none.")
    return lines(bold(tr.gettext("What do you like to talk about?")), note), _several("interests", draft, options, tr)


_ASK = {
    "name": _ask_name,
    "languages": _ask_languages,
    "levels": _ask_levels,
    "country": _ask_country,
    "zone": _ask_zone,
    "capacity": _ask_capacity,
    "interests": _ask_interests,
}


def details_of(draft: Draft) -> Details:
    """Return the finished form. Raises Stale when an answer is missing."""
    try:
        levels = frozenset(Level(level) for level in draft["levels"])
        languages = sorted(Language(language) for language in draft["languages"])
        return Details(
            offers=tuple(Offer(language=language, levels=levels) for language in languages),
            country=str(draft["country"]),
            zone=str(draft["zone"]),
            availability=week_in(draft),
            capacity=int(draft["capacity"]),
            interests=frozenset(Area(area) for area in draft.get("interests", ())),
        )
    except (KeyError, ValueError) as error:
        raise Stale("draft", "volunteer") from error


def summary(draft: Draft, asking: Asking) -> Screen:
    """Return every answer with a button to change it, and what is agreed to by sending it."""
    tr, term = asking.tr, asking.programme.term
    labels = {
        "name": tr.gettext("Name"),
        "languages": tr.gettext("Languages"),
        "levels": tr.gettext("Levels"),
        "country": tr.gettext("Country"),
        "zone": tr.gettext("Time zone"),
        "week": tr.gettext("Hours"),
        "capacity": tr.gettext("Learners at a time"),
        "interests": tr.gettext("Likes to talk about"),
    }
    changes = [button(plain("✏️ {field}", field=label), ChangeStep(step=step)) for step, label in labels.items()]
    editing = bool(draft.get("editing"))
    told = None if editing else lines("", bold(tr.gettext("The term of adhesion")), *_term(asking))
    send = tr.gettext("💾 Save") if editing else tr.gettext("✅ I accept the term and sign up")
    whole = [] if editing else [button(tr.gettext("📄 Read the whole term"), WholeTerm())]
    name = fill("{label}: {name}", label=labels["name"], name=bold(draft["name"]))
    return Screen(
        text=lines(
            bold(tr.gettext("Is everything right?")), "", name, offer_lines(details_of(draft), asking.person, tr), told
        ),
        keyboard=keyboard([button(send, Send(term=term.version))], whole, *in_rows(changes, 2), [_stop(tr)]),
    )


def _term(asking: Asking) -> list[str]:
    return [fill("{text}", text=asking.programme.term.summary(asking.person.language))]


def _stop(tr: NullTranslations) -> Button:
    return button(tr.gettext("✖️ Cancel"), Go(to="volunteer"))


def draft_of(volunteer: Volunteer, person: Person) -> dict[str, Any]:
    """Return the draft of somebody who changes what was said before; every question counts as answered."""
    details = volunteer.details
    return {
        "name": person.name,
        "languages": [offer.language.value for offer in details.offers],
        "levels": sorted({level.value for offer in details.offers for level in offer.levels}),
        "country": details.country,
        "zone": details.zone,
        "week": f"{details.availability.mask:x}",
        "capacity": details.capacity,
        "interests": sorted(area.value for area in details.interests),
        "done": ["languages", "levels", "week", "interests"],
        "editing": True,
    }
