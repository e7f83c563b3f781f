"""The commands menu: by role and language."""

from gettext import NullTranslations
from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)

from core.languages import Language
from core.roles import Audience
from enrolment.people import Person
from handlers.catalogues import OFFERED, translations


def _listed(tr: NullTranslations) -> list[tuple[Audience, str, str]]:
    return [
        (Audience.ANYONE, "start", tr.gettext("Open the menu")),
        (Audience.MEMBER, "practice", tr.gettext("Practise now")),
        (Audience.MEMBER, "progress", tr.gettext("See my progress")),
        (Audience.MEMBER, "daily", tr.gettext("Set the daily phrase")),
        (Audience.MEMBER, "sessions", tr.gettext("Practice sessions")),
        (Audience.MEMBER, "opportunities", tr.gettext("International opportunities")),
        (Audience.MEMBER, "pair", tr.gettext("My conversation partner")),
        (Audience.MEMBER, "enrol", tr.gettext("Enrol in a language")),
        (Audience.MEMBER, "volunteer", tr.gettext("Volunteering")),
        (Audience.STAFF, "queue", tr.gettext("Enrolments to decide")),
        (Audience.COORDINATOR, "matching", tr.gettext("Suggest pairs")),
        (Audience.STAFF, "report", tr.gettext("Report")),
        (Audience.ANYONE, "language", tr.gettext("Change the language")),
        (Audience.ANYONE, "privacy", tr.gettext("My data")),
        (Audience.ANYONE, "help", tr.gettext("Help")),
        (Audience.ANYONE, "cancel", tr.gettext("Stop what I was doing")),
    ]


def _commands(tr: NullTranslations, audiences: set[Audience]) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=words) for audience, name, words in _listed(tr) if audience in audiences
    ]


def startup_calls() -> list[TelegramMethod[Any]]:
    """Return the calls that give every private chat its commands and the bot its descriptions, in each language."""
    calls: list[TelegramMethod[Any]] = []
    for code, language in [("", Language.PORTUGUESE), *((language.value, language) for language in OFFERED)]:
        tr = translations(language)
        language_code = code or None
        calls += [
            SetMyCommands(
                commands=_commands(tr, {Audience.ANYONE, Audience.MEMBER}),
                scope=BotCommandScopeAllPrivateChats(),
                language_code=language_code,
            ),
            SetMyShortDescription(
                short_description=tr.gettext("Practise languages with people from all over the world."),
                language_code=language_code,
            ),
            SetMyDescription(
                description=tr.gettext(
                    "A phrase a day, short exercises, conversation with volunteers and news of international "
                    "opportunities, for the people who serve Belo Horizonte."
                ),
                language_code=language_code,
            ),
        ]
    return calls


def own_commands(person: Person, tr: NullTranslations) -> TelegramMethod[Any]:
    """Return the call that gives one chat the commands of the person's roles, in the language chosen here."""
    audiences = {audience for audience in Audience if person.may_enter(audience)}
    return SetMyCommands(commands=_commands(tr, audiences), scope=BotCommandScopeChat(chat_id=person.telegram_id))


def own_page(person: Person, dashboard_url: str | None, tr: NullTranslations) -> list[TelegramMethod[Any]]:
    """Return the call that puts the coordinators' page beside a staff member's text field; none for others."""
    if dashboard_url is None or not person.may_enter(Audience.STAFF):
        return []
    menu = MenuButtonWebApp(text=tr.gettext("Report"), web_app=WebAppInfo(url=dashboard_url))
    return [SetChatMenuButton(chat_id=person.telegram_id, menu_button=menu)]


def no_own_commands(person: Person) -> list[TelegramMethod[Any]]:
    """Return the calls that take back from a chat what was put there for its person."""
    calls: list[TelegramMethod[Any]] = [DeleteMyCommands(scope=BotCommandScopeChat(chat_id=person.telegram_id))]
    if person.may_enter(Audience.STAFF):
        calls.append(SetChatMenuButton(chat_id=person.telegram_id, menu_button=MenuButtonDefault()))
    return calls
