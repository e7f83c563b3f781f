"""Where every update ends that no conversation took: a clear word and a fresh screen."""

from gettext import NullTranslations

from aiogram import F
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from core.roles import Audience
from enrolment.people import Person
from handlers.guards import Door
from handlers.markup import lines
from handlers.menu import home_screen
from handlers.screens import Reply, Screen, show, show_below

router = Door("lost", Audience.ANYONE)


@router.callback_query()
async def unknown_button(tap: CallbackQuery, person: Person, tr: NullTranslations) -> Reply:
    words = tr.gettext("This button is no longer valid. Here is a fresh screen.")
    return show_below(tap, home_screen(person, tr), toast=words)


@router.message(StateFilter(None), F.text)
async def unknown_words(message: Message, person: Person, tr: NullTranslations) -> Reply:
    home = home_screen(person, tr)
    words = tr.gettext("I did not understand that. Choose from the menu, or send /help.")
    return show(message, Screen(text=lines(words, "", home.text), keyboard=home.keyboard))


@router.message(StateFilter(None))
async def not_text(message: Message, person: Person, tr: NullTranslations) -> Reply:
    home = home_screen(person, tr)
    words = tr.gettext("I can only read text here. Choose from the menu, or send /help.")
    return show(message, Screen(text=lines(words, "", home.text), keyboard=home.keyboard))


# Something is under way: it is kept as it was, and no menu leads away from it.
@router.message(F.text)
async def words_beside_buttons(message: Message, tr: NullTranslations) -> Reply:
    words = tr.gettext("Please use the buttons above. To stop what you were doing, send /cancel.")
    return show(message, Screen(text=words))


@router.message()
async def no_text_in_a_form(message: Message, tr: NullTranslations) -> Reply:
    words = tr.gettext("Please write it as text. What you began is kept; to stop it, send /cancel.")
    return show(message, Screen(text=words))
