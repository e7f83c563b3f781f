"""The first minute: a language, the privacy notice, and the way the person came in by."""

import re
from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.languages import Language
from core.programme import Programme
from core.roles import Audience
from enrolment import invites, privacy
from enrolment.invites import InviteSpent
from enrolment.people import PeopleStore, Person
from handlers.catalogues import OFFERED, translations
from handlers.commands import own_commands, own_page
from handlers.errors import explain
from handlers.guards import Door
from handlers.markup import bold, fill, lines
from handlers.menu import Go, home_button, home_of, home_screen
from handlers.screens import Button, Reply, Screen, button, keyboard, show, show_below
from handlers.stores import Stores
from handlers.texts import document

router = Door("start", Audience.ANYONE)

OWN_NAMES = {Language.PORTUGUESE: "🇧🇷 Português", Language.ENGLISH: "🇬🇧 English", Language.SPANISH: "🇪🇸 Español"}
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


VOLUNTEERING = "vol"
"""The deep link's payload that opens volunteering."""


class Arriving(StatesGroup):
    notice = State()


class Tongue(CallbackData, prefix="el"):
    """Reads everything in this language from now on."""

    code: str


class Consent(CallbackData, prefix="ep"):
    """An answer to the privacy notice: agree, all, no."""

    answer: str


@explain.register
def _(_refusal: InviteSpent, tr: NullTranslations) -> str:
    return tr.gettext("This invitation was used already or is too old. Please ask for a new one.")


@router.message(CommandStart())
async def arrived(
    message: Message,
    command: CommandObject,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
    programme: Programme,
    dashboard_url: str | None,
) -> Reply:
    payload = command.args if command.args and _PAYLOAD.fullmatch(command.args) else ""
    if person.consent is not None:
        shown = await _enter(message, payload, person, stores, dashboard_url, now=now)
        renewed = person.consent != programme.notice.version
        return [*shown, *show_below(message, _renewed_screen(person, programme, tr))] if renewed else shown
    if payload and not person.source and not payload.startswith(invites.PREFIX):
        await stores.people.save(replace(person, source=payload))
    await state.set_state(Arriving.notice)
    await state.set_data({"payload": payload})
    return show(message, language_screen(tr))


@router.callback_query(Go.filter(F.to == "begin"))
async def begun(tap: CallbackQuery, person: Person, programme: Programme, tr: NullTranslations) -> Reply:
    return show(tap, home_screen(person, tr) if person.consent else notice_screen(person, programme, tr))


@router.message(Command("language"))
@router.callback_query(Go.filter(F.to == "language"))
async def language_asked(event: Message | CallbackQuery, tr: NullTranslations) -> Reply:
    return show(event, language_screen(tr))


@router.callback_query(Tongue.filter())
async def language_chosen(
    tap: CallbackQuery,
    callback_data: Tongue,
    person: Person,
    people: PeopleStore,
    programme: Programme,
    dashboard_url: str | None,
) -> Reply:
    language = next((known for known in OFFERED if known.value == callback_data.code), None)
    if language is None:
        raise Stale("language", callback_data.code)
    chosen = replace(person, language=language)
    await people.save(chosen)
    tr = translations(language)
    if chosen.consent is None:
        return show(tap, notice_screen(chosen, programme, tr))
    shown = show(tap, home_screen(chosen, tr), toast=tr.gettext("Done."))
    return [*shown, own_commands(chosen, tr), *own_page(chosen, dashboard_url, tr)]


@router.callback_query(Consent.filter(F.answer == "all"))
async def whole_notice_asked(tap: CallbackQuery, person: Person, programme: Programme, tr: NullTranslations) -> Reply:
    row = [home_button(tr)] if person.consent == programme.notice.version else _consent_buttons(tr)
    return show_below(tap, Screen(text=document(programme.notice.text(person.language)), keyboard=keyboard(row)))


