"""The home screen: what this person can do here, one button each."""

from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from core.roles import Audience
from enrolment.people import Person
from handlers.markup import fill
from handlers.screens import Button, Screen, button, in_rows, keyboard


class Go(CallbackData, prefix="go"):
    """Opens the conversation named `to` from anywhere; the conversation's Door decides who may."""

    to: str


def home_button(tr: NullTranslations) -> Button:
    return button(tr.gettext("🏠 Menu"), Go(to="home"))


def home_screen(person: Person, tr: NullTranslations) -> Screen:
    """Return the menu for the person's roles."""
    entries = [
        (Audience.LEARNER, "practice", tr.gettext("▶️ Practise now")),
        (Audience.LEARNER, "progress", tr.gettext("📈 My progress")),
        (Audience.LEARNER, "daily", tr.gettext("⏰ Daily phrase")),
        (Audience.PRACTISING, "pairs", tr.gettext("💬 My pair")),
        (Audience.LEARNER, "sessions", tr.gettext("👥 Practice sessions")),
        (Audience.HOST, "hosting", tr.gettext("🗓 Sessions I host")),
        (Audience.MEMBER, "opportunities", tr.gettext("🌍 Opportunities")),
        (Audience.MEMBER, "enrol", tr.gettext("📝 My enrolment")),
        (Audience.MEMBER, "volunteer", tr.gettext("🤝 Volunteering")),
        (Audience.STAFF, "queue", tr.gettext("📥 Enrolments")),
        (Audience.STAFF, "volunteers", tr.gettext("🧑‍🏫 Volunteers")),
        (Audience.COORDINATOR, "matching", tr.gettext("🔗 Matching")),
        (Audience.COORDINATOR, "postings", tr.gettext("📣 Post an opportunity")),
        (Audience.STAFF, "report", tr.gettext("📊 Report")),
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
    return Screen(text=greeting, keyboard=keyboard(*in_rows(buttons, 2)))
