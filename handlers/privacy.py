"""A person's rights: read the notice, take everything along, be forgotten."""

import json
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.ports import AuditLog
from core.programme import Programme
from core.roles import Audience
from enrolment import privacy
from enrolment.people import PeopleStore, Person
from enrolment.privacy import LastAdmin
from handlers import formats
from handlers.commands import no_own_commands
from handlers.errors import explain
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk
from handlers.screens import Attachment, Reply, Screen, button, keyboard, show, show_below
from handlers.start import Consent
from handlers.stores import Stores
from lessons.sessions.leaving import leave_sessions
from volunteers import ending

router = Door("privacy", Audience.ANYONE)


@explain.register
def _(_refusal: LastAdmin, tr: NullTranslations) -> str:
    return tr.gettext("You are the only administrator. Please invite another one first; then you can be deleted.")


class Right(CallbackData, prefix="pr"):
    """What the person asks for: export, delete, or delete for certain."""

    ask: str


@router.message(Command("privacy"))
@router.callback_query(Go.filter(F.to == "privacy"))
async def opened(event: Message | CallbackQuery, person: Person, programme: Programme, tr: NullTranslations) -> Reply:
    rows = [
        [button(tr.gettext("📄 Read the whole notice"), Consent(answer="all"))],
        [button(tr.gettext("📦 Download everything about me"), Right(ask="export"))],
        [button(tr.gettext("🗑 Withdraw consent and delete everything"), Right(ask="delete"))],
        [home_button(tr)],
    ]
    summary = fill("{text}", text=programme.notice.summary(person.language))
    office = fill(
        tr.gettext("Responsible: {controller}. Questions go to: {contact}."),
        controller=programme.controller,
        contact=programme.contact,
    )
    text = lines(bold(tr.gettext("Your data")), summary, "", office, _agreement(person, tr))
    return show(event, Screen(text=text, keyboard=keyboard(*rows)))


def _agreement(person: Person, tr: NullTranslations) -> Markup | None:
    if person.consent is None or person.consented_at is None:
        return None
    words = tr.gettext("You agreed to the notice of {version} on {day}.")
    return fill(words, version=person.consent, day=formats.local_day(person.consented_at, person))


@router.callback_query(Right.filter(F.ask == "export"))
async def exported(tap: CallbackQuery, person: Person, tr: NullTranslations, now: datetime, stores: Stores) -> Reply:
    everything = await privacy.export(person, stores.enrolments, stores.holding_personal_data(), now=now)
    content = json.dumps(everything, ensure_ascii=False, indent=2).encode()
    file = Attachment(kind="document", name="falando-com-o-mundo.json", content=content)
    return show_below(tap, Screen(text=tr.gettext("Here is everything I keep about you."), attachment=file))


@router.callback_query(Right.filter(F.ask == "delete"))
async def deletion_asked(tap: CallbackQuery, tr: NullTranslations) -> Reply:
    text = lines(
        bold(tr.gettext("Delete everything about you?")),
        tr.gettext(
            "Your enrolments, your progress, your pairs and messages will be gone at once, and cannot be brought back. "
            "Only a number without a name stays in the record of decisions, as the law asks."
        ),
    )
    rows = [
        [button(tr.gettext("🗑 Yes, delete everything"), Right(ask="delete-now"))],
        [button(tr.gettext("◀️ No, go back"), Go(to="privacy"))],
    ]
    return show(tap, Screen(text=text, keyboard=keyboard(*rows)))


@router.callback_query(Right.filter(F.ask == "delete-now"))
async def deleted(
    tap: CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    people: PeopleStore,
    audit: AuditLog,
    stores: Stores,
) -> Reply:
    await state.clear()
    # Others wait for the seats, come to the sessions and have this partner: they are told before the rows are gone.
    await leave_sessions(stores.sessions, stores.outbox, audit, person=person.id, now=now)
    await ending.end_all(ending_desk(stores), person.id, now=now)
    await privacy.erase(people, audit, person, now=now)
    gone = Screen(text=tr.gettext("Everything about you is deleted. Thank you for having been here. /start"))
    return [*show(tap, gone), *no_own_commands(person)]
