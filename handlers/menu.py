"""The home screen: what this person can do here, one button each."""

from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from core.roles import Audience
from enrolment.enrolments import OPEN
from enrolment.people import Person
from handlers.markup import fill
from handlers.screens import Button, Screen, button, in_rows, keyboard
from handlers.stores import Stores


class Go(CallbackData, prefix="go"):
    """Opens the conversation named `to` from anywhere; the conversation's Door decides who may."""

    to: str


def home_button(tr: NullTranslations) -> Button:
    return button(tr.gettext("🏠 Menu"), Go(to="home"))


def home_screen(person: Person, tr: NullTranslations, *, waiting: int | None = None) -> Screen:
    """Return the menu for the person's roles, what matters most on top; `waiting` is the length of the queue."""
    first = _first_entry(person, tr)
    queue = tr.gettext("📥 Enrolments")
    entries = [
        (Audience.LEARNER, "progress", tr.gettext("📈 My progress")),
        (Audience.LEARNER, "daily", tr.gettext("⏰ Daily phrase")),
        (Audience.PRACTISING, "pairs", tr.gettext("💬 My pair")),
        (Audience.LEARNER, "sessions", tr.gettext("👥 Practice sessions")),
        (Audience.STAFF, "queue", f"{queue} ({waiting})" if waiting else queue),
        (Audience.STAFF, "volunteers", tr.gettext("🧑‍🏫 Volunteers")),
        (Audience.COORDINATOR, "matching", tr.gettext("🔗 Matching")),
        (Audience.COORDINATOR, "postings", tr.gettext("📣 Post an opportunity")),
        (Audience.STAFF, "report", tr.gettext("📊 Report")),
        (Audience.HOST, "hosting", tr.gettext("🗓 Sessions I host")),
        (Audience.MEMBER, "opportunities", tr.gettext("🌍 Opportunities")),
        (Audience.MEMBER, "enrol", tr.gettext("📝 My enrolment")),
        (Audience.MEMBER, "volunteer", tr.gettext("🤝 Volunteering")),
        (Audience.ANYONE, "language", tr.gettext("🌐 Language")),
        (Audience.ANYONE, "privacy", tr.gettext("🔒 Privacy")),
        (Audience.ANYONE, "help", tr.gettext("❓ Help")),
    ]
    greeting = (
        fill(tr.gettext("Hello, {name}! What would you like to do?"), name=person.first_name)
        if person.name
        else tr.gettext("Hello! What would you like to do?")
    )
    buttons = [button(label, Go(to=to)) for audience, to, label in entries if person.may_enter(audience)]
    return Screen(text=greeting, keyboard=keyboard(*([first] if first else []), *in_rows(buttons, 2)))


def _first_entry(person: Person, tr: NullTranslations) -> list[Button]:
    """Return the button that has a row of its own: what somebody like this came for."""
    if person.consent is None:
        return [button(tr.gettext("▶️ Begin"), Go(to="begin"))]
    if person.may_enter(Audience.LEARNER):
        return [button(tr.gettext("▶️ Practise now"), Go(to="practice"))]
    if not person.roles:
        return [button(tr.gettext("📝 Enrol now"), Go(to="enrol-now"))]
    return []


async def home_of(person: Person, stores: Stores, tr: NullTranslations) -> Screen:
    """Return the menu; staff see how many enrolments wait."""
    waiting = await stores.enrolments.count(OPEN) if person.may_enter(Audience.STAFF) else None
    return home_screen(person, tr, waiting=waiting)
