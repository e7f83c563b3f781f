"""Help, home, and the way out of anything."""

from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.roles import Audience
from enrolment.people import Person
from handlers.guards import Door
from handlers.markup import bold, lines
from handlers.menu import Go, home_button, home_of, home_screen
from handlers.screens import Reply, Screen, keyboard, show
from handlers.stores import Stores

router = Door("help", Audience.ANYONE)


@router.message(Command("help"))
@router.callback_query(Go.filter(F.to == "help"))
async def helped(event: Message | CallbackQuery, person: Person, tr: NullTranslations) -> Reply:
    return show(event, Screen(text=help_text(person, tr), keyboard=keyboard([home_button(tr)])))


@router.callback_query(Go.filter(F.to == "home"))
async def home(tap: CallbackQuery, person: Person, tr: NullTranslations, stores: Stores) -> Reply:
    return show(tap, await home_of(person, stores, tr))


@router.message(Command("cancel"))
async def cancelled(
    message: Message, person: Person, tr: NullTranslations, state: FSMContext, raw_state: str | None
) -> Reply:
    await state.clear()
    home = home_screen(person, tr)
    words = tr.gettext("Stopped. Nothing was sent.") if raw_state else tr.gettext("There was nothing to stop.")
    return show(message, Screen(text=lines(words, "", home.text), keyboard=home.keyboard))


def help_text(person: Person, tr: NullTranslations) -> str:
    """Return what the person can do here, the own roles first."""
    parts: list[str | None] = [bold(tr.gettext("How this works")), ""]
    if person.may_enter(Audience.COORDINATOR):
        parts.append(
            tr.gettext(
                "You coordinate: /queue lists enrolments to decide, /matching suggests pairs, /report has numbers."
            )
        )
    elif person.may_enter(Audience.STAFF):
        parts.append(tr.gettext("You may look at everything: /queue lists enrolments, /report has numbers."))
    if person.may_enter(Audience.VOLUNTEER):
        parts.append(tr.gettext("You volunteer: /volunteer has your hours, proposals and practice sessions."))
    if person.may_enter(Audience.LEARNER):
        parts += [
            tr.gettext(
                "You learn: a phrase comes on your days, /practice begins a short round, /progress shows your way."
            ),
            tr.gettext("Every exercise can also be answered by writing its number."),
        ]
    if person.may_enter(Audience.MEMBER):
        parts += [
            tr.gettext("/enrol asks for a place in a language, /volunteer is for those who speak one."),
            tr.gettext(
                "/sessions lists practice in groups, /opportunities what is open abroad, "
                "/pair your conversation partner."
            ),
        ]
    else:
        parts.append(tr.gettext("Here people practise languages with volunteers from abroad. /start begins."))
    parts.append(
        tr.gettext(
            "/language changes the language, /privacy shows and deletes your data, /cancel stops what you were doing."
        )
    )
    return lines(*parts)