@router.callback_query(Consent.filter(F.answer == "agree"))
async def agreed(
    tap: CallbackQuery,
    person: Person,
    now: datetime,
    state: FSMContext,
    raw_state: str | None,
    stores: Stores,
    programme: Programme,
    dashboard_url: str | None,
) -> Reply:
    payload = ""
    if raw_state == Arriving.notice.state:
        payload = str((await state.get_data()).get("payload", ""))
        await state.clear()
    member = await privacy.agree(stores.people, stores.enrolments, person, programme.notice.version, now=now)
    tr = translations(member.language)
    shown = await _enter(tap, payload, member, stores, dashboard_url, now=now)
    invited = payload.startswith(invites.PREFIX)
    return shown if invited else [*shown, own_commands(member, tr)]


@router.callback_query(Consent.filter(F.answer == "no"))
async def declined(
    tap: CallbackQuery, person: Person, tr: NullTranslations, state: FSMContext, people: PeopleStore
) -> Reply:
    if person.consent is not None:
        # Saying no to a newer notice takes nothing back: that is done where the data is.
        words = tr.gettext("What you agreed to before stays in force. You can take it back under “My data”.")
        return show(tap, Screen(text=words, keyboard=keyboard([button(tr.gettext("🔒 My data"), Go(to="privacy"))])))
    await state.clear()
    await people.erase(person.id)
    words = tr.gettext("That is fine. I have kept nothing about you. If you change your mind, send /start.")
    return show(tap, Screen(text=words))


def language_screen(tr: NullTranslations) -> Screen:
    choices = [[button(OWN_NAMES[language], Tongue(code=language.value))] for language in OFFERED]
    return Screen(text=tr.gettext("Which language shall we use here?"), keyboard=keyboard(*choices))


def notice_screen(person: Person, programme: Programme, tr: NullTranslations) -> Screen:
    """Return the first layer of the notice, with its three answers."""
    return Screen(
        text=lines(
            fill(
                tr.gettext("Welcome to {service}, the language programme of {city}!"),
                service=bold(programme.service),
                city=programme.city,
            ),
            "",
            bold(tr.gettext("Before we begin: your data")),
            fill("{text}", text=programme.notice.summary(person.language)),
        ),
        keyboard=keyboard(
            _consent_buttons(tr), [button(tr.gettext("📄 Read the whole notice"), Consent(answer="all"))]
        ),
    )


def _consent_buttons(tr: NullTranslations) -> list[Button]:
    return [
        button(tr.gettext("✅ I agree"), Consent(answer="agree")),
        button(tr.gettext("No, thank you"), Consent(answer="no")),
    ]


def _renewed_screen(person: Person, programme: Programme, tr: NullTranslations) -> Screen:
    """Return what those who agreed to an older notice are asked."""
    return Screen(
        text=lines(
            bold(tr.gettext("Our privacy notice has changed")),
            fill("{text}", text=programme.notice.summary(person.language)),
        ),
        keyboard=keyboard(
            _consent_buttons(tr), [button(tr.gettext("📄 Read the whole notice"), Consent(answer="all"))]
        ),
    )


async def _enter(
    event: Message | CallbackQuery,
    payload: str,
    person: Person,
    stores: Stores,
    dashboard_url: str | None,
    *,
    now: datetime,
) -> Reply:
    """Show the home screen, or what the deep link asked for."""
    tr = translations(person.language)
    if payload == VOLUNTEERING:
        return show(event, _volunteer_screen(tr))
    if not payload.startswith(invites.PREFIX):
        return show(event, await home_of(person, stores, tr))
    try:
        person = await invites.accept_invite(stores.enrolments, stores.people, stores.audit, person, payload, now=now)
    except InviteSpent as refusal:
        # The consent given a moment ago stands, whatever became of the invitation.
        home = home_screen(person, tr)
        return show(event, replace(home, text=lines(explain(refusal, tr), "", home.text)))
    shown = show(event, await home_of(person, stores, tr))
    return [*shown, own_commands(person, tr), *own_page(person, dashboard_url, tr)]


def _volunteer_screen(tr: NullTranslations) -> Screen:
    return Screen(
        text=lines(
            bold(tr.gettext("Thank you for wanting to volunteer!")),
            tr.gettext("You talk with a learner about an hour a week, at times you choose. Shall we begin?"),
        ),
        keyboard=keyboard([button(tr.gettext("🤝 Begin as a volunteer"), Go(to="volunteer"))], [home_button(tr)]),
    )
